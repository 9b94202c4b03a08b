import { eventBusName } from '@punctual/local/environment.ts';

/** Tries of somebody who was not told whether the bus has taken an event, and sends it again. */
const maximumTries = 8;

/** Puts events on the bus as whoever takes payments does; tells whether one was taken, perhaps more than once. */
export function publisher(url: string): (detailType: string, detail: object) => Promise<boolean> {
  return async (detailType, detail) => {
    const entry = {
      Source: 'payments.example',
      DetailType: detailType,
      Detail: JSON.stringify(detail),
      EventBusName: eventBusName,
    };
    for (let attempt = 1; attempt <= maximumTries; attempt += 1) {
      const isTaken = await fetch(url, {
        method: 'POST',
        headers: { 'x-amz-target': 'AWSEvents.PutEvents', 'content-type': 'application/x-amz-json-1.1' },
        body: JSON.stringify({ Entries: [entry] }),
      }).then(
        async (response) => {
          const answer = (await response.json()) as { readonly FailedEntryCount?: number };
          return response.ok && answer.FailedEntryCount === 0;
        },
        () => false,
      );
      if (isTaken) return true;
      await new Promise((resolve) => setTimeout(resolve, 100 * attempt));
    }
    return false;
  };
}
