import { type Recommendation, recommend } from '@punctual/recommendations/choice/choose.ts';
import { MODEL_VERSION, type Target } from '@punctual/recommendations/coach/coach.ts';
import { coldStartOf } from '@punctual/recommendations/reasons/words.ts';
import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { occupiedBy } from '@punctual/scheduling/appointments/calendars.ts';
import { type DurationRule, listSlots, type Occupied } from '@punctual/scheduling/slots/slots.ts';
import { type CalendarDate, formatDate } from '@punctual/scheduling/time/date.ts';
import type { Interval } from '@punctual/scheduling/time/instant.ts';
import type { ProviderSettings } from '../model.ts';
import { done, notFound, type Outcome } from '../outcome.ts';
import type { Ports } from '../ports.ts';
import { readCalendars } from '../slots/read-calendars.ts';
import { askedAt, clientFacts, clocksOf, slotFacts } from './facts.ts';
import { knowledgeOf } from './knowledge.ts';
import type { Recommenders } from './ports.ts';

export interface RecommendRequest {
  readonly providerId: PersonId;
  readonly leadId: PersonId;
  /** In the provider's zone, both inclusive, at most 93 of them. */
  readonly firstDate: CalendarDate;
  readonly lastDate: CalendarDate;
  /** Undefined: the provider's default. */
  readonly durationMinutes: number | undefined;
  readonly durations: DurationRule;
  readonly limit: number;
  readonly target: Target;
}

export interface Recommended {
  readonly settings: ProviderSettings;
  readonly target: Target;
  readonly durationMinutes: number;
  /** Best first. */
  readonly recommendations: readonly Recommendation[];
  readonly modelVersion: string;
  /** Outcomes of this provider that it rests on. */
  readonly basedOn: number;
  /** Said as long as those are few. */
  readonly coldStart: string | undefined;
}

/**
 * The slots to offer a lead, best first: what the engine would let them book, ranked by the model. One round of reads, that
 * of the slots (and one read more before the provider's first outcome). The same calendar, outcomes and date give the same
 * answer. `not_found` for somebody who is no lead of this provider.
 */
export async function recommendSlots(
  ports: Pick<Ports, 'ledger' | 'clock'> & { readonly recommenders: Recommenders },
  request: RecommendRequest,
): Promise<Outcome<Recommended>> {
  const { providerId, leadId, firstDate, lastDate, durations, limit, target } = request;
  // No local date lies further than a day from the UTC day of its name; overnight appointments reach a day further.
  const read = await readCalendars(ports, providerId, leadId, [firstDate - 2, lastDate + 3], {
    forecast: { providerId, clientId: leadId, targets: [target] },
  });
  const { client, settings, calendars, records } = read;
  if (client?.lead?.coachId !== providerId) return notFound('Lead');
  const now = ports.clock.now();
  const clocks = clocksOf(settings.timeZone, client.timeZone);
  const asked = askedAt(clocks, now);
  const durationMinutes = request.durationMinutes ?? settings.defaultDurationMinutes;
  const occupied = occupiedBy(calendars, read, now);
  const starts = listSlots({
    schedule: calendars.schedule,
    occupied,
    now,
    durations,
    durationMinutes,
    startsFrom: clocks.provider.toInstant(firstDate, 0),
    startsBefore: clocks.provider.toInstant(lastDate + 1, 0),
    endsBy: Number.POSITIVE_INFINITY,
    stepMinutes: settings.slotIntervalMinutes ?? settings.defaultDurationMinutes,
  });
  const { forecaster } = await knowledgeOf(ports, records.knowledge?.[0], target);
  const recommendations = recommend(forecaster, {
    candidates: starts.map((start) => ({ start, ...slotFacts(clocks, start, durationMinutes, 'online') })),
    client: clientFacts(client, records.history),
    clientId: leadId,
    asked,
    busy: busyOf(occupied),
    limit,
    seed: [providerId, leadId, formatDate(asked.provider.date), MODEL_VERSION, target].join(' '),
  });
  return done({
    settings,
    target,
    durationMinutes,
    recommendations,
    modelVersion: MODEL_VERSION,
    basedOn: forecaster.count,
    coldStart: coldStartOf(forecaster.count),
  });
}

/** The provider's taken time, sorted, what overlaps or touches as one. */
function busyOf({ appointments, holds, external }: Occupied): readonly Interval[] {
  const merged: { start: number; end: number }[] = [];
  for (const { start, end } of [...appointments, ...holds, ...external].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}
