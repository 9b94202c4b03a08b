import { describe, expect, it } from 'vitest';
import { letterFacts } from './dead-letters.ts';

describe('what is shown of a dead letter', () => {
  it('is what it is, and ids', () => {
    const detail = {
      eventId: 'e-1',
      appointmentId: 'a-1',
      notes: 'private',
      client: { email: 'a@b.example' },
    };
    expect(letterFacts(JSON.stringify({ id: 'm-1', 'detail-type': 'appointment.booked', detail }))).toEqual({
      detailType: 'appointment.booked',
      ids: { id: 'm-1', eventId: 'e-1', appointmentId: 'a-1' },
    });
    expect(letterFacts('{"kind":"reminder","appointment_id":"a-2"}')).toEqual({
      detailType: 'reminder',
      ids: { appointment_id: 'a-2' },
    });
  });

  it('is nothing that names a person, whatever the message looks like', () => {
    const news = {
      kind: 'Jane wrote to us',
      personId: 'jane@example.com',
      id: '+393331234567',
      userId: 'Jane Doe',
      Message: '{"mail":{"destination":["jane@example.com"]}}',
      payload: [{ name: 'Jane Doe', uuid: 'u-1', phone: '+393331234567' }],
    };
    expect(letterFacts(JSON.stringify(news))).toEqual({ detailType: undefined, ids: { uuid: 'u-1' } });
    expect(letterFacts('not JSON: Jane')).toEqual({ detailType: undefined, ids: {} });
    expect(letterFacts('null')).toEqual({ detailType: undefined, ids: {} });
  });
});
