import { MODEL_VERSION, type Target } from '@punctual/recommendations/coach/coach.ts';
import { newLedger, type Quality, qualityOf } from '@punctual/recommendations/quality/quality.ts';
import type { PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import { usable } from './knowledge.ts';
import type { Recommenders } from './ports.ts';

export interface RecommendationQuality {
  readonly modelVersion: string;
  readonly quality: Quality;
}

/** How good the forecasts for a provider were, each made before its outcome was known. One read. */
export async function recommendationQuality(
  { recommenders }: { readonly recommenders: Recommenders },
  providerId: PersonId,
  target: Target,
): Promise<RecommendationQuality> {
  const known = usable(await recommenders.knowledge(providerId, target));
  return { modelVersion: MODEL_VERSION, quality: qualityOf(known?.ledger ?? newLedger()) };
}
