import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { packRows, segmentOf, segmentPuts } from '@punctual/adapters/dynamodb/intake-search.ts';
import { dynamodbIntakes } from '@punctual/adapters/dynamodb/intakes.ts';
import { uuids } from '@punctual/adapters/system/system.ts';
import type { Intake } from '@punctual/application/intake/model.ts';
import { type IntakeQuery, type IntakeRow, rowOf } from '@punctual/application/intake/search.ts';
import { startTable } from '@punctual/testkit/table.ts';
import { median } from './median.ts';

/*
 * The admin's list of intakes at 100,000 of them: what one search costs, cold and warm, and one write. The segments are
 * put as they would have come to be; requests and units are counted by the embedded table.
 */

const many = Number(process.argv[2] ?? 100_000);
const first = ['Ada', 'Béla', 'Chloé', 'Dmitri', 'Émile', 'Fatma', 'Günther', 'Håkon', 'Ines', 'João'];
const last = ['Ångström', 'Brown', 'Cortázar', 'Dvořák', 'Evans', 'Fischer', 'García', 'Hansen', 'Ito'];
const firms = ['Acme', 'Borealis', 'Cobalt', 'Delta', 'Ember', 'Fathom', 'Gable'];
const pick = (words: readonly string[], index: number) => words[index % words.length] ?? '';

function intake(index: number): Intake {
  const id = uuids.next();
  const company = `${pick(firms, index)} ${(index * 7919) % 20_011} Ltd`;
  const name = { firstName: pick(first, index), lastName: `${pick(last, index)}${(index * 31) % 9973}` };
  const host = `${company.replaceAll(' ', '-').toLowerCase()}.example`;
  return {
    id,
    form: {
      ...name,
      companyName: company,
      companyWebsite: `https://${host}`,
      position: pick(['CEO', 'CTO', 'Head of People', 'Owner'], index),
      isDecisionMaker: index % 3 > 0,
      email: `${name.firstName.toLowerCase()}.${index}@${host}`,
      businessPhone: { code: '+1', number: String(5_550_000_000 + index) },
    },
    link: `https://calendly.com/d/${id.slice(-12)}/consultation`,
    isFallback: false,
    invitees: {},
    entries: {},
    decision: undefined,
    told: undefined,
    notes: undefined,
    isRead: index % 2 === 0,
    createdAt: 1_700_000_000_000 + index * 61_003,
    updatedAt: 1_700_000_000_000 + index * 61_003,
    version: 1,
  };
}

const table = await startTable();
const rows: IntakeRow[] = [];
for (let index = 0; index < many; index += 1) {
  const row = rowOf(intake(index));
  if (row !== undefined) rows.push(row);
}
const segments = Map.groupBy(rows, ({ id }) => segmentOf(id));
const sizes = [...segments.values()].map((ofSegment) => packRows(ofSegment).length);
for (const [segment, ofSegment] of segments) {
  const RequestItems = {
    [table.name]: segmentPuts(table.name, segment, 1, ofSegment).map(({ Item }) => ({
      PutRequest: { Item },
    })),
  };
  await table.client.send(new BatchWriteCommand({ RequestItems }));
}

const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} KiB`;
const heap = () => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};
const say = (line: string) => process.stdout.write(`${line}\n`);

async function measured(what: string, run: () => Promise<unknown>): Promise<void> {
  table.metered.reset();
  const begun = performance.now();
  await run();
  const milliseconds = performance.now() - begun;
  const units = table.metered.calls.reduce((sum, one) => sum + one.units, 0);
  say(
    `${what}: ${milliseconds.toFixed(0)} ms, ${table.metered.calls.length} requests, ${units.toFixed(1)} units`,
  );
}

say(
  `${many} intakes in ${segments.size} segments, median ${kilobytes(median(sizes))}, largest ${kilobytes(Math.max(...sizes))}`,
);
const before = heap();
const intakes = dynamodbIntakes(table);
const query: IntakeQuery = { page: 1, limit: 10, sortBy: 'createdAt', descending: true };
const search = (more: Partial<IntakeQuery>) => () => intakes.search({ ...query, ...more });

await measured('cold list', search({}));
say(`memory of the process afterwards: ${((heap() - before) / 1024 / 1024).toFixed(0)} MiB more`);
await measured('warm list', search({}));
await measured(
  'warm, another order for the first time',
  search({ sortBy: 'companyName', descending: false }),
);
await measured('warm, that order again, page 5000', search({ sortBy: 'companyName', page: 5000 }));
await measured('warm, term "chlo cob"', search({ term: 'chlo cob' }));
await measured(
  'warm, term that nothing matches, unread, pending',
  search({ term: 'xyz', isRead: false, status: 'pending' }),
);
const one = intake(many + 1);
await measured('write of a new intake', () => intakes.save(undefined, one));
await measured('list after it', search({}));
await measured('change of an intake', () => intakes.save(one, { ...one, isRead: true, version: 2 }));
await table.stop();
