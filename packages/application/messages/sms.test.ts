import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { e164 } from './phone.ts';
import { fitted, maximumSegments, sizeOf } from './sms.ts';
import { shortened } from './text.ts';

describe('text messages', () => {
  it.each([
    ['a'.repeat(160), 'GSM-7', 1],
    ['a'.repeat(161), 'GSM-7', 2],
    ['a'.repeat(459), 'GSM-7', 3],
    ['a'.repeat(460), 'GSM-7', 4],
    // The euro sign takes two places, which stay together.
    ['€'.repeat(80), 'GSM-7', 1],
    ['€'.repeat(152), 'GSM-7', 2],
    ['€'.repeat(153), 'GSM-7', 3],
    ['ж'.repeat(70), 'UCS-2', 1],
    ['ж'.repeat(71), 'UCS-2', 2],
    ['🎉'.repeat(35), 'UCS-2', 1],
    ['🎉'.repeat(66), 'UCS-2', 2],
    ['🎉'.repeat(67), 'UCS-2', 3],
  ])('are counted as networks count them', (text, encoding, segments) => {
    expect(sizeOf(text)).toEqual({ encoding, segments });
  });

  it('are sent in the small alphabet where only quotation marks and dashes stand against it', () => {
    const text = fitted('Let’s meet – “soon”… at 10\u00a0o’clock');
    expect(text).toBe('Let\'s meet - "soon"... at 10 o\'clock');
    expect(sizeOf(text).encoding).toBe('GSM-7');
  });

  const wild = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 900 }),
    fc.string({ unit: 'binary', maxLength: 900 }),
    fc
      .array(fc.constantFrom('👩‍👩‍👧‍👦', 'e\u0301\u0302', '€', 'a', '\r\n', '\u2028', '\u0007', '🇩🇪'), {
        maxLength: 900,
      })
      .map((parts) => parts.join('')),
  );

  it('never take more parts than allowed, hold no control characters, and are cut between characters', () => {
    fc.assert(
      fc.property(wild, (text) => {
        const sent = fitted(text);
        expect(sizeOf(sent).segments).toBeLessThanOrEqual(maximumSegments);
        expect(sent).not.toMatch(/[^\P{Cc}\n]/u);
        expect(sent.isWellFormed()).toBe(text.isWellFormed() || sent.isWellFormed());
        // Sending what was sent changes nothing more.
        expect(fitted(sent)).toBe(sent);
      }),
    );
  });

  it('take ten thousand families without splitting one', () => {
    const sent = fitted('👩‍👩‍👧‍👦'.repeat(10_000));
    expect(sent.replaceAll('👩‍👩‍👧‍👦', '')).toBe('...');
    expect(sizeOf(sent).segments).toBe(3);
  });
});

describe('shortened texts', () => {
  it('are never longer, and whole characters of the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.integer({ min: 1, max: 40 }),
        (text, maximum) => {
          const short = shortened(text, maximum);
          expect(short.length).toBeLessThanOrEqual(maximum);
          expect(short.isWellFormed()).toBe(true);
          if (text.length <= maximum) expect(short).toBe(text);
          else expect(text.startsWith(short.slice(0, -1))).toBe(true);
        },
      ),
    );
  });
});

describe('telephone numbers', () => {
  it.each([
    ['+1234567890', '+1234567890'],
    ['+1 (555) 123-4567', '+15551234567'],
    ['0049 151 2345678', '+491512345678'],
    ['+44 (0)20 7946 0958', '+442079460958'],
    ['+49.151/2345678', '+491512345678'],
    // Whose country?
    ['555 123 4567', undefined],
    ['0151 2345678', undefined],
    ['+0151 2345678', undefined],
    ['+1234567890123456', undefined],
    ['+12345', undefined],
    ['+1 555 CALL NOW', undefined],
    ['+1555123456\n7', '+15551234567'],
    ['', undefined],
  ])('%j', (written, read) => {
    expect(e164(written)).toBe(read);
  });
});
