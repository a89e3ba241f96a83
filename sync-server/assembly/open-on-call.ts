// Opens schedules and policies; then, on the primary, the parts that page and remind people.
import type { Config } from '../config.ts';
import { openCalendars } from '../on-call/calendars.ts';
import { openRoster } from '../on-call/roster.ts';
import { openSchedules } from '../on-call/schedules.ts';
import { openSwaps } from '../on-call/swaps.ts';
import { openAcknowledgeLinks } from '../paging/acknowledge-links.ts';
import { startHeartbeat } from '../paging/heartbeat.ts';
import { openPaging, pagesNobody } from '../paging/open.ts';
import { openPolicies } from '../paging/policy/policies.ts';
import type { People } from '../people/people.ts';
import { startReminders } from '../reminders/remind.ts';
import type { Ground } from './open-ground.ts';

export async function openOnCall(options: Ground & { people: People }) {
  const { database, people, clock, now, makeId, closings } = options;
  const schedules = await openSchedules({ database, now, makeId });
  const swaps = await openSwaps({ database, makeId, now });
  const roster = openRoster({ schedules, people, clock });
  closings.push(() => roster.stop());
  const policies = await openPolicies({ database, makeId });
  const links = openAcknowledgeLinks(database, now);
  const calendars = openCalendars(database, now);
  return { parts: { schedules, swaps, roster, policies, links, calendars } };
}

type PagingOptions = Omit<Parameters<typeof openPaging>[0], 'takesReplies'> &
  Parameters<typeof startReminders>[0] & {
    calendars: ReturnType<typeof openCalendars>;
    isPrimary: boolean;
    config: Pick<Config, 'heartbeatUrl'>;
    closings: Ground['closings'];
  };

/** RE3: a replica pages and reminds nobody. */
export function openPagingParts({ calendars, isPrimary, closings, ...options }: PagingOptions) {
  if (!isPrimary) return pagesNobody;
  const takesReplies = (channel: string) => calendars.has({ kind: 'replies', target: channel });
  const paging = openPaging({ ...options, takesReplies }, closings);
  const { heartbeatUrl } = options.config;
  if (heartbeatUrl !== undefined)
    closings.push(startHeartbeat({ url: heartbeatUrl, pulse: paging.pulse, ...options }));
  const reminders = startReminders(options);
  closings.push(() => reminders.stop());
  return paging;
}
