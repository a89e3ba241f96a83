// The reminders of the team: of action items (AI5), reviews (RS4), monitors (NT1, NT2), shifts (NT3), contacts (PE3), mentions (TH6), error budgets (SO5), status pages (SP85) and recurring tasks (RR6).
import type { Incidents } from '../incidents/incidents.ts';
import type { ActionItems } from '../action-items/action-items.ts';
import type { Monitors } from '../monitoring/monitors.ts';
import type { Watch, WatchChange } from '../monitoring/watch.ts';
import type { Roster } from '../on-call/roster.ts';
import type { Schedules } from '../on-call/schedules.ts';
import type { Swaps } from '../on-call/swaps.ts';
import type { Recurring } from '../recurring/recurring.ts';
import { showRecurring } from '../recurring/show-recurring.ts';
import type { Services } from '../services/services.ts';
import type { Slos } from '../slo/slo.ts';
import type { People } from '../people/people.ts';
import type { PushDevices } from '../delivery/push/push-devices.ts';
import type { StatusPages } from '../status-pages/status-pages.ts';
import { burnReminders } from './burn-reminders.ts';
import { contactReminders } from './contact-reminders.ts';
import { itemReminders } from './item-reminders.ts';
import { mentionReminders } from './mention-reminders.ts';
import { monitorReminders } from './monitor-reminders.ts';
import { pageReminders } from './page-reminders.ts';
import { dropWhatIsNotOwed, remindOf, type ReminderOptions } from './reminders.ts';
import { recurringReminders } from './recurring-reminders.ts';
import { remindersOfReviews } from './review-reminders.ts';
import { swapReminders } from './swap-reminders.ts';
import { shiftReminders } from './shift-reminders.ts';

type RemindedOptions = ReminderOptions & {
  actionItems: Pick<ActionItems, 'list' | 'onChange'>;
  incidents: Pick<Incidents, 'list' | 'onChange'>;
  monitors: Pick<Monitors, 'list'>;
  watch: Pick<Watch, 'onChange'>;
  services: Pick<Services, 'shown'>;
  recurringTasks: Pick<Recurring, 'list' | 'last' | 'due' | 'onChange'>;
  slos: Pick<Slos, 'burns' | 'onChange'>;
  schedules: Pick<Schedules, 'list' | 'find' | 'onChange'>;
  swaps: Pick<Swaps, 'list' | 'onChange'>;
  roster: Pick<Roster, 'onCall'>;
  statusPages: Pick<StatusPages, 'list' | 'updates' | 'onRender'>;
  people: Pick<People, 'find' | 'list' | 'onChange'>;
  devices: Pick<PushDevices, 'taking'>;
  baseUrl: () => string;
};

/** On the primary alone. */
export function startReminders(options: RemindedOptions): { stop(): void } {
  const { actionItems, incidents, watch, schedules, swaps, slos, statusPages, people } = options;
  const owed = listOwed(options);
  const { mentions, items, reviews, watched, burning, shifts, offers, pages, contacts, recurring } = owed;
  const whenShiftsChange = (listener: () => void) => {
    const stops = [schedules.onChange(listener), people.onChange(listener)];
    return () => stops.forEach((stop) => stop());
  };
  const started = [
    remindOf({ list: mentions, onChange: (listener) => incidents.onChange(listener) }, options),
    remindOf({ list: offers, onChange: (listener) => swaps.onChange(listener) }, options),
    remindOf({ list: contacts, onChange: (listener) => people.onChange(listener) }, options),
    remindOf({ list: items, onChange: (listener) => actionItems.onChange(listener) }, options),
    remindOf({ list: reviews, onChange: (listener) => incidents.onChange(listener) }, options),
    remindOf({ list: watched, onChange: (listener) => watch.onChange(afterState(listener)) }, options),
    remindOf({ list: burning, onChange: (listener) => slos.onChange(listener) }, options),
    remindOf({ list: shifts, onChange: whenShiftsChange }, options),
    remindOf({ list: recurring, onChange: (listener) => options.recurringTasks.onChange(listener) }, options),
    remindOf({ list: pages, onChange: (listener) => statusPages.onRender(byPeople(listener)) }, options),
  ];
  const stopDropping = dropWhatIsNotOwed(options.deliveries, (key) =>
    Object.values(owed).some((list) => list().some((each) => each.key === key)),
  );
  return {
    stop: () => {
      stopDropping();
      for (const each of started) each.stop();
    },
  };
}

/** The reminders of each kind that are owed now. */
function listOwed(options: RemindedOptions) {
  const { actionItems, incidents, monitors, services, schedules, swaps, roster, slos, statusPages } = options;
  const { people, baseUrl, clock } = options;
  const known = { find: (id: string) => people.find(id), baseUrl };
  const teamNow = () => ({ services: services.shown(), people: people.list(), onCall: roster.onCall() });
  const hasDevice = (person: string) => options.devices.taking(person).length > 0;
  return {
    mentions: () => mentionReminders(incidents.list(), { ...known, hasDevice }),
    items: () => itemReminders(actionItems.list(), known),
    reviews: () => remindersOfReviews(incidents.list(), known),
    watched: () => monitorReminders(monitors.list(), { ...teamNow(), baseUrl }),
    burning: () => burnReminders(slos.burns(), { ...teamNow(), baseUrl }),
    shifts: () => shiftReminders(schedules.list(), { ...known, now: clock.now() }),
    offers: () => swapReminders(swaps.list(), { ...known, schedule: (id) => schedules.find(id) }),
    contacts: () => contactReminders(people.list(), baseUrl),
    pages: () =>
      pageReminders(pagesOf(statusPages), { incidents: incidents.list(), people: people.list(), baseUrl }),
    recurring: () => recurringReminders(showRecurring(options), known),
  };
}

/** Measurements come every second and change no reminder. */
const afterState = (listener: () => void) => (change: WatchChange) => {
  if ('state' in change || 'removed' in change) listener();
};

const pagesOf = ({ list, updates }: Pick<StatusPages, 'list' | 'updates'>) =>
  list().map(({ id, settings }) => ({ id, name: settings.name, updates: updates.list(id) }));

/** What monitors and time alone change of a page is no news of its reports. */
const byPeople =
  (listener: () => void): Parameters<StatusPages['onRender']>[0] =>
  (_page, _generation, why) => {
    if (why === 'people') listener();
  };
