import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Person, ProviderSettings, SettingsEvent } from '@punctual/application/model.ts';
import type { ClientHistory, StoredKnowledge } from '@punctual/application/recommendations/ports.ts';
import type { AgendaPage } from '@punctual/scheduling/appointments/agenda.ts';
import {
  type Appointment,
  type AppointmentId,
  isLive,
  type PersonId,
} from '@punctual/scheduling/appointments/appointment.ts';
import type { AppointmentEvent } from '@punctual/scheduling/appointments/event.ts';
import type { Hold } from '@punctual/scheduling/appointments/hold.ts';
import type { BusySource } from '@punctual/scheduling/calendars/entry.ts';
import {
  appointmentKey,
  clientIndex,
  eventKey,
  holdKey,
  knowledgeKey,
  leadIndex,
  pageKey,
  peopleIndex,
  personKey,
  providerIndex,
  rowPointerKey,
  settingsEventKey,
  settingsKey,
  staffIndex,
  startIndex,
} from './keys.ts';

/*
 * Items are the model's values with their keys beside them. Undefined fields are left out when written, so a value
 * read back lacks them; the types that the model declares optional by `| undefined` cover both.
 */

export type Item = Readonly<Record<string, unknown>>;

const keyAttributes = new Set(['pk', 'sk', 'entity', 'gsi1pk', 'gsi1sk', 'gsi2pk', 'gsi2sk', 'ttl']);

/** The value in an item. Items are only ever written by this adapter, from the same types. */
export function fromItem<T>(item: Item): T {
  return Object.fromEntries(Object.entries(item).filter(([name]) => !keyAttributes.has(name))) as T;
}

/** Listed under the coach whose lead or staff it is, and among all people. */
export function personItem(person: Person): Item {
  const { lead, staffOf } = person;
  const list =
    lead !== undefined ? leadIndex(lead.coachId) : staffOf !== undefined ? staffIndex(staffOf) : undefined;
  const index = {
    ...(list !== undefined && { gsi1pk: list, gsi1sk: person.id }),
    gsi2pk: peopleIndex,
    gsi2sk: person.id,
  };
  const search = [person.name, person.email, person.phone].join(' ').toLowerCase();
  return { ...personKey(person.id), entity: 'person', ...index, ...person, search };
}

/** Without what only the search needs. */
export function personOf(item: Item): Person {
  const { search: _, ...person } = fromItem<Person & { search: string }>(item);
  return person;
}

export function settingsItem(settings: ProviderSettings): Item {
  return { ...settingsKey(settings.providerId), entity: 'settings', ...settings };
}

/** Stays when the row is deleted: that the row is gone is known from the settings. */
export function rowPointerItem(row: string, provider: PersonId): Item {
  return { ...rowPointerKey(row), entity: 'row-pointer', provider };
}

/** Listed by its start under both people, apart by whether it is live or ended. */
export function appointmentItem(appointment: Appointment): Item {
  const { id, providerId, clientId, start, status } = appointment;
  const state = isLive(status) ? 'live' : 'ended';
  const sort = startIndex(start, id);
  return {
    ...appointmentKey(id),
    entity: 'appointment',
    gsi1pk: providerIndex(providerId, state),
    gsi1sk: sort,
    gsi2pk: clientIndex(clientId, state),
    gsi2sk: sort,
    ...appointment,
  };
}

export function holdItem(hold: Hold): Item {
  return { ...holdKey(hold.id), entity: 'hold', ...hold };
}

/** One version further than the page that was read. */
export function pageItem(page: AgendaPage): Item {
  const { agenda, day } = page;
  return { ...pageKey(agenda, day), entity: 'page', ...page, version: page.version + 1 };
}

/** Each source is an attribute under its connection's id, so that one is written without reading the others. */
export function sourcesOf(item: Item): readonly BusySource[] {
  return Object.values(fromItem<Readonly<Record<string, BusySource>>>(item));
}

export function settingsEventItem(event: SettingsEvent): Item {
  return { ...settingsEventKey(event.providerId, event.sequence), entity: 'event', ...event };
}

/** The stream is filtered by `entity: event`; the outbox is described in `events/README.md`. */
export function eventItem(event: AppointmentEvent): Item {
  return { ...eventKey(event.appointmentId, event.sequence), entity: 'event', ...event };
}

/** Deflated, because it is read and written whole and is charged by its size. */
export function knowledgeItem({ owner, target, packed, version }: StoredKnowledge): Item {
  const state = deflateRawSync(JSON.stringify(packed));
  return { ...knowledgeKey(owner, target), entity: 'knowledge', owner, target, version, state };
}

export function knowledgeOf(item: Item): StoredKnowledge {
  const { state, ...rest } = fromItem<Omit<StoredKnowledge, 'packed'> & { state: Uint8Array }>(item);
  return { ...rest, packed: JSON.parse(inflateRawSync(state).toString()) as StoredKnowledge['packed'] };
}

/** Sets, because what comes again is entered in them once. */
export function historyOf(item: Item): ClientHistory {
  const { open = [], abandoned = [] } = item as Partial<Record<'open' | 'abandoned', Set<AppointmentId>>>;
  return { open: [...open], abandoned: [...abandoned] };
}
