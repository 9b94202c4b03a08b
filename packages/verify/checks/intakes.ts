import { at, type Check, dayLength, findings, isLive, ofAgenda, ofAppointment } from '../check.ts';
import type { EntryFact, ExternalFact, IntakeFact, SearchRowFact } from '../fact-kinds.ts';
import { hexOf } from '../packed.ts';

/** The row of an intake, which is all that lists and searches show, says what the intake says. */
export const intakeRows: Check = {
  name: 'intake rows',
  proves: 'the search finds every intake as it is, by its address too, and none that was deleted',
  run({ facts }) {
    const { saw, wrong, done } = findings('intake rows');
    const versions = new Map(facts.of('intake-version').map((one) => [one.sk, one]));
    const rows = new Map<string, SearchRowFact>();
    for (const { pk, version, rows: all } of facts.of('intake-segment')) {
      saw();
      const sk = `SEGMENT#${pk.slice('INTAKES#'.length)}`;
      const told = versions.get(sk)?.version;
      versions.delete(sk);
      if (told !== version) wrong(`${pk} has version ${version}, searches are told ${told}`, pk, 'INTAKES');
      for (const row of all) {
        const intake = facts.get('intake', `INTAKE#${row.id}`, 'INTAKE');
        if (pk !== segmentOf(row.id)) wrong(`intake ${row.id} is searched in ${pk}`, pk);
        if (rows.has(row.id)) wrong(`intake ${row.id} is found twice`, pk);
        if (intake?.row === undefined) {
          wrong(`${pk} finds intake ${row.id}, which is not there`, pk, `INTAKE#${row.id}`);
        }
        rows.set(row.id, row);
      }
    }
    for (const { pk, sk } of versions.values()) wrong(`${pk} ${sk} is of no segment`, pk);
    for (const intake of facts.of('intake')) {
      if (intake.row === undefined) continue;
      saw();
      const row = rows.get(intake.id);
      const partitions = [intake.pk, segmentOf(intake.id)];
      if (row === undefined) {
        wrong(`intake ${intake.id} is not found`, ...partitions);
        continue;
      }
      const { words, isRead, createdAt, updatedAt } = intake.row;
      const isSame =
        row.words === words &&
        row.isRead === isRead &&
        row.createdAt === createdAt &&
        row.updatedAt === updatedAt;
      if (!isSame) wrong(`intake ${intake.id} is shown as it was at ${at(row.updatedAt)}`, ...partitions);
      const expected = standOf(intake);
      if (expected === undefined) continue;
      if (row.status !== expected.status || row.scheduledAt !== expected.scheduledAt) {
        const text = `${row.status} ${row.scheduledAt === undefined ? '' : at(row.scheduledAt)}`;
        wrong(`intake ${intake.id} is shown as ${text}, it is ${expected.status}`, ...partitions);
      }
    }
    for (const { pk, sk, to } of facts.of('intake-email')) {
      saw();
      const hash = facts.get('intake', `INTAKE#${to}`, 'INTAKE')?.emailHash;
      if (pk !== `EMAIL#${hash}` || sk !== `INTAKE#${to}`) {
        wrong(`${pk} ${sk} leads to an intake with another address`, pk, `INTAKE#${to}`);
      }
    }
    return done();
  },
};

/** By the first two hexadecimal digits of the SHA-256 of its id. */
const segmentOf = (id: string): string => `INTAKES#${hexOf(id).slice(0, 2)}`;

/**
 * The status that is published for an intake, and the time of its meeting. Undefined where a meeting was moved: which of
 * its times is the last takes more than is written in the row to tell.
 */
function standOf(
  intake: IntakeFact,
): { readonly status: string; readonly scheduledAt: number | undefined } | undefined {
  const { invitees, entries, decision, toldStart } = intake;
  if (invitees.some(({ isMoved }) => isMoved)) return undefined;
  const isOver = (one: IntakeFact['invitees'][number]) => one.cancelledAt !== undefined;
  const [last] = invitees.toSorted(
    (a, b) => Number(isOver(a)) - Number(isOver(b)) || b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1),
  );
  if (last === undefined) return { status: decision?.status ?? 'pending', scheduledAt: toldStart };
  const entry = entries.find(({ settledFor }) => settledFor === last.id);
  const scheduledAt = entry?.start ?? last.start;
  const changedAt = Math.max(last.createdAt, last.cancelledAt ?? 0, last.saidAt ?? 0);
  if (decision !== undefined && decision.at >= changedAt) return { status: decision.status, scheduledAt };
  if (isOver(last)) return { status: 'cancelled', scheduledAt };
  if (last.saidAt !== undefined) return { status: 'completed', scheduledAt };
  if (entry?.status === 'cancelled') return { status: 'cancelled', scheduledAt };
  const isDone = entry?.status === 'completed' || entry?.status === 'no_show';
  return { status: isDone ? 'completed' : 'scheduled', scheduledAt };
}

/** Meetings that were made elsewhere are what they came to here. */
export const intakeMeetings: Check = {
  name: 'intake meetings',
  proves: 'intakes know what became of their appointments, and keep time busy for the meetings that clash',
  run({ facts, now, grace }) {
    const { saw, wrong, done } = findings('intake meetings');
    const kept = new Map<string, { readonly entry: EntryFact; readonly pk: string }>();
    for (const intake of facts.of('intake')) {
      for (const entry of intake.entries) {
        saw();
        for (const day of daysOf(entry.kept)) {
          kept.set(`${ofAgenda(entry.kept?.agenda ?? '')} ${day}#intake.${entry.appointmentId}`, {
            entry,
            pk: intake.pk,
          });
        }
        const appointment = facts.appointment(entry.appointmentId);
        const changedAt = Math.max(appointment?.updatedAt ?? 0, intake.updatedAt);
        if (entry.status === undefined || changedAt + grace > now) continue;
        // Only ends and times are told: a confirmation changes nothing that an intake shows.
        const end = (status = '') => (isLive(status) ? 'live' : status);
        if (end(entry.status) !== end(appointment?.status) || entry.start !== appointment?.start) {
          wrong(
            `intake ${intake.id} knows ${entry.appointmentId} as ${entry.status}, it is ${appointment?.status ?? 'not there'}`,
            intake.pk,
            ofAppointment(entry.appointmentId),
          );
        }
      }
    }
    for (const one of facts.of('external')) {
      if (one.connectionId !== undefined) continue;
      saw();
      const key = `${one.pk} ${one.sk}`;
      const found = kept.get(key);
      kept.delete(key);
      if (found === undefined) {
        const intake = facts.get('intake-pointer', ofAppointment(idOf(one)), 'INTAKE')?.to;
        wrong(`${key} keeps time busy for no meeting that clashes`, one.pk, `INTAKE#${intake}`);
        continue;
      }
      const [busy] = one.busy;
      const isSame = busy?.start === found.entry.kept?.start && busy?.end === found.entry.kept?.end;
      if (!isSame || one.busy.length !== 1) wrong(`${key} keeps another time busy`, one.pk, found.pk);
    }
    for (const [key, { pk }] of kept) {
      wrong(`${key} is not kept busy`, pk, key.slice(0, key.indexOf(' DAY#')));
    }
    return done();
  },
};

const idOf = ({ sk }: ExternalFact): string => sk.slice(sk.indexOf('#intake.') + '#intake.'.length);

function daysOf(kept: EntryFact['kept']): readonly string[] {
  if (kept === undefined) return [];
  const days: string[] = [];
  for (let day = Math.floor(kept.start / dayLength); day * dayLength < kept.end; day += 1) {
    days.push(`DAY#${new Date(day * dayLength).toISOString().slice(0, 10)}`);
  }
  return days;
}
