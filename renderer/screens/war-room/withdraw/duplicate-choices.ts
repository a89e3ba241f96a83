// WD2: incidents this one may duplicate, the most similar first. Pure.
import type { IncidentSummary } from '#room/feed/feed.ts';
import { findSimilar } from '#room/learning/similar.ts';
import { isSameService } from '#room/team/services.ts';
import { endOf, isOpen } from '../../../state/incident-order.ts';

type Copy = { id: string; title: string; service: string | null };

const recentMs = 7 * 86_400_000;

/** Open incidents, same service first, then incidents that ended in the last seven days, newest first. */
export function duplicateChoices(
  copy: Copy,
  incidents: readonly IncidentSummary[],
  now: number,
): readonly IncidentSummary[] {
  const others = incidents.filter(
    (each) => each.id !== copy.id && !each.drill && each.withdrawn === undefined,
  );
  const similar = findSimilar(copy, others);
  const rank = (each: IncidentSummary) => {
    if (each.id === similar?.id) return 0;
    if (!isOpen(each)) return 3;
    const { service } = each;
    return service !== null && copy.service !== null && isSameService(service, copy.service) ? 1 : 2;
  };
  return others
    .filter((each) => isOpen(each) || endOf(each) > now - recentMs)
    .map((each) => ({ each, rank: rank(each), at: isOpen(each) ? each.declaredAt : endOf(each) }))
    .toSorted((a, b) => a.rank - b.rank || b.at - a.at)
    .map(({ each }) => each);
}
