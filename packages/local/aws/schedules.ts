import type { Clock, Instant } from '../clock.ts';
import type { Signal } from '../signal.ts';
import type { State } from '../state.ts';
import { wallTimeToInstant } from '../wall-time.ts';
import {
  account,
  Fault,
  type Input,
  isInput,
  optionalNumber,
  optionalText,
  queueNameOfArn,
  region,
  requiredText,
} from './fault.ts';
import type { Queues } from './queues.ts';

export interface ScheduleRow {
  readonly group_name: string;
  readonly name: string;
  /** The JSON given at creation or update, without name, group and client token. */
  readonly definition: string;
  readonly client_token: string | null;
  readonly due_at: Instant | null;
  readonly created_at: Instant;
  readonly modified_at: Instant;
}

/** EventBridge Scheduler's schedules with SQS queues as targets; they fire by the movable clock. */
export interface Schedules {
  createGroup(name: string): void;
  group(name: string): { name: string; created_at: Instant };
  groups(): { name: string; created_at: Instant }[];
  removeGroup(name: string): void;
  /** @param firstDueAt for a recurring one without `StartDate`, instead of at once */
  create(
    group: string,
    name: string,
    definition: Input,
    clientToken: string | undefined,
    firstDueAt?: Instant,
  ): void;
  update(group: string, name: string, definition: Input): void;
  get(group: string, name: string): ScheduleRow;
  remove(group: string, name: string): void;
  /** Ordered by group and name, after the given position. */
  list(filter: {
    group?: string;
    prefix?: string;
    after?: readonly [string, string];
    limit: number;
  }): ScheduleRow[];
  /** Sends what is due by now, earliest first, each together with its deletion or next time; how many. */
  fireDue(): number;
  nextDueAt(): Instant | undefined;
  /** Those that are still to come, recurring ones left out: they always are. */
  pending(): number;
}

const arnPrefix = `arn:aws:scheduler:${region}:${account}`;
export const scheduleArn = (group: string, name: string) => `${arnPrefix}:schedule/${group}/${name}`;
export const groupArn = (name: string) => `${arnPrefix}:schedule-group/${name}`;

const rateUnits: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * When a schedule is due next. A one-time schedule in the past is due at once. A recurring one is due first at its
 * `StartDate`, without one at once, and then every interval after `last`, the instant it was due before.
 * Throws a `ValidationException` for what is not imitated: `cron`, and flexible windows.
 */
function dueAt(definition: Input, now: Instant, last?: Instant): Instant | null {
  if (definition.State === 'DISABLED') return null;
  const expression = requiredText(definition, 'ScheduleExpression');
  const once = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/.exec(expression)?.[1];
  if (once !== undefined) {
    const instant = wallTimeToInstant(once, optionalText(definition, 'ScheduleExpressionTimezone') ?? 'UTC');
    if (instant === undefined) throw new Fault('ValidationException', 'Invalid ScheduleExpressionTimezone.');
    if (Number.isFinite(instant)) return last === undefined ? instant : null;
  }
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  const step = Number(rate?.[1]) * (rateUnits[rate?.[2] ?? ''] ?? 0);
  if (!(step > 0)) throw new Fault('ValidationException', `Invalid Schedule Expression ${expression}.`);
  const start = optionalNumber(definition, 'StartDate');
  const first = start === undefined ? now : start * 1000;
  if (last === undefined && first >= now) return first;
  const anchor = last ?? first;
  return anchor + (Math.floor((now - anchor) / step) + 1) * step;
}

function isRecurring({ ScheduleExpression }: Input): boolean {
  return String(ScheduleExpression).startsWith('rate(');
}

/** Schedules kept in the state. @throws Fault with Scheduler's code, as all of the methods do */
export function createSchedules(state: State, clock: Clock, queues: Queues, signal: Signal): Schedules {
  const validate = (definition: Input) => {
    const window = definition.FlexibleTimeWindow;
    if (!isInput(window) || window.Mode !== 'OFF') {
      throw new Fault('ValidationException', 'FlexibleTimeWindow must have the Mode OFF here.');
    }
    const target = definition.Target;
    if (!isInput(target)) throw new Fault('ValidationException', 'Target must not be null.');
    requiredText(target, 'RoleArn');
    if (queueNameOfArn(requiredText(target, 'Arn')) === undefined) {
      throw new Fault('ValidationException', 'Only SQS queues can be targets here.');
    }
    // Names what is wrong with the expression before anything is stored.
    dueAt(definition, clock.now());
  };

  const missing = (what: string) => new Fault('ResourceNotFoundException', `${what} does not exist.`, 404);
  const find = (group: string, name: string) =>
    state.row<ScheduleRow>('SELECT * FROM schedule WHERE group_name = ? AND name = ?', group, name);

  /**
   * When the clock has been set back, recurring schedules go on from there instead of waiting for the time to come again;
   * save those whose `StartDate` says when they begin.
   */
  let seen = clock.now();
  const followClock = () => {
    const now = clock.now();
    const wasSetBack = now < seen;
    seen = now;
    if (!wasSetBack) return;
    for (const row of state.rows<ScheduleRow>('SELECT * FROM schedule WHERE due_at > ?', now)) {
      const definition: Input = JSON.parse(row.definition);
      const next = isRecurring(definition) ? dueAt(definition, now, now) : null;
      if (next === null || definition.StartDate !== undefined || next >= (row.due_at ?? 0)) continue;
      const { group_name, name } = row;
      state.run('UPDATE schedule SET due_at = ? WHERE group_name = ? AND name = ?', next, group_name, name);
    }
  };

  const deliver = (row: ScheduleRow, definition: Input) => {
    const target = isInput(definition.Target) ? definition.Target : {};
    const name = queueNameOfArn(String(target.Arn)) ?? '';
    const body = optionalText(target, 'Input') ?? '{}';
    const context: Record<string, string> = {
      '<aws.scheduler.schedule-arn>': scheduleArn(row.group_name, row.name),
      '<aws.scheduler.scheduled-time>': `${new Date(row.due_at ?? 0).toISOString().slice(0, 19)}Z`,
      '<aws.scheduler.execution-id>': `${row.name}-${row.due_at ?? 0}`,
      '<aws.scheduler.attempt-number>': '1',
    };
    const filled = body.replace(/<aws\.scheduler\.[a-z-]+>/g, (keyword) => context[keyword] ?? keyword);
    if (queues.exists(name)) {
      queues.send(name, filled);
      return;
    }
    const deadLetter = isInput(target.DeadLetterConfig)
      ? queueNameOfArn(String(target.DeadLetterConfig.Arn))
      : undefined;
    if (deadLetter === undefined || !queues.exists(deadLetter)) return;
    queues.send(deadLetter, filled, {
      ERROR_CODE: { DataType: 'String', StringValue: 'AWS.SimpleQueueService.NonExistentQueue' },
      SCHEDULE_ARN: { DataType: 'String', StringValue: scheduleArn(row.group_name, row.name) },
    });
  };

  const schedules: Schedules = {
    createGroup(name) {
      if (state.run('INSERT OR IGNORE INTO schedule_group VALUES (?, ?)', name, clock.now()) === 0) {
        throw new Fault('ConflictException', `Schedule group ${name} already exists.`, 409);
      }
    },
    group(name) {
      const row = schedules.groups().find((group) => group.name === name);
      if (row === undefined) throw missing(`Schedule group ${name}`);
      return row;
    },
    groups: () => [
      { name: 'default', created_at: 0 },
      ...state.rows<{ name: string; created_at: number }>('SELECT * FROM schedule_group ORDER BY name'),
    ],
    removeGroup(name) {
      schedules.group(name);
      state.transaction(() => {
        state.run('DELETE FROM schedule WHERE group_name = ?', name);
        state.run('DELETE FROM schedule_group WHERE name = ?', name);
      });
    },
    create(group, name, definition, clientToken, firstDueAt) {
      if (!/^[\w.-]{1,64}$/.test(name)) throw new Fault('ValidationException', 'Invalid schedule name.');
      schedules.group(group);
      validate(definition);
      const stored = JSON.stringify(definition);
      const present = find(group, name);
      if (present !== undefined) {
        if (
          clientToken !== undefined &&
          present.client_token === clientToken &&
          present.definition === stored
        )
          return;
        throw new Fault('ConflictException', `Schedule ${name} already exists.`, 409);
      }
      const now = clock.now();
      state.run(
        'INSERT INTO schedule VALUES (?, ?, ?, ?, ?, ?, ?)',
        group,
        name,
        stored,
        clientToken ?? null,
        firstDueAt ?? dueAt(definition, now),
        now,
        now,
      );
      signal.notify();
    },
    update(group, name, definition) {
      schedules.get(group, name);
      validate(definition);
      const now = clock.now();
      state.run(
        'UPDATE schedule SET definition = ?, due_at = ?, modified_at = ? WHERE group_name = ? AND name = ?',
        JSON.stringify(definition),
        dueAt(definition, now),
        now,
        group,
        name,
      );
      signal.notify();
    },
    get(group, name) {
      const row = find(group, name);
      if (row === undefined) throw missing(`Schedule ${name}`);
      return row;
    },
    remove(group, name) {
      schedules.get(group, name);
      state.run('DELETE FROM schedule WHERE group_name = ? AND name = ?', group, name);
    },
    list: ({ group, prefix = '', after = ['', ''], limit }) =>
      state.rows<ScheduleRow>(
        `SELECT * FROM schedule WHERE (? IS NULL OR group_name = ?) AND substr(name, 1, ?) = ?
         AND (group_name, name) > (?, ?) ORDER BY group_name, name LIMIT ?`,
        group ?? null,
        group ?? null,
        prefix.length,
        prefix,
        after[0],
        after[1],
        limit,
      ),
    fireDue: () =>
      state.transaction(() => {
        followClock();
        const now = clock.now();
        const due = state.rows<ScheduleRow>(
          'SELECT * FROM schedule WHERE due_at <= ? ORDER BY due_at, name',
          now,
        );
        for (const row of due) {
          const definition: Input = JSON.parse(row.definition);
          deliver(row, definition);
          const end = optionalNumber(definition, 'EndDate');
          const next = dueAt(definition, now, row.due_at ?? now);
          const over = next === null || (end !== undefined && next > end * 1000);
          if (over && definition.ActionAfterCompletion === 'DELETE') {
            state.run('DELETE FROM schedule WHERE group_name = ? AND name = ?', row.group_name, row.name);
          } else {
            state.run(
              'UPDATE schedule SET due_at = ? WHERE group_name = ? AND name = ?',
              over ? null : next,
              row.group_name,
              row.name,
            );
          }
        }
        return due.length;
      }),
    nextDueAt: () => {
      followClock();
      return state.row<{ at: number | null }>('SELECT MIN(due_at) AS at FROM schedule')?.at ?? undefined;
    },
    pending: () =>
      state
        .rows<ScheduleRow>('SELECT * FROM schedule WHERE due_at IS NOT NULL')
        .filter(({ definition }) => !isRecurring(JSON.parse(definition))).length,
  };
  return schedules;
}
