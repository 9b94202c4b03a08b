import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

const uuid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;

/** Parts of secrets that tell them, and nothing else: tokens are joined of pieces, some of which are plain ids. */
function piecesOf(secret: string): readonly string[] {
  return secret.split(/[^\w-]+/).filter((piece) => piece.length >= 16 && !uuid.test(piece));
}

/**
 * Searches what a cloud has written for names, addresses, numbers, notes, tokens and secrets.
 *
 * @param marks searched for as they are, case ignored
 * @param secrets tokens and the like
 */
export async function leaksIn(
  path: string,
  marks: readonly string[],
  secrets: Iterable<string>,
): Promise<{ readonly lines: number; readonly leaks: readonly string[] }> {
  const pieces = new Set([...secrets].flatMap(piecesOf));
  const words = marks.map((mark) => mark.toLowerCase());
  const leaks: string[] = [];
  let lines = 0;
  for await (const line of createInterface({ input: createReadStream(path) })) {
    lines += 1;
    const text = line.toLowerCase();
    const word = words.find((one) => text.includes(one));
    const piece = line.match(/[\w-]{16,}/g)?.find((one) => pieces.has(one));
    if (word !== undefined) leaks.push(`line ${lines} of the log holds "${word}"`);
    else if (piece !== undefined)
      leaks.push(`line ${lines} of the log holds a secret, ${piece.slice(0, 4)}…`);
  }
  return { lines, leaks };
}
