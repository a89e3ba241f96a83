// What the API says of monitors (HT7), as these screens read it.
import type { MonitorState, Sample } from '#room/feed.ts';
import type { FormField } from '../fields/field.ts';

/** A monitor as the API takes it. */
export type MonitorConfiguration = {
  name: string;
  kind: string;
  settings: Record<string, unknown>;
  intervalSeconds: number;
  confirmations?: number;
  recoveries?: number;
  confirmSeconds?: number;
  recoverSeconds?: number;
  retrySeconds?: number;
  severity?: string;
  degradedSeverity?: string;
  service?: string;
  parent?: string;
  paused?: boolean;
  flap?: { changes: number; minutes: number } | null;
  baseline?: boolean;
  suppressChildren?: boolean;
  resolvesByItself?: boolean;
  tellsOwner?: boolean;
};

export type Monitor = MonitorConfiguration & {
  id: string;
  status: MonitorState['status'];
  since: number;
  reason: string | null;
  beatUrl?: string;
};

/** What reading added is not sent back. */
export function toConfiguration(monitor: Monitor): MonitorConfiguration {
  const { id: _id, status: _status, since: _since, reason: _reason, beatUrl: _url, ...rest } = monitor;
  return rest;
}

export type CheckKind = {
  kind: string;
  label: string;
  about: string;
  isPassive: boolean;
  intervalSeconds: number;
  fields: readonly FormField[];
};

export type Phases = Record<'dnsMs' | 'connectMs' | 'tlsMs' | 'firstByteMs' | 'totalMs', number | null>;
export type Certificate = { subject: string; issuer: string; fingerprint: string; expiresAt: number };
export type Seen = {
  at: number;
  statusLine?: string;
  phases?: Phases;
  headers?: Record<string, string>;
  body?: string;
  certificate?: Certificate;
  log?: readonly string[];
};
type ResultStatus = Sample['status'] | 'unknown';
export type Evidence = Seen & {
  status: ResultStatus;
  reason: string | null;
  screenshot: { type: string; bytes: number } | null;
};
export type Result = {
  status: ResultStatus;
  latencyMs: number | null;
  reason: string | null;
  phases?: Phases;
  certificate?: Certificate;
  value?: number;
};
export type LastResult = Result & { at: number };
export type Tried = Result & {
  evidence: (Seen & { screenshot: { type: string; base64: string } | null }) | null;
};

export type Outage = { from: number; to: number | null; reason: string | null; incident: string | null };
export type Beat = {
  at: number;
  kind: 'beat' | 'start' | 'fail' | 'log';
  exit: number | null;
  rid: string | null;
  value: number | null;
  body: string;
};

/** Numbers oldest first, ending with the current day, hour and minute; null where nothing was measured. */
export type MonitorOverview = {
  id: string;
  days: readonly (number | null)[];
  hours: readonly (number | null)[];
  latency: readonly (number | null)[];
};
export type Overview = { at: number; items: readonly MonitorOverview[] };

/** The words of a list answer. */
export type Items<T> = { items: readonly T[] };
