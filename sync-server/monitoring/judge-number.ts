import type { Sample } from '#room/feed/feed.ts';
import { decideUnusualNumber, pickUsualHours } from './rules/baseline.ts';
import type { Monitor } from './monitors.ts';
import type { NumberHours } from './history/number-hours.ts';

type Posted = { value: number; numbers: NumberHours };

/** CH16: stores posted numbers by the hour, and marks an unusual one as degraded. */
export function judgeNumber({ id, settings }: Monitor, sample: Sample, { value, numbers }: Posted): Sample {
  const usual = pickUsualHours(numbers.hours(id), sample.at);
  numbers.add(id, sample.at, value);
  if (settings.baseline !== true) return sample;
  const { unit } = settings.settings as { unit?: unknown };
  const unusual = decideUnusualNumber(value, usual, typeof unit === 'string' ? unit : '');
  return unusual === null ? sample : { ...sample, status: 'degraded', reason: unusual };
}
