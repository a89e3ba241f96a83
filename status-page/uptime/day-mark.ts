// SP33: a day as a bar: colour for the worst state, height for its duration, a gap for unknown time.
import type { Shown } from '../levels.ts';
import type { Uptime } from './uptime.ts';

export const barHeight = 4;
const minuteMs = 60_000;

/** `foot` is coloured from the bottom, `gap` is left out at the top; both 0 to `barHeight`. */
export type DayMark = { shown: Exclude<Shown, 'unknown'>; foot: number; gap: number };

/** The bar for one day of a component. */
export function markOf({ timeAt, maintenanceMs, unknownMs }: Uptime, lengthMs: number): DayMark {
  const shown = (['major', 'partial', 'degraded'] as const).find((level) => timeAt[level] > 0);
  const troubleMs = timeAt.major + timeAt.partial + timeAt.degraded;
  const ms = shown === undefined ? maintenanceMs : troubleMs;
  const gap = lengthMs > 0 ? Math.floor((unknownMs / lengthMs) * barHeight * 2) / 2 : barHeight;
  return {
    shown: shown ?? (maintenanceMs > 0 ? 'maintenance' : 'operational'),
    foot: Math.min(ms === 0 ? 0 : footOf(ms), barHeight - gap),
    gap: unknownMs > 0 && unknownMs >= lengthMs ? barHeight : gap,
  };
}

const footOf = (ms: number): number =>
  ms <= 5 * minuteMs ? 1 : ms <= 60 * minuteMs ? 2 : ms <= 360 * minuteMs ? 3 : barHeight;
