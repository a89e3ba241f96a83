// SP84: what an update from a room would change on a page, worked out as the page itself does it. Pure.
import { type ComponentStatus, statusOfShown } from '#status-page/levels.ts';
import { foldReports, isOver } from '#status-page/truth/reports.ts';
import type { PublishedUpdate } from '#status-page/schema/index.ts';
import type { PageState, PageUpdate } from './status-page.ts';

type Stage = PublishedUpdate['status'];
export type Effect = { component: string; from: ComponentStatus; to: ComponentStatus };

const asPublished = ({ id, incident, at, status, components }: PageUpdate): PublishedUpdate => ({
  id,
  incident,
  at,
  status: status as Stage,
  body: {},
  components: [...components],
});

/** Reports that are open; the components that people speak of are in them. */
const openReportsIn = (updates: readonly PageUpdate[]) =>
  foldReports(updates.map(asPublished), Infinity).filter(({ status }) => !isOver(status));

/** The levels that failing checks propose, for components of which no open report of people speaks. */
export function proposedLevels(
  { components }: Pick<PageState, 'components'>,
  updates: readonly PageUpdate[],
): Record<string, ComponentStatus> {
  const spoken = new Set(openReportsIn(updates).flatMap((report) => [...report.components.keys()]));
  return Object.fromEntries(
    components.flatMap(({ id, level }) =>
      !spoken.has(id) && (level === 'degraded' || level === 'partial' || level === 'major')
        ? [[id, statusOfShown[level]]]
        : [],
    ),
  );
}

/** Each component that the update changes: those it names, all of them when it resolves, the former ones when it reopens. */
export function effectOf(
  updates: readonly PageUpdate[],
  next: { incident: string; status: string; levels: Readonly<Record<string, ComponentStatus>> },
): Effect[] {
  const at = Math.max(0, ...updates.map((each) => each.at)) + 1;
  const components = Object.entries(next.levels).map(([id, status]) => ({ id, status }));
  const update: PublishedUpdate = {
    id: 'next',
    incident: next.incident,
    at,
    status: next.status as Stage,
    body: {},
    components,
  };
  const report = foldReports([...updates.map(asPublished), update], Infinity).find(
    ({ id }) => id === next.incident,
  );
  return [...(report?.updates.at(-1)?.changes ?? [])];
}

/** The stage in which the page still tells of this room; null when it does not, or tells that it is over. */
export const stillTold = (updates: readonly PageUpdate[], incident: string): string | null =>
  openReportsIn(updates).find(({ id }) => id === incident)?.status ?? null;
