import { describe, expect, it } from 'vitest';
import { findIn, type PersonalValue, without } from './values.ts';

const ada: PersonalValue = { kind: 'name', text: 'ada' };
const phone: PersonalValue = { kind: 'telephone', text: '390612345' };
const email: PersonalValue = { kind: 'e-mail', text: 'ada+1@x.example' };

describe('a personal value', () => {
  it.each([
    ['a talk with ada.', ada, true],
    ['ádáda', ada, false],
    ['canada', ada, false],
    ['adab', ada, false],
    ['+39 06 123-45', phone, true],
    ['(+39) 06.12345 or so', phone, true],
    ['1390612345', phone, false],
    ['3906123456', phone, false],
    ['0193906-12345', phone, false],
    ['to <ada+1@x.example>', email, true],
    ['to ada11@x.example', email, false],
  ] as const)('in "%s"', (text, value, isThere) => {
    expect(findIn(text, value)).toBe(isThere);
  });

  it('is taken out of words, and not out of what refers to something', () => {
    const item = {
      pk: 'PERSON#ada',
      providerId: 'ada',
      actor: { id: 'ada', standing: 'client' },
      status: 'confirmed',
      notes: 'ADA called (+39 06 12345), write to Ada+1@x.example',
      list: [{ reason: 'Ada' }, 7, undefined],
      at: 390612345,
    };
    expect(without(item, [ada, phone, email, { kind: 'name', text: 'confirmed' }])).toEqual({
      ...item,
      notes: '[erased] called ([erased]), write to [erased]',
      list: [{ reason: '[erased]' }, 7, undefined],
    });
  });
});
