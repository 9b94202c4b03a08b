import * as z from 'zod/mini';
import { date, duration, enveloped, id, instant, timeZone, wholeNumber } from '../fields.ts';
import { defineRoute } from '../route.ts';

const surface = 'coach-dashboard';
const access = ['coach', 'staff'] as const;
const entry = 'coach-dashboard/recommendations';

/** Kept: the appointment takes place. Converted: a first appointment takes place and the client books again. */
const target = z.enum(['kept', 'converted']);
const interval = z.object({ low: z.number(), high: z.number() });

export const getAiRecommendations = defineRoute({
  operationId: 'getAiRecommendations',
  method: 'GET',
  path: '/api/coach-dashboard/ai-recommendations',
  surface,
  summary: 'The slots to offer a lead, best first, each with a probability and what it rests on',
  description:
    'Ranks the slots that the lead could be booked into. `confidence` is the probability that the appointment takes place ' +
    '(`target=converted`: that it takes place and another follows within 30 days), `interval` how well that is known ' +
    '(95 %). A reason is given only where the coach’s own outcomes carry it, with its figures in `factors`: what the ' +
    'factor moves the probability by. `basedOn` counts those outcomes, and `coldStart` says so while they are few. ' +
    'Without dates the next 30 days are looked at; a range has at most 93.',
  access,
  rateLimit: 'calendar',
  entry,
  query: z.object({
    leadId: id,
    startDate: z.optional(date),
    endDate: z.optional(date),
    duration: z.optional(wholeNumber(1, 1440)),
    limit: z._default(wholeNumber(1, 20), 5),
    target: z._default(target, 'kept'),
  }),
  success: {
    status: 200,
    body: enveloped(
      z.object({
        coachId: id,
        leadId: id,
        target,
        aiRecommendations: z.array(
          z.object({
            slot: instant,
            duration,
            timeZone,
            localStartTime: z.string(),
            confidence: z.number(),
            interval,
            reasons: z.array(z.string()),
            factors: z.array(z.object({ name: z.string(), effect: z.number(), interval })),
            expectedOutcome: z.string(),
          }),
        ),
        modelVersion: z.string(),
        basedOn: z.int(),
        coldStart: z.nullable(z.string()),
      }),
    ),
  },
  errors: ['NOT_FOUND'],
});

const figure = z.nullable(z.number());

export const getAiRecommendationQuality = defineRoute({
  operationId: 'getAiRecommendationQuality',
  method: 'GET',
  path: '/api/coach-dashboard/ai-recommendations/quality',
  surface,
  summary: 'How good the forecasts for this coach were, each made before its outcome was known',
  description:
    'Log loss (natural), Brier score and calibration error against those of the running rate, which is what one would say ' +
    'without a model. `reliability` compares, by tenths of the probability, what was forecast with what happened. Null ' +
    'where nothing is known yet.',
  access,
  rateLimit: 'analytics',
  entry,
  query: z.object({ target: z._default(target, 'kept') }),
  success: {
    status: 200,
    body: enveloped(
      z.object({
        coachId: id,
        target,
        modelVersion: z.string(),
        count: z.int(),
        rate: figure,
        logLoss: figure,
        brier: figure,
        calibrationError: figure,
        bias: figure,
        baseline: z.object({ logLoss: figure, brier: figure }),
        reliability: z.array(
          z.object({
            from: z.number(),
            to: z.number(),
            count: z.int(),
            forecast: z.number(),
            happened: z.number(),
          }),
        ),
      }),
    ),
  },
  errors: [],
});

export const recommendationRoutes = [getAiRecommendations, getAiRecommendationQuality] as const;
