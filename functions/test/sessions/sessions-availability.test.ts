import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { enterCoach, type TestCoach } from '../coach.ts';
import { conforms } from '../operations.ts';
import { begin, book, booked, idOf, refusal, row, type Sessions, startSessions } from './sessions.ts';

/* Weekly windows row by row, as another view of the coach dashboard's working hours, and the slots that follow. */

describe('availability of sessions', () => {
  let sessions: Sessions;

  beforeAll(async () => {
    sessions = await startSessions();
  });
  afterAll(() => sessions.api.stop());
  beforeEach(() => sessions.at(begin));

  const invalid = [400, 'VALIDATION_FAILED'];

  /** The rows of somebody who is known as a coach of the dashboard. */
  function rowsOf(coach: TestCoach) {
    return (method: string, path: string, body?: object) =>
      sessions.api.call({ method, path: `/booking/availability${path}`, token: coach.token, body });
  }

  it('has windows that end after they begin and overlap no other, across midnight either', async () => {
    const therapist = await sessions.enter('windows', 'therapist', 'Windows');
    const add = (body: object) => therapist.call('POST', '/availability', body);
    const evening = await add(row(6, '20:00', '24:00'));
    expect(evening.body).toMatchObject({ startTime: '20:00', endTime: '24:00', notes: null });
    expect((await add(row(0, '00:00', '06:00'))).status).toBe(201);
    for (const [body, path] of [
      [row(1, '17:00', '09:00'), 'body.endTime'],
      [row(1, '09:00', '09:00'), 'body.endTime'],
      [row(6, '19:00', '20:30'), 'body.startTime'],
      [row(0, '05:30', '07:00'), 'body.startTime'],
      [row(7, '09:00', '10:00'), 'body.dayOfWeek'],
      [row(1, '9:00', '10:00'), 'body.startTime'],
      [row(1, '24:00', '24:00'), 'body.startTime'],
      [{ ...row(1, '09:00', '10:00'), isAvailable: false }, 'body.isAvailable'],
    ] as const) {
      const answer = await add(body);
      expect(refusal(answer)).toEqual(invalid);
      expect(answer.body.issues).toEqual([{ path, message: expect.any(String) }]);
    }
    expect((await therapist.call('GET', '/availability')).body).toHaveLength(2);

    const put = (body: object) => therapist.call('PUT', `/availability/${idOf(evening)}`, body);
    expect(refusal(await put({ endTime: '19:00' }))).toEqual(invalid);
    expect(refusal(await put({ dayOfWeek: 0, startTime: '05:00' }))).toEqual(invalid);
    expect((await put({ startTime: '21:00' })).body).toMatchObject({ startTime: '21:00', endTime: '24:00' });
    // What is not available is in nobody's way.
    expect((await put({ isAvailable: false })).body.isAvailable).toBe(false);
    expect((await add(row(6, '20:00', '23:00'))).status).toBe(201);
    expect(refusal(await put({ isAvailable: true }))).toEqual(invalid);
    expect((await put({ notes: 'Evenings' })).body).toMatchObject({ notes: 'Evenings', startTime: '21:00' });
  });

  it('belongs to its therapist, and is gone for everybody once deleted', async () => {
    const owner = await sessions.enter('owner', 'therapist', 'Owner');
    const stranger = await sessions.enter('stranger', 'therapist', 'Stranger');
    const path = `/availability/${idOf(await owner.call('POST', '/availability', row(3, '09:00', '10:00')))}`;
    expect(refusal(await stranger.call('PUT', path, { notes: 'x' }))).toEqual([403, 'FORBIDDEN']);
    expect(refusal(await stranger.call('DELETE', path))).toEqual([403, 'FORBIDDEN']);
    expect((await owner.call('DELETE', path)).body).toEqual({ success: true });
    for (const person of [owner, stranger]) {
      for (const gone of [path, '/availability/never']) {
        expect(refusal(await person.call('PUT', gone, { notes: 'x' }))).toEqual([404, 'NOT_FOUND']);
        expect(refusal(await person.call('DELETE', gone))).toEqual([404, 'NOT_FOUND']);
      }
    }
  });

  it("is the same schedule as the coach dashboard's", async () => {
    const coach = await enterCoach(sessions.api, 'one-schedule', {
      timeZone: 'UTC',
      workingHours: [row(2, '09:00', '12:00'), row(5, '22:00', '02:00')],
    });
    const call = rowsOf(coach);
    const [tuesday, friday] = (await call('GET', '')).body;
    expect(tuesday).toMatchObject({ ...row(2, '09:00', '12:00'), isAvailable: true, notes: null });
    expect(friday).toMatchObject(row(5, '22:00', '02:00'));

    const hours = async () => (await coach.call('GET', '/availability')).body.data.workingHours;
    const added = await call('POST', '', { ...row(4, '08:00', '09:30'), notes: 'Early' });
    const thursday = { ...row(4, '08:00', '09:30'), dayName: 'Thursday', isWorking: true };
    expect(await hours()).toContainEqual(thursday);
    const slots = await coach.call('GET', '/available-slots?date=2024-01-11');
    expect(slots.body.data.totalSlots).toBe(3);

    // A row that the dashboard leaves as it is keeps its id and its notes.
    await coach.call('PUT', '/availability', { workingHours: await hours() });
    expect((await call('GET', '')).body).toContainEqual(added.body);
    // A row over midnight can be noted, but one whose times are set here is one of a single date.
    const noted = await call('PUT', `/${friday.id}`, { notes: 'Late' });
    expect(noted.body).toMatchObject({ startTime: '22:00', endTime: '02:00', notes: 'Late' });
    expect(refusal(await call('PUT', `/${friday.id}`, { startTime: '21:00' }))).toEqual(invalid);
    expect((await call('PUT', `/${friday.id}`, { endTime: '23:00' })).body.endTime).toBe('23:00');
    expect((await call('DELETE', `/${tuesday.id}`)).status).toBe(200);
    expect((await hours()).map(({ dayOfWeek }: { dayOfWeek: number }) => dayOfWeek)).toEqual([5, 4]);
    // The dashboard may keep two rows that look the same for days off; they stay two.
    const off = { ...row(0, '00:00', '00:00'), isWorking: false };
    await coach.call('PUT', '/availability', { workingHours: [off, off] });
    await coach.call('PUT', '/availability', { workingHours: [off, off] });
    const ids = (await call('GET', '')).body.map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(2);
    expect(refusal(await call('PUT', `/${ids[0]}`, { isAvailable: true }))).toEqual(invalid);
  });

  it('has an end, on both surfaces', async () => {
    const workingHours = Array.from({ length: 91 }, (_, index) => {
      const hour = String(Math.floor(index / 7) + 1).padStart(2, '0');
      return row(index % 7, `${hour}:00`, `${hour}:30`);
    });
    const coach = await enterCoach(sessions.api, 'many', { workingHours: workingHours.slice(0, 90) });
    const call = rowsOf(coach);
    expect(refusal(await coach.call('PUT', '/availability', { workingHours }))).toEqual(invalid);
    expect(refusal(await call('POST', '', row(0, '23:00', '23:30')))).toEqual(invalid);
    const { id } = (await call('GET', '')).body.at(-1);
    const stranger = await sessions.enter('many-stranger', 'therapist', 'Many');
    expect(refusal(await stranger.call('DELETE', `/availability/${id}`))).toEqual([403, 'FORBIDDEN']);
    expect((await call('DELETE', `/${id}`)).status).toBe(200);
    expect((await call('POST', '', row(0, '23:00', '23:30'))).status).toBe(201);
  });

  it('offers the slots of the date in the therapist’s zone, and just those that can be booked', async () => {
    const coach = await enterCoach(sessions.api, 'zoned', { bufferTime: 15 });
    const { client } = await sessions.pair('zoned-pair');
    await sessions.assign(coach, client);
    await booked(client, coach, '2024-01-17T16:00:00Z', { duration: 30 });
    const answer = await client.call('GET', '/slots?therapistId=zoned&date=2024-01-17');
    conforms('listSessionSlots', answer);
    const offered: readonly string[] = answer.body.flatMap(
      (slot: { startTime: string; availableDurations: { duration: number }[] }) =>
        slot.availableDurations.map(({ duration }) => `${slot.startTime.slice(11, 16)} ${duration}`),
    );
    // 9 to 17 in New York is 14 to 22 UTC; a quarter of an hour is kept before 16:00 and after 16:30.
    const before = ['14:00 30', '14:00 60', '14:00 90', '14:30 30', '14:30 60', '15:00 30', '17:00 30'];
    expect(offered.slice(0, 7)).toEqual(before);
    expect(offered.at(-1)).toBe('21:30 30');
    for (let minute = 13 * 60; minute < 23 * 60; minute += 90) {
      for (const duration of [30, 60, 90, 120]) {
        const time = `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`;
        const made = await book(client, coach, `2024-01-17T${time}:00Z`, { duration });
        const isOffered = offered.includes(`${time} ${duration}`);
        expect([time, duration, made.status]).toEqual([time, duration, isOffered ? 201 : 400]);
        if (isOffered) await client.call('DELETE', `/meetings/${idOf(made)}/cancel`);
      }
    }
  });

  it('offers no slots for nobody, and none where there are none', async () => {
    const { therapist, client } = await sessions.pair('none');
    const slots = (query: string) => client.call('GET', `/slots?${query}`);
    expect(refusal(await slots('therapistId=nobody&date=2024-01-15'))).toEqual([404, 'NOT_FOUND']);
    expect(refusal(await slots(`therapistId=${client.id}&date=2024-01-15`))).toEqual([404, 'NOT_FOUND']);
    expect(refusal(await slots(`therapistId=${therapist.id}`))).toEqual(invalid);
    expect(refusal(await slots('date=2024-01-15'))).toEqual(invalid);
    expect(refusal(await slots(`therapistId=${therapist.id}&date=2024-02-30`))).toEqual(invalid);
    expect((await slots(`therapistId=${therapist.id}&date=2023-12-25`)).body).toEqual([]);
    const idle = await sessions.enter('idle', 'therapist', 'Idle');
    expect((await slots(`therapistId=${idle.id}&date=2024-01-15`)).body).toEqual([]);
  });
});
