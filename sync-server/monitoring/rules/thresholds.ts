// CH2: how many results, or how long, a monitor needs to change its state, from its settings.
import { checks } from '../../checks/index.ts';
import { defaultFlap } from './flapping.ts';
import type { MonitorSettings } from '#wire/api/monitors.ts';
import type { Thresholds } from './transition.ts';

const toMs = (seconds: number | undefined) => (seconds === undefined ? undefined : seconds * 1000);

/** A passive monitor has already waited for its beat; a second look would confirm nothing. */
export function thresholdsOf(settings: MonitorSettings): Thresholds {
  const { kind, confirmations, recoveries, confirmSeconds, recoverSeconds } = settings;
  const flap = settings.flap === undefined ? defaultFlap : settings.flap;
  if (checks[kind]?.isPassive === true) return { confirmations: 1, recoveries: 1, flap };
  return {
    confirmations,
    recoveries,
    confirmMs: toMs(confirmSeconds),
    recoverMs: toMs(recoverSeconds),
    flap,
  };
}
