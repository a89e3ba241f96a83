// Monitors in the API (HT7), as these screens read them.
import type { Area } from '#room/areas.ts';
import type { MonitorState } from '#room/feed.ts';

/** A monitor in an API request. */
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
  runbook?: string;
  area?: Area;
  parent?: string;
  paused?: boolean;
  flap?: { changes: number; minutes: number } | null;
  baseline?: boolean;
  suppressChildren?: boolean;
  resolvesByItself?: boolean;
  tellsOwner?: boolean;
  /** AI7: the action item that the monitor was made from. */
  origin?: { incident: string; item: string };
};

export type Monitor = MonitorConfiguration & {
  id: string;
  status: MonitorState['status'];
  since: number;
  reason: string | null;
  /** CH17: absent from an older server; null for a passive monitor. */
  noticesWithinSeconds?: number | null;
  beatUrl?: string;
  /** `beatUrl` with the server's address. */
  beatAddress?: string;
};

/** Drops the read-only fields before a monitor is sent back. */
export function toConfiguration(monitor: Monitor): MonitorConfiguration {
  const {
    id: _id,
    status: _status,
    since: _since,
    reason: _reason,
    noticesWithinSeconds: _notices,
    beatUrl: _url,
    beatAddress: _address,
    ...rest
  } = monitor;
  return rest;
}

export type { CheckKind } from '#wire/api/forms.ts';
export type {
  Beat,
  Certificate,
  Evidence,
  LastResult,
  Measured,
  MonitorOverview,
  Outage,
  Overview,
  Phases,
  Seen,
  Tried,
} from '#wire/api/monitoring.ts';

export type { Items } from '#wire/api/list.ts';
