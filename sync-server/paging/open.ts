// Opens paging and executive messages, in order. They run only on the primary (RE3).
import { openExecutives, type ExecutivesOptions } from './executives.ts';
import { openPageTests, type PageTestOptions, type PageTests } from './test-pages/page-tests.ts';
import type { Clients } from './carry-out.ts';
import { openPager, type Pager, type PagerOptions } from './pager.ts';
import { openPagingStore } from './paging-store.ts';
import { cycleOf, openPulse, type Pulse } from './pulse.ts';

type Options = Omit<PagerOptions, 'store' | 'clients' | 'executives'> &
  Omit<PageTestOptions, 'isConnected'> &
  ExecutivesOptions & { clients: Clients };
type Paging = { pager: Pager; pulse: Pulse; pageTests: PageTests };

/** For a replica. */
export const pagesNobody = { pager: null, pulse: null, pageTests: null } as const;

/** Adds a function to `closings` for each part that has to be closed. */
export function openPaging(options: Options, closings: (() => Promise<void> | void)[]): Paging {
  const { database, deliveries, clients, clock, log } = options;
  const executives = openExecutives(options);
  closings.push(() => executives.stop());
  const pager = openPager({ ...options, executives, store: openPagingStore(database) });
  closings.push(() => pager.stop());
  const pulse = openPulse({ clock, log, cycle: cycleOf({ pager, deliveries, clock }) });
  closings.push(() => pulse.stop());
  const pageTests = openPageTests({ ...options, isConnected: clients.isConnected });
  closings.push(() => pageTests.stop());
  return { pager, pulse, pageTests };
}
