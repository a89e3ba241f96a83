import type { IncidentSummary } from '#room/feed/feed.ts';
import type { SearchMatch } from '#wire/api/reviews.ts';
import { useTeamClock } from '../../ui/now.tsx';
import { usePages, type Pages } from '../../server/use-pages.ts';
import { pathOf, type Filters } from './filters.ts';

export type Found = IncidentSummary & { matches?: readonly SearchMatch[] };
export type Results = Pages<Found>;

/** The incidents loaded so far for these filters. A change of `version` loads the same number again. */
export function useIncidents(filters: Filters, version: unknown): Results {
  const { now } = useTeamClock();
  return usePages<Found>(pathOf(filters, now(), null), version);
}
