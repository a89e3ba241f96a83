// A check is a form for its settings and one function that measures. It knows no thresholds, incidents or schedules.
// It does not throw when its target is down, and it sets no deadline: the signal ends it.
import type { Area } from '#room/team/areas.ts';
import { z } from 'zod';
import type { Sample } from '#room/feed/feed.ts';
import type { Egress } from '../outgoing/egress.ts';
import { settingsSchema, type Fields, type SettingsOf } from '../forms/fields.ts';
import type { Certificate, Evidence, Phases } from './evidence.ts';

/**
 * One measurement. `unknown` says that this server could not measure (no browser here, no beat expected yet):
 * it is neither a success nor a failure and pages nobody.
 */
export type CheckResult = {
  status: Sample['status'] | 'unknown';
  /** Null when nothing answered. */
  latencyMs: number | null;
  reason: string | null;
  phases?: Phases;
  certificate?: Certificate;
  /** The number, for a metric. */
  value?: number;
  /** Down because no name server answered, which says little about the target (CH9). */
  isUnresolved?: boolean;
  evidence?: Evidence;
};

export type Deafness = { from: number; to: number };

/** The reports that came to a monitor's beat address. Times are epoch milliseconds on the team's clock. */
export type BeatState = {
  /** When the monitor began to wait: its creation, or its last change of settings. */
  since: number;
  lastBeatAt: number | null;
  /** The runs that began and have not ended, oldest first. A run without an id has null. */
  runs: readonly { rid: string | null; at: number }[];
  lastFailAt: number | null;
  /** The exit code of the last run that reported one; 0 after a plain beat, null before any. */
  lastExit: number | null;
  lastValue: number | null;
  lastValueAt: number | null;
  /** How long the last run took, from its start to its end. */
  lastDurationMs: number | null;
  /** The periods in which this server could not receive beats, oldest first. */
  deafness: readonly Deafness[];
};

export type CheckContext = {
  signal: AbortSignal;
  /** Epoch milliseconds, the team's clock. */
  now: () => number;
  /** Null for kinds that send requests themselves. */
  beats: BeatState | null;
  egress: Egress;
};

export type Check = {
  label: string;
  /** One sentence that helps to choose a kind. */
  about: string;
  /** Whether it waits for reports (beats) instead of asking. Its results need no confirmation. */
  isPassive: boolean;
  /** Time limit of one measurement; null leaves it to the server (CH1). */
  deadlineMs: number | null;
  /** The interval that the form proposes. */
  intervalSeconds: number;
  /** CH18: the watched area when the monitor names none. */
  area: Area;
  fields: Fields;
  schema: z.ZodType<Record<string, unknown>>;
  /** `settings` must have passed `schema`. */
  run(settings: Record<string, unknown>, context: CheckContext): Promise<CheckResult>;
  /** The target without secrets, for metrics. */
  target(settings: Record<string, unknown>): CheckTarget;
};

export type CheckTarget = { url: string; hostname: string; port: string };

export type Fault = { path: (string | number)[]; expected: string };

type Definition<F extends Fields> = {
  label: string;
  about: string;
  isPassive?: boolean;
  deadlineMs?: number;
  intervalSeconds?: number;
  area?: Area;
  fields: F;
  /** A fault between fields that are each valid: the field, and what was expected. */
  wrong?: (settings: SettingsOf<F>) => Fault | null;
  run: (settings: SettingsOf<F>, context: CheckContext) => Promise<CheckResult>;
  target: (settings: SettingsOf<F>) => CheckTarget;
};

export function defineCheck<const F extends Fields>(definition: Definition<F>): Check {
  const {
    fields,
    run,
    target,
    wrong,
    isPassive = false,
    deadlineMs = null,
    intervalSeconds = 60,
    area = 'application',
  } = definition;
  // The list holds checks of every kind; each gets only settings that passed its own schema.
  const typed = (settings: Record<string, unknown>) => settings as SettingsOf<F>;
  const schema = settingsSchema(fields);
  return {
    ...definition,
    isPassive,
    deadlineMs,
    intervalSeconds,
    area,
    schema: wrong === undefined ? schema : schema.pipe(withFault(wrong)),
    run: (settings, context) => run(typed(settings), context),
    target: (settings) => target(typed(settings)),
  };
}

/** Runs only when every field is valid. */
function withFault<S>(wrong: (settings: S) => Fault | null): z.ZodType<S, S> {
  return z.custom<S>().superRefine((settings, context) => {
    const fault = wrong(settings);
    if (fault) context.addIssue({ code: 'custom', path: fault.path, message: fault.expected });
  });
}

type More = Partial<Omit<CheckResult, 'status' | 'reason' | 'latencyMs'>>;

export const up = (latencyMs: number | null, more: More = {}): CheckResult => ({
  status: 'up',
  latencyMs,
  reason: null,
  ...more,
});
export const down = (reason: string, latencyMs: number | null = null, more: More = {}): CheckResult => ({
  status: 'down',
  latencyMs,
  reason,
  ...more,
});
export const degraded = (reason: string, latencyMs: number | null, more: More = {}): CheckResult => ({
  status: 'degraded',
  latencyMs,
  reason,
  ...more,
});
export const unknown = (reason: string): CheckResult => ({ status: 'unknown', latencyMs: null, reason });
