// An intake turns another tool's payload into alerts and changes. This file knows nothing of rooms or HTTP.
import { severities, type Severity } from '#room/facts/fact.ts';

export type AlertAction = 'trigger' | 'acknowledge' | 'resolve';
export type AlertLink = { url: string; label: string | null };
/** One member of a group of alerts, such as Alertmanager's. */
export type AlertMember = {
  id: string;
  name: string;
  isFiring: boolean;
  /** Epoch milliseconds, if the sender gives them. */
  startsAt?: number | null;
  endsAt?: number | null;
};

export type Alert = {
  /** Alerts with the same key are the same outage. */
  dedupKey: string;
  action: AlertAction;
  summary: string;
  /** Null: the intake's default. */
  severity: Severity | null;
  service: string | null;
  source: string | null;
  details: string | null;
  links: readonly AlertLink[];
  /** A trigger such as “x is up”, which is an end where an alert with this key is open under another summary. */
  endsOther?: boolean;
  members?: readonly AlertMember[];
  /** How many members the sender left out, by its own count. */
  leftOut?: number;
};

/** A deploy or a switched flag, for example: a possible cause. */
export type SystemChange = {
  text: string;
  source: string | null;
  service: string | null;
  url: string | null;
};

export type Parsed = {
  alerts: readonly Alert[];
  changes: readonly SystemChange[];
  /** Parts that were not understood although the rest was accepted, a line each. */
  notes?: readonly string[];
};

/** A payload of the wrong form for this kind. `field` is a path in it. */
export class PayloadRefused extends Error {
  override name = 'PayloadRefused';
  readonly errors: readonly { field: string; expected: string }[];
  constructor(errors: readonly { field: string; expected: string }[]) {
    super('The payload is not as expected.');
    this.errors = errors;
  }
}

const known: Readonly<Record<string, Severity>> = {
  critical: 'P1',
  crit: 'P1',
  page: 'P1',
  fatal: 'P1',
  emergency: 'P1',
  disaster: 'P1',
  error: 'P2',
  high: 'P2',
  major: 'P2',
  warning: 'P3',
  warn: 'P3',
  medium: 'P3',
  moderate: 'P3',
  average: 'P3',
  minor: 'P3',
  info: 'P4',
  informational: 'P4',
  information: 'P4',
  none: 'P4',
  low: 'P4',
  notice: 'P4',
};

/** Reads common severity words (critical, error, warning, info and the like, P1, SEV-2); null for others. */
export function readSeverity(word: unknown, own: Readonly<Record<string, Severity>> = {}): Severity | null {
  if (typeof word !== 'string') return null;
  const text = word.trim().toLowerCase();
  if (Object.hasOwn(own, text)) return own[text] ?? null;
  const rank = /^(?:p|sev-?)([0-5])$/.exec(text)?.[1];
  if (rank !== undefined) return severities[Math.min(Math.max(Number(rank), 1), 4) - 1] ?? null;
  return Object.hasOwn(known, text) ? (known[text] ?? null) : null;
}

/** Shortens to `most` UTF-16 units with an ellipsis, never inside a surrogate pair. */
export function clip(text: string, most: number): string {
  const whole = text.trim();
  if (whole.length <= most) return whole;
  return `${whole.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** Only addresses that a browser may open. */
export const isWebAddress = (url: string): boolean =>
  url.length <= 2_000 && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);

export function linkTo(url: unknown, label: string | null = null): AlertLink[] {
  const address = typeof url === 'string' ? url.trim() : '';
  return isWebAddress(address) ? [{ url: address, label: label && clip(label, 120) }] : [];
}
