// CH6: detects a monitor that keeps changing its state. Pure.
import type { MonitorStanding } from './transition.ts';

/** Flapping starts at this many confirmed changes within these minutes, and ends at half as many. */
export type Flap = { changes: number; minutes: number };

export const defaultFlap: Flap = { changes: 6, minutes: 30 };

export function decideFlapping(
  { flips, isFlapping }: Pick<MonitorStanding, 'flips' | 'isFlapping'>,
  changedAt: number | null,
  now: number,
  flap: Flap | null,
): Pick<MonitorStanding, 'flips' | 'isFlapping'> {
  if (flap === null) return { flips: [], isFlapping: false };
  const kept = flips.filter((at) => at > now - flap.minutes * 60_000);
  const recent = changedAt === null ? kept : [...kept, changedAt];
  // Hysteresis: without it, a monitor near the limit would start and stop flapping again and again.
  const threshold = isFlapping ? Math.floor(flap.changes / 2) + 1 : flap.changes;
  const same = recent.length === flips.length;
  return { flips: same && changedAt === null ? flips : recent, isFlapping: recent.length >= threshold };
}
