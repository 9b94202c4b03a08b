import { setTimeout as wait } from 'node:timers/promises';
import type { Clock, Ids, Pause } from '@punctual/application/ports.ts';
import { v7 } from 'uuid';

export const systemClock: Clock = { now: () => Date.now() };

export const uuids: Ids = { next: () => v7() };

/** First upper bound of a pause, and the largest, in milliseconds. */
const firstPause = 10;
const longestPause = 1500;

/** Exponential with full jitter. */
export const jitteredPause: Pause = async (attempt) => {
  await wait(Math.random() * Math.min(longestPause, firstPause * 2 ** attempt));
};
