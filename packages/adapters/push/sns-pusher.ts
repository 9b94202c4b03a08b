import {
  CreatePlatformEndpointCommand,
  DeleteEndpointCommand,
  EndpointDisabledException,
  InvalidParameterException,
  NotFoundException,
  PublishCommand,
  SNSClient,
} from '@aws-sdk/client-sns';
import { NotTaken, type Platform, type Push, type Pusher } from '@punctual/application/messages/message.ts';
import { asNotTaken } from '../sms/sns-texter.ts';
import { sendOnce } from '../system/send-once.ts';

/** SNS's platform application for each kind of device; nothing is sent to the others. */
export type PushApplications = Readonly<Partial<Record<Platform, string | undefined>>>;

/**
 * Shows messages on devices through SNS. The endpoint of a device is asked for each time, which is one more request and
 * gives the same one again: nothing has to be kept beside the token, and an application that is configured later
 * reaches the devices that were there before.
 */
export function snsPusher(applications: PushApplications): Pusher {
  const client = new SNSClient(sendOnce);
  return {
    async send({ platform, token }, push) {
      const application = applications[platform];
      if (application === undefined) return 'not_configured';
      let endpoint: string | undefined;
      try {
        const wanted = new CreatePlatformEndpointCommand({
          PlatformApplicationArn: application,
          Token: token,
        });
        endpoint = (await client.send(wanted)).EndpointArn;
      } catch (fault) {
        // A token that the platform's service would never give out.
        if (fault instanceof InvalidParameterException) return 'gone';
        // Nothing was sent yet, so that it is certain even without an answer.
        throw new NotTaken(fault instanceof Error ? fault.name : 'unknown', false);
      }
      try {
        const command = new PublishCommand({
          TargetArn: endpoint,
          Message: JSON.stringify(payloads(push)),
          MessageStructure: 'json',
        });
        const { MessageId: messageId = '' } = await client.send(command);
        return { messageId };
      } catch (fault) {
        if (!(fault instanceof EndpointDisabledException) && !(fault instanceof NotFoundException)) {
          throw asNotTaken(fault);
        }
        // Deleted, so that an app that is installed again with the same token gets an endpoint that works.
        await client.send(new DeleteEndpointCommand({ EndpointArn: endpoint }));
        return 'gone';
      }
    },
  };
}

/** What SNS hands to each of the platforms' services, which have their own forms for the same two texts. */
function payloads({ title, text }: Push): Readonly<Record<string, string>> {
  const apple = JSON.stringify({ aps: { alert: { title, body: text }, sound: 'default' } });
  const google = JSON.stringify({ fcmV1Message: { message: { notification: { title, body: text } } } });
  return { default: `${title}: ${text}`, APNS: apple, APNS_SANDBOX: apple, GCM: google };
}
