// Monitors in the API (HT7), as these screens read them.
import type { z } from 'zod';
import type { MonitorAnswer, monitorSchema, MonitorSettings } from '#wire/api/monitors.ts';

/** A monitor in an API request. */
export type MonitorConfiguration = z.input<typeof monitorSchema>;
export type Monitor = MonitorAnswer;

/** Drops the read-only fields before a monitor is sent back. */
export function toConfiguration(monitor: Monitor): MonitorSettings {
  const {
    id: _id,
    status: _status,
    since: _since,
    reason: _reason,
    noticesWithinSeconds: _notices,
    beatUrl: _url,
    beatAddress: _address,
    managedBy: _managed,
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
  SeenEvidence,
  Tried,
} from '#wire/api/monitoring.ts';

export type { Items } from '#wire/api/list.ts';
