import type { Time } from '#wire/api/me.ts';
import type { Api } from './http.ts';
import { recall, remember } from '../state/local-store.ts';

/** The team's time in this window: our clock plus the measured offset to our server (RE7). */
export type TeamClock = {
  now: () => number;
  offsetMs: () => number;
  /** Measures again. Keeps the old offset when the server does not answer. */
  measure: (api: Api) => Promise<void>;
};

export function createTeamClock(localNow: () => number): TeamClock {
  let offset = (recall('clock-offset') as number | null) ?? 0;
  return {
    now: () => localNow() + offset,
    offsetMs: () => offset,
    measure: async (api) => {
      const best = await bestOf(3, () => measureOnce(api, localNow));
      if (!best) return;
      // A change below the measurement error is ignored, so that clocks do not jitter.
      if (Math.abs(best.offset - offset) <= best.roundTrip) return;
      offset = best.offset;
      remember('clock-offset', offset);
    },
  };
}

type Measurement = { offset: number; roundTrip: number };

async function measureOnce(api: Api, localNow: () => number): Promise<Measurement | null> {
  try {
    const before = localNow();
    const { now } = await api.get<Time>('/time');
    const after = localNow();
    return { offset: Math.round(now - (before + after) / 2), roundTrip: after - before };
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
