import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { calendarSigner } from './calendar-signer.ts';

const signer = calendarSigner();
const connection = '01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10';

describe('calendar signer', () => {
  beforeEach(() => {
    process.env.LINK_SECRET = 'new, old';
  });

  it('makes states that nobody guesses, with verifiers that RFC 7636 allows', async () => {
    const made = await Promise.all(Array.from({ length: 20 }, () => signer.newAuthorization()));
    expect(new Set(made.map(({ state }) => state)).size).toBe(20);
    expect(new Set(made.map(({ codeVerifier }) => codeVerifier)).size).toBe(20);
    for (const { codeVerifier } of made) expect(codeVerifier).toMatch(/^[\w.~-]{43,128}$/);
  });

  it('knows its states again, each by a hash of its own that gives nothing away', async () => {
    const [{ state }, other] = [await signer.newAuthorization(), await signer.newAuthorization()];
    const hash = await signer.stateHash(state);
    expect(hash).toBe(await signer.stateHash(state));
    expect(hash).not.toBe(await signer.stateHash(other.state));
    expect(state).not.toContain(hash);
  });

  it('has push secrets name their connection, in as many characters as Graph allows', async () => {
    const secret = await signer.pushSecret(connection);
    expect(secret.length).toBeLessThanOrEqual(128);
    expect(await signer.connectionOf(secret)).toBe(connection);
  });

  it('takes nothing that was changed, cut or signed for something else', async () => {
    const secret = await signer.pushSecret(connection);
    const { state } = await signer.newAuthorization();
    expect(await signer.connectionOf(state)).toBeUndefined();
    expect(await signer.stateHash(secret)).toBeUndefined();
    await fc.assert(
      fc.asyncProperty(fc.nat(secret.length - 2), fc.constantFrom(...'Aa0-_.'), async (at, character) => {
        const changed = secret.slice(0, at) + character + secret.slice(at + 1);
        fc.pre(changed !== secret);
        expect(await signer.connectionOf(changed)).toBeUndefined();
        expect(await signer.connectionOf(secret.slice(0, at))).toBeUndefined();
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.string(), async (text) => {
        expect(await signer.connectionOf(text)).toBeUndefined();
      }),
    );
  });

  it('goes on through a rotation, and no longer', async () => {
    process.env.LINK_SECRET = 'old';
    const secret = await signer.pushSecret(connection);
    process.env.LINK_SECRET = 'new, old';
    expect(await signer.connectionOf(secret)).toBe(connection);
    process.env.LINK_SECRET = 'new';
    expect(await signer.connectionOf(secret)).toBeUndefined();
  });
});
