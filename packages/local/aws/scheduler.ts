import { Fault, type Input, isInput, optionalText } from './fault.ts';
import { groupArn, type ScheduleRow, type Schedules, scheduleArn } from './schedules.ts';

const seconds = (instant: number) => instant / 1000;

function summary(row: ScheduleRow): Record<string, unknown> {
  const definition: Input = JSON.parse(row.definition);
  return {
    Arn: scheduleArn(row.group_name, row.name),
    Name: row.name,
    GroupName: row.group_name,
    State: definition.State ?? 'ENABLED',
    CreationDate: seconds(row.created_at),
    LastModificationDate: seconds(row.modified_at),
  };
}

/** EventBridge Scheduler's REST calls; `undefined` for a path that is none of them. */
export function createScheduler(schedules: Schedules) {
  return (method: string, path: string, query: URLSearchParams, body: Input): object | undefined => {
    const [, collection, encoded, ...rest] = path.split('/');
    if (rest.length > 0 || (collection !== 'schedules' && collection !== 'schedule-groups')) return undefined;
    const name = encoded === undefined ? '' : decodeURIComponent(encoded);

    if (collection === 'schedule-groups') {
      const describe = (group: { name: string; created_at: number }) => ({
        Arn: groupArn(group.name),
        Name: group.name,
        State: 'ACTIVE',
        CreationDate: seconds(group.created_at),
        LastModificationDate: seconds(group.created_at),
      });
      if (name === '' && method === 'GET') return { ScheduleGroups: schedules.groups().map(describe) };
      if (method === 'POST') {
        schedules.createGroup(name);
        return { ScheduleGroupArn: groupArn(name) };
      }
      if (method === 'GET') return describe(schedules.group(name));
      if (method === 'DELETE') {
        schedules.removeGroup(name);
        return {};
      }
      return undefined;
    }

    if (name === '' && method === 'GET') {
      const limit = Math.min(Number(query.get('MaxResults') ?? 100), 100);
      const group = query.get('ScheduleGroup');
      const prefix = query.get('NamePrefix');
      const token = query.get('NextToken');
      const rows = schedules.list({
        limit: limit + 1,
        ...(group === null ? {} : { group }),
        ...(prefix === null ? {} : { prefix }),
        ...(token === null ? {} : { after: positionOf(token) }),
      });
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return {
        Schedules: page.map((row) => {
          const definition: Input = JSON.parse(row.definition);
          const target = isInput(definition.Target) ? { Arn: definition.Target.Arn } : {};
          return { ...summary(row), Target: target };
        }),
        ...(rows.length > limit && last !== undefined
          ? { NextToken: Buffer.from(JSON.stringify([last.group_name, last.name])).toString('base64url') }
          : {}),
      };
    }

    const group = optionalText(body, 'GroupName') ?? query.get('groupName') ?? 'default';
    const { GroupName: _group, ClientToken: token, Name: _name, ...definition } = body;
    switch (method) {
      case 'POST':
        schedules.create(group, name, definition, typeof token === 'string' ? token : undefined);
        return { ScheduleArn: scheduleArn(group, name) };
      case 'PUT':
        schedules.update(group, name, definition);
        return { ScheduleArn: scheduleArn(group, name) };
      case 'GET': {
        const row = schedules.get(group, name);
        return { ...JSON.parse(row.definition), ...summary(row) };
      }
      case 'DELETE':
        schedules.remove(group, name);
        return {};
      default:
        return undefined;
    }
  };
}

function positionOf(token: string): [string, string] {
  try {
    const position: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    if (Array.isArray(position) && position.length === 2) return [String(position[0]), String(position[1])];
  } catch {
    // Answered below like any other token that is not ours.
  }
  throw new Fault('ValidationException', 'Invalid NextToken.');
}
