import { createHash } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import type { KnowledgeFact, SearchRowFact } from './fact-kinds.ts';

/** What two places must say alike, without saying what: shorter than a hash that anything depends on. */
export function wordsOf(fields: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(fields)).digest('base64url').slice(0, 12);
}

/** The rows of a segment of the search, each packed as a list of its fields. One that cannot be read has none. */
export function searchRowsOf(packed: unknown): readonly SearchRowFact[] {
  const rows = inflated(packed);
  if (!Array.isArray(rows)) return [];
  return rows.filter(Array.isArray).map((fields: readonly unknown[]) => {
    const [id, first, last, company, website, position, email, status, decides, isRead, ...times] = fields;
    const [scheduledAt, createdAt, updatedAt] = times;
    return {
      id: String(id),
      words: wordsOf([id, first, last, company, website, position, email, decides === 1]),
      status: String(status),
      isRead: isRead === 1,
      ...(typeof scheduledAt === 'number' && { scheduledAt }),
      createdAt: Number(createdAt),
      updatedAt: Number(updatedAt),
    };
  });
}

interface PackedKnowledge {
  readonly version: string;
  readonly ledger: { readonly count: number; readonly happened: number };
  readonly learnt: {
    readonly latest: readonly (readonly [string, number])[];
    readonly kept: number;
    readonly watermark: number;
  };
}

/** What a recommender's knowledge says of the outcomes in it. */
export function knowledgeStateOf(packed: unknown): KnowledgeFact['state'] {
  const state = inflated(packed) as PackedKnowledge | undefined;
  if (state?.ledger === undefined || state.learnt === undefined) return undefined;
  const { ledger, learnt } = state;
  return {
    model: state.version,
    count: ledger.count,
    happened: ledger.happened,
    kept: learnt.kept,
    watermark: learnt.watermark,
    latest: learnt.latest,
  };
}

function inflated(packed: unknown): unknown {
  if (!(packed instanceof Uint8Array)) return undefined;
  try {
    return JSON.parse(inflateRawSync(packed).toString());
  } catch {
    return undefined;
  }
}

/** By this a recommender knows an outcome again: 52 bits of two FNV-1a hashes of the appointment's id, in base 36. */
export function markOf(id: string): string {
  return ((fnv(`${id}.`) % 2 ** 20) * 2 ** 32 + fnv(id)).toString(36);
}

function fnv(text: string): number {
  const bytes = [...text].reduce(
    (hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 16_777_619),
    0x811c9dc5,
  );
  const mixed = Math.imul(bytes ^ (bytes >>> 16), 0x45d9f3b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** SHA-256 in hexadecimal. */
export function hexOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
