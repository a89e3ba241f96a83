import type { MonitorState } from '../feed.ts';
import type { Room } from '../incident.ts';

/** More than these are not compared: each is one question to the server. */
const mostLinked = 20;

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
  return [...linked].slice(0, mostLinked).map(([monitor, name]) => ({ monitor, name }));
}
