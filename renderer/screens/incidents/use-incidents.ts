import type { FoundIncident } from '#wire/api/incidents.ts';
import { useTeamClock } from '../../ui/now.tsx';
import { usePages, type ListPages } from '../../server/use-pages.ts';
import { pathOf, type Filters } from './filters.ts';

export type Results = ListPages<FoundIncident>;

/** The incidents loaded so far for these filters. A change of `version` loads the same number again. */
export function useIncidents(filters: Filters, version: unknown): Results {
  const { now } = useTeamClock();
  return usePages<FoundIncident>(pathOf(filters, now(), null), version);
}
