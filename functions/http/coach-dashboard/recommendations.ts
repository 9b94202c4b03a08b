import { dynamodbRecommenders } from '@punctual/adapters/dynamodb/recommendations.ts';
import { actingCoach } from '@punctual/application/people/acting-coach.ts';
import { recommendationQuality } from '@punctual/application/recommendations/quality.ts';
import { type Recommended, recommendSlots } from '@punctual/application/recommendations/recommend.ts';
import * as routes from '@punctual/contracts/coach-dashboard/recommendations.ts';
import { httpFunction, on } from '@punctual/lambda/http/http-function.ts';
import { logger } from '@punctual/lambda/logger.ts';
import { expectedOutcomeOf } from '@punctual/recommendations/reasons/words.ts';
import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { roundTo } from '@punctual/scheduling/appointments/statistics.ts';
import { parseDate } from '@punctual/scheduling/time/date.ts';
import { DAY, formatInstant } from '@punctual/scheduling/time/instant.ts';
import { http, ports, table } from '../../wiring.ts';
import { dateRange } from '../date-range.ts';
import { wallTime } from '../wall-time.ts';
import { policy } from './policy.ts';

const recommenders = dynamodbRecommenders(table);

/** Dates that are looked at when none are given. */
const usualDays = 30;

export const handler = httpFunction(http, [
  on(routes.getAiRecommendations, async ({ caller, query, now }) => {
    const { leadId, startDate, endDate, limit, target } = query;
    // A day before today's date in UTC is today at the earliest anywhere; what is past of it isn't offered.
    const first = startDate === undefined ? Math.floor(now / DAY) - 1 : parseDate(startDate);
    const days = startDate === undefined ? usualDays + 1 : usualDays;
    const last = endDate === undefined ? (first ?? 0) + days - 1 : parseDate(endDate);
    const range = dateRange(first, last);
    if (!range.ok) return range;
    const coach = actingCoach(caller);
    if (!coach.ok) return coach;
    const found = await recommendSlots(
      { ...ports, recommenders },
      {
        ...range.value,
        providerId: coach.value,
        leadId: leadId as PersonId,
        durationMinutes: query.duration,
        durations: policy.durations,
        limit,
        target,
      },
    );
    if (!found.ok) return found;
    logPropensities(coach.value, leadId, found.value);
    return {
      body: { success: true, data: { coachId: coach.value, leadId, ...recommendedView(found.value) } },
    };
  }),

  on(routes.getAiRecommendationQuality, async ({ caller, query }) => {
    const coach = actingCoach(caller);
    if (!coach.ok) return coach;
    const { target } = query;
    const { modelVersion, quality } = await recommendationQuality({ recommenders }, coach.value, target);
    return { body: { success: true, data: { coachId: coach.value, target, modelVersion, ...quality } } };
  }),
]);

function recommendedView({ settings, target, durationMinutes, recommendations, ...rest }: Recommended) {
  const { timeZone } = settings;
  return {
    target,
    aiRecommendations: recommendations.map(({ candidate, probability, interval, reasons, outlook }) => ({
      slot: formatInstant(candidate.start),
      duration: durationMinutes,
      timeZone,
      localStartTime: wallTime(candidate.start, timeZone),
      confidence: rounded(probability),
      interval: intervalView(interval),
      reasons: reasons.map(({ text }) => text),
      factors: reasons.map(({ factor }) => ({
        name: factor.name,
        effect: rounded(factor.effect),
        interval: intervalView(factor.interval),
      })),
      expectedOutcome: expectedOutcomeOf(outlook, target),
    })),
    modelVersion: rest.modelVersion,
    basedOn: rest.basedOn,
    coldStart: rest.coldStart ?? null,
  };
}

function intervalView([low, high]: readonly [number, number]) {
  return { low: rounded(low), high: rounded(high) };
}

/** What was shown in each place, and how likely that was: without it, nothing shown can be judged later. */
function logPropensities(coachId: string, leadId: string, { target, recommendations, ...rest }: Recommended) {
  logger.info('slots recommended', {
    coachId,
    leadId,
    target,
    modelVersion: rest.modelVersion,
    basedOn: rest.basedOn,
    slots: recommendations.map(({ candidate }) => formatInstant(candidate.start)),
    probabilities: recommendations.map(({ probability }) => String(rounded(probability))),
    propensities: recommendations.map(({ propensity }) => String(propensity)),
    explored: recommendations.some(({ explored }) => explored),
  });
}

function rounded(figure: number): number {
  return roundTo(4, figure);
}
