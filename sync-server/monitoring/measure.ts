// One measurement for the watch: runs the check with the beats posted to it, and keeps the evidence of a failure.
import type { Beats } from './beats.ts';
import type { CheckResult } from '../checks/check.ts';
import type { Egress } from '../outgoing/egress.ts';
import type { EvidenceStore } from './history/evidence.ts';
import type { Monitor } from './monitors.ts';
import { runCheck } from './run-check.ts';
import type { Log } from '../sync/rooms.ts';

export type MeasureMonitor = (monitor: Monitor, stopped: AbortSignal) => Promise<CheckResult>;

export type Measuring = {
  beats: Beats;
  evidence: EvidenceStore;
  egress: Egress;
  now: () => number;
  log: Log;
};

export function makeMeasure({ beats, evidence, egress, now, log }: Measuring): MeasureMonitor {
  return async ({ id, settings }, stopped) => {
    const result = await runCheck(settings, { stopped, now, beats: beats.stateOf(id), egress, log });
    if (!stopped.aborted) evidence.keep(id, result, now());
    return result;
  };
}
