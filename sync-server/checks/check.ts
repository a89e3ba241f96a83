// What a check is: a form for its settings and one function that measures. A check knows nothing of
// thresholds, incidents or schedules, never throws because its target is down, and sets no deadline of its
// own: the signal ends it.
import type { Sample } from '#room/feed.ts';
import { settingsSchema, type Fields, type SettingsOf } from './fields.ts';
import type { z } from 'zod';

export type CheckResult = Omit<Sample, 'at'>;

export type Check = {
  label: string;
  fields: Fields;
  schema: z.ZodType<Record<string, unknown>>;
  /** `settings` are what `schema` answered. */
  run(settings: Record<string, unknown>, signal: AbortSignal): Promise<CheckResult>;
  /** What is measured, without anything secret, for metrics. */
  target(settings: Record<string, unknown>): CheckTarget;
};

export type CheckTarget = { url: string; hostname: string; port: string };

type Definition<F extends Fields> = {
  label: string;
  fields: F;
  run: (settings: SettingsOf<F>, signal: AbortSignal) => Promise<CheckResult>;
  target: (settings: SettingsOf<F>) => CheckTarget;
};

export function defineCheck<const F extends Fields>({ label, fields, run, target }: Definition<F>): Check {
  const schema = settingsSchema(fields);
  // The list holds checks of every kind; each gets back only what its own schema let through.
  const typed = (settings: Record<string, unknown>) => settings as SettingsOf<F>;
  return {
    label,
    fields,
    schema,
    run: (settings, signal) => run(typed(settings), signal),
    target: (settings) => target(typed(settings)),
  };
}

export const up = (latencyMs: number): CheckResult => ({ status: 'up', latencyMs, reason: null });
export const down = (reason: string, latencyMs: number | null = null): CheckResult => ({
  status: 'down',
  latencyMs,
  reason,
});
export const degraded = (reason: string, latencyMs: number): CheckResult => ({
  status: 'degraded',
  latencyMs,
  reason,
});
