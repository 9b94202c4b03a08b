import { createHmac } from 'node:crypto';
import type { LinkSubject } from '@punctual/application/ports.ts';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { signedLinks } from './signed-links.ts';

const links = signedLinks();
const subject = { appointmentId: 'a', personId: 'p' } as unknown as LinkSubject;

describe('signed links', () => {
  beforeAll(() => {
    process.env.LINK_SECRET = 'new, old';
  });

  it('give back what was signed, for their purpose and until they expire', async () => {
    const token = await links.sign('manage', subject, 1000);
    expect(await links.verify('manage', token, 999)).toEqual(subject);
    expect(await links.verify('manage', token, 1000)).toBeUndefined();
    expect(await links.verify('hold', token, 0)).toBeUndefined();
  });

  it('are worth nothing once a character has changed', async () => {
    const token = await links.sign('manage', subject, 1000);
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 1), fc.constantFrom(...'Aa0-_.~'), async (at, character) => {
        const changed = token.slice(0, at) + character + token.slice(at + 1);
        fc.pre(changed !== token);
        expect(await links.verify('manage', changed, 0)).toBeUndefined();
      }),
    );
    expect(await links.verify('manage', `${token}.x`, 0)).toBeUndefined();
    expect(await links.verify('manage', '', 0)).toBeUndefined();
  });

  it('stay valid while the secret is rotated, and no longer', async () => {
    process.env.LINK_SECRET = 'old';
    const token = await links.sign('manage', subject, 1000);
    process.env.LINK_SECRET = 'new, old';
    expect(await links.verify('manage', token, 0)).toEqual(subject);
    process.env.LINK_SECRET = 'new';
    expect(await links.verify('manage', token, 0)).toBeUndefined();
  });

  it('are worth nothing under a key of no letters, which a comma too many would make', async () => {
    process.env.LINK_SECRET = 'new, ,';
    const payload = Buffer.from(JSON.stringify(['manage', subject, 1000])).toString('base64url');
    const forged = `${payload}.${createHmac('sha256', '').update(payload).digest('base64url')}`;
    expect(await links.verify('manage', forged, 0)).toBeUndefined();
    process.env.LINK_SECRET = ',';
    await expect(links.verify('manage', forged, 0)).rejects.toThrow('LINK_SECRET');
  });
});
