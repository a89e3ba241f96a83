import type { MonitorState } from '../feed.ts';
import type { Room } from '../incident.ts';

/** GR1: the checks an incident is about: those its facts name, and those of its service. */
export function findLinkedChecks(
  { checks, service }: Pick<Room, 'checks' | 'service'>,
  monitors: readonly Pick<MonitorState, 'id' | 'name' | 'service'>[],
): readonly { monitor: string; name: string }[] {
  const linked = new Map(checks.map(({ monitor, name }) => [monitor, name]));
  for (const monitor of monitors) {
    const isOfService = service !== null && monitor.service === service;
    if (isOfService || linked.has(monitor.id)) linked.set(monitor.id, monitor.name);
  }
  return [...linked].map(([monitor, name]) => ({ monitor, name }));
}
