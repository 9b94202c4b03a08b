import { createServer } from 'node:http';
import type { Tokens } from '@punctual/application/calendars/ports.ts';
import { DAY, MINUTE } from '@punctual/scheduling/time/instant.ts';
import { describe, expect, it } from 'vitest';
import type { ConformanceBench } from './conformance-bench.ts';

/** Signing in, and keeping access. */
export function accessConformance(bench: ConformanceBench): void {
  const { authorize, connect, fault, kindOf, verifier } = bench;

  describe('sign-in', () => {
    it('asks for consent with PKCE and gives tokens that work', async () => {
      const url = new URL(
        await bench.provider.authorizationUrl({
          state: 'a-state',
          codeVerifier: verifier,
          redirectUri: bench.world.redirectUri,
        }),
      );
      expect(url.searchParams.get('state')).toBe('a-state');
      expect(url.searchParams.get('code_challenge_method')).toBe('S256');
      expect(url.href).not.toContain(verifier);
      const { tokens, access } = await connect();
      expect(tokens.refreshToken).toBeTypeOf('string');
      expect(tokens.accessExpiresAt).toBeGreaterThan(Date.now() + 30 * MINUTE);
      expect((await bench.provider.describe(access)).calendarName).not.toBe('');
    });

    it('takes a code once, and only with its verifier', async () => {
      const code = await authorize('codes@contoso.example');
      const { redirectUri } = bench.world;
      const wrong = { codeVerifier: 'w'.repeat(64), redirectUri };
      expect(await kindOf(bench.provider.exchange(code, wrong))).toBe('refused');
      const again = await authorize('codes@contoso.example');
      const right = { codeVerifier: verifier, redirectUri };
      await bench.provider.exchange(again, right);
      expect(await kindOf(bench.provider.exchange(again, right))).toBe('refused');
    });

    it('refreshes, and says which refresh token is good from then on', async () => {
      const { tokens } = await connect();
      await bench.world.pass(3 * 60 * MINUTE);
      expect(await kindOf(bench.provider.describe(tokens.accessToken))).toBe('unauthorized');
      const fresh = await bench.provider.refresh(tokens.refreshToken ?? '');
      expect(fresh.accessToken).not.toBe(tokens.accessToken);
      expect(fresh.refreshToken === tokens.refreshToken).toBe(!bench.world.habits.rotatesRefreshTokens);
      await bench.provider.describe(fresh.accessToken);
      await bench.provider.refresh(fresh.refreshToken ?? '');
    });

    it('sees that access was taken back', async () => {
      const { email, tokens } = await connect();
      await bench.world.outside.revoke(email);
      expect(await kindOf(bench.provider.refresh(tokens.refreshToken ?? ''))).toBe('revoked');
      expect(await kindOf(bench.provider.describe(tokens.accessToken))).toBe('unauthorized');
    });

    it('gives access back, once or twice', async () => {
      const { tokens } = await connect();
      await bench.provider.revoke(tokens);
      await bench.provider.revoke(tokens);
      if (bench.world.habits.revokes) {
        expect(await kindOf(bench.provider.refresh(tokens.refreshToken ?? ''))).toBe('revoked');
      }
    });

    it('does not take a passing failure for the end of access', async () => {
      const { tokens } = await connect();
      await bench.world.fail({ status: 503, match: 'token' });
      expect(await kindOf(bench.provider.refresh(tokens.refreshToken ?? ''))).toBe('unavailable');
      await bench.world.fail({ status: 429, retryAfter: 9, match: 'token' });
      const throttled = await fault(bench.provider.refresh(tokens.refreshToken ?? ''));
      expect([throttled.kind, throttled.retryAfterSeconds]).toEqual(['throttled', 9]);
      await bench.world.fail({ body: '<html>', status: 500, match: 'token' });
      expect(await kindOf(bench.provider.refresh(tokens.refreshToken ?? ''))).toBe('unavailable');
      await bench.world.fail({ timeoutMs: 2000, status: 500, match: 'token' });
      const impatient = bench.world.withPatience(0.2);
      expect(await kindOf(impatient.refresh(tokens.refreshToken ?? ''))).toBe('unavailable');
      await bench.provider.refresh(tokens.refreshToken ?? '');
    });
  });
}

/** Being told of changes. */
export function pushesConformance(bench: ConformanceBench): void {
  const { authorize, connect, at, verifier } = bench;

  describe('pushes', () => {
    it('come with our secret, until the channel is ended', async () => {
      const { email, access } = await connect();
      const pushes: string[] = [];
      const receiver = createServer((request, response) => {
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => chunks.push(chunk));
        request.on('end', () => {
          const token = new URL(request.url ?? '/', 'http://here').searchParams.get('validationToken');
          if (token === null) {
            pushes.push(JSON.stringify(request.headers) + Buffer.concat(chunks).toString());
          }
          response.writeHead(token === null ? 202 : 200, { 'content-type': 'text/plain' });
          response.end(token ?? '');
        });
      });
      const port = await new Promise<number>((resolve) => {
        receiver.listen(0, '127.0.0.1', () => {
          const address = receiver.address();
          resolve(typeof address === 'object' && address !== null ? address.port : 0);
        });
      });
      try {
        const address = `http://127.0.0.1:${port}/push`;
        const until = Date.now() + (bench.provider.channelLife ?? 0);
        const channel = await bench.provider.watch(access, crypto.randomUUID(), address, 'our-secret', until);
        expect(channel.expiresAt).toBeGreaterThan(Date.now() + DAY);
        expect(channel.expiresAt).toBeLessThanOrEqual(until + MINUTE);
        await bench.world.settle();
        pushes.length = 0;
        await bench.world.outside.enter(email, 'busy', at(8, 9));
        await bench.world.settle();
        expect(pushes.length).toBeGreaterThan(0);
        expect(pushes.every((push) => push.includes('our-secret'))).toBe(true);
        expect(pushes.every((push) => push.includes(channel.id))).toBe(true);

        await bench.world.pass(DAY);
        const fresh = (await bench.provider.refresh((await connectAgain(email)).refreshToken ?? ''))
          .accessToken;
        const renewed = await bench.provider.renew(fresh, channel, Date.now() + 400 * DAY);
        if (bench.world.habits.renewsChannels) {
          expect(renewed?.id).toBe(channel.id);
          expect(renewed?.expiresAt).toBeGreaterThan(channel.expiresAt);
        } else expect(renewed).toBeUndefined();

        await bench.provider.unwatch(fresh, channel);
        await bench.provider.unwatch(fresh, channel);
        expect(await bench.provider.renew(fresh, channel, until + DAY)).toBeUndefined();
        await bench.world.settle();
        pushes.length = 0;
        await bench.world.outside.enter(email, 'busy', at(9, 9));
        await bench.world.settle();
        expect(pushes).toEqual([]);
      } finally {
        receiver.closeAllConnections();
        await new Promise((resolve) => receiver.close(resolve));
      }
    });

    const connectAgain = async (email: string): Promise<Tokens> => {
      const code = await authorize(email);
      const { redirectUri } = bench.world;
      return (await bench.provider.exchange(code, { codeVerifier: verifier, redirectUri })).tokens;
    };
  });
}

/** What goes wrong, and what is said of it. */
export function failuresConformance(bench: ConformanceBench): void {
  const { connect, identityOf, entryOf, unknown, fault, kindOf, everything, own, told, secrets } = bench;

  describe('failures', () => {
    it('that pass say when to come again', async () => {
      const { access } = await connect();
      for (const failure of bench.world.habits.throttles) {
        await bench.world.fail({ ...failure, retryAfter: 7 });
        const throttled = await fault(bench.provider.describe(access));
        expect([throttled.kind, throttled.retryAfterSeconds]).toEqual(['throttled', 7]);
      }
      await bench.world.fail({ status: 503, retryAfter: 11 });
      const unavailable = await fault(bench.provider.describe(access));
      expect([unavailable.kind, unavailable.retryAfterSeconds]).toEqual(['unavailable', 11]);
      for (const failure of [
        { status: 500 },
        { status: 502, body: '<html>' },
        { body: 'nonsense', status: 504 },
      ]) {
        await bench.world.fail(failure);
        expect(await kindOf(bench.provider.describe(access))).toBe('unavailable');
      }
      await bench.provider.describe(access);
    });

    it('that stay are told from those that pass', async () => {
      const { access } = await connect();
      for (const failure of bench.world.habits.refuses) {
        await bench.world.fail(failure);
        expect(await kindOf(bench.provider.describe(access))).toBe('refused');
      }
    });

    it('of patience end in time, without another attempt', async () => {
      const { access } = await connect();
      const before = (await bench.world.requests()).length;
      await bench.world.fail({ timeoutMs: 2000, status: 500 });
      expect(await kindOf(bench.world.withPatience(0.2).describe(access))).toBe('unavailable');
      await bench.world.fail({ status: 503 });
      expect(await kindOf(bench.provider.describe(access))).toBe('unavailable');
      expect((await bench.world.requests()).length - before).toBeLessThanOrEqual(2);
    });

    it('of access are told for every call', async () => {
      const calls: readonly (() => Promise<unknown>)[] = [
        () => bench.provider.describe('stranger'),
        () => bench.provider.create('stranger', identityOf('99'), entryOf()),
        () => bench.provider.update('stranger', unknown('abcdef'), identityOf('99'), entryOf()),
        () => bench.provider.remove('stranger', 'abcdef'),
        () => bench.provider.read('stranger', 'abcdef'),
        () => own('stranger'),
        () => everything('stranger'),
      ];
      for (const call of calls) expect(await kindOf(call())).toBe('unauthorized');
    });

    it('never tell a secret', () => {
      expect(told.length).toBeGreaterThan(20);
      for (const secret of secrets) expect(told.some((text) => text.includes(secret))).toBe(false);
    });
  });
}
