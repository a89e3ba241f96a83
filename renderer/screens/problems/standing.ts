// The state of a problem, from the live feed only.
import type { IncidentSummary } from '#room/feed/feed.ts';
import type { FeedSnapshot } from '#wire/feed/messages.ts';
import { incidentsOf, repeatRule, type ProblemRecord } from '#room/learning/problems.ts';

export type ProblemStanding = {
  /** Newest first. */
  all: readonly IncidentSummary[];
  /** The number within 90 days. */
  recent: number;
  /** Solved, but an incident was declared after that. */
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
