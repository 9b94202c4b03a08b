import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isSignedByCalendly } from './signature.ts';

/* Vectors of our own, made as Calendly documents its algorithm: HMAC-SHA256 of `{t}.{body}`, hexadecimal. */

const at = 1_772_438_400;
const body = Buffer.from('{"event":"invitee.created","payload":{"name":"Zoë"}}');
const hex = (key: string, time: number | string, bytes = body) =>
  createHmac('sha256', key).update(`${time}.`).update(bytes).digest('hex');
const good = `t=${at},v1=${hex('key', at)}`;
const check = (
  header: string | undefined,
  more: { bytes?: Buffer; secrets?: readonly string[]; now?: number } = {},
) => isSignedByCalendly(header, more.bytes ?? body, more.secrets ?? ['key'], (more.now ?? at) * 1000);

describe('a signature of Calendly', () => {
  it('is the one of a fixed vector', () => {
    // Reckoned with another library.
    const digest = 'ffb353786d6bfa93b359beb03ff4a0b483072d9cd855b4c3feaa68ee0f94c79a';
    expect(check(`t=${at},v1=${digest}`)).toBe(true);
    expect(check(good)).toBe(true);
  });

  it('is worth nothing for another body or another time', () => {
    expect(check(good, { bytes: Buffer.from(body.toString().replace('Zoë', 'Zoe')) })).toBe(false);
    expect(check(good, { bytes: Buffer.concat([body, Buffer.from(' ')]) })).toBe(false);
    expect(check(good.replace(`t=${at}`, `t=${at + 1}`))).toBe(false);
  });

  it('is good for three minutes, in either direction', () => {
    expect(check(good, { now: at + 180 })).toBe(true);
    expect(check(good, { now: at + 181 })).toBe(false);
    expect(check(good, { now: at - 180 })).toBe(true);
    expect(check(good, { now: at - 181 })).toBe(false);
  });

  it('is refused in any other form', () => {
    const digest = hex('key', at);
    const wrong = [
      undefined,
      '',
      digest,
      `v1=${digest}`,
      `t=${at}`,
      `t=${at},v1=`,
      `t=${at},v1=${digest.slice(2)}`,
      `t=${at},v1=${digest}00`,
      `t=${at},v1=${digest.toUpperCase()}`,
      `t=${at},v2=${digest}`,
      `t=${at},t=${at},v1=${digest}`,
      `t=,v1=${digest}`,
      `t=-${at},v1=${digest}`,
      `t=${at}.0,v1=${digest}`,
      `t=1e9,v1=${digest}`,
      `t=${at}999999999999,v1=${digest}`,
    ];
    expect(wrong.filter((header) => check(header))).toEqual([]);
  });

  it('may be made with any of several secrets during a rotation, and with none when there is none', () => {
    expect(check(good, { secrets: ['new', 'key'] })).toBe(true);
    expect(check(good, { secrets: ['new'] })).toBe(false);
    expect(check(`t=${at},v1=${hex('other', at)},v1=${hex('key', at)}`)).toBe(true);
    expect(check(good, { secrets: [] })).toBe(false);
  });

  it('is of the bytes, whatever they are', () => {
    const bytes = Buffer.from([0xff, 0xfe, 0x00, 0x80]);
    expect(check(`t=${at},v1=${hex('key', at, bytes)}`, { bytes })).toBe(true);
  });
});
