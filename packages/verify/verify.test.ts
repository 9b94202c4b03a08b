import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { connectTable, type Table } from '@punctual/adapters/dynamodb/table-client.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Outside } from './check.ts';
import { kinds } from './checks/kinds.ts';
import type { Facts } from './facts.ts';
import { localCloud, schedulesIn } from './outside.ts';
import { formatReport } from './report.ts';
import { scan } from './scan.ts';
import { Copy, type Item } from './test/copy.ts';
import { appointmentDamages } from './test/damages/appointments.ts';
import { effectDamages } from './test/damages/effects.ts';
import { intakeDamages } from './test/damages/intakes.ts';
import { learningDamages } from './test/damages/learning.ts';
import { recordDamages } from './test/damages/records.ts';
import { enterWorld, secrets, type World } from './test/world.ts';
import { checks, judge, type Report, verify } from './verify.ts';

let world: World;
let table: Table;
let directory: string;
let sound: { readonly items: readonly Item[]; readonly outside: Outside; readonly now: number };

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'punctual-verify-'));
  world = await enterWorld();
  table = connectTable(String(process.env.TABLE_NAME));
  const items = await everything();
  const facts = new Copy(items, {}).facts();
  sound = { items, outside: await outside(facts), now: await cloud().now() };
}, 60_000);
afterAll(async () => {
  await world.api.stop();
  rmSync(directory, { recursive: true, force: true });
});

const cloud = () => localCloud(world.api.cloud.url);

const outside = async (facts: Facts): Promise<Outside> => ({
  schedules: await schedulesIn(String(process.env.SCHEDULE_GROUP)),
  ...(await cloud().outside(table, facts)),
});

async function everything(): Promise<readonly Item[]> {
  const { Items = [] } = await table.client.send(new ScanCommand({ TableName: table.name }));
  return Items;
}

const look = (ask = outside) =>
  verify({ table, now: cloud().now, outside: ask }, { segments: 3, grace: 0, pause: 0 });

const wrong = ({ checks: results }: Pick<Report, 'checks'>): readonly string[] =>
  results.flatMap(({ name, violations }) => violations.map(({ text }) => `${name}: ${text}`));

it('finds nothing in what the product has written, having judged everything, and changes nothing', async () => {
  const { report } = await look();
  expect(wrong(report)).toEqual([]);
  for (const { name, seen } of report.checks) expect([name, (seen ?? 0) > 0]).toEqual([name, true]);
  expect(formatReport(report)).toContain('Nothing is wrong.');
  expect(await everything()).toEqual(sound.items);
});

it('knows every kind of item that is ever written', () => {
  const folder = new URL('../adapters/dynamodb/', import.meta.url);
  const sources = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.includes('.test.'));
  const written = sources.flatMap((name) =>
    [...readFileSync(new URL(name, folder), 'utf8').matchAll(/entity'?: '([\w-]+)'/g)].map(
      ([, kind]) => kind,
    ),
  );
  expect(new Set(written).size).toBeGreaterThan(40);
  for (const entity of new Set(written)) {
    const facts = new Copy([{ pk: 'ANY', sk: 'WHERE', entity }], {}).facts();
    const found = wrong({ checks: judge({ facts, now: 0, grace: 0, outside: {} }, [kinds]) });
    expect(found.join()).toContain(`kinds: ANY WHERE is no place for what is ${entity}`);
  }
});

const damages = [
  ...appointmentDamages,
  ...recordDamages,
  ...effectDamages,
  ...intakeDamages,
  ...learningDamages,
];

describe('finds', () => {
  it.each(damages)('%s', (_, check, spoil) => {
    const copy = new Copy(sound.items, sound.outside);
    spoil(copy, world.ids);
    const results = judge({ facts: copy.facts(), now: sound.now, grace: 0, outside: copy.outside });
    const found = results.filter(({ violations }) => violations.length > 0);
    expect(found.map(({ name }) => name)).toContain(check);
  });

  it('an item that lacks what it must have, and goes on', () => {
    const copy = new Copy(sound.items, sound.outside);
    copy.patch(copy.appointment(world.ids.booked), { start: undefined });
    const results = judge({ facts: copy.facts(), now: sound.now, grace: 0, outside: copy.outside });
    expect(wrong({ checks: results }).join()).toContain('indexes: cannot be judged');
    expect(wrong({ checks: results }).join()).toContain('sequences: ');
  });

  it('nothing in the copy itself, and has a damage for every check', () => {
    const facts = new Copy(sound.items, {}).facts();
    expect(wrong({ checks: judge({ facts, now: sound.now, grace: 0, outside: sound.outside }) })).toEqual([]);
    expect(new Set(damages.map(([, check]) => check))).toEqual(new Set(checks.map(({ name }) => name)));
  });
});

describe('what seems wrong', () => {
  const page = async (): Promise<Item> => {
    const { pk, sk } = new Copy(sound.items, {}).pageOf(world.ids.booked);
    const { Item = {} } = await table.client.send(new GetCommand({ TableName: table.name, Key: { pk, sk } }));
    return Item;
  };
  const put = (Item: Item) => table.client.send(new PutCommand({ TableName: table.name, Item }));

  it('is reported if it seems so at every look', async () => {
    const before = await page();
    await put({ ...before, entries: [] });
    try {
      expect(wrong((await look()).report).join()).toContain('pages: missing from its page');
    } finally {
      await put(before);
    }
  });

  it('is forgiven if it was put right in between', async () => {
    const before = await page();
    await put({ ...before, entries: [] });
    let looks = 0;
    const { report } = await look(async (facts) => {
      looks += 1;
      if (looks === 2) await put(before);
      const seen = await outside(facts);
      return seen;
    });
    await put(before);
    expect([wrong(report), looks]).toEqual([[], 3]);
  });
});

describe('a run that is interrupted', () => {
  it('goes on where it was, and finds the same', async () => {
    const journal = join(directory, 'journal');
    const whole = await scan(table, { segments: 3, journal });
    const lines = readFileSync(journal, 'utf8').split('\n');
    // As a kill leaves it: some pages are there, the last one half.
    writeFileSync(journal, `${lines.slice(0, 2).join('\n')}\n${lines[2]?.slice(0, 40)}`);
    const read: number[] = [];
    const resumed = await scan(table, { segments: 8, journal, progress: (items) => read.push(items) });
    expect(resumed.counts()).toEqual(whole.counts());
    expect(read.at(-1)).toBe(whole.size);
    const seen = { now: sound.now, grace: 0, outside: sound.outside };
    expect(wrong({ checks: judge({ ...seen, facts: await scan(table, { segments: 1, journal }) }) })).toEqual(
      [],
    );
    await expect(scan({ ...table, name: 'other' }, { segments: 1, journal })).rejects.toThrow(/other/);
  });

  it('does not go on with what another version of the checker has read', async () => {
    const journal = join(directory, 'old');
    writeFileSync(journal, `${JSON.stringify({ table: table.name, segments: 1 })}\n`);
    await expect(scan(table, { segments: 1, journal })).rejects.toThrow(/another version/);
  });

  it('has written down nobody’s name, address, number or words', async () => {
    const journal = join(directory, 'private');
    await scan(table, { segments: 1, journal });
    const text = readFileSync(journal, 'utf8');
    expect(text).toContain(world.ids.booked);
    for (const word of secrets) {
      expect([word, text.toLowerCase().includes(word.toLowerCase())]).toEqual([word, false]);
    }
  });
});
