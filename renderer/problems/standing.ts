// How a problem stands, from the live feed alone.
import type { IncidentSummary } from '#room/feed.ts';
import type { FeedSnapshot } from '#wire/feed/messages.ts';
import { incidentsOf, repeatRule, type ProblemRecord } from '#room/problems.ts';

export type ProblemStanding = {
  /** Newest first. */
  all: readonly IncidentSummary[];
  /** How many within 90 days. */
  recent: number;
  /** It was solved, and an incident of it was declared after that. */
  cameBack: boolean;
};

export function problemStanding(
  problem: ProblemRecord,
  { incidents }: Pick<FeedSnapshot, 'incidents'>,
  now: number,
): ProblemStanding {
  const all = incidentsOf(problem, incidents);
  const { solvedAt } = problem;
  return {
    all,
    recent: all.filter(({ declaredAt }) => declaredAt > now - repeatRule.withinMs).length,
    cameBack: solvedAt !== null && all.some(({ declaredAt }) => declaredAt > solvedAt),
  };
}
