// Turns the results of checks into samples, and knows which failures say more about us than about the monitor.
import type { Sample } from '#room/feed/feed.ts';
import type { CheckResult } from '../checks/check.ts';
import { decideUnusual, pickUsualHours } from './rules/baseline.ts';
import { whyEndsSoon } from './rules/degraded.ts';
import { judgeNumber } from './judge-number.ts';
import type { Monitor } from './monitors.ts';
import type { Samples } from './history/samples.ts';
import type { Uplink } from './uplink.ts';

export type Readings = {
  /** CH11: a result as a sample; unusually slow for this hour is degraded. Null when nothing was measured. */
  toSample: (monitor: Monitor, result: CheckResult) => Sample | null;
  /** Whether this last measurement of the monitor failed to resolve its name. */
  isUnresolved: (id: string, sample: Sample | null) => boolean;
  /** CH9: whether our own network explains a failure of this sample. */
  isOurs: (id: string, sample: Sample | null) => boolean;
};

type Options = { samples: Samples; uplink: Pick<Uplink, 'explains'>; now: () => number };

export function openReadings({ samples, uplink, now }: Options): Readings {
  /** When a monitor's last measurement failed to resolve its name. */
  const unresolvedAt = new Map<string, number>();
  const isUnresolved: Readings['isUnresolved'] = (id, sample) =>
    sample !== null && unresolvedAt.get(id) === sample.at;
  return {
    isUnresolved,
    isOurs: (id, sample) => uplink.explains({ isUnresolved: isUnresolved(id, sample) }),
    toSample: (monitor, { status, latencyMs, reason, value, isUnresolved: isNameless = false }) => {
      if (status === 'unknown') return null;
      const sample = { at: now(), status, latencyMs, reason };
      if (isNameless) unresolvedAt.set(monitor.id, sample.at);
      else unresolvedAt.delete(monitor.id);
      return status === 'up' ? judgeGood(monitor, sample, samples, value) : sample;
    },
  };
}

/** A good sample, which is degraded when its certificate expires soon, or its number or time is unusual. */
function judgeGood(
  monitor: Monitor,
  sample: Sample,
  { numbers, rollups }: Samples,
  value: number | undefined,
): Sample {
  const { id, settings, certificate } = monitor;
  const ending = settings.degradedSeverity === undefined ? null : whyEndsSoon(certificate, sample.at);
  if (ending !== null) return { ...sample, status: 'degraded', reason: ending };
  if (value !== undefined) return judgeNumber(monitor, sample, { value, numbers });
  if (sample.latencyMs === null || settings.baseline !== true) return sample;
  const unusual = decideUnusual(sample.latencyMs, pickUsualHours(rollups.hours(id), sample.at));
  return unusual === null ? sample : { ...sample, status: 'degraded', reason: unusual };
}
