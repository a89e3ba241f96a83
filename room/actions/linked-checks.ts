import type { MonitorState } from '../feed/feed.ts';
import type { Room } from '../view/room-view.ts';
import { serviceMatcher, type Service } from '../team/services.ts';

/** More than these are not compared: each is one question to the server. */
const mostLinked = 20;

/** GR1: the checks an incident is about: those its facts name, and those of its service. */
export function findLinkedChecks(
  { checks, service }: Pick<Room, 'checks' | 'service'>,
  monitors: readonly Pick<MonitorState, 'id' | 'name' | 'service'>[],
  services: readonly Service[] = [],
): readonly { monitor: string; name: string }[] {
  const isSame = serviceMatcher(services);
  const linked = new Map(checks.map(({ monitor, name }) => [monitor, name]));
  for (const monitor of monitors) {
    if (isSame(monitor.service, service) || linked.has(monitor.id)) linked.set(monitor.id, monitor.name);
  }
  return [...linked].slice(0, mostLinked).map(([monitor, name]) => ({ monitor, name }));
}
