import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Publication } from '@punctual/application/events/publications.ts';

export interface EventBus {
  /**
   * Puts up to ten events on the bus. Answers how many of them, from the first, were taken: what follows a refused
   * one counts as not taken, so that order is kept when the caller tries again from there.
   */
  publish(publications: readonly Publication[]): Promise<number>;
}

/** PutEvents takes ten entries a request. */
export const maximumEntries = 10;

/** The event bus of EventBridge. The SDK tries a request again that fails; entries refused within one are the caller's. */
export function eventBridge(EventBusName: string, Source: string): EventBus {
  const client = new EventBridgeClient({ maxAttempts: 3 });
  return {
    async publish(publications) {
      const Entries = publications.map(({ detailType, detail, at }) => ({
        EventBusName,
        Source,
        DetailType: detailType,
        Detail: JSON.stringify(detail),
        Time: new Date(at),
      }));
      const { Entries: results = [] } = await client.send(new PutEventsCommand({ Entries }));
      const refused = results.findIndex(({ ErrorCode }) => ErrorCode !== undefined);
      return refused === -1 ? publications.length : refused;
    },
  };
}
