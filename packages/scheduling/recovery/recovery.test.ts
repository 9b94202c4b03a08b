import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AppointmentId, PersonId } from '../appointments/appointment.ts';
import type { Hold } from '../appointments/hold.ts';
import { MINUTE } from '../time/instant.ts';
import {
  abandonedBooking,
  afterAutomatic,
  afterMessage,
  dueRecovery,
  endRecovery,
  mayRecover,
  nextRecoveryAt,
  type Recovery,
  type RecoveryMessage,
  recoveredBy,
  withoutMessage,
} from './recovery.ts';

const abandonedAt = Date.parse('2026-03-02T08:10:00Z');
const hold = {
  id: 'h' as AppointmentId,
  providerId: 'p' as PersonId,
  clientId: 'c' as PersonId,
  start: abandonedAt + 600 * MINUTE,
  durationMinutes: 30,
  timeZone: 'Europe/Berlin',
  createdAt: abandonedAt - 10 * MINUTE,
  expiresAt: abandonedAt,
} as Hold;
const begun = abandonedBooking(hold);
const other = 'a' as AppointmentId;

function message(id: string, incentive?: RecoveryMessage['incentive']): RecoveryMessage {
  return { id, channel: 'email', at: abandonedAt + MINUTE, customText: undefined, incentive };
}
const discount = { type: 'discount', value: 20 };

describe('the recovery sequence', () => {
  it('counts from the end of the hold and has three messages', () => {
    expect(begun).toMatchObject({ abandonedAt, status: 'pending', attempts: 0, version: 1 });
    const at = [0, 1, 2, 3].map((automaticAttempts) => nextRecoveryAt({ ...begun, automaticAttempts }));
    expect(at.map((instant) => instant && (instant - abandonedAt) / MINUTE)).toEqual([
      30,
      1440,
      4320,
      undefined,
    ]);
  });

  it('is due to the millisecond, and never twice in a row', () => {
    const due = (automaticAttempts: number, minutes: number) =>
      dueRecovery({ ...begun, automaticAttempts }, abandonedAt + minutes * MINUTE);
    expect(dueRecovery(begun, abandonedAt + 30 * MINUTE - 1)).toBeUndefined();
    expect([due(0, 30), due(0, 1439), due(0, 1440), due(0, 9999)]).toEqual([1, 1, 2, 3]);
    expect([due(1, 30), due(1, 1440), due(2, 1440), due(3, 9999)]).toEqual([
      undefined,
      2,
      undefined,
      undefined,
    ]);
  });

  it('goes on after a message that was skipped, which counts as none sent', () => {
    const skipped = afterAutomatic(begun, 1, undefined);
    expect(skipped).toMatchObject({ automaticAttempts: 1, attempts: 0, status: 'pending' });
    const sent = afterAutomatic(skipped, 2, message('two'));
    expect(sent).toMatchObject({ automaticAttempts: 2, attempts: 1, status: 'recovery_sent' });
    // The same message once more.
    expect(afterAutomatic(sent, 2, message('two'))).toBe(sent);
  });

  it('ends with an offer made by hand', () => {
    expect(nextRecoveryAt(afterMessage(begun, message('plain')))).toBeDefined();
    expect(nextRecoveryAt(afterMessage(begun, message('offer', discount)))).toBeUndefined();
  });

  it('ends for good when it is stopped or declined, but a booking counts even then', () => {
    for (const status of ['stopped', 'opted_out'] as const) {
      const ended = endRecovery(begun, status);
      expect([ended.status, mayRecover(ended), nextRecoveryAt(ended)]).toEqual([status, false, undefined]);
      expect(endRecovery(ended, 'stopped')).toBe(ended);
      expect(afterMessage(ended, message('late')).status).toBe(status);
      expect(recoveredBy(ended, other)).toMatchObject({ status: 'recovered', recoveredBy: other });
    }
    const recovered = recoveredBy(begun, other);
    expect(recoveredBy(recovered, 'b' as AppointmentId)).toBe(recovered);
    expect(endRecovery(recovered, 'stopped')).toBe(recovered);
  });

  it('takes a message back that was not sent, and nothing else', () => {
    const before = afterMessage(begun, message('first'));
    const noted = afterMessage(before, message('offer', discount));
    const { version, ...rest } = withoutMessage(noted, message('offer', discount), before);
    expect(rest).toEqual({ ...before, version: undefined });
    expect(version).toBe(noted.version + 1);
    const later = afterMessage(noted, message('later'));
    expect(withoutMessage(later, message('offer', discount), before)).toMatchObject({
      attempts: 2,
      lastMessage: message('later'),
      incentiveOffered: false,
    });
    // Taken up again after a crash, by which what was before is forgotten.
    expect(withoutMessage(noted, message('offer', discount), undefined)).toMatchObject({
      attempts: 1,
      lastMessage: undefined,
      incentiveOffered: false,
    });
    const first = afterMessage(begun, message('only'));
    expect(withoutMessage(first, message('only'), begun).status).toBe('pending');
  });

  it('rises in version with every change and never forgets that it has ended', () => {
    const step = fc.constantFrom<(recovery: Recovery) => Recovery>(
      (recovery) => afterAutomatic(recovery, recovery.automaticAttempts + 1, message('next')),
      (recovery) => afterAutomatic(recovery, recovery.automaticAttempts + 1, undefined),
      (recovery) => afterMessage(recovery, message('hand')),
      (recovery) => endRecovery(recovery, 'stopped'),
      (recovery) => endRecovery(recovery, 'opted_out'),
      (recovery) => recoveredBy(recovery, other),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        let current = begun;
        for (const change of steps) {
          const next = change(current);
          expect(next === current || next.version === current.version + 1).toBe(true);
          if (!mayRecover(current)) expect(mayRecover(next)).toBe(false);
          if (current.status === 'recovered') expect(next.status).toBe('recovered');
          expect(next.attempts).toBeGreaterThanOrEqual(current.attempts);
          current = next;
        }
      }),
    );
  });
});
