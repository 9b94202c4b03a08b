import { createHash } from 'node:crypto';
import type {
  AppointmentFact,
  Fact,
  FactKinds,
  HoldFact,
  PersonFact,
  RawItem,
  SettingsFact,
} from './fact-kinds.ts';
import { knowledgeStateOf, searchRowsOf, wordsOf } from './packed.ts';

/*
 * What the checks know of each item. Names, addresses, numbers and notes are left out or hashed as the items are read, so
 * that neither the journal of a run nor a report of violations holds personal data.
 */

type Reader = (item: RawItem) => Readonly<Record<string, unknown>>;

const taking = [
  'id',
  'providerId',
  'clientId',
  'providerAgenda',
  'clientAgenda',
  'start',
  'durationMinutes',
  'kind',
  'createdAt',
  'version',
];
const indexed = ['gsi1pk', 'gsi1sk', 'gsi2pk', 'gsi2sk'];

const readers: { readonly [Kind in keyof FactKinds]: Reader } = {
  appointment: (item) => ({
    ...pick(item, [...taking, ...indexed, 'status', 'surface', 'initial', 'updatedAt', 'staffId']),
    title: shortHash(item.title),
    timedAt: objectsOf(item.reschedules).at(-1)?.at ?? item.createdAt,
    moves: objectsOf(item.reschedules).length,
    meetingId: objectOf(item.meeting)?.id,
    isPaid: item.paymentId !== undefined,
  }),
  hold: (item) => ({ ...pick(item, [...taking, 'state', 'expiresAt']), title: shortHash(item.title) }),
  page: (item) => ({
    ...pick(item, ['agenda', 'day', 'version']),
    entries: objectsOf(item.entries).map((entry) => pick(entry, ['id', 'start', 'end', 'expiresAt'])),
  }),
  event: (item) => ({
    ...pick(item, [
      'id',
      'type',
      'at',
      'sequence',
      'appointmentId',
      'providerId',
      'clientId',
      'connectionId',
      'personId',
      'changed',
    ]),
    surface: objectOf(item.actor)?.surface,
    before: changeFactsOf(item.before),
    after: changeFactsOf(item.after),
  }),
  person: (item) => ({
    ...pick(item, [...indexed, 'id', 'agenda', 'version', 'staffOf']),
    roles: item.roles ?? [],
    emailHash: addressHash(item.email),
    leadOf: objectOf(item.lead)?.coachId,
  }),
  settings: (item) => ({
    ...pick(item, [
      'providerId',
      'version',
      'bufferMinutes',
      'minimumNoticeMinutes',
      'timeZone',
      'createdAt',
      'updatedAt',
      'reminders',
    ]),
    rows: objectsOf(item.rows).map(({ id }) => id),
    windows: objectsOf(item.rows).map((row) => pick(row, ['weekday', 'startMinute', 'endMinute'])),
    timeOff: objectsOf(item.timeOff).map(stretchOf),
  }),
  tally: (item) => ({
    counts: Object.fromEntries(Object.entries(item).filter(([, value]) => typeof value === 'number')),
  }),
  relation: (item) => pick(item, ['firstAppointment']),
  email: (item) => ({ to: item.agenda }),
  'lead-pointer': (item) => ({ to: item.lead }),
  'coach-pointer': (item) => ({ to: item.coach }),
  'row-pointer': (item) => ({ to: item.provider }),
  device: (item) => ({ to: `DEVICE#${hashOf(String(item.token))}` }),
  'device-owner': (item) => ({ to: item.person }),
  delivery: (item) =>
    pick(item, [
      'appointmentId',
      'version',
      'kind',
      'channel',
      'recipient',
      'status',
      'messageId',
      'claimedAt',
      'settledAt',
    ]),
  recovery: (item) =>
    pick(item, [
      ...indexed,
      'id',
      'providerId',
      'clientId',
      'status',
      'automaticAttempts',
      'incentiveOffered',
      'abandonedAt',
      'recoveredBy',
    ]),
  'recovery-totals': ({ abandoned = 0, recovered = 0 }) => ({ abandoned, recovered }),
  connection: (item) => ({
    ...pick(item, [...indexed, 'id', 'personId', 'provider', 'status', 'updatedAt']),
    ...pick(objectOf(item.settings) ?? {}, [
      'syncEnabled',
      'autoCreateEvents',
      'autoUpdateEvents',
      'busySync',
      'busyPolicy',
      'busyMaximumAgeMinutes',
    ]),
    accountSk: `ACCOUNT#${item.provider}#${addressHash(item.accountEmail)}`,
    isErasing: item.erasing === true,
  }),
  'connection-pointer': () => ({}),
  account: (item) => ({ to: item.connection }),
  tokens: () => ({}),
  mapping: (item) => ({
    ...pick(item, [
      'connectionId',
      'appointmentId',
      'state',
      'writtenStart',
      'writtenEnd',
      'appointmentVersion',
      'updatedAt',
    ]),
    externalId: objectOf(item.external)?.externalId,
  }),
  open: (item) => pick(item, ['state']),
  'busy-event': (item) => ({ days: item.days ?? [] }),
  external: (item) => ({
    ...pick(item, ['agenda', 'day', 'connectionId']),
    events: Object.keys(objectOf(item.events) ?? {}),
    taken: Object.values(objectOf(item.events) ?? {})
      .flatMap(objectsOf)
      .map(stretchOf),
    busy: objectsOf(item.busy).map(stretchOf),
  }),
  'busy-sources': (item) => ({
    sources: Object.values(item)
      .map(objectOf)
      .filter((one) => one !== undefined)
      .map((one) => pick(one, ['connectionId', 'policy', 'maximumAgeMinutes'])),
  }),
  import: (item) => pick(item, [...indexed, 'nextPollAt']),
  lease: (item) => pick(item, ['until']),
  'timer-note': (item) => ({
    ...pick(item, ['appointmentId', 'providerId', 'until']),
    timers: objectsOf(item.timers).map((one) => pick(one, ['name', 'at'])),
  }),
  meeting: (item) => ({ meetingId: objectOf(item.meeting)?.id, isFailing: item.lastError !== undefined }),
  'meeting-pointer': (item) => ({ to: item.appointmentId }),
  intake: (item) => ({
    ...pick(item, ['id', 'version', 'updatedAt']),
    ...intakeFactsOf(item),
    pointers: [
      ...Object.keys(objectOf(item.invitees) ?? {}),
      ...(typeof item.link === 'string' && item.link !== '' && item.isFallback !== true ? [item.link] : []),
    ].map((of) => `CALENDLY#${hashOf(of)}`),
  }),
  'intake-pointer': (item) => ({ to: item.intake }),
  'intake-email': (item) => ({ to: item.intake }),
  'intake-segment': (item) => ({ ...pick(item, ['version']), rows: searchRowsOf(item.rows) }),
  'intake-version': (item) => pick(item, ['version']),
  decision: (item) => ({
    ...pick(item, [
      'appointmentId',
      'providerId',
      'clientId',
      'initial',
      'decidedAt',
      'start',
      'version',
      'forecasts',
      'outcomes',
    ]),
  }),
  knowledge: (item) => ({
    ...pick(item, ['owner', 'target', 'version']),
    state: knowledgeStateOf(item.state),
  }),
  'client-history': (item) => ({ open: idsOf(item.open), abandoned: idsOf(item.abandoned) }),
  feed: (item) => ({ to: item.personId }),
  'feed-pointer': (item) => ({ to: `FEED#${item.feed}` }),
  authorization: (item) => pick(item, ['personId', 'expiresAt']),
  idempotency: (item) => pick(item, ['keptUntil']),
  rate: () => ({}),
  suppression: () => ({}),
  observation: () => ({}),
  'meeting-settings': () => ({}),
};

/** In place of the kind of an item that has none. */
export const unnamed = 'unnamed';

const emptiedTitle = shortHash('Appointment');

/** Whether one of its people was deleted: words are gone, times and states stay, and of forecasts nothing is left. */
export function isEmptied(of: { readonly title: string } | undefined): boolean {
  return of?.title === emptiedTitle;
}

/** What is kept of an item; of kinds that no check knows, only that it is there. */
export function factOf(item: RawItem): Fact {
  const entity = String(item.entity ?? unnamed);
  const read = Object.hasOwn(readers, entity) ? readers[entity as keyof FactKinds] : undefined;
  const ttl = typeof item.ttl === 'number' ? { ttl: item.ttl } : {};
  return { pk: String(item.pk), sk: String(item.sk), entity, ...ttl, ...read?.(item) };
}

/** Everything that was read, by key and by kind. Reading a partition again puts its new facts in place of the old ones. */
export class Facts {
  readonly #byPartition = new Map<string, Map<string, Fact>>();
  readonly #kinds = new Map<string, readonly Fact[]>();

  add(fact: Fact): void {
    const partition = this.#byPartition.get(fact.pk) ?? new Map<string, Fact>();
    this.#byPartition.set(fact.pk, partition);
    partition.set(fact.sk, fact);
    this.#kinds.clear();
  }

  /** Forgets a partition, which is about to be read again. */
  drop(pk: string): void {
    this.#byPartition.delete(pk);
    this.#kinds.clear();
  }

  get size(): number {
    return [...this.#byPartition.values()].reduce((sum, { size }) => sum + size, 0);
  }

  of<Kind extends keyof FactKinds>(entity: Kind): readonly FactKinds[Kind][] {
    if (this.#kinds.size === 0) {
      const all = [...this.#byPartition.values()].flatMap((partition) => [...partition.values()]);
      for (const [kind, facts] of Map.groupBy(all, (fact) => fact.entity)) this.#kinds.set(kind, facts);
    }
    // Facts are made by the reader of their kind.
    return (this.#kinds.get(entity) ?? []) as readonly FactKinds[Kind][];
  }

  get<Kind extends keyof FactKinds>(entity: Kind, pk: string, sk: string): FactKinds[Kind] | undefined {
    const found = this.#byPartition.get(pk)?.get(sk);
    return found?.entity === entity ? (found as FactKinds[Kind]) : undefined;
  }

  appointment(id: string): AppointmentFact | undefined {
    return this.get('appointment', `APPOINTMENT#${id}`, 'APPOINTMENT');
  }

  hold(id: string): HoldFact | undefined {
    return this.get('hold', `APPOINTMENT#${id}`, 'HOLD');
  }

  person(id: string): PersonFact | undefined {
    return this.get('person', `PERSON#${id}`, 'PROFILE');
  }

  settings(provider: string): SettingsFact | undefined {
    return this.get('settings', `PERSON#${provider}`, 'SETTINGS');
  }

  all(): readonly Fact[] {
    this.of('person');
    return [...this.#kinds.values()].flat();
  }

  /** How many items of each kind there are, by name. */
  counts(): Readonly<Record<string, number>> {
    this.of('person');
    return Object.fromEntries([...this.#kinds].map(([kind, facts]) => [kind, facts.length] as const).sort());
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

function addressHash(email: unknown): string | undefined {
  return typeof email === 'string' && email !== '' ? hashOf(email.trim().toLowerCase()) : undefined;
}

function shortHash(text: unknown): string {
  return hashOf(String(text)).slice(0, 8);
}

function changeFactsOf(value: unknown): object | undefined {
  const facts = objectOf(value);
  if (facts === undefined) return undefined;
  return { ...pick(facts, ['status', 'start', 'durationMinutes', 'kind']), title: shortHash(facts.title) };
}

/** The words of a row in the order in which the search packs them, then what else it shows. */
function intakeFactsOf(item: RawItem): object {
  const form = objectOf(item.form);
  const invitees = Object.values(objectOf(item.invitees) ?? {}).map((one) => objectOf(one) ?? {});
  return {
    emailHash: addressHash(form?.email),
    row: form && {
      ...pick(item, ['id', 'isRead', 'createdAt', 'updatedAt']),
      words: wordsOf([item.id, ...searched.map((field) => form[field]), form.isDecisionMaker === true]),
    },
    invitees: invitees.map((one) => ({
      ...pick(one, ['id', 'createdAt', 'cancelledAt']),
      start: objectOf(one.details)?.start,
      saidAt: objectOf(one.noShow)?.at,
      isMoved: one.replaces !== undefined || one.replacedBy !== undefined,
    })),
    entries: Object.values(objectOf(item.entries) ?? {}).map((entry) => {
      const { appointment, clash, ...rest } = objectOf(entry) ?? {};
      return {
        ...pick(rest, ['appointmentId', 'settledFor']),
        ...pick(objectOf(appointment) ?? {}, ['status', 'start']),
        kept: objectOf(objectOf(clash)?.kept),
      };
    }),
    decision: objectOf(item.decision) && pick(objectOf(item.decision) ?? {}, ['status', 'at']),
    toldStart: objectOf(item.told)?.scheduledAt,
  };
}

const searched = ['firstName', 'lastName', 'companyName', 'companyWebsite', 'position', 'email'];

function stretchOf(item: RawItem): object {
  return pick(item, ['start', 'end']);
}

/** Sets are read as sets; a journal knows lists only. */
function idsOf(value: unknown): readonly string[] {
  return value instanceof Set ? [...value].map(String).sort() : [];
}

function objectOf(value: unknown): RawItem | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as RawItem)
    : undefined;
}

function objectsOf(value: unknown): readonly RawItem[] {
  return Array.isArray(value) ? value.map(objectOf).filter((one) => one !== undefined) : [];
}

function pick(item: RawItem, names: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    names.filter((name) => item[name] !== undefined).map((name) => [name, item[name]]),
  );
}
