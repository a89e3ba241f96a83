// The checks of an incident: from its facts, updated by the live feed.
import type { MonitorState, MonitorStatus } from '#room/feed/feed.ts';
import type { CheckState } from '#room/view/room-view.ts';
import { serviceMatcher, type Service } from '#room/team/services.ts';

export type CheckLine = {
  monitor: string;
  name: string;
  status: MonitorStatus;
  since: number;
  reason: string | null;
  /** The feed knows this check, so its samples are available. */
  isLive: boolean;
};

/** `touching`: named by a fact of this room, or of the same service. Checks that are down come first. */
export function mergeChecks(
  checks: readonly CheckState[],
  monitors: readonly MonitorState[],
  service: string | null,
  services: readonly Service[] = [],
): { touching: readonly CheckLine[]; others: readonly CheckLine[] } {
  const live = new Map(monitors.map((monitor) => [monitor.id, monitor]));
  const named = new Set(checks.map(({ monitor }) => monitor));
  const fromFacts = checks.map((check) => {
    const monitor = live.get(check.monitor);
    if (monitor) return lineOf(monitor);
    return { ...check, status: check.isDegraded ? 'degraded' : check.status, isLive: false } as const;
  });
  const isSame = serviceMatcher(services);
  const unnamed = monitors.filter(({ id }) => !named.has(id));
  const ofService = unnamed.filter((monitor) => isSame(monitor.service, service));
  return {
    touching: [...fromFacts, ...ofService.map(lineOf)].toSorted(worstFirst),
    others: unnamed
      .filter((monitor) => !ofService.includes(monitor))
      .map(lineOf)
      .toSorted(worstFirst),
  };
}

const lineOf = ({ id, name, status, since, reason }: MonitorState): CheckLine => ({
  monitor: id,
  name,
  status,
  since,
  reason,
  isLive: true,
});

const order: readonly MonitorStatus[] = ['down', 'degraded', 'pending', 'maintenance', 'paused', 'up'];
const worstFirst = (a: CheckLine, b: CheckLine) =>
  order.indexOf(a.status) - order.indexOf(b.status) || a.name.localeCompare(b.name);
