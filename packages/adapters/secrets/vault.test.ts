import type { Cloud } from '@punctual/local/cloud.ts';
import { startTestCloud } from '@punctual/local/test-cloud.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kmsVault, type Sealed } from './vault.ts';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startTestCloud({ standIns: {} });
});
afterAll(() => cloud.stop());

const vault = kmsVault('alias/punctual');
/** Longer than KMS itself would take. */
const secret = JSON.stringify({ accessToken: 'ya29.'.padEnd(6000, 'é'), refreshToken: '1//0g' });

const failureOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'it worked',
    (fault: Error) => `${fault.message} ${fault.stack} ${JSON.stringify(fault)}`,
  );

describe('the vault', () => {
  it('gives back what was sealed, and shows nothing of it', async () => {
    const sealed = await vault.seal('connection-a', secret);
    expect(JSON.stringify(sealed)).not.toContain('ya29');
    expect(await vault.open('connection-a', sealed)).toBe(secret);
  });

  it('seals the same secret differently each time', async () => {
    const [one, other] = [await vault.seal('a', secret), await vault.seal('a', secret)];
    expect(one.encryptedKey).not.toBe(other.encryptedKey);
    expect(one.ciphertext).not.toBe(other.ciphertext);
  });

  it('does not open for another connection, whatever is swapped', async () => {
    const a = await vault.seal('connection-a', secret);
    const b = await vault.seal('connection-b', 'another secret');
    expect(await failureOf(vault.open('connection-b', a))).toContain('InvalidCiphertext');
    const foreign: readonly Sealed[] = [
      { ...b, ciphertext: a.ciphertext, nonce: a.nonce, tag: a.tag },
      { ...a, encryptedKey: b.encryptedKey },
    ];
    for (const sealed of foreign) {
      const said = await failureOf(vault.open('connection-b', sealed));
      expect(said).toContain('does not open');
      expect(said).not.toContain('another secret');
    }
  });

  it('does not open what was altered', async () => {
    const sealed = await vault.seal('connection-a', secret);
    const altered = (text: string) => {
      const data = Buffer.from(text, 'base64');
      data[0] = (data[0] ?? 0) ^ 1;
      return data.toString('base64');
    };
    for (const part of ['ciphertext', 'tag', 'nonce', 'encryptedKey'] as const) {
      const said = await failureOf(vault.open('connection-a', { ...sealed, [part]: altered(sealed[part]) }));
      expect(said).toMatch(/does not open|InvalidCiphertext/);
      expect(said).not.toContain('ya29');
    }
    // A tag of four bytes would be found by trying.
    const short = { ...sealed, tag: Buffer.from(sealed.tag, 'base64').subarray(0, 4).toString('base64') };
    expect(await failureOf(vault.open('connection-a', short))).toContain('does not open');
  });
});
