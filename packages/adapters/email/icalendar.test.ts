import type { FeedEntry } from '@punctual/application/people/calendar-feed.ts';
import ical from 'node-ical';
import { describe, expect, it } from 'vitest';
import { icalendarOfFeed } from './icalendar.ts';

const entry: FeedEntry = {
  uid: '01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10@punctual',
  sequence: 3,
  start: Date.parse('2026-03-29T00:30:00Z'),
  end: Date.parse('2026-03-29T01:30:00Z'),
  status: 'TENTATIVE',
  title: 'Talk; with, commas \\ and a line that is far longer than the seventy-five bytes that fit: äöü €',
  description: 'With Zoë "Z" O’Hara',
  location: 'https://zoom.example/j/1?pwd=a,b;c',
  createdAt: Date.parse('2026-03-01T08:00:00Z'),
  changedAt: Date.parse('2026-03-02T08:00:00Z'),
};

describe('a calendar to subscribe to', () => {
  it('says to another parser what was put in', () => {
    const cancelled: FeedEntry = { ...entry, uid: 'other@punctual', status: 'CANCELLED' };
    const text = icalendarOfFeed([entry, cancelled]);
    const parsed = Object.values(ical.sync.parseICS(text)).filter((one) => one?.type === 'VEVENT');
    expect(parsed).toHaveLength(2);
    expect(parsed[0]).toMatchObject({
      uid: entry.uid,
      sequence: 3,
      summary: entry.title,
      description: entry.description,
      location: entry.location,
      status: 'TENTATIVE',
      method: 'PUBLISH',
    });
    const [first, second] = parsed as { start: Date; end: Date; lastmodified: Date; status: string }[];
    expect([first?.start, first?.end].map(Number)).toEqual([entry.start, entry.end]);
    expect(Number(first?.lastmodified)).toBe(entry.changedAt);
    expect(second?.status).toBe('CANCELLED');
  });

  it('keeps to the lines of RFC 5545, and is the same to the byte when nothing has changed', () => {
    const text = icalendarOfFeed([entry]);
    expect(icalendarOfFeed([entry])).toBe(text);
    const lines = text.split('\r\n');
    expect(lines.every((line) => !line.includes('\n') && Buffer.byteLength(line) <= 75)).toBe(true);
    expect(lines[0]).toBe('BEGIN:VCALENDAR');
  });

  it('is a calendar as well when it is empty', () => {
    expect(ical.sync.parseICS(icalendarOfFeed([]))).toMatchObject({ vcalendar: { method: 'PUBLISH' } });
  });
});
