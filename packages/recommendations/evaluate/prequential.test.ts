import { expect, test } from 'vitest';
import { seededNumbers } from '../model/random.ts';
import { columnMapOf, type Decision, PUBLISHED, readerOf } from './columns.ts';
import { fieldsOf, fieldText } from './csv.ts';
import { compareTimes, PrequentialRun } from './prequential.ts';

/** Rows whose outcome follows `x`, known 40 rows after. */
function stream(count: number, seed = 'stream'): Decision[] {
  const random = seededNumbers(seed);
  return Array.from({ length: count }, (_, at) => {
    const x = Math.floor(random() * 5);
    return {
      id: String(at),
      person: `p${Math.floor(random() * 50)}`,
      decidedAt: String(at),
      knownAt: String(at + 40),
      y: random() < 0.2 + 0.15 * x ? 1 : 0,
      scored: true,
      group: undefined,
      cells: { x, word: random() < 0.5 ? 'a' : 'b' },
    };
  });
}

function forecasts(decisions: readonly Decision[]): number[] {
  const run = new PrequentialRun();
  return decisions.map((decision) => run.next({ ...decision, cells: { ...decision.cells } }));
}

test('an outcome changes nothing before it is known, and something after', () => {
  const decisions = stream(400);
  const before = forecasts(decisions);
  for (const at of [0, 100, 250]) {
    const turned = decisions.map((d, place): Decision => (place === at ? { ...d, y: d.y === 1 ? 0 : 1 } : d));
    const after = forecasts(turned);
    expect(after.slice(0, at + 40)).toEqual(before.slice(0, at + 40));
    expect(after[at + 40]).not.toBe(before[at + 40]);
  }
});

test('learns in the order in which outcomes become known, ties in the order of the file', () => {
  const decisions = stream(60).map((d): Decision => ({ ...d, person: undefined }));
  const known = decisions.map((d, at): Decision => ({ ...d, knownAt: String(at < 30 ? 100 - at : 1000) }));
  const last: Decision = { ...(decisions[59] as Decision), decidedAt: '100' };
  const sorted = [...known.slice(0, 30).reverse(), ...known.slice(30, 59)];
  const early = (d: Decision): Decision => ({ ...d, decidedAt: '0' });
  const anyOrder = forecasts([...known.slice(0, 59).map(early), last]).at(-1);
  // The same learning, each outcome known before the next decision of the 30.
  expect(anyOrder).toBeCloseTo(forecasts([...sorted.map(early), last]).at(-1) ?? 0, 10);
});

test('forecasts better than the rate, and is calibrated', () => {
  const decisions = stream(4000);
  const ps = forecasts(decisions);
  const late = decisions.map((d, at) => ({ y: d.y, p: ps[at] ?? 0 })).slice(1000);
  const rate = late.reduce((sum, { y }) => sum + y, 0) / late.length;
  const loss = (p: number, y: number) => -Math.log(y === 1 ? p : 1 - p);
  const model = late.reduce((sum, { p, y }) => sum + loss(p, y), 0) / late.length;
  const base = late.reduce((sum, { y }) => sum + loss(rate, y), 0) / late.length;
  expect(model).toBeLessThan(base - 0.015);
  const bias = late.reduce((sum, { p, y }) => sum + p - y, 0) / late.length;
  expect(Math.abs(bias)).toBeLessThan(0.03);
});

test('takes what it can get: nothing to learn from, no variety, missing cells, many levels, one outcome only', () => {
  const base = stream(1500);
  const streams: Decision[][] = [
    base.map((d): Decision => ({ ...d, cells: {} })),
    base.map((d): Decision => ({ ...d, cells: { same: 3, word: 'x' } })),
    base.map((d, at): Decision => ({ ...d, cells: at % 3 === 0 ? { x: undefined } : d.cells })),
    base.map(
      (d, at): Decision => ({
        ...d,
        cells: { id: `level ${at}`, big: 1e15 + at, small: at * 1e-9, neg: -at },
      }),
    ),
    base.map((d): Decision => ({ ...d, y: 1 })),
    base.map(
      (d): Decision => ({
        ...d,
        cells: Object.fromEntries(Array.from({ length: 60 }, (_, c) => [`c${c}`, c])),
      }),
    ),
  ];
  for (const decisions of streams) {
    const ps = forecasts(decisions);
    expect(ps.every((p) => p > 0 && p < 1)).toBe(true);
    const rate = decisions.reduce((sum, { y }) => sum + y, 0) / decisions.length;
    const late = ps.slice(-500);
    expect(Math.abs(late.reduce((sum, p) => sum + p, 0) / 500 - rate)).toBeLessThan(0.06);
  }
});

test('compares whole numbers as numbers and wall times as text', () => {
  expect(compareTimes('9', '10')).toBeLessThan(0);
  expect(compareTimes('2016-05-09T07:00:00', '2016-05-10T00:00:00')).toBeLessThan(0);
  expect(compareTimes('200', '200')).toBe(0);
});

test('reads the published form, leaves out what was known later, and derives what no column says', () => {
  const header = 'id,person,decided_at,slot_at,known_at,y,scored,group,age,area,sms'.split(',');
  const read = readerOf(header, PUBLISHED);
  const row = '7,99,2016-05-09T07:13:56,2016-05-12T10:30:00,2016-05-13T00:00:00,1,0,lead>=1,51,NORTH,1'.split(
    ',',
  );
  expect(read(row)).toEqual({
    id: '7',
    person: '99',
    decidedAt: '2016-05-09T07:13:56',
    knownAt: '2016-05-13T00:00:00',
    y: 1,
    scored: false,
    group: 'lead>=1',
    cells: {
      age: 51,
      area: 'NORTH',
      'decided part': 'h6',
      'slot weekday': 'thu',
      'slot part': 'h9',
      lead: 3,
    },
  });
});

test('reads a map, and refuses one that it does not understand', () => {
  const map = columnMapOf({ id: 'visit', y: 'came', exclude: ['later'] });
  const read = readerOf(['visit', 'decided_at', 'known_at', 'came', 'later', 'x'], map);
  const decision = read(['a', '1', '2', '0', '5', '']);
  expect(decision).toMatchObject({ id: 'a', y: 0, scored: true, person: undefined, cells: { x: undefined } });
  expect(() => columnMapOf({ identity: 'visit' })).toThrow('identity');
  expect(() => columnMapOf({ exclude: 'later' })).toThrow('exclude');
  expect(() => readerOf(['id'], PUBLISHED)).toThrow('decided_at');
});

test('reads quoted fields', () => {
  expect(fieldsOf('a,"b,""c""",,"d"')).toEqual(['a', 'b,"c"', '', 'd']);
  expect(fieldsOf('a,"b')).toBeUndefined();
  expect(fieldsOf('a,"b\nc",d')).toEqual(['a', 'b\nc', 'd']);
  expect(fieldsOf('')).toEqual(['']);
  expect(fieldText('x,"y"')).toBe('"x,""y"""');
});
