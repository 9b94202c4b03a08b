import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Appointment, Status } from '../appointments/appointment.ts';
import { type EntryFacts, type EntryRules, entryOf, namePlaceholder, wishFor } from './desired.ts';
import { digestOf } from './digest.ts';

const rules: EntryRules = {
  syncEnabled: true,
  autoCreateEvents: true,
  autoUpdateEvents: true,
  includeClientDetails: false,
  eventTitleTemplate: 'ACT Coaching Session',
  eventDescriptionTemplate: '',
};

function facts(change: Partial<Appointment> = {}, chosen: Partial<EntryRules> = {}): EntryFacts {
  const appointment = {
    id: 'a-1',
    start: 1_800_000_000_000,
    durationMinutes: 60,
    status: 'scheduled',
    notes: 'Bring the plan',
    meetingUrl: undefined,
    timeZone: 'UTC',
    ...change,
  } as unknown as Appointment;
  return {
    appointment,
    counterpart: { name: 'John Doe', email: 'john@example.com' },
    timeZone: 'Europe/Paris',
    rules: { ...rules, ...chosen },
    conference: { asked: false, url: undefined },
  };
}

describe('desired entry', () => {
  it('has the published words with and without details', () => {
    expect(entryOf(facts())).toMatchObject({
      title: 'ACT Coaching Session',
      description: 'Coaching session.',
      attendees: [],
      status: 'tentative',
    });
    expect(entryOf(facts({}, { includeClientDetails: true }))).toMatchObject({
      title: 'ACT Coaching Session - John Doe',
      description: 'Coaching session.\n\nNotes: Bring the plan',
      attendees: [{ name: 'John Doe', email: 'john@example.com' }],
    });
  });

  it('puts the name where a template wants it, and a neutral word without details', () => {
    const eventTitleTemplate = `Coaching ${namePlaceholder} at ease`;
    expect(entryOf(facts({}, { eventTitleTemplate })).title).toBe('Coaching client at ease');
    const told = facts({}, { eventTitleTemplate, includeClientDetails: true });
    expect(entryOf(told).title).toBe('Coaching John Doe at ease');
  });

  it('tells nothing of the other party without details, whatever the templates', () => {
    const secret = fc.string({ minLength: 6 }).map((text) => `x${text.replace(/\s/g, '')}q`);
    fc.assert(
      fc.property(secret, secret, secret, fc.boolean(), (name, address, notes, placed) => {
        const template = placed ? `With ${namePlaceholder}` : 'Session';
        const chosen = { eventTitleTemplate: template, eventDescriptionTemplate: template };
        const base = { ...facts({ notes }, chosen), counterpart: { name, email: address } };
        const text = JSON.stringify({ ...entryOf(base), timeZone: '' });
        for (const one of [name, address, notes]) {
          fc.pre(!'"With client Session tentative"'.includes(one));
          expect(text.includes(JSON.stringify(one).slice(1, -1))).toBe(false);
        }
      }),
    );
  });

  it('stands for everything but a cancelled appointment, and is not made for one that is over', () => {
    const wishOf = (status: Status) => wishFor(facts({ status }));
    expect(wishOf('cancelled').entry).toBeUndefined();
    for (const status of ['completed', 'no_show'] as const) {
      expect(wishOf(status)).toMatchObject({ mayCreate: false, mayChange: true });
      expect(wishOf(status).entry?.status).toBe('confirmed');
    }
    expect(wishOf('in_progress').entry?.status).toBe('confirmed');
    expect(wishOf('confirmed')).toMatchObject({ mayCreate: true, entry: { status: 'confirmed' } });
  });

  it('obeys the switches', () => {
    expect(wishFor(facts({}, { autoCreateEvents: false }))).toMatchObject({
      mayCreate: false,
      mayChange: true,
    });
    expect(wishFor(facts({}, { autoUpdateEvents: false }))).toMatchObject({
      mayCreate: true,
      mayChange: false,
    });
    expect(wishFor(facts({}, { syncEnabled: false }))).toMatchObject({ mayCreate: false, mayChange: false });
  });

  it('leaves the place out when it is the calendar’s own conference, so that it does not write itself anew', () => {
    const url = 'https://meet.example/1';
    const own = { ...facts({ meetingUrl: url }), conference: { asked: true, url } };
    expect(entryOf(own).location).toBeUndefined();
    expect(entryOf({ ...own, conference: { asked: false, url } }).location).toBe(url);
    const before = { ...facts(), conference: { asked: true, url } };
    expect(digestOf(entryOf(own))).toBe(digestOf(entryOf(before)));
  });

  it('bounds what comes from tokens, and cuts no character in two', () => {
    const name = '😀'.repeat(10_000);
    const long = { ...facts({}, { includeClientDetails: true }), counterpart: { name, email: undefined } };
    const { title } = entryOf(long);
    expect([...title].length).toBeLessThanOrEqual(300);
    expect(title.isWellFormed()).toBe(true);
  });
});

describe('digest', () => {
  const entry = fc.record({
    start: fc.integer({ min: 0, max: 2e12 }),
    end: fc.integer({ min: 0, max: 2e12 }),
    title: fc.string(),
    description: fc.string(),
    timeZone: fc.constantFrom('UTC', 'Europe/Paris'),
    status: fc.constantFrom('tentative' as const, 'confirmed' as const),
    attendees: fc.array(fc.record({ name: fc.string(), email: fc.string() }), { maxLength: 2 }),
    location: fc.option(fc.string(), { nil: undefined }),
    conference: fc.boolean(),
  });

  it('is the same for the same content in any order of fields, and differs for other content', () => {
    fc.assert(
      fc.property(entry, entry, (a, b) => {
        const turned = Object.fromEntries(Object.entries(a).reverse()) as typeof a;
        expect(digestOf(turned)).toBe(digestOf(a));
        const same = JSON.stringify(a) === JSON.stringify(b);
        expect(digestOf(a) === digestOf(b)).toBe(same);
      }),
    );
  });
});
