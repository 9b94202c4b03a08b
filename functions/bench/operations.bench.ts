/**
 * What each operation of the coach dashboard takes in its handler, from API Gateway's event to the answer, over the embedded
 * DynamoDB, and what it sends to the table. The yardstick is the smallest round trip there is: one GetItem of one item.
 *
 * Run it with `node functions/bench/operations.bench.ts [--rounds=60]`. Each operation has a coach of its own with the same
 * calendar of 60 appointments in 30 days, open from 6 to 22 every day; one round is one call of each, the first ten not counted.
 * More than 90 rounds are more statistics than one caller may ask for in an hour.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { tableDefinition } from '@punctual/adapters/dynamodb/table.ts';
import type { Table } from '@punctual/adapters/dynamodb/table-client.ts';
import { workers } from '@punctual/contracts/registry.ts';
import { startDynoxide } from '@punctual/local/dynoxide.ts';
import { applyEnvironment, functionEnvironment, tableName } from '@punctual/local/environment.ts';
import { type Coach, coachFor } from './coach.ts';
import { median } from './median.ts';

const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '60' } } });
const warmUpRounds = 10;

// A day that starts at 5 o'clock, so that "today" is the same at every run. In the future, where nothing has expired.
const day = 86_400_000;
const began = (Math.floor(Date.now() / day) + 1) * day + 5 * 3_600_000;
Date.now = () => began + Math.floor(performance.now());

interface Operation {
  readonly name: string;
  /** Makes what the call needs, unmeasured; answers the call. */
  readonly prepare: (coach: Coach, round: number) => Promise<() => Promise<number>>;
  /** The status that the call has to answer with. */
  readonly status: number;
}

/** Free slots behind the calendar's 30 days, one for each round. */
const freeSlot = (round: number) => ({ dayFromNow: 31 + Math.floor(round / 16), hour: 6 + (round % 16) });

const onAppointment =
  (operation: string, body: (coach: Coach, round: number) => object): Operation['prepare'] =>
  async (coach, round) => {
    const appointmentId = await coach.book(freeSlot(round));
    return () => coach.call(operation, { params: { appointmentId }, body: body(coach, round) });
  };

const reading =
  (operation: string, query?: (coach: Coach) => Record<string, string>): Operation['prepare'] =>
  async (coach) =>
  () =>
    coach.call(operation, { query: query?.(coach) });

const booking = (coach: Coach, slot: { dayFromNow: number; hour: number }) => ({
  leadId: coach.lead,
  startTime: coach.time(slot),
  duration: 30,
});

const operations: readonly Operation[] = [
  {
    name: 'book',
    status: 201,
    prepare: async (coach, round) => () =>
      coach.call('bookAppointment', { body: booking(coach, freeSlot(round)) }),
  },
  {
    name: 'book, with Idempotency-Key',
    status: 201,
    prepare: async (coach, round) => () =>
      coach.call('bookAppointment', {
        body: booking(coach, freeSlot(round)),
        headers: { 'idempotency-key': `key-${round}` },
      }),
  },
  {
    name: 'book, refused with alternatives',
    status: 409,
    prepare: async (coach) => () =>
      coach.call('bookAppointment', { body: booking(coach, { dayFromNow: 3, hour: 9 }) }),
  },
  {
    name: 'reschedule to another day',
    status: 200,
    prepare: onAppointment('rescheduleAppointment', (coach, round) => ({
      newStartTime: coach.time({ ...freeSlot(round), dayFromNow: 50 + Math.floor(round / 16) }),
    })),
  },
  { name: 'cancel', status: 200, prepare: onAppointment('cancelAppointment', () => ({})) },
  {
    name: 'confirm (status)',
    status: 200,
    prepare: onAppointment('changeAppointmentStatus', () => ({ status: 'confirmed' })),
  },
  {
    name: 'slots of a day',
    status: 200,
    prepare: reading('getAvailableSlots', (coach) => ({ date: coach.date(3) })),
  },
  {
    name: 'calendar of a week',
    status: 200,
    prepare: reading('getCalendar', (coach) => ({ startDate: coach.date(1), endDate: coach.date(7) })),
  },
  { name: 'upcoming', status: 200, prepare: reading('listUpcomingAppointments') },
  { name: 'today', status: 200, prepare: reading('listTodaysAppointments') },
  { name: 'statistics of 30 days', status: 200, prepare: reading('getAppointmentStatistics') },
  { name: 'availability', status: 200, prepare: reading('getAvailability') },
  {
    name: 'set availability',
    status: 200,
    prepare: async (coach, round) => () => coach.call('setAvailability', { body: { bufferTime: round % 2 } }),
  },
  {
    name: 'create a lead',
    status: 201,
    prepare: async (coach, round) => () =>
      coach.call('createLead', {
        body: { name: `Lead ${round}`, email: `lead-${round}@${coach.id}.example.com` },
      }),
  },
  { name: 'list leads', status: 200, prepare: reading('listLeads') },
];

interface Cost {
  readonly requests: readonly string[];
  readonly readUnits: number;
  readonly writeUnits: number;
}

/** Counts what the functions send to their table between `start` and `stop`. */
function meter({ client }: Table) {
  let calls: { command: string; units: number }[] = [];
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const result = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } });
      const output = result.output as { ConsumedCapacity?: Consumed | readonly Consumed[] };
      const units = [output.ConsumedCapacity ?? []]
        .flat()
        .reduce((sum, one) => sum + (one.CapacityUnits ?? 0), 0);
      calls.push({ command: (context.commandName ?? 'unknown').replace('Command', ''), units });
      return result;
    },
    { step: 'initialize', name: 'meter' },
  );
  const unitsOf = (kind: RegExp) =>
    calls.filter(({ command }) => kind.test(command)).reduce((sum, { units }) => sum + units, 0);
  return {
    start: () => {
      calls = [];
    },
    stop: (): Cost => ({
      requests: calls.map(({ command }) => command),
      readUnits: unitsOf(/Get|Query/),
      writeUnits: unitsOf(/Put|Update|Write/),
    }),
  };
}

interface Consumed {
  readonly CapacityUnits?: number;
}

/** `1 BatchGetItem, 2 Query`. */
function summary(requests: readonly string[]): string {
  const groups = Object.entries(Object.groupBy(requests, (request) => request));
  return groups
    .map(([request, of = []]) => `${of.length} ${request}`)
    .sort()
    .join(', ');
}

const directory = mkdtempSync(join(tmpdir(), 'punctual-operations-'));
const database = await startDynoxide(directory, undefined, 0);
try {
  await database.ensureTable(tableDefinition(tableName));
  const nobody = 'http://127.0.0.1:9';
  applyEnvironment({
    ...functionEnvironment({ gateway: nobody, aws: nobody, dynamodb: database.endpoint }, workers),
    POWERTOOLS_LOG_LEVEL: 'SILENT',
  });
  // Not before the environment is there: the wiring reads it when it is loaded.
  const { table } = await import('../wiring.ts');
  const metered = meter(table);

  const coaches: Coach[] = [];
  for (const [index] of operations.entries()) coaches.push(await coachFor(`coach-${index}`));

  const key = { pk: 'nobody', sk: 'nothing' };
  const getItem = new GetCommand({ TableName: table.name, Key: key });
  const emptyRoundTrip = { name: 'GetItem, of no item', times: [] as number[], costs: [] as Cost[] };
  const measured = operations.map(({ name }) => ({ name, times: [] as number[], costs: [] as Cost[] }));
  const measure = async <T>(of: typeof emptyRoundTrip, round: number, call: () => Promise<T>) => {
    metered.start();
    const start = performance.now();
    const value = await call();
    const time = performance.now() - start;
    const cost = metered.stop();
    if (round >= warmUpRounds) {
      of.times.push(time);
      of.costs.push(cost);
    }
    return value;
  };
  for (let round = 0; round < warmUpRounds + Number(options.rounds); round += 1) {
    await measure(emptyRoundTrip, round, () => table.client.send(getItem));
    for (const [index, { name, prepare, status }] of operations.entries()) {
      const coach = coaches[index];
      const of = measured[index];
      if (coach === undefined || of === undefined) throw new Error(`nobody to ${name}`);
      const call = await prepare(coach, round);
      const answered = await measure(of, round, call);
      if (answered !== status) throw new Error(`${name} answered ${answered} in round ${round}`);
    }
  }

  const yardstick = median(emptyRoundTrip.times);
  console.table(
    [emptyRoundTrip, ...measured].map(({ name, times, costs }) => ({
      operation: name,
      ms: median(times).toFixed(2),
      '÷ GetItem': (median(times) / yardstick).toFixed(1),
      'read units': median(costs.map(({ readUnits }) => readUnits)),
      'write units': median(costs.map(({ writeUnits }) => writeUnits)),
      requests: [...new Set(costs.map(({ requests }) => summary(requests)))].join(' or '),
    })),
  );
  console.info('requests include the count of the rate limit, one UpdateItem and one write unit per call');
} finally {
  await database.stop('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
}
