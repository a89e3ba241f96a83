// SI2: sign-ins in progress, from the first click until a browser or desktop has its token. What has begun waits in
// the browser's own cookie, so nobody can crowd out others by beginning often (SI8); what has arrived waits here for
// a minute. After a restart the person begins again.
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { Claims } from './claims.ts';
import type { Going, ProviderTokens } from './provider.ts';
import { makeOnce } from './sign-ins.ts';

/** Where it ends: in this browser, or at a port of the person's computer where their desktop listens (RFC 8252). */
export type Destination = 'browser' | { port: number; state: string };

export type Begun = Omit<Going, 'url'> & { challenge: string; to: Destination; at: number };
type Arrived = { who: { claims: Claims; tokens: ProviderTokens }; challenge: string; at: number };

const goingMs = 10 * 60_000;
const arrivedMs = 60_000;
const most = 1_000;

export type SignInsGoing = {
  /** Returns the sealed text that the browser keeps until it is back. */
  begin(going: Going, how: Pick<Begun, 'challenge' | 'to'>): string;
  /** What this browser began; null when it is another's, too old, or has been taken. */
  take(sealed: string, state: string): Begun | null;
  /** Returns a code; with the verifier of this challenge it can be exchanged for one token. */
  arrive(who: Arrived['who'], challenge: string): string;
  redeem(code: string, verifier: string): Arrived['who'] | null;
};

export function trackSignIns(now: () => number): SignInsGoing {
  const { seal, open } = makeSeal();
  const taken = new Map<string, { at: number }>();
  const arrived = new Map<string, Arrived>();
  /** The oldest go first, so that memory stays bounded. */
  const trim = <T extends { at: number }>(kept: Map<string, T>, ms: number) => {
    for (const [key, { at }] of kept) if (at + ms < now() || kept.size > most) kept.delete(key);
  };
  return {
    begin: ({ state, verifier, nonce }, { challenge, to }) =>
      seal({ state, verifier, nonce, challenge, to, at: now() }),
    take: (sealed, state) => {
      const begun = open(sealed);
      if (begun === null || begun.state !== state || begun.at + goingMs < now() || taken.has(state))
        return null;
      // The provider takes its code only once, too, if this is forgotten early.
      taken.set(state, { at: now() });
      trim(taken, goingMs);
      return begun;
    },
    arrive: (who, challenge) => {
      const code = makeOnce();
      arrived.set(code, { who, challenge, at: now() });
      trim(arrived, arrivedMs);
      return code;
    },
    redeem: (code, verifier) => {
      trim(arrived, arrivedMs);
      const found = arrived.get(code);
      arrived.delete(code);
      const challenge = createHash('sha256').update(verifier).digest('base64url');
      return found?.challenge === challenge ? found.who : null;
    },
  };
}

/** AES-256-GCM with a key of this process. `open` gives null for what it did not seal. */
function makeSeal() {
  const [key, algorithm] = [randomBytes(32), 'aes-256-gcm'] as const;
  return {
    seal: (begun: Begun): string => {
      const start = randomBytes(12);
      const cipher = createCipheriv(algorithm, key, start);
      const sealed = [cipher.update(JSON.stringify(begun), 'utf8'), cipher.final()];
      return Buffer.concat([start, cipher.getAuthTag(), ...sealed]).toString('base64url');
    },
    open: (text: string): Begun | null => {
      const bytes = Buffer.from(text, 'base64url');
      if (bytes.length < 28) return null;
      const cipher = createDecipheriv(algorithm, key, bytes.subarray(0, 12));
      cipher.setAuthTag(bytes.subarray(12, 28));
      try {
        return JSON.parse(
          cipher.update(bytes.subarray(28), undefined, 'utf8') + cipher.final('utf8'),
        ) as Begun;
      } catch {
        // Another process sealed it, or nobody.
        return null;
      }
    },
  };
}
