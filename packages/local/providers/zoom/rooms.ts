import type { StandInAnswer, StandInContext, StandInRequest } from '../stand-in.ts';
import { ZoomError } from './answers.ts';
import { button, escaped, htmlPage, input } from './html.ts';
import { Impossible, type Live } from './live.ts';
import { isStartLinkValid, joinUrl, type Meeting } from './meeting.ts';
import type { Meetings } from './meetings.ts';

/** The pages behind the links for joining and starting. */
export interface Rooms {
  /** `undefined` when it is no page of these. */
  handle(request: StandInRequest): StandInAnswer | undefined;
}

const page = (status: number, title: string, body: string): StandInAnswer => ({
  status,
  body: htmlPage(title, body),
});

export function createRooms(
  { clock, origin, records }: StandInContext,
  meetings: Meetings,
  live: Live,
): Rooms {
  const people = (meeting: Meeting) => {
    const stays = meeting.isRunning ? (live.instance(meeting.uuid)?.stays ?? []) : [];
    const present = stays.filter(({ leftAt }) => leftAt === undefined);
    if (present.length === 0) return '<p>Nobody is in the meeting.</p>';
    return `<p>In the meeting:</p><ul>${present.map(({ name }) => `<li>${escaped(name)}</li>`).join('')}</ul>`;
  };
  const when = ({ start }: Meeting) =>
    start === undefined ? '' : `<p>Start: ${escaped(new Date(start).toISOString())} (UTC)</p>`;

  const joinForm = (meeting: Meeting, said = '') =>
    page(
      200,
      meeting.topic,
      `${said}${when(meeting)}${people(meeting)}
      <form method="post">${input('Your name', 'name', 'required autocomplete="name"')}
      ${input('Your e-mail address, if you are signed in', 'email', 'type="email" autocomplete="email"')}
      ${button('Join', 'name="do" value="join"')}</form>
      <form method="post">${input('The name or address under which you joined', 'name', 'required')}
      ${button('Leave', 'name="do" value="leave"')}</form>`,
    );

  const hostForm = (meeting: Meeting, said = '') =>
    page(
      200,
      `${meeting.topic} (host)`,
      `${said}${when(meeting)}${people(meeting)}<form method="post">
      ${meeting.isRunning ? button('Leave', 'name="do" value="leave"') + button('End for all', 'name="do" value="end"') : button('Start the meeting', 'name="do" value="start"')}
      </form>`,
    );

  const say = (text: string) => `<p class="said" role="status">${escaped(text)}</p>`;
  const attempt = (work: () => string): string => {
    try {
      return say(records.transaction(work));
    } catch (error) {
      if (error instanceof Impossible) return say(error.message);
      throw error;
    }
  };

  return {
    handle(request) {
      if (request.method === 'GET' && request.path.startsWith('/rec/play/'))
        return page(200, 'Recording', '<p>Here Zoom would play the recording.</p>');
      const [, kind, id = ''] = /^\/([js])\/(\d+)$/.exec(request.path) ?? [];
      if (kind === undefined || (request.method !== 'GET' && request.method !== 'POST')) return undefined;
      let meeting: Meeting;
      try {
        meeting = meetings.get(id);
      } catch (error) {
        if (error instanceof ZoomError)
          return page(404, 'Meeting', '<p>This meeting does not exist, or is over.</p>');
        throw error;
      }
      const form = new URLSearchParams(request.body.toString());
      const asked = form.get('do');
      const now = () => meetings.find(id) ?? meeting;

      if (kind === 's') {
        if (!isStartLinkValid(meeting.id, request.query.get('zak') ?? '', clock.now()))
          return page(
            403,
            'Meeting',
            '<p>This link is not valid, or no longer: the host can get a new one.</p>',
          );
        if (request.method === 'GET') return hostForm(meeting);
        const said = attempt(() => {
          if (asked === 'start') live.start(meeting);
          else if (asked === 'leave') live.leave(meeting, {});
          else live.end(meeting);
          return 'Done.';
        });
        return hostForm(now(), said);
      }

      const expected = new URL(joinUrl(origin, meeting)).searchParams.get('pwd');
      if (request.query.get('pwd') !== expected)
        return page(403, 'Meeting', '<p>The passcode in this link is wrong.</p>');
      if (request.method === 'GET') return joinForm(meeting);
      const name = form.get('name') ?? '';
      const said = attempt(() => {
        if (asked === 'leave') {
          live.leave(meeting, name.includes('@') ? { email: name } : { name });
          return 'You have left the meeting.';
        }
        const email = form.get('email') ?? '';
        if (name === '') return 'Please give your name.';
        return live.join(meeting, { name, email }) === 'joined'
          ? 'You are in the meeting.'
          : 'You will be let in when the host has started the meeting.';
      });
      return joinForm(now(), said);
    },
  };
}
