import type { MonitorStatus } from '#room/feed.ts';

/** A monitor as the API takes it (HT7). */
export type MonitorConfiguration = {
  name: string;
  kind: string;
  settings: Record<string, unknown>;
  intervalSeconds: number;
  confirmations?: number;
  recoveries?: number;
  severity?: string;
  service?: string;
  parent?: string;
  paused?: boolean;
};

export type Monitor = MonitorConfiguration & {
  id: string;
  status: MonitorStatus;
  since: number;
  reason: string | null;
};

/** What reading added is not sent back. */
export function toConfiguration(monitor: Monitor): MonitorConfiguration {
  const { id: _id, status: _status, since: _since, reason: _reason, ...configuration } = monitor;
  return configuration;
}

/** How the server describes one field of a check's settings. */
export type CheckField = {
  name: string;
  label: string;
  hint: string | null;
  input: 'url' | 'text' | 'secret' | 'lines' | 'number' | 'choice' | 'toggle' | 'steps';
  options: readonly string[] | null;
  unit: string | null;
  group: string | null;
  isMain: boolean;
  isSecret: boolean;
  isRequired: boolean;
  fallback: string | number | boolean | null;
};

export type CheckKind = { kind: string; label: string; fields: readonly CheckField[] };
