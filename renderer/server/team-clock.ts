import type { Time } from '#wire/api/me.ts';
import type { Api } from './http.ts';
import { recall, remember } from '../state/local-store.ts';

/** The team's time in this window: our clock plus the measured offset to our server (RE7). */
export type TeamClock = {
  now: () => number;
  offsetMs: () => number;
  /** Called when this computer's clock jumped: it was set, or the computer slept. Returns a function that stops it. */
  onJump: (listener: () => void) => () => void;
  /** Measures again. Keeps the old offset when the server does not answer. */
  measure: (api: Api) => Promise<void>;
};

/** This computer's clocks in ms: `wall` since the epoch, and `steady`, which nobody can set and which stops in sleep. */
export type LocalClocks = { wall: () => number; steady: () => number };

export const localClocks: LocalClocks = { wall: () => Date.now(), steady: () => performance.now() };

/** A smaller difference is a usual correction of the clock. */
const noJumpMs = 500;

export function createTeamClock({ wall, steady }: LocalClocks): TeamClock {
  let offset = (recall('clock-offset') as number | null) ?? 0;
  let ahead = wall() - steady();
  const listeners = new Set<() => void>();
  const localNow = () => {
    const now = wall();
    const jumpedMs = now - steady() - ahead;
    ahead += jumpedMs;
    if (Math.abs(jumpedMs) > noJumpMs) {
      // Put back by hand or by the network; the team's time goes on. Ahead, the computer may have slept.
      if (jumpedMs < 0) offset -= jumpedMs;
      for (const listener of listeners) listener();
    }
    return now;
  };
  return {
    now: () => {
      const local = localNow();
      return local + offset;
    },
    offsetMs: () => offset,
    onJump: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    measure: async (api) => {
      const best = await bestOf(3, () => measureOnce(api, steady));
      if (!best) return;
      const measured = Math.round(best.ahead + steady() - localNow());
      // A change below the measurement error is ignored, so that clocks do not jitter.
      if (Math.abs(measured - offset) <= best.roundTrip) return;
      offset = measured;
      remember('clock-offset', offset);
    },
  };
}

/** `ahead`: the team's time less that of the steady clock, which nobody sets in the meantime. */
type Measurement = { ahead: number; roundTrip: number };

async function measureOnce(api: Api, steady: () => number): Promise<Measurement | null> {
  try {
    const before = steady();
    const { now } = await api.get<Time>('/time');
    const after = steady();
    return { ahead: now - (before + after) / 2, roundTrip: after - before };
  } catch {
    // The server is unreachable. The next measurement tries again.
    return null;
  }
}

async function bestOf(
  times: number,
  measure: () => Promise<Measurement | null>,
): Promise<Measurement | null> {
  let best: Measurement | null = null;
  for (let i = 0; i < times; i++) {
    const next = await measure();
    if (next && (!best || next.roundTrip < best.roundTrip)) best = next;
  }
  return best;
}
