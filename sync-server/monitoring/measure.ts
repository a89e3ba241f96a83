// One measurement for the watch: runs the check with the beats posted to it, and keeps the evidence of a failure.
import type { Beats } from './beats.ts';
import type { CheckResult } from '../checks/check.ts';
import type { Egress } from '../outgoing/egress.ts';
import type { EvidenceStore } from './history/evidence.ts';
import type { Locations } from './locations/locations.ts';
import type { Monitor } from './monitors.ts';
import { runCheck } from './run-check.ts';
import type { Log } from '../sync/rooms.ts';

/** Null when there is nothing new to judge (CH19). */
export type MeasureMonitor = (monitor: Monitor, stopped: AbortSignal) => Promise<CheckResult | null>;

export type Measuring = {
  beats: Beats;
  evidence: EvidenceStore;
  locations: Pick<Locations, 'isMeasuredHere' | 'together'>;
  egress: Egress;
  now: () => number;
  log: Log;
};

export function makeMeasure({ beats, evidence, locations, egress, now, log }: Measuring): MeasureMonitor {
  return async (monitor, stopped) => {
    const { id, settings } = monitor;
    if (!locations.isMeasuredHere(settings)) return locations.together(monitor, null);
    const result = await runCheck(settings, { stopped, now, beats: beats.stateOf(id), egress, log });
    if (stopped.aborted) return result;
    evidence.keep(id, result, now());
    return locations.together(monitor, result);
  };
}
