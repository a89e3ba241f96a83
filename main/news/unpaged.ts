// ES20: while the paging engine is silent nobody is paged, so the desktops of people on call ring by themselves.
import type { OpenPage } from '#room/feed/feed.ts';
import { isOpen } from './standing.ts';
import type { Watched } from './watched.ts';

/** The pages that this person would wait for: one for each open P1 that nobody acknowledged. */
export function findUnpaged(watched: Watched, me: string | null): OpenPage[] {
  const { pagingSilentSince: since, onCall, incidents, pages } = watched;
  if (since === null || me === null) return [];
  if (!onCall.some(({ person, backup }) => person === me || backup === me)) return [];
  const paged = new Set(pages.flatMap(({ person, incident }) => (person === me ? incident : [])));
  return [...incidents.values()]
    .filter((each) => isOpen(each) && !each.drill && each.severity === 'P1' && each.acknowledgedAt === null)
    .filter(({ id }) => !paged.has(id))
    .map(({ id }) => ({
      id: `unpaged ${id}`,
      incident: id,
      person: me,
      at: since,
      step: 0,
      policy: '',
      reason: 'paging is silent',
    }));
}
