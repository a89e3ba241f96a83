// Checks as the lists draw them: those in trouble first, each with the severity of its incident.
import type { IncidentSummary, MonitorState } from '#room/feed/feed.ts';
import { strings } from '../strings/index.ts';
import { isOpen } from './incident-order.ts';

export type CheckMark = {
  monitor: MonitorState;
  /** The check itself is down or degraded. Only such checks have a colour. */
  isTrouble: boolean;
  /** The worst open incident in which this check is down; its severity gives the colour. */
  incident: IncidentSummary | null;
};

/** Checks with trouble first, then by name. */
export function markChecks(
  monitors: readonly MonitorState[],
  incidents: readonly IncidentSummary[],
): CheckMark[] {
  const worst = incidents
    .filter((incident) => isOpen(incident) && !incident.drill)
    .toSorted((a, b) => a.severity.localeCompare(b.severity));
  return monitors
    .map((monitor) => ({
      monitor,
      // A check whose failure another check explains does not count as trouble.
      isTrouble:
        (monitor.status === 'down' && monitor.suppressedBy === null) || monitor.status === 'degraded',
      incident: worst.find(({ monitorsDown }) => monitorsDown.includes(monitor.id)) ?? null,
    }))
    .toSorted(
      (a, b) => Number(b.isTrouble) - Number(a.isTrouble) || a.monitor.name.localeCompare(b.monitor.name),
    );
}

const kindOf = ({ status, suppressedBy }: MonitorState) =>
  status === 'down' && suppressedBy !== null ? 'explained' : status;

/** The mark of a check. Its colour is the severity of the incident in which it is down. */
export const markOf = ({ monitor, isTrouble, incident }: CheckMark) => ({
  status: monitor.status,
  isExplained: monitor.suppressedBy !== null,
  severity: isTrouble ? incident?.severity : undefined,
});

export function countChecks(monitors: readonly MonitorState[]): string {
  const order = ['down', 'explained', 'degraded', 'up', 'pending', 'maintenance', 'paused'] as const;
  return order
    .map((status) => ({ status, count: monitors.filter((monitor) => kindOf(monitor) === status).length }))
    .filter(({ count }) => count > 0)
    .map(({ status, count }) => strings.lobby.counts[status](count))
    .join(', ');
}
