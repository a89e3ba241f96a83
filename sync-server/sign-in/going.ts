// SI2: sign-ins in progress, from the first click until a browser or desktop has its token. Held in memory for
// minutes: after a restart the person begins again.
import { createHash } from 'node:crypto';
import type { Claims, Going, ProviderTokens } from './provider.ts';
import { makeOnce } from './sign-ins.ts';

/** Where it ends: in this browser, or at a port of the person's computer where their desktop listens (RFC 8252). */
export type Destination = 'browser' | { port: number; state: string };

export type Begun = Going & { challenge: string; to: Destination; at: number };
type Arrived = { who: { claims: Claims; tokens: ProviderTokens }; challenge: string; at: number };

const goingMs = 10 * 60_000;
const arrivedMs = 60_000;
const most = 1_000;

export type SignInsGoing = {
  begin(going: Going, how: Pick<Begun, 'challenge' | 'to'>): void;
  /** Works once per state. */
  take(state: string): Begun | null;
  /** Returns a code; with the verifier of this challenge it can be exchanged for one token. */
  arrive(who: Arrived['who'], challenge: string): string;
  redeem(code: string, verifier: string): Arrived['who'] | null;
};

export function trackSignIns(now: () => number): SignInsGoing {
  const going = new Map<string, Begun>();
  const arrived = new Map<string, Arrived>();
  /** The oldest go first: repeated starts must not fill the memory. */
  const trim = <T extends { at: number }>(kept: Map<string, T>, ms: number) => {
    for (const [key, { at }] of kept) if (at + ms < now() || kept.size > most) kept.delete(key);
  };
  return {
    begin: (started, how) => {
      going.set(started.state, { ...started, ...how, at: now() });
      trim(going, goingMs);
    },
    take: (state) => {
      trim(going, goingMs);
      const found = going.get(state) ?? null;
      going.delete(state);
      return found;
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
