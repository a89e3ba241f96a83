// Dependencies between monitors, from `parent`. The API prevents circles (HT7).
import type { Monitor } from './monitors.ts';

type Find = (id: string) => Monitor | null;

/** Nearest first. */
export function ancestorsOf(monitor: Monitor, find: Find): readonly Monitor[] {
  const above: Monitor[] = [];
  let next = monitor.settings.parent;
  while (next !== undefined) {
    const parent = find(next);
    if (parent === null || above.includes(parent)) break;
    above.push(parent);
    next = parent.settings.parent;
  }
  return above;
}

export function descendantsOf(monitor: Monitor, all: readonly Monitor[]): readonly Monitor[] {
  const below = new Set([monitor.id]);
  let grew = true;
  while (grew) {
    const more = all.filter(({ id, settings }) => !below.has(id) && below.has(settings.parent ?? ''));
    for (const { id } of more) below.add(id);
    grew = more.length > 0;
  }
  below.delete(monitor.id);
  return all.filter(({ id }) => below.has(id));
}
