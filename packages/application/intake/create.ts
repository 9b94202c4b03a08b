import { done, type Outcome } from '../outcome.ts';
import { factsOf, type Intake, type IntakeForm } from './model.ts';
import { CalendlyFault, type IntakePorts } from './ports.ts';

/** How long a visitor waits for a link of their own. */
export const linkLimitMilliseconds = 3000;

/** After so long nothing that was announced is still about to be written. */
const writingMilliseconds = 60_000;

/** Times a lost race is tried again. */
export const maximumTries = 24;

/**
 * Takes a request in, with a link of its own at Calendly, or the common one when Calendly gives none in time; the worker
 * then makes it good.
 *
 * @param id the same for a repeated call, which then finds what it made
 */
export async function createIntake(
  ports: IntakePorts,
  id: string,
  form: IntakeForm,
  defaultLink: string,
): Promise<Outcome<Intake>> {
  const known = await ports.intakes.get(id);
  if (known !== undefined) return done(known);
  const own = await ownLink(ports);
  const now = ports.clock.now();
  // First: a worker that finds nothing comes again, but nobody would come for what was written and not announced.
  if (own === undefined) await ports.later.send([{ kind: 'make_link', intake_id: id, at: now }]);
  const intake: Intake = {
    id,
    form,
    link: own ?? defaultLink,
    isFallback: own === undefined,
    invitees: {},
    entries: {},
    decision: undefined,
    told: undefined,
    notes: undefined,
    isRead: false,
    createdAt: now,
    updatedAt: now,
    version: 1,
  };
  const saved = await ports.intakes.save(undefined, intake);
  return done(saved === 'saved' ? intake : ((await ports.intakes.get(id)) ?? intake));
}

async function ownLink({ calendly }: IntakePorts): Promise<string | undefined> {
  try {
    return await calendly.createLink(linkLimitMilliseconds);
  } catch (fault) {
    if (fault instanceof CalendlyFault) return undefined;
    throw fault;
  }
}

/** Gives an intake that still waits on the common link one of its own. Throws to be asked again. */
export async function makeLink(ports: IntakePorts, id: string, announcedAt: number): Promise<void> {
  const found = await ports.intakes.get(id);
  if (found === undefined) {
    if (ports.clock.now() < announcedAt + writingMilliseconds) throw new Error('the intake is not there yet');
    return;
  }
  if (!needsLink(found)) return;
  const link = await ports.calendly.createLink(3 * linkLimitMilliseconds);
  for (let attempt = 1; attempt <= maximumTries; attempt += 1) {
    const before = await ports.intakes.get(id);
    // Somebody was faster: an unused link does no harm.
    if (before === undefined || !needsLink(before)) return;
    const updatedAt = ports.clock.now();
    const after = { ...before, link, isFallback: false, updatedAt, version: before.version + 1 };
    if ((await ports.intakes.save(before, after)) === 'saved') return;
    await ports.pause(attempt);
  }
  throw new Error('every try lost its race');
}

function needsLink(intake: Intake): boolean {
  return intake.isFallback && intake.form !== undefined && factsOf(intake).status === 'pending';
}

/**
 * The link as the visitor is given it: Calendly's page filled in, and marked with the intake's id.
 *
 * @param filledIn false: for somebody of whom nobody knows who they are
 */
export function visitorLink(intake: Pick<Intake, 'id' | 'link' | 'form'>, filledIn: boolean): string {
  const url = new URL(intake.link);
  const { form } = intake;
  if (form !== undefined && filledIn) {
    url.searchParams.set('name', `${form.firstName} ${form.lastName}`.trim());
    url.searchParams.set('email', form.email);
  }
  url.searchParams.set('utm_content', intake.id);
  return url.href;
}
