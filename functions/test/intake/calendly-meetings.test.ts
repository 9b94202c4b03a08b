import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { conforms } from '../operations.ts';
import { adminPath, type Intake, iso, startIntake } from './intake.ts';

/* What is booked, moved, missed and cancelled at Calendly, and what becomes of it here. */

let intake: Intake;

beforeAll(async () => {
  intake = await startIntake();
});
afterAll(() => intake.api.stop());
beforeEach(() => intake.nextHour());

describe('a meeting at Calendly', () => {
  it('enters its coach’s agenda, moves, is missed and is not, and writes to no client', async () => {
    const { admin, call, calendly, enter, nextTime, book, seen, appointment } = intake;
    const visitor = await enter();
    const start = nextTime();
    const booked = await book(visitor, start);
    let shown = await seen(visitor.id);
    expect(shown).toMatchObject({
      status: 'scheduled',
      scheduledAt: iso(start),
      calendlyInviteeUri: booked.uri,
      clash: null,
    });
    expect(await appointment(shown.appointmentId)).toMatchObject({
      status: 'confirmed',
      startTime: iso(start),
    });
    for (const order of ['created_first', 'canceled_first']) {
      const { appointmentId } = shown;
      const next = nextTime();
      await calendly('reschedule', { invitee: visitor.email, startTime: next, order });
      shown = await seen(visitor.id);
      expect(shown).toMatchObject({ status: 'scheduled', scheduledAt: iso(next), appointmentId });
      expect((await appointment(appointmentId)).startTime).toBe(iso(next));
    }
    const list = await call('GET', `${adminPath}?term=${visitor.email}`, undefined, admin);
    expect(list.body.results.pagination.total).toBe(1);

    await calendly('no-show', { invitee: visitor.email });
    expect((await seen(visitor.id)).status).toBe('completed');
    expect((await appointment(shown.appointmentId)).status).toBe('no_show');
    await calendly('no-show/undo', { invitee: visitor.email });
    expect((await seen(visitor.id)).status).toBe('completed');
    expect((await appointment(shown.appointmentId)).status).toBe('completed');
    const inbox = await call('GET', `/dev/inbox?to=${visitor.email}`);
    const subjects = inbox.body.map(({ subject }: { subject: string }) => subject);
    expect(subjects.filter((subject: string) => /booked|moved|cancelled|confirmed/.test(subject))).toEqual(
      [],
    );
  });

  it('is cancelled by either side, and by an admin there as well', async () => {
    const { api, admin, call, calendly, fail, enter, nextTime, book, seen, appointment } = intake;
    for (const by of ['host', 'invitee']) {
      const visitor = await enter();
      await book(visitor, nextTime());
      const { appointmentId } = await seen(visitor.id);
      await calendly('cancel', { invitee: visitor.email, by });
      expect((await seen(visitor.id)).status).toBe('cancelled');
      expect((await appointment(appointmentId)).status).toBe('cancelled');
    }
    const visitor = await enter();
    await book(visitor, nextTime());
    const { appointmentId } = await seen(visitor.id);
    await fail({ status: 503, times: 2, match: 'cancellation' });
    const answer = await call('POST', `${adminPath}/${visitor.id}/cancel`, { reason: 'No time' }, admin);
    conforms('cancelIntake', answer);
    expect(answer.body.results.booking.status).toBe('cancelled');
    await api.cloud.advanceTo(api.cloud.clock.now() + 600_000);
    const event = await call('GET', `${adminPath}/${visitor.id}/calendly/event`, undefined, admin);
    conforms('getCalendlyEvent', event);
    expect(event.body.results.event.status).toBe('canceled');
    const invitee = await call('GET', `${adminPath}/${visitor.id}/calendly/invitee`, undefined, admin);
    conforms('getCalendlyInvitee', invitee);
    expect((await appointment(appointmentId)).status).toBe('cancelled');
  });

  it('that the coach cancels here is cancelled there', async () => {
    const { api, admin, ada, call, enter, nextTime, book, seen, appointment } = intake;
    const visitor = await enter();
    await book(visitor, nextTime());
    const { appointmentId } = await seen(visitor.id);
    await ada.call('DELETE', `/appointments/${appointmentId}`, { reason: 'Ill' });
    expect((await appointment(appointmentId)).status).toBe('cancelled');
    await api.cloud.settle();
    const event = await call('GET', `${adminPath}/${visitor.id}/calendly/event`, undefined, admin);
    expect(event.body.results.event.status).toBe('canceled');
    expect((await seen(visitor.id)).status).toBe('cancelled');
  });

  it('of somebody unknown makes an intake, found by e-mail when there is one', async () => {
    const { admin, call, calendly, enter, nextTime, seen } = intake;
    await calendly('book', { name: 'Zoë Ångström', email: 'zoe@example.com', startTime: nextTime() });
    const list = await call('GET', `${adminPath}?term=ANGS`, undefined, admin);
    expect(list.body.results.bookings).toMatchObject([
      { firstName: 'Zoë', lastName: 'Ångström', status: 'scheduled', companyName: '' },
    ]);
    const visitor = await enter();
    await calendly('book', { name: 'John Doe', email: visitor.email.toUpperCase(), startTime: nextTime() });
    expect((await seen(visitor.id)).status).toBe('scheduled');
  });

  it('that clashes is reported, kept busy and told once, never double-booked', async () => {
    const { ada, call, calendly, enter, book, seen } = intake;
    const start = '2026-04-07T15:00:00.000Z';
    await ada.call('PUT', '/availability', { advanceBookingDays: 90 });
    const standing = (await ada.book(await ada.lead('Somebody Else'), start)).body.data._id;
    const visitor = await enter();
    await book(visitor, start);
    expect(await seen(visitor.id)).toMatchObject({
      status: 'scheduled',
      appointmentId: null,
      clash: { reason: 'BUSY', appointmentId: standing },
    });
    await calendly('replay', { times: 3 });
    const inbox = await call('GET', '/dev/inbox?to=ada@example.com');
    const mails = inbox.body.filter(({ subject }: { subject: string }) => subject.includes('clashes'));
    expect(mails).toHaveLength(1);
    expect(mails[0].text).toContain('7 April 2026');
    await ada.call('DELETE', `/appointments/${standing}`, {});
    const again = await ada.book(await ada.lead('Third Person'), start);
    expect([again.status, again.body.reason]).toEqual([409, 'EXTERNAL_BUSY']);
    // Moved to a free time, it is entered, and the old time is free.
    await calendly('reschedule', { invitee: visitor.email, startTime: '2026-04-08T15:00:00Z' });
    expect((await seen(visitor.id)).clash).toBeNull();
    expect((await seen(visitor.id)).appointmentId).not.toBeNull();
    expect((await ada.book(await ada.lead('Fourth Person'), start)).status).toBe(201);
    // And back into a clash: nobody is at the time that it left.
    await calendly('reschedule', { invitee: visitor.email, startTime: start });
    expect((await seen(visitor.id)).clash.reason).toBe('BUSY');
    expect((await ada.book(await ada.lead('Fifth Person'), '2026-04-08T15:00:00Z')).status).toBe(201);
  });

  it('is believed with Calendly’s signature only', async () => {
    const { call, calendly, enter, nextTime, book, seen } = intake;
    const visitor = await enter();
    await book(visitor, nextTime());
    const before = await seen(visitor.id);
    for (const how of ['signature', 'body', 'timestamp', 'missing']) await calendly('bad-signature', { how });
    const requests = await call('GET', '/dev/providers/calendly/requests');
    const sent = requests.body
      .filter(({ direction }: { direction: string }) => direction === 'out')
      .slice(-4);
    expect(sent.map(({ status }: { status: number }) => status)).toEqual([401, 401, 401, 401]);
    expect(await seen(visitor.id)).toEqual(before);
  });
});
