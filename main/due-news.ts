// DE12: what falls due and is this person's: the next update, as communications lead or else as commander, and
// their own tasks. Each is told once.
import type { IncidentSummary } from '#room/feed.ts';
import { isOpen, nameIncident } from './standing.ts';
import { strings } from './strings.ts';

export type Due = { key: string; at: number; incident: IncidentSummary; title: string; body: string };

/** Everything of `me` that falls due, past or to come. */
export function findDue(incidents: Iterable<IncidentSummary>, me: string | null): Due[] {
  if (me === null) return [];
  return [...incidents].filter(isOpen).flatMap((incident) => {
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
      }));
    return [...update, ...tasks];
  });
}

/** Answers what became due since it was first asked, each once, and when something will be next. */
export function createDueNews(): (all: readonly Due[], now: number) => { due: Due[]; nextAt: number | null } {
  const told = new Set<string>();
  let since: number | null = null;
  return (all, now) => {
    // What was overdue before this desktop looked is on the screen; it is no news.
    since ??= now;
    const due = all.filter(({ key, at }) => at <= now && at >= since! && !told.has(key));
    for (const { key } of due) told.add(key);
    const coming = all.filter(({ at }) => at > now).map(({ at }) => at);
    return { due, nextAt: coming.length === 0 ? null : Math.min(...coming) };
  };
}
