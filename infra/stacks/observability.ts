import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Dashboard, GraphWidget, type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Operation } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { alarm } from '../constructs/alarm.ts';
import { StreamWorker } from '../constructs/stream-worker.ts';
import { resourceName, type Settings } from '../settings.ts';
import type { ApiStack } from './api.ts';
import type { DataStack } from './data.ts';
import { blockedRequests } from './edge.ts';
import type { WorkersStack } from './workers.ts';

export interface ObservabilityStackProps extends StackProps {
  readonly settings: Settings;
  readonly data: DataStack;
  readonly api: ApiStack;
  readonly workers: WorkersStack;
}

const period = Duration.minutes(5);

/** Lateness of a reminder, in milliseconds, that a person would notice: a push is sent half an hour before. */
const lateReminder = 5 * 60_000;

/**
 * Alarms on the product as a whole, and the dashboard. Alarms on one worker or function stand beside it, and those that
 * take new code back stand where the code is deployed.
 */
export class ObservabilityStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { settings, data, api, workers, ...props }: ObservabilityStackProps,
  ) {
    super(scope, id, props);
    // A graph must not keep a worker from being removed: references from here are read when this stack is deployed, and
    // lock nothing. Those of the other stacks stay strong, so that nothing in use can be deleted.
    this.node.setContext('@aws-cdk/core:defaultCrossStackReferences', 'weak');
    const { api: http, functions } = api.contract;
    const { alarms: topic } = data;
    const requests = http.metricCount({ period, statistic: 'Sum' });
    const faults = http.metricServerError({ period, statistic: 'Sum' });
    const latency = http.metricLatency({ period, statistic: 'p99' });
    const { throttled, faulty } = tableMetrics(data);
    const said = wordsOf(settings);
    const reminders = said('sendReminder', 'lateness', { statistic: 'Maximum' });
    const connections = said('tellConnectionOwner', 'lost', { period: Duration.hours(1) });
    const functionsThrottled = ofAccount('AWS/Lambda', 'Throttles', 'Sum');
    const bounces = ofAccount('AWS/SES', 'Reputation.BounceRate', 'Average');
    const complaints = ofAccount('AWS/SES', 'Reputation.ComplaintRate', 'Average');
    const timersDropped = new Metric({
      namespace: 'AWS/Scheduler',
      metricName: 'InvocationDroppedCount',
      dimensionsMap: { ScheduleGroup: data.timers.scheduleGroupName },
      period,
      statistic: 'Sum',
    });

    const rings: Readonly<Record<string, Omit<Parameters<typeof alarm>[2], 'topic'>>> = {
      ApiSlow: {
        metric: latency,
        threshold: 3000,
        evaluationPeriods: 3,
        description: 'One request in a hundred takes over 3 seconds: look at the traces of the slow routes.',
      },
      TableThrottled: {
        metric: throttled,
        threshold: 10,
        description: 'The table refuses requests: look for one partition that everybody writes to.',
      },
      TableFaulty: {
        metric: faulty,
        threshold: 5,
        evaluationPeriods: 2,
        description:
          'DynamoDB answers with errors of its own: look at the health page of AWS; it needs no help.',
      },
      FunctionsThrottled: {
        metric: functionsThrottled,
        threshold: 5,
        description:
          'Lambda refuses to run functions of this account: find what runs so many at once, ask for a higher limit.',
      },
      RemindersLate: {
        metric: reminders,
        threshold: lateReminder,
        evaluationPeriods: 3,
        datapointsToAlarm: 2,
        description:
          'Reminders are sent more than five minutes late: look at the queue and the log of send-reminder.',
      },
      TimersDropped: {
        metric: timersDropped,
        threshold: 1,
        description:
          'EventBridge Scheduler gave up delivering a timer: look into the dead-letter queues, then at its roles.',
      },
      ConnectionsLost: {
        metric: connections,
        threshold: 5,
        description:
          'Five calendars lost their connection within an hour: more than people revoke, so look at our access at the provider.',
      },
      MailBounces: {
        metric: bounces,
        threshold: 0.05,
        evaluationPeriods: 3,
        description: 'SES counts 5 bounces in 100 mails, and stops sending at 10: find out to whom they go.',
      },
      MailComplaints: {
        metric: complaints,
        threshold: 0.001,
        evaluationPeriods: 3,
        description:
          'One mail in a thousand is called spam, and SES stops sending at five: find out which kind.',
      },
    };
    for (const [name, one] of Object.entries(rings)) alarm(this, name, { ...one, topic });

    const each = (metric: (worker: WorkersStack['workers'][number]) => IMetric) =>
      workers.workers.map(metric);
    const dashboard = new Dashboard(this, 'Dashboard', { dashboardName: resourceName(settings, 'overview') });
    dashboard.addWidgets(
      new GraphWidget({
        title: 'Requests and refusals',
        left: [requests, http.metricClientError({ period, statistic: 'Sum' }), faults],
      }),
      new GraphWidget({
        title: 'Latency, ms',
        left: ['p50', 'p90', 'p99'].map((statistic) =>
          http.metricLatency({ period, statistic, label: statistic }),
        ),
      }),
    );
    dashboard.addWidgets(
      new GraphWidget({
        title: 'Errors of HTTP functions',
        left: functions.map((fn) => fn.function.metricErrors({ period, label: fn.node.id })),
      }),
      new GraphWidget({
        title: 'Table',
        left: [
          data.table.metricConsumedReadCapacityUnits({ period, statistic: 'Sum' }),
          data.table.metricConsumedWriteCapacityUnits({ period, statistic: 'Sum' }),
        ],
        right: [throttled, faulty],
      }),
    );
    dashboard.addWidgets(
      new GraphWidget({
        title: 'How far workers are behind, s',
        left: each((worker) =>
          worker instanceof StreamWorker
            ? new MathExpression({
                expression: 'age / 1000',
                usingMetrics: {
                  age: worker.worker.function.metric('IteratorAge', { period, statistic: 'Maximum' }),
                },
                label: worker.node.id,
                period,
              })
            : worker.queue.metricApproximateAgeOfOldestMessage({ period, label: worker.node.id }),
        ),
      }),
      new GraphWidget({
        title: 'Dead letters',
        left: each(({ deadLetters, node }) =>
          deadLetters.metricApproximateNumberOfMessagesVisible({
            period,
            statistic: 'Maximum',
            label: node.id,
          }),
        ),
      }),
    );
    dashboard.addWidgets(
      new GraphWidget({
        title: 'Lateness of reminders, ms',
        left: [said('sendReminder', 'lateness', { statistic: 'p50' }), reminders],
        right: [timersDropped],
      }),
      new GraphWidget({
        title: 'Providers: connections lost, entries mended',
        left: [
          said('tellConnectionOwner', 'lost'),
          said('reconcileCalendar', 'mended'),
          said('reconcileCalendar', 'reported'),
        ],
      }),
      new GraphWidget({
        title: 'The account: functions refused, bounces and complaints',
        left: [functionsThrottled],
        right: [bounces, complaints],
      }),
    );
    if (settings.firewall) {
      dashboard.addWidgets(new GraphWidget({ title: 'Firewall', left: [blockedRequests(settings)] }));
    }
  }
}

/** What the functions say of themselves in their logs (packages/lambda/logger.ts). */
function wordsOf({ stage }: Settings) {
  return (operation: string, metricName: string, options: { statistic?: string; period?: Duration } = {}) =>
    new Metric({
      namespace: 'Punctual',
      metricName,
      dimensionsMap: { service: `punctual-${stage}`, operation },
      period,
      statistic: 'Sum',
      ...options,
    });
}

/** Metrics that AWS keeps for an account and region as a whole, whatever else runs there. */
function ofAccount(namespace: string, metricName: string, statistic: string): Metric {
  return new Metric({ namespace, metricName, statistic, period });
}

function tableMetrics({ table }: DataStack) {
  const sum = { period, statistic: 'Sum' };
  const ofIndex = (kind: string, GlobalSecondaryIndexName: string) =>
    table.metric(`${kind}ThrottleEvents`, {
      ...sum,
      dimensionsMap: { TableName: table.tableName, GlobalSecondaryIndexName },
    });
  // An index that cannot follow holds up writes to the table, and counts them for itself only.
  const usingMetrics = {
    reads: table.metric('ReadThrottleEvents', sum),
    writes: table.metric('WriteThrottleEvents', sum),
    reads1: ofIndex('Read', 'gsi1'),
    writes1: ofIndex('Write', 'gsi1'),
    reads2: ofIndex('Read', 'gsi2'),
    writes2: ofIndex('Write', 'gsi2'),
  };
  const throttled = new MathExpression({
    label: 'Throttled reads and writes',
    expression: Object.keys(usingMetrics)
      .map((name) => `FILL(${name}, 0)`)
      .join(' + '),
    usingMetrics,
    period,
  });
  const operations = [
    Operation.BATCH_GET_ITEM,
    Operation.GET_ITEM,
    Operation.PUT_ITEM,
    Operation.QUERY,
    Operation.TRANSACT_WRITE_ITEMS,
    Operation.UPDATE_ITEM,
  ];
  const faulty = table.metricSystemErrorsForOperations({ operations, period, label: 'Faults of DynamoDB' });
  return { throttled, faulty };
}
