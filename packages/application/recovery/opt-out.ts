import { endRecovery, type Recovery } from '@punctual/scheduling/recovery/recovery.ts';
import type { Person } from '../model.ts';
import { done, notFound, type Outcome } from '../outcome.ts';
import type { Links, Ports } from '../ports.ts';
import { changeRecovery, type RecordPorts } from './record.ts';

type OptOutPorts = RecordPorts & Pick<Ports, 'directory'> & { readonly links: Links };

/** Whose messages the holder of a link can decline. Looking changes nothing: programs follow links to check them. */
export async function declinableProvider(
  ports: OptOutPorts,
  token: string,
): Promise<Outcome<Person | undefined>> {
  const recovery = await behind(ports, token);
  return recovery.ok ? done(await ports.directory.get(recovery.value.providerId)) : recovery;
}

/**
 * The holder of a link wants no more messages of this provider about bookings that they did not finish: neither about
 * this one nor about others, present or to come. Doing it again changes nothing.
 */
export async function optOut(ports: OptOutPorts, token: string): Promise<Outcome<Person | undefined>> {
  const recovery = await behind(ports, token);
  if (!recovery.ok) return recovery;
  const { id, providerId, clientId } = recovery.value;
  // First of all: every message asks for it before it is sent.
  await ports.recoveries.optOut(providerId, clientId, ports.clock.now());
  const others = await ports.recoveries.ofClient(providerId, clientId);
  for (const each of new Set([id, ...others.map((other) => other.id)])) {
    await changeRecovery(ports, each, (before) => endRecovery(before, 'opted_out'));
  }
  return done(await ports.directory.get(providerId));
}

async function behind(ports: OptOutPorts, token: string): Promise<Outcome<Recovery>> {
  const subject = await ports.links.verify('unsubscribe', token, ports.clock.now());
  if (subject === undefined) return notFound('Link');
  const recovery = await ports.recoveries.get(subject.appointmentId);
  return recovery?.clientId === subject.personId ? done(recovery) : notFound('Link');
}
