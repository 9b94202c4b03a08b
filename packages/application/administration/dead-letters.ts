import type { Instant } from '@punctual/scheduling/time/instant.ts';

/** A message that a worker gave up on, without anything in it that names a person. */
export interface DeadLetter extends LetterFacts {
  readonly id: string;
  readonly sentAt: Instant;
  readonly receives: number;
}

/** The dead-letter queues of workers, by the workers' names. */
export interface DeadLetters {
  /** About how many wait; some may be hidden, because somebody is looking. */
  count(worker: string): Promise<number>;
  /** Hides them from others for a moment. */
  peek(worker: string, limit: number): Promise<readonly DeadLetter[]>;
  /**
   * Moves letters to the queue of the worker: as many as there are at the beginning, as long as the time lasts. One that was
   * moved when this ended half way may come twice.
   *
   * @param milliseconds after which no more are taken
   */
  redrive(worker: string, milliseconds: number): Promise<{ readonly moved: number; readonly left: number }>;
}

export interface LetterFacts {
  /** Of an event on the bus; else the kind of message. */
  readonly detailType: string | undefined;
  /** By the name of the field. */
  readonly ids: Readonly<Record<string, string>>;
}

const maximumIds = 20;
const maximumDepth = 5;

/** Fields that hold ids, or places in a stream. */
const idField = /^(id|uuid|\w*(Id|_id)|\w*SequenceNumber)$/;
/** Ids that are an e-mail address, or could be read as a telephone number, are left out. */
const idValue = /^(?!\+)[\w.|:-]{1,128}$/;

/** What of a message may be shown: fields are let through by name and form, so that an unknown one shows nothing. */
export function letterFacts(body: string): LetterFacts {
  let message: unknown;
  try {
    message = JSON.parse(body);
  } catch {
    return { detailType: undefined, ids: {} };
  }
  const { 'detail-type': detailType, kind } = isObject(message) ? message : {};
  const ids = new Map<string, string>();
  collect(message, ids, 0);
  return {
    detailType: [detailType, kind].find((word) => typeof word === 'string' && /^[\w.]{1,64}$/.test(word)) as
      | string
      | undefined,
    ids: Object.fromEntries([...ids].slice(0, maximumIds)),
  };
}

function collect(value: unknown, ids: Map<string, string>, depth: number): void {
  if (!isObject(value) || depth > maximumDepth) return;
  for (const [name, inner] of Object.entries(value)) {
    const isId = typeof inner === 'string' || typeof inner === 'number';
    if (isId && idField.test(name) && idValue.test(String(inner)))
      ids.set(name, ids.get(name) ?? String(inner));
    collect(inner, ids, depth + 1);
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
