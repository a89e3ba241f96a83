// SP85: a status page that still tells customers of a problem, although nobody works on an incident about it.
import type { IncidentSummary, Person } from '#room/feed/feed.ts';
import type { KeptUpdate } from '../status-pages/updates/published-updates.ts';
import { writeTo, type Reminder } from './reminders.ts';

const hourMs = 3_600_000;
/** After the newest update of a report. */
const remindAfter = [3, 6, 12, 24].map((hours) => hours * hourMs);

type Page = { id: string; name: string; updates: readonly KeptUpdate[] };
type Team = {
  incidents: readonly Pick<IncidentSummary, 'id' | 'status'>[];
  people: readonly Person[];
  baseUrl: () => string;
};

/** Every reminder of every open report that keeps a component off *operational* while no incident is open. */
export function pageReminders(pages: readonly Page[], team: Team): readonly Reminder[] {
  return pages.flatMap((page) =>
    leftReports(page, team).flatMap((report) => remindersOf(page, report, team)),
  );
}

type Report = { id: string; title: string; last: KeptUpdate };

function leftReports({ updates }: Page, { incidents }: Team): Report[] {
  const reports = [...Map.groupBy(updates, ({ incident }) => incident)];
  return reports.flatMap(([id, all]): Report[] => {
    const last = all.at(-1);
    const status = incidents.find((each) => each.id === id)?.status ?? 'closed';
    const isWorkedOn = status !== 'resolved' && status !== 'closed';
    const isOver = last?.status === 'resolved' || last?.status === 'postmortem';
    if (last === undefined || isOver || isWorkedOn || !keepsLevels(all)) return [];
    const titles = all.findLast(({ title }) => title !== undefined)?.title ?? {};
    return [{ id, title: titles[''] ?? Object.values(titles)[0] ?? '', last }];
  });
}

/** Whether a component is not operational by what this report said last of it. */
function keepsLevels(updates: readonly KeptUpdate[]): boolean {
  const levels = new Map(
    updates.flatMap(({ components }) => components).map(({ id, status }) => [id, status]),
  );
  return [...levels.values()].some((status) => status !== 'operational');
}

function remindersOf(page: Page, { id, title, last }: Report, { people, baseUrl }: Team): Reminder[] {
  const author = people.find((each) => each.id === last.by && each.role !== 'viewer');
  const told = author === undefined ? people.filter(({ role }) => role === 'owner') : [author];
  return remindAfter.flatMap((waitMs, turn) =>
    told.map((person): Reminder => {
      const at = last.at + waitMs;
      const next = remindAfter[turn + 1];
      return {
        key: `page.${page.id}.${id}.${last.id}.${turn}`,
        at,
        person,
        incident: null,
        ...(next !== undefined && { until: last.at + next }),
        message: () =>
          writeTo(
            person,
            {
              subject: `${page.name} still says “${title}”`,
              text: `${person.name}, the status page ${page.name} has told customers of “${title}” for ${waitMs / hourMs} hours without an update, and no incident is open. Say how it stands, or that it is resolved.`,
              open: `/#/status-pages/${page.id}/update`,
            },
            baseUrl(),
          ),
      };
    }),
  );
}
