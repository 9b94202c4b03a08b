import {
  ConflictException,
  CreateScheduleCommand,
  DeleteScheduleCommand,
  ResourceNotFoundException,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import type { Timers } from '@punctual/application/ports.ts';

export interface TimerTarget {
  /** The schedule group that all timers are in. */
  readonly group: string;
  /** Assumed by EventBridge Scheduler; may send to the queue and its dead-letter queue. */
  readonly roleArn: string;
  /** Where the messages go; its dead-letter queue has the same name with `-dlq`. */
  readonly queueArn: string;
}

/** Timers as one-time schedules of EventBridge Scheduler, which are deleted once they have gone off. */
export function schedulerTimers({ group, roleArn, queueArn }: TimerTarget): Timers {
  const client = new SchedulerClient({ maxAttempts: 3 });
  return {
    async set(name, at, message) {
      // Expressions know whole seconds; upwards, so that no timer goes off early.
      const second = new Date(Math.ceil(at / 1000) * 1000).toISOString().slice(0, 19);
      const schedule = {
        GroupName: group,
        Name: name,
        ScheduleExpression: `at(${second})`,
        ScheduleExpressionTimezone: 'UTC',
        FlexibleTimeWindow: { Mode: 'OFF' as const },
        ActionAfterCompletion: 'DELETE' as const,
        Target: {
          Arn: queueArn,
          RoleArn: roleArn,
          Input: JSON.stringify(message),
          DeadLetterConfig: { Arn: `${queueArn}-dlq` },
        },
      };
      try {
        await client.send(new CreateScheduleCommand(schedule));
      } catch (fault) {
        if (!(fault instanceof ConflictException)) throw fault;
        await client.send(new UpdateScheduleCommand(schedule));
      }
    },
    async cancel(name) {
      try {
        await client.send(new DeleteScheduleCommand({ GroupName: group, Name: name }));
      } catch (fault) {
        if (!(fault instanceof ResourceNotFoundException)) throw fault;
      }
    },
  };
}
