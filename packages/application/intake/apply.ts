import { type Invitee, meetingsOf, observe } from '@punctual/scheduling/intake/meetings.ts';
import { maximumTries } from './create.ts';
import { type Entry, entryOf, factsOf, type Intake, type IntakeForm, nameless } from './model.ts';
import type { IntakePorts, InviteeNews } from './ports.ts';

/** Of how many intakes with an e-mail address the latest that waits is looked for. */
const lookedThrough = 20;

/**
 * Works in what Calendly tells of an invitee: into the intake to which the invitee belongs, or a new one. News that come
 * twice or in another order come to the same. Answers the intake's id.
 *
 * @param intakeId where the invitee belongs, if somebody has said so
 */
export async function applyNews(ports: IntakePorts, news: InviteeNews, intakeId?: string): Promise<string> {
  for (let attempt = 1; attempt <= maximumTries; attempt += 1) {
    const before = await findIntake(ports, news, intakeId);
    const after = before === undefined ? newIntake(ports, news) : withNews(ports, before, news.invitee);
    if (after === before || (await ports.intakes.save(before, after)) === 'saved') return after.id;
    await ports.pause(attempt);
  }
  throw new Error('every try lost its race');
}

async function findIntake(
  { intakes }: IntakePorts,
  { invitee, content, link }: InviteeNews,
  intakeId: string | undefined,
): Promise<Intake | undefined> {
  const { id, replaces, replacedBy, details } = invitee;
  const related = [id, replaces, replacedBy].filter((one) => one !== undefined);
  const known = (await intakes.ofInvitees(related)) ?? intakeId;
  const byId = known === undefined ? undefined : await intakes.get(known);
  if (byId !== undefined) return byId;
  // A deleted intake takes no new meeting in: whoever books anew tells who they are anew.
  const marked = content === undefined ? undefined : await intakes.get(content);
  if (marked?.form !== undefined) return marked;
  const linked = link === undefined ? undefined : await intakes.ofLink(link);
  const ofLink = linked === undefined ? undefined : await intakes.get(linked);
  if (ofLink?.form !== undefined) return ofLink;
  if (details.email === '') return undefined;
  const sameAddress = await intakes.getMany(await intakes.withEmail(details.email, lookedThrough));
  return sameAddress.find((one) => {
    if (one.form === undefined) return false;
    const isMet = Object.keys(one.invitees).length > 0;
    return factsOf(one).status === 'pending' || (isMet && replaces !== undefined) || isIncomplete(one);
  });
}

/** Somebody was replaced of whom nothing is known yet: whoever comes with the same address may belong to it. */
function isIncomplete({ invitees }: Intake): boolean {
  return Object.values(invitees).some(({ replaces }) => replaces !== undefined && !(replaces in invitees));
}

/** The intake with what the invitee adds to it; the very same if that is nothing. */
function withNews(ports: IntakePorts, before: Intake, seen: Invitee): Intake {
  const invitees = observe(before.invitees, before.form === undefined ? nameless(seen) : seen);
  if (JSON.stringify(invitees) === JSON.stringify(before.invitees)) return before;
  const next = { ...before, invitees };
  return {
    ...next,
    entries: { ...before.entries, ...newEntries(ports, next) },
    updatedAt: ports.clock.now(),
    version: before.version + 1,
  };
}

/** Somebody who came to Calendly by another way. */
function newIntake(ports: IntakePorts, { invitee, firstName, lastName }: InviteeNews): Intake {
  const now = ports.clock.now();
  const invitees = observe({}, invitee);
  const { name, email } = invitee.details;
  const words = name.trim().split(/\s+/);
  const form: IntakeForm = {
    firstName: firstName ?? words[0] ?? '',
    lastName: lastName ?? words.slice(1).join(' '),
    companyName: '',
    companyWebsite: '',
    position: '',
    isDecisionMaker: false,
    email,
    businessPhone: undefined,
  };
  const intake: Intake = {
    id: ports.ids.next(),
    form,
    link: '',
    isFallback: false,
    invitees,
    entries: {},
    decision: undefined,
    told: undefined,
    notes: undefined,
    isRead: false,
    createdAt: now,
    updatedAt: now,
    version: 1,
  };
  return { ...intake, entries: newEntries(ports, intake) };
}

/** A place for each meeting that has none. */
function newEntries(ports: IntakePorts, intake: Intake): Record<string, Entry> {
  const missing = meetingsOf(intake.invitees).filter((meeting) => entryOf(intake, meeting) === undefined);
  return Object.fromEntries(
    missing.map(({ latest }) => [
      latest.id,
      {
        appointmentId: ports.ids.next() as Entry['appointmentId'],
        providerId: undefined,
        settledFor: undefined,
        appointment: undefined,
        clash: undefined,
      },
    ]),
  );
}
