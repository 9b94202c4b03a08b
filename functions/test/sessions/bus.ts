import type { Cloud } from '@punctual/local/cloud.ts';

/** What lands on the event bus, in the order in which it came. */
export interface BusWatch {
  /** The details of one type so far, after everything under way has come to rest. */
  received(detailType: string): Promise<readonly Record<string, unknown>[]>;
}

/** Puts a queue of the test's own on the bus, over the wire protocols that the SDK's clients speak. */
export async function watchBus(cloud: Cloud, detailTypes: readonly string[]): Promise<BusWatch> {
  const call = async (target: string, input: object) => {
    const response = await fetch(cloud.endpoints.aws, {
      method: 'POST',
      headers: { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1' },
      body: JSON.stringify(input),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${target}: ${text}`);
    return JSON.parse(text);
  };
  const rule = { EventBusName: process.env.EVENT_BUS_NAME, Rule: 'watch', Name: 'watch' };
  const { QueueUrl } = await call('AmazonSQS.CreateQueue', { QueueName: 'watch' });
  const { Attributes } = await call('AmazonSQS.GetQueueAttributes', {
    QueueUrl,
    AttributeNames: ['QueueArn'],
  });
  await call('AWSEvents.PutRule', { ...rule, EventPattern: JSON.stringify({ 'detail-type': detailTypes }) });
  await call('AWSEvents.PutTargets', { ...rule, Targets: [{ Id: 'watch', Arn: Attributes.QueueArn }] });

  const events: { 'detail-type': string; detail: Record<string, unknown> }[] = [];
  return {
    async received(detailType) {
      await cloud.settle();
      for (;;) {
        const { Messages = [] } = await call('AmazonSQS.ReceiveMessage', {
          QueueUrl,
          MaxNumberOfMessages: 10,
        });
        for (const { Body, ReceiptHandle } of Messages) {
          events.push(JSON.parse(Body));
          await call('AmazonSQS.DeleteMessage', { QueueUrl, ReceiptHandle });
        }
        if (Messages.length === 0) break;
      }
      return events.filter((event) => event['detail-type'] === detailType).map(({ detail }) => detail);
    },
  };
}
