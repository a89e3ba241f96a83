// The reminders of the team: of action items (AI5) and of reviews (RS4).
import type { Incidents } from '../incidents/incidents.ts';
import type { ActionItems } from './action-items.ts';
import { itemReminders } from './item-reminders.ts';
import { dropWhatIsNotOwed, remindOf, type ReminderOptions } from './reminders.ts';
import { remindersOfReviews } from './review-reminders.ts';

/** On the primary alone. */
export function startReminders(
  options: ReminderOptions & {
    actionItems: Pick<ActionItems, 'list' | 'onChange'>;
    incidents: Pick<Incidents, 'list' | 'onChange'>;
    baseUrl: () => string;
  },
): { stop(): void } {
  const { actionItems, incidents, people, baseUrl, deliveries } = options;
  const known = { find: (id: string) => people.find(id), baseUrl };
  const items = () => itemReminders(actionItems.list(), known);
  const reviews = () => remindersOfReviews(incidents.list(), known);
  const started = [
    remindOf({ list: items, onChange: (listener) => actionItems.onChange(listener) }, options),
    remindOf({ list: reviews, onChange: (listener) => incidents.onChange(listener) }, options),
  ];
  const stopDropping = dropWhatIsNotOwed(deliveries, (key) =>
    [...items(), ...reviews()].some((each) => each.key === key),
  );
  return {
    stop: () => {
      stopDropping();
      for (const each of started) each.stop();
    },
  };
}
