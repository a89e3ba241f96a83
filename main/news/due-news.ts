// DE12: reminders of what this person must do: the next update (as communications lead, else as commander), their own
// tasks, their action items and recurring tasks on the morning of the due day (AI5, RR6), and a review (RS4). Each is announced once.
import { dueDay } from '#room/time/due-day.ts';
import type { IncidentSummary } from '#room/feed/feed.ts';
import type { RecurringTask } from '#room/team/recurring.ts';
import { reviewReminders } from '#room/pir/review-state.ts';
import type { Destination } from '../bridge.ts';
import { nameIncident } from '#room/text/words.ts';
import { isOpen } from './standing.ts';
import { strings } from '../strings.ts';

/** `until`: items from before this desktop first looked are still told until then. */
export type Due = {
  key: string;
  at: number;
  until?: number;
  /** Null where it is about none. */
  incident: IncidentSummary | null;
  title: string;
  body: string;
  leadsTo: Destination;
};

/** RR6: on its day and on the day after, by this computer's clock. */
export function findRecurringDue(
  tasks: readonly Pick<RecurringTask, 'id' | 'name' | 'due' | 'reminded'>[],
  me: string | null,
): Due[] {
  return tasks
    .filter(({ reminded }) => me !== null && reminded.includes(me))
    .flatMap(({ id, name, due }) => {
      const at = new Date(`${due}T00:00`).setHours(morningHour);
      const known = {
        incident: null,
        title: strings.recurringTitle,
        leadsTo: { screen: 'recurring-tasks', task: id } as const,
      };
      const key = `recurring ${id} ${due}`;
      return [
        { ...known, key, at, until: at + dayMs, body: strings.recurringDue(name) },
        {
          ...known,
          key: `${key} over`,
          at: at + dayMs,
          until: at + 2 * dayMs,
          body: strings.recurringOverdue(name),
        },
      ];
    });
}

/** Everything with a due time that `me` is responsible for, past or future. */
export function findDue(incidents: Iterable<IncidentSummary>, me: string | null): Due[] {
  if (me === null) return [];
  const all = [...incidents];
  return [
    ...all.filter(isOpen).flatMap((incident) => dueIn(incident, me)),
    ...all.flatMap((each) => [...itemsIn(each, me), ...reviewIn(each, me)]),
  ];
}

/** RS4: still announced within a day when the desktop was not running at that time. */
function reviewIn(incident: IncidentSummary, me: string): Due[] {
  const { id, review } = incident;
  if (review == null || review.owner !== me) return [];
  return reviewReminders(review).map(({ kind, at }) => ({
    key: `review ${id} ${review.dueAt} ${kind}`,
    at,
    until: at + dayMs,
    incident,
    title: nameIncident(incident),
    body: strings.reviewOwed[kind],
    leadsTo: { screen: 'room', incident: id },
  }));
}

const morningHour = 9;
const dayMs = 86_400_000;

/** On its day and on the day after, by this computer's clock. */
function itemsIn(incident: IncidentSummary, me: string): Due[] {
  const { id, drill, itemsDue = [] } = incident;
  if (drill) return [];
  return itemsDue
    .filter(({ owner }) => owner === me)
    .flatMap((item) => {
      const at = new Date(`${dueDay(item.due)}T00:00`).setHours(morningHour);
      const known = { incident, title: nameIncident(incident), leadsTo: { screen: 'action-items' } as const };
      return [
        {
          ...known,
          key: `item ${id} ${item.id} ${item.due}`,
          at,
          until: at + dayMs,
          body: strings.itemDue(item.text),
        },
        {
          ...known,
          key: `item ${id} ${item.id} ${item.due} over`,
          at: at + dayMs,
          until: at + 2 * dayMs,
          body: strings.itemOverdue(item.text),
        },
      ];
    });
}

function dueIn(incident: IncidentSummary, me: string): Due[] {
  const leadsTo = { screen: 'room', incident: incident.id } as const;
  const { id, updateDueAt, communications, commanders, tasksDue = [] } = incident;
  const title = nameIncident(incident);
  const whose = communications.length > 0 ? communications : commanders;
  const update: Due[] =
    updateDueAt !== null && whose.includes(me)
      ? [
          {
            key: `update ${id} ${updateDueAt}`,
            at: updateDueAt,
            incident,
            title,
            body: strings.updateDue,
            leadsTo,
          },
        ]
      : [];
  const tasks = tasksDue
    .filter(({ owner }) => owner === me)
    .map((task) => ({
      key: `task ${task.id} ${task.due}`,
      at: task.due,
      incident,
      title,
      body: strings.yourTaskDue(task.text),
      leadsTo,
    }));
  return [...update, ...tasks];
}

/** Returns items that became due since the first call, each once, and the next due time. */
export function createDueNews(): (all: readonly Due[], now: number) => { due: Due[]; nextAt: number | null } {
  const told = new Set<string>();
  let since: number | null = null;
  return (all, now) => {
    // Items that were overdue before this desktop first looked are on the screen already. They are not news.
    since ??= now;
    const isNews = ({ at, until = 0 }: Due) => at <= now && (at >= since! || now < until);
    const due = all.filter((each) => isNews(each) && !told.has(each.key));
    for (const { key } of due) told.add(key);
    const coming = all.filter(({ at }) => at > now).map(({ at }) => at);
    return { due, nextAt: coming.length === 0 ? null : Math.min(...coming) };
  };
}
