import { z } from 'zod';
import type { DevHandler } from '../../dev/dev.ts';
import { type Answer, refusal } from '../../envelope.ts';
import type { StandInContext } from '../stand-in.ts';
import { ZoomError } from './answers.ts';
import { controlPage } from './control-page.ts';
import { type Parts, stateOf } from './control-state.ts';
import { Impossible } from './live.ts';
import type { Meeting } from './meeting.ts';
import { defaultScript, perform, scriptStep, stepTypes } from './scripts.ts';
import { updatedMeeting } from './shapes.ts';
import { forgeries } from './webhooks.ts';

const meetingId = z.coerce.string().regex(/^\d{1,15}$/);
const text = z.string().max(200).optional();
const wholeNumber = z.coerce.number().int().min(0).optional();
const truth = z.union([z.boolean(), z.stringbool()]);

const bodies = {
  play: z.strictObject({ meetingId, script: z.array(scriptStep).min(1).max(500).optional() }),
  step: z.strictObject({ meetingId, name: text, email: text, id: text }),
  delete: z.strictObject({ meetingId }),
  replay: z.strictObject({ seq: wholeNumber, times: z.coerce.number().int().min(1).max(100).default(1) }),
  forge: z.strictObject({ seq: wholeNumber, forgery: z.enum(forgeries).default('secret') }),
  release: z.strictObject({ reversed: truth.default(false) }),
  addUser: z.strictObject({ email: z.email(), firstName: text, lastName: text }),
  removeUser: z.strictObject({ email: z.email() }),
  settings: z.strictObject({
    participantsDelaySeconds: z.coerce.number().int().min(0).max(86_400).optional(),
    holdWebhooks: truth.optional(),
  }),
  nothing: z.strictObject({}),
};

/** JSON, or a form's fields without those left empty. */
function read(body: Buffer): { readonly value: unknown; readonly isForm: boolean } {
  const content = body.toString().trim();
  if (content.startsWith('{')) return { value: JSON.parse(content), isForm: false };
  // A form without a field of its own sends `_`, to be told from no body at all.
  const fields = [...new URLSearchParams(content)].filter(([, value]) => value !== '');
  return { value: Object.fromEntries(fields), isForm: content !== '' };
}

/** Buttons for what happens in Zoom itself, to be pressed by people and by tests. */
export function createControl(context: StandInContext, parts: Parts): DevHandler {
  const { account, meetings, live, past, scripts, webhooks } = parts;
  const get = (id: string): Meeting => {
    const meeting = meetings.find(id);
    if (meeting === undefined || meeting.isDeleted) throw new Impossible(`There is no meeting ${id}.`);
    return meeting;
  };
  const step = (type: (typeof stepTypes)[number]) => (value: unknown) => {
    const { meetingId: id, ...who } = bodies.step.parse(value);
    perform(live, get(id), { type, ...who });
    return `${type}: done.`;
  };
  const orNothingSent = (isDone: boolean) => {
    if (!isDone) throw new Impossible('No webhook has been sent yet.');
    return 'Sent.';
  };

  /** Each does what its name says and answers a sentence. */
  const calls: Record<string, (value: unknown) => string> = {
    ...Object.fromEntries(stepTypes.map((type) => [type, step(type)])),
    play(value) {
      const { meetingId: id, script } = bodies.play.parse(value);
      const meeting = get(id);
      return `${scripts.play(meeting, script ?? defaultScript(meeting))} steps are planned; the clock brings them.`;
    },
    delete(value) {
      const meeting = get(bodies.delete.parse(value).meetingId);
      live.removeInZoom(meeting);
      scripts.cancel(meeting.id);
      return 'Deleted in Zoom.';
    },
    update(value) {
      const { meetingId: id, duration, ...change } = z.looseObject({ meetingId }).parse(value);
      const minutes = duration === undefined ? {} : { duration: Number(duration) };
      live.changeInZoom(get(id), updatedMeeting.parse({ ...change, ...minutes }));
      return 'Changed in Zoom.';
    },
    replay(value) {
      const { seq, times } = bodies.replay.parse(value);
      for (let time = 0; time < times; time += 1) orNothingSent(webhooks.replay(seq));
      return 'Sent.';
    },
    forge(value) {
      const { seq, forgery } = bodies.forge.parse(value);
      return orNothingSent(webhooks.forge(seq, forgery));
    },
    validate(value) {
      bodies.nothing.parse(value);
      webhooks.validate();
      return 'The endpoint is asked to prove that it knows the secret.';
    },
    release(value) {
      return `${webhooks.release(bodies.release.parse(value).reversed)} webhooks are on their way.`;
    },
    users(value) {
      const { email, firstName = email.split('@')[0] ?? '', lastName = '' } = bodies.addUser.parse(value);
      account.addUser(email, firstName, lastName);
      return 'The account has this user.';
    },
    'users/remove'(value) {
      const { email } = bodies.removeUser.parse(value);
      if (!account.removeUser(email)) throw new Impossible('There is no such user, or it is the owner.');
      return 'The user is gone.';
    },
    settings(value) {
      const { participantsDelaySeconds, holdWebhooks } = bodies.settings.parse(value);
      if (participantsDelaySeconds !== undefined) past.setDelay(participantsDelaySeconds);
      if (holdWebhooks !== undefined) webhooks.hold(holdWebhooks);
      return 'Set.';
    },
    'tokens/revoke'(value) {
      bodies.nothing.parse(value);
      account.revokeTokens();
      return 'No token is valid any longer.';
    },
  };

  const show = (status: number, said: string): Answer => ({
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: controlPage(stateOf(context, parts), said),
  });

  return async ({ method, path, query, body, requestId }) => {
    const name = path.slice('/dev/providers/zoom/'.length);
    if (method === 'GET' && name === '') return show(200, query.get('said') ?? '');
    if (method === 'GET' && name === 'state') return { status: 200, body: stateOf(context, parts) };
    const call = method === 'POST' && Object.hasOwn(calls, name) ? calls[name] : undefined;
    if (call === undefined) return undefined;
    let isForm = false;
    try {
      const given = read(body);
      isForm = given.isForm;
      const said = context.records.transaction(() => call(given.value));
      if (!isForm) return { status: 200, body: { done: said } };
      const location = `/dev/providers/zoom/?said=${encodeURIComponent(said)}`;
      return { status: 303, headers: { location } };
    } catch (error) {
      const said =
        error instanceof z.ZodError
          ? z.prettifyError(error)
          : error instanceof Impossible || error instanceof ZoomError || error instanceof SyntaxError
            ? error.message
            : undefined;
      if (said === undefined) throw error;
      return isForm ? show(400, said) : refusal('VALIDATION_FAILED', said, requestId);
    }
  };
}
