// What pages, opened in order: the pager, the pulse that shows that it works, tests of pages. On the team's server alone.
import type { LiveFeed } from '../feed/live-feed.ts';
import { openPageTests, type PageTests } from './page-tests.ts';
import { openPager, type Pager, type PagerOptions } from './pager.ts';
import { openPagingStore } from './paging-store.ts';
import { cycleOf, openPulse, type Pulse } from './pulse.ts';

type Paging = { pager: Pager; pulse: Pulse; pageTests: PageTests };
type Needed = Omit<PagerOptions, 'store' | 'clients'> &
  Omit<Parameters<typeof openPageTests>[0], 'isConnected'> & { feed: LiveFeed };

/** RE3: a replica. */
export const pagesNobody = { pager: null, pulse: null, pageTests: null } as const;

export function openPaging({ feed, ...needed }: Needed, closings: (() => Promise<void> | void)[]): Paging {
  const { database, deliveries, clock, log } = needed;
  const pager = openPager({ ...needed, clients: feed, store: openPagingStore(database) });
  closings.push(() => pager.stop());
  const pulse = openPulse({ clock, log, cycle: cycleOf({ pager, deliveries, clock }) });
  closings.push(() => pulse.stop());
  const pageTests = openPageTests({ ...needed, isConnected: feed.isConnected });
  closings.push(() => pageTests.stop());
  return { pager, pulse, pageTests };
}
