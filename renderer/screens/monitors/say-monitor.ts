// Short texts about monitors that several screens share.
import { strings } from '../../strings/index.ts';
import { sayLength } from '../../ui/say-time.ts';
import type { CheckKind, MonitorConfiguration } from './monitor.ts';

const words = strings.monitors;
const dayMs = 86_400_000;

/** `23 d`, `ended`; null without a certificate. */
export function sayCertificate(expiresAt: number | null, now: number): string | null {
  if (expiresAt === null) return null;
  return expiresAt <= now ? words.list.ended : words.list.days(Math.floor((expiresAt - now) / dayMs));
}

export const saySeconds = (seconds: number): string => sayLength(seconds * 1_000);

/** When the monitor counts as down and as up again, as a sentence. */
export function sayThresholds(monitor: Partial<MonitorConfiguration>): string {
  const { confirmations = 3, recoveries = 2, confirmSeconds, recoverSeconds } = monitor;
  const down =
    confirmSeconds === undefined
      ? words.facts.downAfter(confirmations)
      : words.facts.downFor(saySeconds(confirmSeconds));
  const up =
    recoverSeconds === undefined
      ? words.facts.upAfter(recoveries)
      : words.facts.upFor(saySeconds(recoverSeconds));
  return `${down}, ${up}`;
}

/** A setting's value as text; for steps, their names. */
export function saySetting(value: unknown): string {
  if (typeof value === 'boolean') return value ? words.facts.yes : words.facts.no;
  if (!Array.isArray(value)) return typeof value === 'string' ? value : JSON.stringify(value);
  return value.map((step: { name?: unknown }) => String(step.name)).join(', ');
}

export const labelOf = (kinds: readonly CheckKind[], kind: string): string =>
  kinds.find((each) => each.kind === kind)?.label ?? kind;
