import { Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { Settings } from '../settings.ts';

export interface AlarmProps {
  readonly metric: IMetric;
  /** Rings at this value and above, in the metric's unit. */
  readonly threshold: number;
  /** Periods in a row that must reach it; 1 unless told. */
  readonly evaluationPeriods?: number;
  /** How many of these periods must reach it, when not all. */
  readonly datapointsToAlarm?: number;
  /** What it means and what to do, for whoever is woken by it. */
  readonly description: string;
  readonly topic: ITopic;
}

/** An alarm that tells the topic when it rings and when it is over; no data is no alarm. */
export function alarm(scope: Construct, id: string, props: AlarmProps): Alarm {
  const { metric, threshold, evaluationPeriods = 1, datapointsToAlarm, description, topic } = props;
  const made = new Alarm(scope, id, {
    metric,
    threshold,
    evaluationPeriods,
    ...(datapointsToAlarm !== undefined && { datapointsToAlarm }),
    alarmDescription: description,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
  const action = new SnsAction(topic);
  made.addAlarmAction(action);
  made.addOkAction(action);
  return made;
}

/** Where alarms of one region tell whoever the settings name, who has to confirm it once for each region. */
export function alarmTopic(scope: Construct, { stage, alarmEmail }: Settings): Topic {
  const topic = new Topic(scope, 'Alarms', {
    displayName: `Punctual ${stage} alarms`,
    enforceSSL: true,
  });
  // A topic with a policy of its own lets nobody publish who is not named.
  topic.grantPublish(
    new ServicePrincipal('cloudwatch.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  );
  if (alarmEmail !== undefined) topic.addSubscription(new EmailSubscription(alarmEmail));
  return topic;
}
