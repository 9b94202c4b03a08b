import {
  type Knowledge,
  MODEL_VERSION,
  newCoach,
  newEverybody,
  type Target,
  unpackKnowledge,
} from '@punctual/recommendations/coach/coach.ts';
import type { Recommenders, StoredKnowledge } from './ports.ts';

/** What a provider's outcomes have taught; before the first of them, what holds for all providers, in one more read. */
export async function knowledgeOf(
  { recommenders }: { readonly recommenders: Recommenders },
  stored: StoredKnowledge | undefined,
  target: Target,
): Promise<Knowledge> {
  return usable(stored) ?? newCoach(everybodys(await recommenders.knowledge('everybody', target)));
}

/** What all providers' outcomes have taught, or the state before any outcome. */
export function everybodys(stored: StoredKnowledge | undefined): Knowledge {
  return usable(stored) ?? newEverybody();
}

/** Undefined: there is none, or it is of a model that is no more. */
export function usable(stored: StoredKnowledge | undefined): Knowledge | undefined {
  return stored?.packed.version === MODEL_VERSION ? unpackKnowledge(stored.packed) : undefined;
}
