import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { htmlOf, saysText, withText } from './text.ts';

const words = fc.string({ unit: fc.constantFrom('a', 'B', ' ', '\n', '<', '>', '&', '"', "'", '$', '/') });
const invitation =
  '<div class="me-email-text"><hr>Microsoft Teams meeting<div>________________</div>' +
  '<a href="https://teams.microsoft.com/l/meetup-join/19%3ameeting?context=%7b%22Tid%22%7d">Join</a></div>';
const document = (body: string) =>
  `<html>\r\n<head><meta charset="utf-8"></head>\r\n<body class="x">\r\n${body}${invitation}\r\n</body></html>`;

describe('the text of an event', () => {
  it('is found again, whatever it says', () => {
    fc.assert(
      fc.property(words, (text) => {
        expect(saysText(document(htmlOf(text)), text)).toBe(true);
      }),
    );
  });

  it('is replaced without touching anything else', () => {
    fc.assert(
      fc.property(words, words, (before, after) => {
        const replaced = withText(document(htmlOf(before)), after);
        expect(replaced).toBe(document(htmlOf(after)));
        expect(withText(replaced, after)).toBe(replaced);
      }),
    );
  });

  it('cannot become markup', () => {
    fc.assert(
      fc.property(words, (text) => {
        const inner = htmlOf(text).replace(/^<div[^>]*>|<\/div>$/g, '');
        expect(inner.replaceAll('<br>', '')).not.toMatch(/[<>"]/);
      }),
    );
  });

  it('is found under the names that Exchange makes of ours', () => {
    const kept = document('<div id="x_punctual-details" dir="ltr">Old&nbsp;words<br>\r\nhere</div>');
    expect(saysText(kept, 'Old words\nhere')).toBe(true);
    expect(saysText(kept, 'Other words')).toBe(false);
    const changed = withText(kept, 'New');
    expect(changed).toContain(invitation);
    expect(changed).not.toContain('Old');
  });

  it('goes to the top when somebody took it out', () => {
    const changed = withText(document('<p>Theirs</p>'), 'Ours');
    expect(changed).toContain(`<body class="x">${htmlOf('Ours')}`);
    expect(changed).toContain('<p>Theirs</p>');
    expect(changed).toContain(invitation);
    expect(withText('plain', 'Ours')).toBe(`${htmlOf('Ours')}plain`);
  });
});
