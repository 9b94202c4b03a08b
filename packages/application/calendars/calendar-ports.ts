import type { Ports, Queue } from '../ports.ts';
import type { CalendarProviderName } from './connection.ts';
import type {
  BusyTime,
  CalendarProvider,
  CalendarSigner,
  Connections,
  FaultKind,
  PendingAuthorizations,
} from './ports.ts';
import { CalendarFault } from './ports.ts';

/** Everything that the use cases of calendars reach the world through; each takes what it needs of it. */
export interface CalendarPorts extends Ports {
  readonly connections: Connections;
  readonly providers: Readonly<Record<CalendarProviderName, CalendarProvider>>;
  readonly busyTime: BusyTime;
  readonly authorizations: PendingAuthorizations;
  readonly signer: CalendarSigner;
  /** Where providers send people back to, as it is registered with them. */
  readonly redirectUris: Readonly<Record<CalendarProviderName, string>>;
  /** Of the worker that brings calendars into agreement. */
  readonly syncQueue: Queue;
  /** Of the worker that reads busy time. */
  readonly importQueue: Queue;
  readonly publicApiUrl: string;
}

/** Work for one connection; both queues take it. */
export interface ConnectionMessage {
  readonly connection_id: string;
}

/** Work for the worker that reads busy time. */
export interface ImportMessage extends ConnectionMessage {
  /** The provider has ended the push channel, or is about to. */
  readonly renew_channel?: boolean;
}

/** Another worker speaks to the provider for this connection: the queue brings the message again. */
export class ConnectionBusy extends Error {
  /** Two at once is nothing to worry about. */
  readonly expected = true;
  readonly retryAfterSeconds: number;

  /** @param retryAfterSeconds about as long as a run takes */
  constructor(retryAfterSeconds = 10) {
    super('another worker is at this connection');
    this.name = 'ConnectionBusy';
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Whether a provider's call failed in one of these ways. */
export function isFault(fault: unknown, ...kinds: readonly FaultKind[]): fault is CalendarFault {
  return fault instanceof CalendarFault && kinds.includes(fault.kind);
}

/** As people know them. */
export const calendarNames: Readonly<Record<CalendarProviderName, string>> = {
  google: 'Google Calendar',
  outlook: 'Outlook',
};
