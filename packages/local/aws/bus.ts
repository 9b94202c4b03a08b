import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { State } from '../state.ts';
import {
  account,
  Fault,
  type Input,
  inputs,
  isInput,
  optionalNumber,
  optionalText,
  queueNameOfArn,
  region,
  requiredText,
  texts,
} from './fault.ts';
import type { Queues } from './queues.ts';

interface RuleDefinition {
  readonly EventPattern: string;
  readonly State: string;
  readonly Description?: string;
}

interface TargetDefinition {
  readonly Id: string;
  readonly Arn: string;
  readonly DeadLetterConfig?: { readonly Arn?: string };
}

const invalidPattern = (why: string) =>
  new Fault('InvalidEventPatternException', `Event pattern is not valid. Reason: ${why}`);

/** One entry of a pattern's list: a literal, or one of the matchers imitated here. */
function fits(matcher: unknown, value: unknown): boolean {
  if (!isInput(matcher)) {
    return Array.isArray(value) ? value.includes(matcher) : value === matcher;
  }
  const [[kind, argument] = ['', undefined]] = Object.entries(matcher);
  if (kind === 'exists') return (value !== undefined) === argument;
  const values = Array.isArray(value) ? value : [value];
  switch (kind) {
    case 'prefix':
      return values.some((it) => typeof it === 'string' && it.startsWith(String(argument)));
    case 'suffix':
      return values.some((it) => typeof it === 'string' && it.endsWith(String(argument)));
    case 'equals-ignore-case':
      return values.some(
        (it) => typeof it === 'string' && it.toLowerCase() === String(argument).toLowerCase(),
      );
    case 'anything-but':
      return (
        value !== undefined &&
        !(Array.isArray(argument) ? argument : [argument]).some((it) => fits(it, value))
      );
    default:
      throw invalidPattern(`Unrecognized match type ${kind}`);
  }
}

/**
 * Whether an event fits an EventBridge pattern: every member of the pattern must fit, and of each list one entry.
 * Matchers: literals, `prefix`, `suffix`, `equals-ignore-case`, `anything-but`, `exists`.
 */
export function matches(pattern: Input, event: Input): boolean {
  return Object.entries(pattern).every(([key, expected]) => {
    const value = event[key];
    if (Array.isArray(expected)) return expected.some((matcher) => fits(matcher, value));
    if (!isInput(expected)) throw invalidPattern(`"${key}" must be an object or an array`);
    return matches(expected, isInput(value) ? value : {});
  });
}

/** EventBridge's calls over rules whose targets are SQS queues. */
export function createEventBus(state: State, clock: Clock, queues: Queues) {
  const busOf = (input: Input) =>
    (optionalText(input, 'EventBusName') ?? 'default').replace(/^arn:.*:event-bus\//, '');
  const ruleArn = (bus: string, name: string) =>
    `arn:aws:events:${region}:${account}:rule/${bus === 'default' ? '' : `${bus}/`}${name}`;

  const rules = (bus: string) =>
    state.rows<{ name: string; definition: string }>(
      'SELECT name, definition FROM rule WHERE bus = ? ORDER BY name',
      bus,
    );
  const targets = (bus: string, rule: string): TargetDefinition[] =>
    state
      .rows<{ definition: string }>(
        'SELECT definition FROM target WHERE bus = ? AND rule = ? ORDER BY id',
        bus,
        rule,
      )
      .map((row) => JSON.parse(row.definition));
  const rule = (bus: string, name: string): RuleDefinition => {
    const row = rules(bus).find((it) => it.name === name);
    if (row === undefined) {
      throw new Fault('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${bus}.`);
    }
    return JSON.parse(row.definition);
  };
  const describe = (bus: string, name: string, definition: RuleDefinition) => ({
    Name: name,
    Arn: ruleArn(bus, name),
    EventBusName: bus,
    ...definition,
  });

  const deliver = (bus: string, envelope: Input) => {
    const body = JSON.stringify(envelope);
    for (const row of rules(bus)) {
      const definition: RuleDefinition = JSON.parse(row.definition);
      if (definition.State === 'DISABLED' || !matches(JSON.parse(definition.EventPattern), envelope))
        continue;
      for (const target of targets(bus, row.name)) {
        const name = queueNameOfArn(target.Arn);
        const deadLetter = queueNameOfArn(target.DeadLetterConfig?.Arn ?? '');
        if (name !== undefined && queues.exists(name)) queues.send(name, body);
        else if (deadLetter !== undefined && queues.exists(deadLetter)) {
          queues.send(deadLetter, body, {
            ERROR_CODE: { DataType: 'String', StringValue: 'NO_RESOURCE' },
            RULE_ARN: { DataType: 'String', StringValue: ruleArn(bus, row.name) },
          });
        }
      }
    }
  };

  const put = (entry: Input): object => {
    const source = optionalText(entry, 'Source');
    const detailType = optionalText(entry, 'DetailType');
    const detail = optionalText(entry, 'Detail');
    const failed = (ErrorCode: string, ErrorMessage: string) => ({ ErrorCode, ErrorMessage });
    if (!source)
      return failed(
        'InvalidArgument',
        'Parameter Source is not valid. Reason: Source is a required argument.',
      );
    if (!detailType) {
      return failed(
        'InvalidArgument',
        'Parameter DetailType is not valid. Reason: DetailType is a required argument.',
      );
    }
    if (!detail)
      return failed(
        'InvalidArgument',
        'Parameter Detail is not valid. Reason: Detail is a required argument.',
      );
    let parsed: unknown;
    try {
      parsed = JSON.parse(detail);
    } catch {
      parsed = undefined;
    }
    if (!isInput(parsed)) return failed('MalformedDetail', 'Detail is malformed.');
    const id = randomUUID();
    const time = optionalNumber(entry, 'Time');
    deliver(busOf(entry), {
      version: '0',
      id,
      'detail-type': detailType,
      source,
      account,
      time: `${new Date(time === undefined ? clock.now() : time * 1000).toISOString().slice(0, 19)}Z`,
      region,
      resources: texts(entry, 'Resources'),
      detail: parsed,
    });
    return { EventId: id };
  };

  const operations = {
    PutEvents(input: Input) {
      const entries = inputs(input, 'Entries');
      if (entries.length < 1 || entries.length > 10) {
        throw new Fault('ValidationException', 'Entries must have between 1 and 10 members.');
      }
      // One transaction: what is answered as accepted is in every queue it belongs to.
      const Entries = state.transaction(() => entries.map(put));
      return { FailedEntryCount: Entries.filter((entry) => 'ErrorCode' in entry).length, Entries };
    },
    PutRule(input: Input) {
      const name = requiredText(input, 'Name');
      const pattern = requiredText(input, 'EventPattern');
      let parsed: unknown;
      try {
        parsed = JSON.parse(pattern);
      } catch {
        throw invalidPattern('not JSON');
      }
      if (!isInput(parsed)) throw invalidPattern('not an object');
      matches(parsed, {});
      const description = optionalText(input, 'Description');
      const definition: RuleDefinition = {
        EventPattern: pattern,
        State: optionalText(input, 'State') ?? 'ENABLED',
        ...(description === undefined ? {} : { Description: description }),
      };
      state.run(
        'INSERT INTO rule VALUES (?, ?, ?) ON CONFLICT (bus, name) DO UPDATE SET definition = excluded.definition',
        busOf(input),
        name,
        JSON.stringify(definition),
      );
      return { RuleArn: ruleArn(busOf(input), name) };
    },
    DescribeRule(input: Input) {
      const name = requiredText(input, 'Name');
      return describe(busOf(input), name, rule(busOf(input), name));
    },
    ListRules(input: Input) {
      const bus = busOf(input);
      const prefix = optionalText(input, 'NamePrefix') ?? '';
      const found = rules(bus).filter((row) => row.name.startsWith(prefix));
      return { Rules: found.map((row) => describe(bus, row.name, JSON.parse(row.definition))) };
    },
    DeleteRule(input: Input) {
      const bus = busOf(input);
      const name = requiredText(input, 'Name');
      if (targets(bus, name).length > 0) {
        throw new Fault('ValidationException', "Rule can't be deleted since it has targets.");
      }
      state.run('DELETE FROM rule WHERE bus = ? AND name = ?', bus, name);
      return {};
    },
    PutTargets(input: Input) {
      const bus = busOf(input);
      const name = requiredText(input, 'Rule');
      rule(bus, name);
      const FailedEntries: object[] = [];
      for (const target of inputs(input, 'Targets')) {
        const arn = requiredText(target, 'Arn');
        if (queueNameOfArn(arn) === undefined || 'InputPath' in target || 'InputTransformer' in target) {
          const why = 'Only SQS queues that take the whole event can be targets here.';
          FailedEntries.push({ TargetId: target.Id, ErrorCode: 'ValidationException', ErrorMessage: why });
          continue;
        }
        state.run(
          'INSERT INTO target VALUES (?, ?, ?, ?) ON CONFLICT (bus, rule, id) DO UPDATE SET definition = excluded.definition',
          bus,
          name,
          requiredText(target, 'Id'),
          JSON.stringify(target),
        );
      }
      return { FailedEntryCount: FailedEntries.length, FailedEntries };
    },
    ListTargetsByRule(input: Input) {
      const name = requiredText(input, 'Rule');
      rule(busOf(input), name);
      return { Targets: targets(busOf(input), name) };
    },
    RemoveTargets(input: Input) {
      const bus = busOf(input);
      const name = requiredText(input, 'Rule');
      rule(bus, name);
      for (const id of texts(input, 'Ids')) {
        state.run('DELETE FROM target WHERE bus = ? AND rule = ? AND id = ?', bus, name, id);
      }
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
  };
  return operations;
}

export type EventBus = ReturnType<typeof createEventBus>;
