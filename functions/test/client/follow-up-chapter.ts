import { isRefused } from '@punctual/client/client.ts';
import { expect, it } from 'vitest';
import { type Chapter, statusOf, told } from './practice.ts';

/** What comes of bookings and of those that were not finished: reminders, records, recovery. */
export const tellOfFollowUps: Chapter = (practice) => {
  it('reminds, in words and on devices of its own', async () => {
    const { api, ada, appointmentId } = practice();
    const path = '/api/coach-dashboard/reminder-templates';
    const body = { smsReminder: { body: '[Lead Name], see you soon' } };
    const { data: words } = await told(ada.PUT(path, { body }));
    expect((await told(ada.GET(path))).data).toEqual(words);
    const { data: shown } = await told(ada.POST(`${path}/preview`, { body: { template: 'smsReminder' } }));
    expect(shown).toMatchObject({ text: 'John Doe, see you soon', encoding: 'GSM-7', segments: 1 });
    const device = { platform: 'web', token: 'a-browser' } as const;
    expect((await told(ada.PUT('/api/v1/me/devices', { body: device }))).data).toEqual(device);
    expect(await statusOf(ada.DELETE('/api/v1/me/devices', { body: { token: device.token } }))).toBe(204);
    await api.cloud.settle();
    const { data: deliveries } = await told(
      ada.GET('/api/coach-dashboard/appointments/{appointmentId}/deliveries', {
        params: { path: { appointmentId } },
      }),
    );
    expect(deliveries[0]).toMatchObject({ kind: 'booked', recipient: 'lead', status: 'sent' });
  });

  it('is looked after by an admin', async () => {
    const { ada, root, leadId, appointmentId } = practice();
    const people = await told(root.GET('/api/v1/admin/people', { params: { query: { limit: 100 } } }));
    expect(people.data.map(({ id }) => id)).toEqual(expect.arrayContaining(['ada', 'cleo', 'root', leadId]));
    const audit = await told(root.GET('/api/v1/admin/audit', { params: { query: { appointmentId } } }));
    expect(audit.data.at(-1)).toMatchObject({ type: 'appointment.cancelled', actor: { id: 'ada' } });
    const { error } = await ada.GET('/api/v1/admin/people');
    expect(isRefused(error, 'FORBIDDEN')).toBe(true);
  });

  it('wins back a visitor who did not finish booking, and is declined by another', async () => {
    const { api, ada, visitor } = practice();
    const [vic, vito] = ['vic@example.com', 'vito@example.com'];
    const hold = (email: string, startTime: string) => {
      const contact = { name: 'Somebody', email, timeZone: 'Europe/Berlin' };
      const body = { coachId: 'ada', startTime, duration: 30, contact };
      return told(visitor.POST('/api/v1/public/holds', { body }));
    };
    const { id } = (await hold(vic, '2026-03-10T14:00:00Z')).data;
    await hold(vito, '2026-03-10T16:00:00Z');
    await api.cloud.settle();
    await api.cloud.advanceTo(api.cloud.clock.now() + 45 * 60_000);
    const token = (email: string, kind: string) =>
      new RegExp(`/public/${kind}/(\\S+)`).exec(api.cloud.inbox.list(email)[0]?.text ?? '')?.[1] ?? '';

    const path = { abandonedBookingId: id };
    const listed = await told(ada.GET('/api/coach-dashboard/booking-recovery/abandoned'));
    expect([listed.totalAbandoned, listed.recoveryRate]).toEqual([2, 0]);
    const sent = await told(
      ada.POST('/api/coach-dashboard/booking-recovery/{abandonedBookingId}/recover', {
        params: { path },
        body: { messageType: 'email', customMessage: 'Come back' },
      }),
    );
    expect(sent.data).toMatchObject({ recoveryAttempts: 2, recoveryMessage: { incentiveOffered: null } });
    const stopped = await told(
      ada.POST('/api/coach-dashboard/booking-recovery/{abandonedBookingId}/stop', { params: { path } }),
    );
    expect(stopped.data.status).toBe('stopped');

    const link = { params: { path: { token: token(vic, 'recover') } } };
    const slot = await told(visitor.GET('/api/v1/public/recover/{token}', link));
    expect(slot.data).toMatchObject({ available: true, alternatives: [] });
    const booking = visitor.POST('/api/v1/public/recover/{token}/book', { ...link, body: {} });
    expect((await told(booking)).data.id).toBe(id);

    const decline = { params: { path: { token: token(vito, 'unsubscribe') } }, parseAs: 'text' } as const;
    expect(await told(visitor.GET('/api/v1/public/unsubscribe/{token}', decline))).toContain('<form');
    expect(await told(visitor.POST('/api/v1/public/unsubscribe/{token}', decline))).toContain('no more mail');
  });
};
