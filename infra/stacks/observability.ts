import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Dashboard, GraphWidget, type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { alarm } from '../constructs/alarm.ts';
import { StreamWorker } from '../constructs/stream-worker.ts';
import { resourceName, type Settings } from '../settings.ts';
import type { ApiStack } from './api.ts';
import type { DataStack } from './data.ts';
import type { WorkersStack } from './workers.ts';

export interface ObservabilityStackProps extends StackProps {
  readonly settings: Settings;
  readonly data: DataStack;
  readonly api: ApiStack;
  readonly workers: WorkersStack;
}

const period = Duration.minutes(5);

/** Alarms on the product as a whole, and the dashboard. Alarms on one worker stand beside the worker. */
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
    const { table, alarms: topic } = data;
    const requests = http.metricCount({ period, statistic: 'Sum' });
    const faults = http.metricServerError({ period, statistic: 'Sum' });
    const latency = http.metricLatency({ period, statistic: 'p99' });
    const throttles = new MathExpression({
      label: 'Throttled reads and writes',
      expression: 'FILL(reads, 0) + FILL(writes, 0)',
      usingMetrics: {
        reads: table.metric('ReadThrottleEvents', { period, statistic: 'Sum' }),
        writes: table.metric('WriteThrottleEvents', { period, statistic: 'Sum' }),
      },
      period,
    });

    alarm(this, 'ApiFaults', {
      metric: faults,
      threshold: 5,
      description:
        'The API answered 5xx five times in five minutes: look for "fault" in the logs of its functions.',
      topic,
    });
    alarm(this, 'ApiSlow', {
      metric: latency,
      threshold: 3000,
      evaluationPeriods: 3,
      description: 'One request in a hundred takes over 3 seconds: look at the traces of the slow routes.',
      topic,
    });
    alarm(this, 'TableThrottled', {
      metric: throttles,
      threshold: 10,
      description: 'The table refuses requests: look for one partition that everybody writes to.',
      topic,
    });

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
          table.metricConsumedReadCapacityUnits({ period, statistic: 'Sum' }),
          table.metricConsumedWriteCapacityUnits({ period, statistic: 'Sum' }),
        ],
        right: [throttles],
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
  }
}
