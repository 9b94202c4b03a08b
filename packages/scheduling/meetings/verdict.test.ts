import { describe, expect, it } from 'vitest';
import { MINUTE } from '../time/instant.ts';
import { attendanceOf, type Observation } from './attendance.ts';
import { judgedAt, verdictOn } from './verdict.ts';
import { defaultMeetingSettings, isSameMeeting, wishFor } from './wanted.ts';

const start = Date.parse('2026-03-03T15:00:00Z');
const minute = (minutes: number) => start + minutes * MINUTE;
const parties = { provider: 'Ada@example.com', client: 'Kim@example.com' };
const upcoming = { status: 'scheduled', start, durationMinutes: 30, proposedStatus: undefined } as const;

const host = { name: 'Account Owner', email: 'owner@example.com', isHost: true };
const coach = { name: 'Ada', email: 'ada@example.com', isHost: false };
const client = { name: 'Kim', email: 'kim@EXAMPLE.com', isHost: false };
const unknown = { name: 'iPhone', email: '', isHost: false };
const stranger = { name: 'Lou', email: 'lou@example.com', isHost: false };

function seen(from: number, to: number | undefined, who: readonly (typeof host)[], instance = 'a') {
  const observations: Observation[] = [{ kind: 'started', instance, at: minute(from) }];
  for (const [index, one] of who.entries()) {
    observations.push({ kind: 'joined', instance, at: minute(from), stay: String(index), who: one });
  }
  if (to !== undefined) observations.push({ kind: 'ended', instance, at: minute(to) });
  return observations;
}

const judge = (observations: readonly Observation[], now: number, appointment: object = {}) =>
  verdictOn({ ...upcoming, ...appointment }, attendanceOf(observations), parties, minute(now));

describe('what a meeting says of its appointment', () => {
  it('is that it goes on once somebody is in it and its start has come', () => {
    expect(judge(seen(-2, undefined, [host]), -1)).toMatchObject({ status: undefined, lookAgainAt: start });
    expect(judge(seen(-2, undefined, [host]), 0)).toMatchObject({ status: 'in_progress' });
    expect(judge(seen(-2, undefined, [host]), 5, { status: 'in_progress' }).status).toBeUndefined();
  });

  it.each([
    ['with their address', client],
    ['who is not signed in', unknown],
  ])('is that it is completed when it ended after a client %s was there', (_, who) => {
    expect(judge(seen(0, 29, [host, who]), 29)).toMatchObject({ status: 'completed' });
    // The beginning was never told of.
    expect(judge(seen(0, 29, [host, who]).slice(1), 29)).toMatchObject({ status: 'completed' });
  });

  it.each([
    ['the host alone', [host]],
    ['the coach alone, by the link for guests', [coach]],
    ['the host and the coach', [host, coach]],
    ['somebody else', [host, stranger]],
  ])('is a proposal when %s came', (_, who) => {
    const verdict = judge(seen(0, 12, who), 12);
    expect(verdict).toEqual({ status: undefined, proposal: 'no_show', lookAgainAt: undefined });
    expect(judge(seen(0, 12, who), 13, { proposedStatus: 'no_show' }).proposal).toBeUndefined();
  });

  it('is a proposal when nobody came at all, some time after the end', () => {
    expect(judge([], 20)).toMatchObject({ proposal: undefined, lookAgainAt: judgedAt(upcoming) });
    expect(judge([], 45)).toMatchObject({ status: undefined, proposal: 'no_show' });
  });

  it('is withdrawn when the client comes after all', () => {
    const proposed = { status: 'in_progress', proposedStatus: 'no_show' };
    const late = [...seen(0, 12, [host]), ...seen(14, undefined, [host, client], 'b')];
    expect(judge(late, 15, proposed)).toMatchObject({ status: undefined, proposal: 'clear' });
    const over = [...late, ...seen(14, 30, [], 'b')];
    expect(judge(over, 30, proposed)).toMatchObject({ status: 'completed' });
  });

  it('is nothing by what happened in the room long before, and nothing yet shortly before', () => {
    const tried = seen(-1440, -1430, [host, client]);
    expect(judge(tried, 10)).toMatchObject({ status: undefined, proposal: undefined });
    expect(judge(tried, 45)).toMatchObject({ proposal: 'no_show' });
    const early = seen(-20, -10, [host, client]);
    expect(judge(early, 0)).toMatchObject({ status: undefined, lookAgainAt: minute(45) });
    expect(judge(early, 45)).toMatchObject({ status: 'completed' });
  });

  it('never changes what has ended', () => {
    for (const status of ['completed', 'cancelled', 'no_show'] as const) {
      expect(judge(seen(0, 30, [host, client]), 31, { status })).toEqual({
        status: undefined,
        proposal: undefined,
        lookAgainAt: undefined,
      });
    }
  });
});

describe('the meeting that an appointment should have', () => {
  const appointment = {
    status: 'scheduled',
    kind: 'online',
    title: 'Call',
    start,
    durationMinutes: 30,
    timeZone: 'Europe/Rome',
  } as const;
  const wish = (change: Partial<Parameters<typeof wishFor>[0]>, now = minute(-60)) =>
    wishFor({ ...appointment, ...change }, defaultMeetingSettings, now).kind;

  it('is one while it can still take place online, none when it is cancelled or held elsewhere', () => {
    expect(wish({})).toBe('meeting');
    expect(wish({ status: 'confirmed' }, minute(29))).toBe('meeting');
    expect([wish({ kind: 'offline' }), wish({ kind: 'audio' }), wish({ kind: 'chat' })]).toEqual(
      Array(3).fill('none'),
    );
    expect([wish({ status: 'cancelled' }), wish({ status: 'cancelled' }, minute(90))]).toEqual([
      'none',
      'none',
    ]);
  });

  it('stays as it is once it has begun or is over', () => {
    for (const status of ['in_progress', 'completed', 'no_show'] as const)
      expect(wish({ status })).toBe('keep');
    expect(wish({}, minute(30))).toBe('keep');
  });

  it('is another one when anything that was told of it has changed', () => {
    const { timeZone, durationMinutes } = appointment;
    const told = { topic: 'Call', start, durationMinutes, timeZone, settings: defaultMeetingSettings };
    expect(isSameMeeting(told, { ...told, settings: { ...defaultMeetingSettings } })).toBe(true);
    for (const change of [
      { topic: 'x' },
      { start: start + 1 },
      { durationMinutes: 1 },
      { timeZone: 'UTC' },
    ]) {
      expect(isSameMeeting(told, { ...told, ...change })).toBe(false);
    }
    for (const change of [
      { waitingRoom: false },
      { joinBeforeHost: true },
      { autoRecording: 'none' as const },
    ]) {
      expect(isSameMeeting(told, { ...told, settings: { ...defaultMeetingSettings, ...change } })).toBe(
        false,
      );
    }
  });
});
