// SP33: how a day looks as a bar: the worst of it by colour, how long it lasted by height, what is not known as a gap.
import type { Shown } from '../levels.ts';
import type { Uptime } from './uptime.ts';

export const barHeight = 4;
const minuteMs = 60_000;

/** `foot` is coloured from below, `gap` is left out from above; both 0 to `barHeight`. */
export type DayMark = { shown: Exclude<Shown, 'unknown'>; foot: number; gap: number };

/** What one day of a component shows. */
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
