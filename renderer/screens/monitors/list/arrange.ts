// Which monitors a list shows, and in which order. Pure rules over the feed.
import { areas, type Area } from '#room/team/areas.ts';
import type { MonitorState } from '#room/feed/feed.ts';
import type { CheckMark } from '../../../state/check-marks.ts';

export const filterStates = ['all', 'trouble', 'up', 'maintenance', 'paused'] as const;
export type FilterState = (typeof filterStates)[number];
export type Filter = {
  words: string;
  state: FilterState;
  service: string | null;
  kind: string | null;
  area: string | null;
};

export type ListRow =
  | { type: 'group'; key: string; service: string | null; count: number; troubles: number }
  | { type: 'monitor'; key: string; mark: CheckMark };

/** Most urgent first: down, degraded, down with a known cause, not measured yet, then the rest. */
function rankOf({ monitor, isTrouble }: CheckMark): number {
  if (monitor.status === 'down') return isTrouble ? 0 : 2;
  if (monitor.status === 'degraded') return 1;
  return { pending: 3, maintenance: 4, up: 5, paused: 6 }[monitor.status];
}

/** Every word must occur in the name, service, kind or reason. */
function fits({ monitor, isTrouble }: CheckMark, { words, state, service, kind, area }: Filter): boolean {
  const text =
    `${monitor.name}\n${monitor.service ?? ''}\n${monitor.kind}\n${monitor.reason ?? ''}`.toLowerCase();
  return (
    (kind === null || monitor.kind === kind) &&
    (area === null || monitor.area === area) &&
    (service === null || monitor.service === service) &&
    isIn(monitor, isTrouble, state) &&
    words
      .toLowerCase()
      .split(/\s+/u)
      .every((word) => text.includes(word))
  );
}

function isIn({ status }: MonitorState, isTrouble: boolean, state: FilterState): boolean {
  if (state === 'all') return true;
  return state === 'trouble' ? isTrouble || status === 'down' : status === state;
}

const toRow = (mark: CheckMark): ListRow => ({ type: 'monitor', key: mark.monitor.id, mark });

/** The rows of the list. Groups with trouble come first, monitors without a service last. */
export function arrange(marks: readonly CheckMark[], filter: Filter, isGrouped: boolean): ListRow[] {
  const shown = marks
    .filter((mark) => fits(mark, filter))
    .toSorted((a, b) => rankOf(a) - rankOf(b) || a.monitor.name.localeCompare(b.monitor.name));
  if (!isGrouped) return shown.map(toRow);
  const groups = Map.groupBy(shown, ({ monitor }) => monitor.service);
  return [...groups]
    .map(([service, members]) => ({
      service,
      members,
      troubles: members.filter(({ isTrouble }) => isTrouble).length,
    }))
    .toSorted(
      (a, b) =>
        Number(b.troubles > 0) - Number(a.troubles > 0) ||
        Number(a.service === null) - Number(b.service === null) ||
        (a.service ?? '').localeCompare(b.service ?? ''),
    )
    .flatMap(({ service, members, troubles }) => [
      { type: 'group', key: `group:${service ?? ''}`, service, count: members.length, troubles } as const,
      ...members.map(toRow),
    ]);
}

/** The services, kinds and areas that a filter can choose. */
export function choices(monitors: readonly MonitorState[]): {
  services: string[];
  kinds: string[];
  areas: readonly Area[];
} {
  const services = new Set(monitors.flatMap(({ service }) => service ?? []));
  const kinds = new Set(monitors.map(({ kind }) => kind));
  return {
    services: [...services].toSorted(),
    kinds: [...kinds].toSorted(),
    areas: areas.filter((area) => monitors.some((monitor) => monitor.area === area)),
  };
}
