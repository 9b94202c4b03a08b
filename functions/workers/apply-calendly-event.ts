import { applyNews } from '@punctual/application/intake/apply.ts';
import { settleIntake } from '@punctual/application/intake/settle.ts';
import { queueWorker } from '@punctual/lambda/worker/queue-worker.ts';
import * as z from 'zod/mini';
import { settling } from '../settling.ts';

const id = z.optional(z.string());
const instant = z.int();

/** What the webhook has read out of what Calendly sent. */
const message = z.object({
  invitee: z.object({
    id: z.string(),
    createdAt: instant,
    details: z.object({
      eventId: z.string(),
      start: instant,
      end: instant,
      hosts: z.array(z.string()),
      place: z.enum(['online', 'offline', 'audio']),
      joinUrl: z.optional(z.string()),
      name: z.string(),
      email: z.string(),
      timeZone: z.optional(z.string()),
    }),
    toldAt: instant,
    cancelledAt: z.optional(instant),
    replaces: id,
    replacedBy: id,
    noShow: z.optional(z.object({ isMissed: z.boolean(), at: instant })),
  }),
  firstName: z.optional(z.string()),
  lastName: z.optional(z.string()),
  content: z.optional(z.string()),
  link: z.optional(z.string()),
});

export const handler = queueWorker(message, async ({ invitee, firstName, lastName, content, link }) => {
  const { details, cancelledAt, replaces, replacedBy, noShow } = invitee;
  const { joinUrl, timeZone } = details;
  const seen = {
    ...invitee,
    details: { ...details, joinUrl, timeZone },
    cancelledAt,
    replaces,
    replacedBy,
    noShow,
  };
  const intakeId = await applyNews(settling, { invitee: seen, firstName, lastName, content, link });
  await settleIntake(settling, intakeId);
});
