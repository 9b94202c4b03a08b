import { visitorLink } from '@punctual/application/intake/create.ts';
import { factsOf, type Intake } from '@punctual/application/intake/model.ts';
import { formatInstant } from '@punctual/scheduling/time/instant.ts';

/** @param isVisitor whether it is certainly they who asked: then the link is filled in */
export function visitorView(intake: Intake, isVisitor: boolean) {
  const { id, form, createdAt } = intake;
  const { status, scheduledAt } = factsOf(intake);
  return {
    _id: id,
    firstName: form?.firstName ?? '',
    lastName: form?.lastName ?? '',
    calendlyLink: intake.link === '' ? '' : visitorLink(intake, isVisitor),
    status,
    ...(scheduledAt !== undefined && { scheduledAt: formatInstant(scheduledAt) }),
    createdAt: formatInstant(createdAt),
  };
}

export function adminView(intake: Intake) {
  const { id, form, isRead, isFallback, notes, createdAt, updatedAt } = intake;
  if (form === undefined) throw new Error('a deleted intake is shown to nobody');
  const { status, scheduledAt, eventUri, inviteeUri, entry } = factsOf(intake);
  const { clash } = entry ?? {};
  return {
    _id: id,
    firstName: form.firstName,
    lastName: form.lastName,
    companyName: form.companyName,
    companyWebsite: form.companyWebsite,
    position: form.position,
    isDecisionMaker: form.isDecisionMaker,
    email: form.email,
    businessPhone: form.businessPhone ?? null,
    calendlyLink: intake.link === '' ? '' : visitorLink(intake, true),
    calendlyFallback: isFallback,
    calendlyEventUri: eventUri ?? null,
    calendlyInviteeUri: inviteeUri ?? null,
    status,
    scheduledAt: scheduledAt === undefined ? null : formatInstant(scheduledAt),
    meetingNotes: notes ?? null,
    isRead,
    appointmentId: entry?.appointment === undefined ? null : entry.appointmentId,
    clash: clash === undefined ? null : { reason: clash.reason, appointmentId: clash.appointmentId ?? null },
    createdAt: formatInstant(createdAt),
    updatedAt: formatInstant(updatedAt),
  };
}
