import { dynamodbRecoveries } from '@punctual/adapters/dynamodb/recoveries.ts';
import { signedLinks } from '@punctual/adapters/secrets/signed-links.ts';
import { escapeHtml } from '@punctual/application/messages/html.ts';
import type { Person } from '@punctual/application/model.ts';
import { declinableProvider, optOut } from '@punctual/application/recovery/opt-out.ts';
import * as routes from '@punctual/contracts/public/unsubscribe.ts';
import { httpFunction, on } from '@punctual/lambda/http/http-function.ts';
import { http, ports, table } from '../../wiring.ts';

const withLinks = { ...ports, links: signedLinks(), recoveries: dynamodbRecoveries(table) };

export const handler = httpFunction(http, [
  on(routes.getUnsubscribePage, async ({ params }) => {
    const provider = await declinableProvider(withLinks, params.token);
    if (!provider.ok) return provider;
    const question = `Do you want no more mail about bookings with ${nameOf(provider.value)} that you did not finish?`;
    // Without an action it is posted to the address of the page, in the form that mail programs use.
    const button = `<form method="post"><button name="List-Unsubscribe" value="One-Click">No more mail</button></form>`;
    return page(`<p>${escapeHtml(question)}</p>${button}`);
  }),

  on(routes.unsubscribe, async ({ params }) => {
    const provider = await optOut(withLinks, params.token);
    if (!provider.ok) return provider;
    const answer = `You will get no more mail about bookings with ${nameOf(provider.value)} that you did not finish.`;
    return page(`<p>${escapeHtml(answer)}</p>`);
  }),
]);

function nameOf(provider: Person | undefined): string {
  return provider?.name || 'this coach';
}

/** Nothing is loaded, nothing runs, and what is sent goes here only. */
const headers = {
  'content-security-policy':
    "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
};

function page(content: string) {
  const head =
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Mail about bookings</title>';
  const body = `<!doctype html>\n<html lang="en"><head>${head}</head><body><main>${content}</main></body></html>\n`;
  return { body, headers };
}
