import { z } from 'zod';
import type { Instant } from '../../clock.ts';
import type { StandInContext } from '../stand-in.ts';
import { Impossible, type Live } from './live.ts';
import type { Meeting } from './meeting.ts';
import type { Meetings } from './meetings.ts';

export const stepTypes = ['start', 'join', 'leave', 'end', 'record'] as const;

const text = z.string().max(200).optional();

/** What happens so many seconds after the meeting's start, or before it. */
export const scriptStep = z.strictObject({
  at: z
    .number()
    .min(-86_400)
    .max(7 * 86_400),
  type: z.literal(stepTypes),
  name: text,
  email: text,
  id: text,
});

export type ScriptStep = z.infer<typeof scriptStep>;

export interface PlannedStep extends ScriptStep {
  readonly seq: number;
  readonly meetingId: number;
  /** For what is counted from another moment than the meeting's start. */
  readonly from?: Instant;
}

/** Meetings that take place by themselves, by the movable clock. */
export interface Scripts {
  /** Plans the steps in place of what is planned for the meeting; how many. */
  play(meeting: Meeting, script: readonly ScriptStep[]): number;
  /** Has the recording done a while after the end of a meeting that records itself. */
  recordLater(meeting: Meeting): void;
  cancel(meetingId: number): void;
  planned(meetingId: number): PlannedStep[];
  nextDueAt(): Instant | undefined;
  fireDue(): number;
}

/** Does one step at once. Throws `Impossible`. */
export function perform(live: Live, meeting: Meeting, { type, name, email, id }: Omit<ScriptStep, 'at'>) {
  const who = { name, email, id };
  if (type === 'start') live.start(meeting, who);
  else if (type === 'join') live.join(meeting, who);
  else if (type === 'leave') live.leave(meeting, who);
  else if (type === 'end') live.end(meeting);
  else live.record(meeting);
}

/** The host comes in time, those invited a minute later; they leave shortly before the end. */
export function defaultScript({ duration, settings }: Meeting): ScriptStep[] {
  const invited = settings.meeting_invitees;
  const emails = (Array.isArray(invited) ? invited : [])
    .map(({ email }: { email?: unknown }) => email)
    .filter((email) => typeof email === 'string');
  const guests = emails.length === 0 ? [{ name: 'Guest' }] : emails.map((email) => ({ email }));
  const end = duration * 60;
  return [
    { at: 0, type: 'start' },
    ...guests.map((guest): ScriptStep => ({ at: Math.min(60, end / 2), type: 'join', ...guest })),
    ...guests.map((guest): ScriptStep => ({ at: Math.max(end - 60, end / 2), type: 'leave', ...guest })),
    { at: end, type: 'end' },
  ];
}

/** Seconds that Zoom takes over a recording. */
const processing = 120;

export function createScripts(
  { clock, records }: StandInContext,
  meetings: Meetings,
  live: () => Live,
): Scripts {
  const steps = () => records.list<PlannedStep>('step');
  const planned = (meetingId: number) => steps().filter((step) => step.meetingId === meetingId);
  const drop = ({ seq }: PlannedStep) => records.delete('step', String(seq));
  const plan = (meeting: Meeting, step: ScriptStep, from?: Instant) => {
    const seq = records.next('step');
    const value: PlannedStep = {
      ...step,
      seq,
      meetingId: meeting.id,
      ...(from === undefined ? {} : { from }),
    };
    records.put('step', String(seq), value);
  };
  // A meeting that is moved takes its script along.
  const dueAt = ({ meetingId, at, from }: PlannedStep): Instant =>
    (from ?? meetings.find(String(meetingId))?.start ?? 0) + Math.round(at * 1000);

  return {
    planned,
    play(meeting, script) {
      records.transaction(() => {
        for (const step of planned(meeting.id)) drop(step);
        const from = meeting.start === undefined ? clock.now() : undefined;
        for (const step of script) plan(meeting, step, from);
      });
      return script.length;
    },
    recordLater(meeting) {
      if (meeting.settings.auto_recording !== 'cloud') return;
      if (planned(meeting.id).some(({ type }) => type === 'record')) return;
      plan(meeting, { at: processing, type: 'record' }, clock.now());
    },
    cancel(meetingId) {
      for (const step of planned(meetingId)) drop(step);
    },
    nextDueAt() {
      const instants = steps().map(dueAt);
      return instants.length === 0 ? undefined : Math.min(...instants);
    },
    fireDue() {
      const now = clock.now();
      const due = steps()
        .map((step) => ({ step, at: dueAt(step) }))
        .filter(({ at }) => at <= now)
        .sort((a, b) => a.at - b.at || a.step.seq - b.step.seq);
      for (const { step } of due) {
        records.transaction(() => {
          drop(step);
          const meeting = meetings.find(String(step.meetingId));
          if (meeting === undefined || meeting.isDeleted) return;
          try {
            perform(live(), meeting, step);
          } catch (error) {
            // What has become impossible, say a leave after the end, is left out.
            if (!(error instanceof Impossible)) throw error;
          }
        });
      }
      return due.length;
    },
  };
}
