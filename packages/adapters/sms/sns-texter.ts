import { PublishCommand, SNSClient, SNSServiceException } from '@aws-sdk/client-sns';
import { NotTaken, type Texter } from '@punctual/application/messages/message.ts';
import { sendOnce } from '../system/send-once.ts';

/** Sends text messages through SNS, as what they are: somebody waits for them, nobody advertises. */
export function snsTexter(): Texter {
  const client = new SNSClient(sendOnce);
  return {
    async send(phone, text) {
      const command = new PublishCommand({
        PhoneNumber: phone,
        Message: text,
        MessageAttributes: {
          'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Transactional' },
        },
      });
      try {
        const { MessageId = '' } = await client.send(command);
        return MessageId;
      } catch (fault) {
        throw asNotTaken(fault);
      }
    },
  };
}

/** With an answer from SNS it is certain that the message was not taken; without one nothing is. */
export function asNotTaken(fault: unknown): unknown {
  if (!(fault instanceof SNSServiceException) || fault.$metadata.httpStatusCode === undefined) return fault;
  return new NotTaken(fault.name, forGood.has(fault.name));
}

/** Answers that another try would not change: a number that cannot be, or whose owner wants nothing more from us. */
const forGood = new Set([
  'InvalidParameterException',
  'InvalidParameterValueException',
  'OptedOutException',
  'ValidationException',
]);
