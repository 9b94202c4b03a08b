/**
 * Runs the model over a stream of decisions and writes what it would have said: id,y,p, and group and patient if the file has
 * them, for the rows to be scored.
 *
 *     node packages/recommendations/evaluate/main.ts --in stream.csv[.gz] --out predictions.csv [--map columns.json]
 */
import { once } from 'node:events';
import { createReadStream, createWriteStream, readFileSync, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { createGunzip } from 'node:zlib';
import { columnMapOf, type Decision, PUBLISHED, readerOf } from './columns.ts';
import { fieldsOf, fieldText } from './csv.ts';
import { PrequentialRun } from './prequential.ts';

const USAGE = 'recommend:evaluate -- --in stream.csv[.gz] --out predictions.csv [--map columns.json]';
const ROWS_PER_TICK = 2000;

const { values } = parseArgs({
  options: { in: { type: 'string' }, out: { type: 'string' }, map: { type: 'string' } },
});
if (values.in === undefined || values.out === undefined) throw new Error(USAGE);
const map = values.map === undefined ? PUBLISHED : columnMapOf(JSON.parse(readFileSync(values.map, 'utf8')));

const source = createReadStream(values.in);
const size = statSync(values.in).size;
const text = values.in.endsWith('.gz') ? source.pipe(createGunzip()) : source;
const out = createWriteStream(values.out);
const run = new PrequentialRun();
let read: ((fields: readonly string[]) => Decision) | undefined;
let carried = '';
let rows = 0;

for await (const line of createInterface({ input: text, crlfDelay: Number.POSITIVE_INFINITY })) {
  const record = carried === '' ? line : `${carried}\n${line}`;
  const fields = fieldsOf(record);
  carried = fields === undefined ? record : '';
  if (fields === undefined || record === '') continue;
  if (read === undefined) {
    const header = fields.map((name) => name.replace(/^\uFEFF/, '').trim());
    read = readerOf(header, map);
    const group = header.includes(map.group) ? ',group' : '';
    const patient = header.includes(map.person) ? ',patient' : '';
    out.write(`id,y,p${group}${patient}\n`);
    continue;
  }
  const decision = read(fields);
  const p = run.next(decision);
  if (decision.scored && !out.write(lineOf(decision, p))) await once(out, 'drain');
  if (++rows % ROWS_PER_TICK === 0) showProgress(source.bytesRead / size);
}
showProgress(1);
process.stderr.write('\n');
out.end();
await finished(out);

function lineOf({ id, y, group, person }: Decision, p: number): string {
  const fields = [id, String(y), p.toFixed(6)];
  if (group !== undefined) fields.push(group);
  if (person !== undefined) fields.push(person);
  return `${fields.map(fieldText).join(',')}\n`;
}

function showProgress(share: number): void {
  const done = Math.min(30, Math.round(share * 30));
  process.stderr.write(`\r[${'#'.repeat(done).padEnd(30, '.')}] ${rows} rows`);
}
