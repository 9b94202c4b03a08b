/**
 * The scopes that can be asked for, in words for the person who is asked (OAuth 2.0 scopes for Google APIs). The long names
 * of `email` and `profile` mean the same as the short ones.
 */
const calendarScope = 'https://www.googleapis.com/auth/calendar';

const described: Readonly<Record<string, string>> = {
  openid: 'Know who you are on Google',
  email: 'See your primary Google Account email address',
  profile: 'See your personal info, including any personal info you have made publicly available',
  [calendarScope]: 'See, edit, share, and permanently delete all the calendars you can access',
  [`${calendarScope}.readonly`]: 'See and download any calendar you can access',
  [`${calendarScope}.events`]: 'View and edit events on all your calendars',
  [`${calendarScope}.events.readonly`]: 'View events on all your calendars',
  [`${calendarScope}.events.owned`]: 'See, create, change, and delete events on calendars you own',
  [`${calendarScope}.events.owned.readonly`]: 'See the events on calendars you own',
  [`${calendarScope}.freebusy`]: 'View your availability in your calendars',
  [`${calendarScope}.events.freebusy`]: 'See the availability on calendars you have access to',
  [`${calendarScope}.calendarlist`]: 'See, add, and remove calendars you are subscribed to',
  [`${calendarScope}.calendarlist.readonly`]: 'See the list of calendars you are subscribed to',
  [`${calendarScope}.calendars`]: 'See and change the properties of calendars you have access to',
  [`${calendarScope}.calendars.readonly`]: 'See the title, description and time zone of your calendars',
};

const longNames: Readonly<Record<string, string>> = {
  'https://www.googleapis.com/auth/userinfo.email': 'email',
  'https://www.googleapis.com/auth/userinfo.profile': 'profile',
};

export function shortName(scope: string): string {
  return longNames[scope] ?? scope;
}

/** As a token's answer names it. */
export function longName(scope: string): string {
  return Object.entries(longNames).find(([, short]) => short === scope)?.[0] ?? scope;
}

/** In words; `undefined` for a scope that is unknown here. */
export function describeScope(scope: string): string | undefined {
  return described[shortName(scope)];
}

const suffixes = (...names: readonly string[]) => ['', ...names].map((name) => `${calendarScope}${name}`);

/** The scopes of which a method wants one (discovery document, and the newer narrow ones). */
export const scopesFor = {
  readEvents: suffixes('.readonly', '.events', '.events.readonly', '.events.owned', '.events.owned.readonly'),
  writeEvents: suffixes('.events', '.events.owned'),
  readList: suffixes('.readonly', '.calendarlist', '.calendarlist.readonly'),
  readCalendar: suffixes('.readonly', '.calendars', '.calendars.readonly'),
  freeBusy: suffixes('.readonly', '.freebusy', '.events.freebusy'),
} as const;
