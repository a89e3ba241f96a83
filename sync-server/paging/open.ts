// RE3: what pages people, tells executives and reminds of what is owed: the primary alone does any of it.
import type { LiveFeed } from '../feed/live-feed.ts';
import { startReminders } from '../reminders/remind.ts';
import { openExecutives, type ExecutivesOptions } from './executives.ts';
import { openPager, type Pager, type PagerOptions } from './pager.ts';
import { openPageTests, type PageTestOptions, type PageTests } from './page-tests.ts';
import { openPagingStore } from './paging-store.ts';

type Options = Omit<PagerOptions, 'store' | 'clients' | 'executives'> &
  Omit<PageTestOptions, 'isConnected'> &
  ExecutivesOptions &
  Parameters<typeof startReminders>[0] & { clients: Pick<LiveFeed, 'isConnected' | 'onConnected'> };

export function openPaging(options: Options): { pager: Pager; pageTests: PageTests; stop(): Promise<void> } {
  const { database, clients } = options;
  const executives = openExecutives(options);
  const pager = openPager({ ...options, executives, store: openPagingStore(database) });
  const pageTests = openPageTests({ ...options, isConnected: clients.isConnected });
  const reminders = startReminders(options);
  return {
    pager,
    pageTests,
    stop: async () => {
      reminders.stop();
      pageTests.stop();
      await pager.stop();
      await executives.stop();
    },
  };
}
