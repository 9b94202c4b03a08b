import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Intake, IntakeForm } from '@punctual/application/intake/model.ts';
import { type IntakeRow, rowOf } from '@punctual/application/intake/search.ts';
import { startTable, type TestTable } from '@punctual/testkit/table.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { segmentOf, segmentPuts } from './intake-search.ts';
import { dynamodbIntakes } from './intakes.ts';

let table: TestTable;

beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

const form: IntakeForm = {
  firstName: 'Zoë',
  lastName: 'Müller-Straße',
  companyName: 'Acme Corp',
  companyWebsite: 'https://acme.com',
  position: 'CEO',
  isDecisionMaker: true,
  email: 'zoe.m@acme-corp.example',
  businessPhone: undefined,
};

function intake(id: string, more: Partial<Intake> = {}): Intake {
  return {
    id,
    form,
    link: `https://calendly.com/d/${id}`,
    isFallback: false,
    invitees: {},
    entries: {},
    decision: undefined,
    told: undefined,
    notes: undefined,
    isRead: false,
    createdAt: 1,
    updatedAt: 1,
    version: 1,
    ...more,
  };
}

const query = { page: 1, limit: 10, sortBy: 'createdAt', descending: true } as const;

describe('intakes', () => {
  it('are saved whole or not at all, and found by what leads to them', async () => {
    const intakes = dynamodbIntakes(table);
    const first = intake('one');
    expect(await intakes.save(undefined, first)).toBe('saved');
    expect(await intakes.save(undefined, intake('one', { isRead: true }))).toBe('lost');
    expect(await intakes.get('one')).toMatchObject({ form: { firstName: 'Zoë' } });
    expect(await intakes.ofLink('https://calendly.com/d/one')).toBe('one');
    expect(await intakes.withEmail('Zoe.M@acme-corp.example', 5)).toEqual(['one']);
    const moved = { ...first, form: { ...form, email: 'new@example.com' }, version: 2 };
    expect(await intakes.save(first, moved)).toBe('saved');
    expect(await intakes.save(first, { ...first, version: 2 })).toBe('lost');
    expect(await intakes.withEmail('zoe.m@acme-corp.example', 5)).toEqual([]);
    expect(await intakes.save(moved, undefined)).toBe('saved');
    expect(await intakes.get('one')).toBeUndefined();
    expect(await intakes.ofLink('https://calendly.com/d/one')).toBeUndefined();
    expect((await intakes.search(query)).total).toBe(0);
  });

  it('are found by any word’s beginning, case and accents ignored', async () => {
    const intakes = dynamodbIntakes(table);
    await intakes.save(undefined, intake('two'));
    const total = async (term: string) => (await intakes.search({ ...query, term })).total;
    for (const term of [
      'zoe',
      'ZOË',
      'mull',
      'strasse',
      'acme',
      'corp',
      'zoe.m@',
      'm@acme',
      'example',
      'zoe corp',
    ]) {
      expect([term, await total(term)]).toEqual([term, 1]);
    }
    for (const term of ['oe', 'uller', 'cme', 'zoe nobody', '@acme']) {
      expect([term, await total(term)]).toEqual([term, 0]);
    }
    // Another process sees what this one changes.
    const other = dynamodbIntakes(table);
    expect((await other.search(query)).total).toBe(1);
    await intakes.save(intake('two'), intake('two', { isRead: true, version: 2 }));
    expect((await other.search({ ...query, isRead: true })).total).toBe(1);
    await intakes.save(intake('two', { isRead: true, version: 2 }), undefined);
  });

  it('written at once in one segment are all found', async () => {
    const intakes = dynamodbIntakes(table);
    const ids = Array.from({ length: 4000 }, (_, index) => `at-once-${index}`).filter(
      (id) => segmentOf(id) === '00',
    );
    const made = await Promise.all(ids.map((id) => intakes.save(undefined, intake(id))));
    expect(new Set(made)).toEqual(new Set(['saved']));
    expect((await intakes.search({ ...query, term: 'zoe' })).total).toBe(ids.length);
    for (const id of ids) await intakes.save(intake(id), undefined);
  });
});

describe('a hundred thousand intakes', () => {
  const many = 100_000;
  const names = ['Ada', 'Béla', 'Chloé', 'Dmitri', 'Émile', 'Fatma', 'Günther', 'Håkon'];
  const statuses = ['pending', 'scheduled', 'completed', 'cancelled'] as const;
  const row = (index: number): IntakeRow => {
    const base = rowOf(
      intake(`0198a000-0000-7000-8000-${String(index).padStart(12, '0')}`, {
        createdAt: index,
        updatedAt: index,
      }),
    );
    if (base === undefined) throw new Error('no row');
    return {
      ...base,
      firstName: names[index % names.length] ?? '',
      lastName: `Name${index}`,
      companyName: `Company ${index % 5000}`,
      email: `person${index}@company${index % 5000}.example`,
      status: statuses[index % 4] ?? 'pending',
      isRead: index % 3 === 0,
    };
  };

  beforeAll(async () => {
    const segments = Map.groupBy(
      Array.from({ length: many }, (_, index) => row(index)),
      ({ id }) => segmentOf(id),
    );
    for (const [segment, rows] of segments) {
      const writes = segmentPuts(table.name, segment, 1, rows).map(({ Item }) => ({ PutRequest: { Item } }));
      await table.client.send(new BatchWriteCommand({ RequestItems: { [table.name]: writes } }));
    }
  });

  it('cost four requests for a cold process, one for a warm one, and those that moved', async () => {
    const intakes = dynamodbIntakes(table);
    const asked = async (more: object) => {
      table.metered.reset();
      const { total } = await intakes.search({ ...query, ...more });
      return { total, commands: table.metered.calls.map(({ command }) => command) };
    };
    // The page itself is one more request, for the intakes shown.
    const page = 'BatchGetItemCommand';
    const cold = await asked({});
    expect(cold).toEqual({
      total: many,
      commands: ['QueryCommand', ...Array.from({ length: 3 }, () => page), page],
    });
    const warm = ['QueryCommand', page];
    expect(await asked({ term: 'person99999' })).toEqual({ total: 1, commands: warm });
    expect(await asked({ term: 'chlo company', status: 'completed' })).toEqual({
      total: many / 8,
      commands: warm,
    });
    expect(await asked({ page: 5000, sortBy: 'lastName', isRead: true })).toMatchObject({ total: 33_334 });
    await intakes.save(undefined, intake('fresh'));
    expect(await asked({ term: 'strasse' })).toEqual({
      total: 1,
      commands: ['QueryCommand', page, page],
    });
  });
});
