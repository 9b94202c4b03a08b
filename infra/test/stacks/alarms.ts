import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workers } from '@punctual/contracts/registry.ts';
import { createLogger } from '@punctual/lambda/logger.ts';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { functionsDirectory } from '../../compose.ts';
import type { Resource } from '../synthesis.ts';
import { everyResource, product } from './product.ts';

describe('queues and alarms', () => {
  const alarms = everyResource.filter(([, { Type }]) => Type === 'AWS::CloudWatch::Alarm');
  const queues = everyResource.filter(([, { Type }]) => Type === 'AWS::SQS::Queue');
  const mappings = everyResource.filter(([, { Type }]) => Type === 'AWS::Lambda::EventSourceMapping');

  it('give each worker a dead-letter queue that rings', () => {
    const deadLetters = queues.filter(([, { Properties }]) => /-dlq$/.test(String(Properties.QueueName)));
    expect(deadLetters.map(([, { Properties }]) => Properties.QueueName).sort()).toEqual(
      workers.map(({ name }) => `punctual-dev-${name}-dlq`).sort(),
    );
    for (const [id, { Properties }] of deadLetters) {
      expect(Properties.SqsManagedSseEnabled).toBe(true);
      const watching = alarms.filter(
        ([, alarm]) =>
          alarm.Properties.MetricName === 'ApproximateNumberOfMessagesVisible' &&
          JSON.stringify(alarm.Properties.Dimensions).includes(`"${id}"`),
      );
      expect(watching.map(([, alarm]) => alarm.Properties.Threshold)).toEqual([1]);
      expect(
        mappings.concat(queues).some(([, user]) => JSON.stringify(user.Properties).includes(`"${id}"`)),
      ).toBe(true);
    }
  });

  it('tell the topic, and say what they mean', () => {
    expect(alarms.length).toBeGreaterThan(0);
    for (const [, { Properties }] of alarms) {
      expect(JSON.stringify(Properties.AlarmActions)).toContain('Alarms');
      expect(String(Properties.AlarmDescription).length).toBeGreaterThan(40);
      expect(Properties.TreatMissingData).toBe('notBreaching');
    }
  });

  it('stand in the handbook, each of them', () => {
    const handbook = readFileSync(join(import.meta.dirname, '..', '..', 'OPERATIONS.md'), 'utf8');
    const [, section = ''] = handbook.split('## When an alarm rings');
    const table = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('| `'));
    const names = table.flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`…?([A-Z]\w+)`/g)]);
    const told = names.map(([, name = '']) => name);
    for (const [id] of alarms)
      expect(
        told.some((name) => id.includes(name)),
        id,
      ).toBe(true);
    for (const name of told) {
      // The firewall's are in a stack of its own.
      if (['Blocked', 'CertificateEnding'].includes(name)) continue;
      expect(
        alarms.some(([id]) => id.includes(name)),
        name,
      ).toBe(true);
    }
  });

  it('read new event items from the stream, in order, each failure by itself', () => {
    product.workers.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 100,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: 10_000,
      ParallelizationFactor: 4,
      StartingPosition: 'TRIM_HORIZON',
      DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
      FilterCriteria: {
        Filters: [
          {
            Pattern: JSON.stringify({
              eventName: ['INSERT'],
              dynamodb: { NewImage: { entity: { S: ['event'] } } },
            }),
          },
        ],
      },
    });
    product.workers.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'IteratorAge' });
  });

  it('watch the product as a whole', () => {
    const named = ({ Properties }: Resource) => JSON.stringify([Properties.MetricName, Properties.Metrics]);
    const watched = alarms.map(([, alarm]) => named(alarm)).join();
    for (const metric of [
      '5xx',
      'Latency',
      'ReadThrottleEvents',
      'SystemErrors',
      'Throttles',
      'InvocationDroppedCount',
      'Reputation.BounceRate',
      'Reputation.ComplaintRate',
    ]) {
      expect(watched).toContain(`"${metric}"`);
    }
    product.observability.resourceCountIs('AWS::CloudWatch::Dashboard', 1);
  });

  it('watch metrics of our own under the very names by which functions write them', () => {
    const lines: string[] = [];
    const environment = { POWERTOOLS_SERVICE_NAME: 'punctual-dev' };
    createLogger(environment, (line) => lines.push(line)).info(
      'said',
      { lateness: 1 },
      { lateness: 'Milliseconds' },
    );
    const { service, _aws } = JSON.parse(lines[0] ?? '');
    const [{ Namespace, Dimensions }] = _aws.CloudWatchMetrics;
    const own = alarms.filter(([, { Properties }]) => Properties.Namespace === Namespace);
    expect(own.map(([, { Properties }]) => Properties.MetricName).sort()).toEqual(['lateness', 'lost']);
    for (const [, { Properties }] of own) {
      const given = Properties.Dimensions as { Name: string; Value: unknown }[];
      expect(given.map(({ Name }) => Name).sort()).toEqual([...Dimensions[0]].sort());
      expect(given.find(({ Name }) => Name === 'service')?.Value).toBe(service);
    }
    const written = ['send-reminder', 'tell-connection-owner'].map((name) =>
      readFileSync(join(functionsDirectory, 'workers', `${name}.ts`), 'utf8'),
    );
    expect(written[0]).toContain("operation: 'sendReminder'");
    expect(written[1]).toContain("operation: 'tellConnectionOwner'");
  });

  it('give a function of a provider no more batches at once than it declares', () => {
    const limited = workers.flatMap(({ name, source }) =>
      source.kind === 'queue' && source.atOnce !== undefined ? [{ name, atOnce: source.atOnce }] : [],
    );
    const given = mappings.flatMap(([, { Properties }]) => {
      const scaling = Properties.ScalingConfig as { MaximumConcurrency: number } | undefined;
      return scaling === undefined ? [] : [scaling.MaximumConcurrency];
    });
    expect(given.sort()).toEqual(limited.map(({ atOnce }) => atOnce).sort());
    expect(limited.map(({ name }) => name)).toEqual(expect.arrayContaining(['sync-calendar', 'import-busy']));
  });
});
