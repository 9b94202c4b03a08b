import { calendarSigner } from '@punctual/adapters/secrets/calendar-signer.ts';
import { expect, it } from 'vitest';
import { googleSide } from '../calendar-providers.ts';
import { signature } from '../calendly.ts';
import { type Chapter, statusOf, told } from './practice.ts';

/** Calendly, calendars at providers, and the calendar to subscribe to. */
export const tellOfWhatIsConnected: Chapter = (practice) => {
  it('takes requests for a consultation, and follows them at Calendly', async () => {
    const { api, root, visitor } = practice();
    const calendly = (what: string, body: object) =>
      api.call({ method: 'POST', path: `/dev/providers/calendly/${what}`, body });
    const form = {
      firstName: 'Ines',
      lastName: 'Intake',
      companyName: 'Acme',
      companyWebsite: 'https://acme.example',
      position: 'CEO',
      isDecisionMaker: true,
      email: 'ines@acme.example',
    };
    const ask = async () => (await told(visitor.POST('/api/v1/public/booking', { body: form }))).results;
    const { booking, calendlyLink } = await ask();
    const params = { path: { id: booking._id } };
    const shown = await told(visitor.GET('/api/v1/public/booking/{id}', { params }));
    expect(shown.results.booking).toMatchObject({ firstName: 'Ines', status: 'pending' });
    await calendly('host', { email: 'ada@example.com' });
    const startTime = '2026-03-19T15:00:00Z';
    await calendly('book', { name: 'Ines', email: form.email, startTime, booking_url: calendlyLink });
    await api.cloud.settle();
    const { results } = await told(root.GET('/api/v1/admin/booking/{id}', { params }));
    expect(results.booking).toMatchObject({ status: 'scheduled', scheduledAt: startTime, clash: null });
    const event = await told(root.GET('/api/v1/admin/booking/{id}/calendly/event', { params }));
    expect(event.results.event.status).toBe('active');
    const invitee = await told(root.GET('/api/v1/admin/booking/{id}/calendly/invitee', { params }));
    expect(invitee.results.invitee.email).toBe(form.email);
    await told(root.GET('/api/v1/admin/booking/calendly/info'));
    const body = { _id: booking._id, isRead: true };
    await told(root.PUT('/api/v1/admin/booking', { body }));
    const query = { term: 'acm', isRead: true };
    const list = await told(root.GET('/api/v1/admin/booking', { params: { query } }));
    expect(list.results.pagination).toEqual({ page: 1, limit: 10, total: 1, totalPages: 1 });
    await told(root.POST('/api/v1/admin/booking/{id}/cancel', { params, body: { reason: 'Ill' } }));

    const second = { path: { id: (await ask()).booking._id } };
    await told(
      root.PATCH('/api/v1/public/booking/{id}/status', { params: second, body: { status: 'completed' } }),
    );
    expect((await told(root.DELETE('/api/v1/admin/booking/{id}', { params: second }))).results).toEqual({
      deletedCount: 1,
    });
    const headers = { 'calendly-webhook-signature': signature('') };
    await told(visitor.POST('/api/v1/public/calendly/webhook', { headers }));
  });

  it('keeps connected calendars in step', async () => {
    const { api, ada, cleo, visitor } = practice();
    const side = googleSide(api);
    const connecting = { path: { provider: 'google', coachId: 'ada' } } as const;
    const begun = await told(
      ada.GET('/api/calendar-integration/connect/{provider}/{coachId}', { params: connecting }),
    );
    const back = new URL(await side.consent(begun.data.authUrl, 'ada@calendars.example'));
    const [state, code] = [back.searchParams.get('state') ?? '', back.searchParams.get('code') ?? ''];
    const arrived = await visitor.GET('/api/calendar-integration/callback', {
      params: { query: { state, code } },
      redirect: 'manual',
    });
    expect(arrived.response.headers.get('location')).toContain('status=connected');

    const one = '/api/calendar-integration/connections/{id}';
    const { data: all } = await told(ada.GET(one, { params: { path: { id: 'ada' } } }));
    const params = { path: { id: all[0]?.id ?? '' } };
    const body = { include_client_details: true, busy_sync: 'on' } as const;
    expect((await told(ada.PUT(one, { params, body }))).data).toMatchObject(body);
    const tested = await told(ada.POST('/api/calendar-integration/connections/{id}/test', { params }));
    expect(tested.data).toMatchObject({ ok: true, account_email: 'ada@calendars.example' });
    await told(ada.POST('/api/calendar-integration/connections/{id}/sync', { params }));
    const again = ada.POST('/api/calendar-integration/connections/{id}/redrive', { params, body: {} });
    expect((await told(again)).data).toEqual({ queued: 0 });
    const failed = ada.GET('/api/calendar-integration/connections/{id}/failed', { params });
    expect((await told(failed)).data).toEqual([]);

    const token = await calendarSigner().pushSecret(params.path.id);
    const push = { headers: { 'x-goog-channel-token': token } };
    expect(await statusOf(visitor.POST('/webhooks/google-calendar', push))).toBe(200);
    const notice = { value: [{ clientState: token }] };
    expect(await statusOf(visitor.POST('/webhooks/microsoft-graph', { body: notice }))).toBe(202);
    await api.cloud.settle();
    expect((await told(ada.DELETE(one, { params }))).data).toEqual({ id: params.path.id, revoked: true });

    const path = { calendar_type: 'google' } as const;
    const mine = await told(cleo.GET('/calendar/{calendar_type}/auth-url', { params: { path } }));
    const mineBack = new URL(await side.consent(mine.auth_url, 'cleo@calendars.example'));
    const exchange = { state: mine.state, code: mineBack.searchParams.get('code') ?? '' };
    const kept = await told(
      cleo.POST('/calendar/{calendar_type}/exchange-token', { params: { path }, body: exchange }),
    );
    expect(kept).toMatchObject({ expires_in: expect.any(Number), access_token: expect.any(String) });
    const when = { session_datetime: '2026-03-20T14:00:00Z', duration_minutes: 60 };
    const booking = await told(cleo.POST('/booking', { body: { coach_id: 'ada', ...when } }));
    const wanted = { booking_id: booking.id, calendar_type: 'google' } as const;
    const entered = await told(cleo.POST('/calendar/sync-booking', { body: wanted }));
    expect(entered).toMatchObject({ calendar_type: 'google', meeting_link: expect.any(String) });
  });

  it('gives people their calendar to subscribe to', async () => {
    const { ada, visitor } = practice();
    const { data } = await told(
      ada.POST('/api/v1/me/calendar-feed', { body: { includeClientDetails: true } }),
    );
    const feed = data.url.split('/').at(-1) ?? '';
    const calendar = visitor.GET('/api/v1/public/calendars/{feed}', {
      params: { path: { feed } },
      parseAs: 'text',
    });
    expect(await told(calendar)).toContain('BEGIN:VCALENDAR');
    expect(await statusOf(ada.DELETE('/api/v1/me/calendar-feed'))).toBe(204);
  });
};
