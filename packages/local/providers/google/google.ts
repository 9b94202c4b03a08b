import type { CreateStandIn } from '../stand-in.ts';
import { failureAnswer } from './answers.ts';
import { createCalendarApi } from './calendar-api.ts';
import { createChannels } from './channels.ts';
import { createConferences } from './conferences.ts';
import { createControl } from './control.ts';
import { createEvents } from './events.ts';
import { createGrants } from './grants.ts';
import { createIdentity } from './identity.ts';
import { createListing } from './listing.ts';
import { createOauth } from './oauth.ts';
import { createStore } from './store.ts';

const clientId = '100000000000-punctual.apps.googleusercontent.com';
const clientSecret = 'GOCSPX-for-this-machine-only';

/** The addresses of the demo data's coaches. */
const demoAccounts = [
  { email: 'demo-coach@example.com', name: 'Maya Rivera', timeZone: 'America/New_York' },
  { email: 'demo-therapist@example.com', name: 'Jonas Weber', timeZone: 'Europe/Berlin' },
];

/** Google: Calendar API v3, and OAuth 2.0 for web server applications with accounts that anybody may choose. */
export const createGoogle: CreateStandIn = ({ origin, productUrl, clock, records, push }) => {
  const store = createStore(records);
  const grants = createGrants(records, clock);
  const identity = createIdentity(records, clientId, clock);
  const conferences = createConferences(records, store, clock);
  const channels = createChannels(records, origin, clock, push);
  let quiet = false;
  const changed = (calendar: string) => {
    if (!quiet) channels.notify(calendar);
  };
  /** Many changes that are told of as one. */
  const atOnce = <T>(calendar: string, work: () => T): T =>
    records.transaction(() => {
      quiet = true;
      try {
        return work();
      } finally {
        quiet = false;
        channels.notify(calendar);
      }
    });
  const events = createEvents(records, store, conferences, clock, changed);
  const listing = createListing(store, clock);
  const redirectUri = `${productUrl}/api/calendar-integration/callback`;
  const oauth = createOauth({ clientId, clientSecret, redirectUri, records, store, grants, identity, clock });
  const calendarApi = createCalendarApi({ store, grants, events, listing, channels });
  const control = createControl({ records, store, grants, events, channels, conferences, atOnce, clock });
  return {
    environment: {
      GOOGLE_API_URL: origin,
      GOOGLE_OAUTH_URL: origin,
      GOOGLE_CLIENT_ID: clientId,
      GOOGLE_CLIENT_SECRET: clientSecret,
      GOOGLE_REDIRECT_URI: redirectUri,
    },
    handle(request) {
      openDemoAccounts();
      const answer = oauth(request) ?? calendarApi(request);
      return answer ?? { status: 404, body: '<!doctype html><title>Error 404 (Not Found)!!1</title>' };
    },
    refuse: failureAnswer,
    dev(request) {
      openDemoAccounts();
      return control(request);
    },
    nextDueAt: () => conferences.nextDueAt(),
    fireDue: () =>
      records.transaction(() => {
        const calendars = conferences.fireDue();
        for (const calendar of calendars) changed(calendar);
        return calendars.length;
      }),
  };

  /** Somebody to choose on the page that asks for consent, also after everything has been emptied. */
  function openDemoAccounts() {
    if (store.accounts().length > 0) return;
    for (const { email, ...details } of demoAccounts) store.openAccount(email, details);
  }
};
