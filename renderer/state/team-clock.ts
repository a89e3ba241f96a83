import type { Api } from '../http.ts';
import { recall, remember } from './local-store.ts';

/** The team's time as this window knows it: our clock plus the offset measured to our server (RE7). */
export type TeamClock = {
  now: () => number;
  offsetMs: () => number;
  /** Measures again; keeps the old offset when the server does not answer. */
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
      // Less than the error of the measurement is no news, and clocks must not jitter.
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
    const { now } = await api.get<{ now: number }>('/time');
    const after = localNow();
    return { offset: Math.round(now - (before + after) / 2), roundTrip: after - before };
  } catch {
    // Unreachable now: the next measurement will tell.
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
