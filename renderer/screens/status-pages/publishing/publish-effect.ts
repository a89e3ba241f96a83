// SP84: what an update from a room would change on a page, by the page's own rules. Pure.
import type { PageState, PageUpdate } from '#wire/api/status-pages.ts';
import { type ComponentStatus, statusOfShown } from '#status-page/levels.ts';
import { foldReports, isOver } from '#status-page/truth/reports.ts';
import type { PublishedUpdate } from '#status-page/schema/index.ts';

type Stage = PublishedUpdate['status'];
export type Effect = { component: string; from: ComponentStatus; to: ComponentStatus };

/** An update as the page's function reads it: text in the page's own language has an empty key. */
export const asPublished = ({
  id,
  incident,
  at,
  status,
  title,
  body,
  impact,
  components,
  startedAt,
}: PageUpdate): PublishedUpdate => ({
  id,
  incident,
  at,
  status: status as Stage,
  body: textsOf(body),
  ...(title !== null && { title: textsOf(title) }),
  ...(impact !== null && { impact: impact as NonNullable<PublishedUpdate['impact']> }),
  components: [...components],
  ...(startedAt !== undefined && { startedAt }),
});
const textsOf = (texts: PageUpdate['body']) => (typeof texts === 'string' ? { '': texts } : texts);

/** Open reports, with the components that people set a level for. */
const openReportsIn = (updates: readonly PageUpdate[]) =>
  foldReports(updates.map(asPublished), Infinity).filter(({ status }) => !isOver(status));

/** Levels that failing checks propose, for components that no open report names. */
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

/** The components an update changes: those it names; when it resolves, all; when it reopens, the earlier ones. */
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

/** Whether the page shows this room's report as over. */
export const toldAsOver = (updates: readonly PageUpdate[], incident: string): boolean =>
  foldReports(updates.map(asPublished), Infinity).some(({ id, status }) => id === incident && isOver(status));

/** The stage that the page still shows for this room; null when it shows none or shows it as over. */
export const stillTold = (updates: readonly PageUpdate[], incident: string): string | null =>
  openReportsIn(updates).find(({ id }) => id === incident)?.status ?? null;
