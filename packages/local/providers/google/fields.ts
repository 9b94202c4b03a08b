import { invalidParameter } from './answers.ts';

/** The members asked for; an empty selection is all of them. */
type Selection = ReadonlyMap<string, Selection>;

/** Reads a `fields` parameter: `a,b/c,d(e,f)`, with `*` for every member. */
function readFields(text: string): Selection {
  let at = 0;
  const readList = (): Map<string, Selection> => {
    const selection = new Map<string, Selection>();
    for (;;) {
      const [name = ''] = /^[\w*-]+/.exec(text.slice(at)) ?? [];
      if (name === '') return invalidParameter('fields', `Invalid field selection ${text.slice(at)}`);
      at += name.length;
      selection.set(name, readRest());
      if (text[at] !== ',') return selection;
      at += 1;
    }
  };
  const readRest = (): Selection => {
    if (text[at] === '/') {
      at += 1;
      const [name = ''] = /^[\w*-]+/.exec(text.slice(at)) ?? [];
      if (name === '') return invalidParameter('fields', `Invalid field selection ${text.slice(at)}`);
      at += name.length;
      return new Map([[name, readRest()]]);
    }
    if (text[at] !== '(') return new Map();
    at += 1;
    const inner = readList();
    if (text[at] !== ')') return invalidParameter('fields', 'Invalid field selection');
    at += 1;
    return inner;
  };
  const selection = readList();
  return at === text.length ? selection : invalidParameter('fields', 'Invalid field selection');
}

function select(value: unknown, selection: Selection): unknown {
  if (selection.size === 0 || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => select(item, selection));
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      const inner = selection.get(name) ?? selection.get('*');
      return inner === undefined ? [] : [[name, select(member, inner)]];
    }),
  );
}

/** The part of an answer that `fields` asks for. */
export function partOf(body: object, fields: string | null): object {
  if (fields === null || fields === '') return body;
  return Object(select(body, readFields(fields)));
}
