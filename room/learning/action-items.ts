// AI: the action items of all incidents as one list. Pure: the time is an argument.
import { dueAt, dueDay } from '../time/due-day.ts';
import type { Severity } from '../facts/fact.ts';
import { serviceMatcher, type Service } from '../team/services.ts';
import type { Room } from '../view/room-view.ts';
import type { ActionItem } from '../view/work-view.ts';

/** An action item with its incident. */
export type ListedItem = ActionItem & {
  incident: string;
  number: string | null;
  title: string;
  severity: Severity;
  service: string | null;
  drill: boolean;
};

/** Every action item of a room, as the list shows it; none before the room is declared. */
export function itemsOf(incident: string, room: Room): readonly ListedItem[] {
  if (room.declared === null) return [];
  const { number, title, severity, service, drill } = room;
  return room.actionItems.map((item) => ({
    ...item,
    incident,
    number,
    title,
    severity: severity.value,
    service,
    drill,
  }));
}

/** Open, and its due day is over (RV13), whatever time of that day was set. */
export const isOverdue = ({ state, due }: Pick<ActionItem, 'state' | 'due'>, now: number): boolean =>
  state === 'open' && due !== null && (dueAt(dueDay(due)) ?? due) < now;

/** AI6: how long after it was done the owner is asked whether it happened again. */
export const asksAgainAfterMs = 30 * 86_400_000;

/** AI6: done for thirty days, and nobody answered yet whether it happened again. */
export const asksAgain = (
  { state, doneAt, again, drill }: Pick<ListedItem, 'state' | 'doneAt' | 'again' | 'drill'>,
  now: number,
): boolean =>
  !drill && state === 'done' && doneAt !== null && again === null && doneAt + asksAgainAfterMs <= now;

/** Filters for the list; null: no filter on this field. */
export type ItemFilter = {
  owner: string | null;
  state: ActionItem['state'] | 'all';
  isOverdue: boolean;
  /** SV2: by any of its names. */
  service: string | null;
  type: NonNullable<ActionItem['type']> | null;
  asksAgain: boolean;
  /** AI8: only what can be automated. */
  automate: boolean;
};

/**
 * The matching items by due day, then those without one, oldest first. `services` are the records whose other names
 * count (SV2).
 */
export function filterItems(
  all: Iterable<ListedItem>,
  filter: ItemFilter,
  { now, services = [] }: { now: number; services?: readonly Service[] },
): readonly ListedItem[] {
  const isSame = serviceMatcher(services);
  return [...all]
    .filter(
      (item) =>
        (filter.asksAgain || filter.state === 'all' || item.state === filter.state) &&
        (filter.owner === null || item.owner === filter.owner) &&
        (!filter.isOverdue || isOverdue(item, now)) &&
        (filter.service === null || isSame(item.service, filter.service)) &&
        (filter.type === null || item.type === filter.type) &&
        (!filter.asksAgain || asksAgain(item, now)) &&
        (!filter.automate || item.automate),
    )
    .toSorted(byNeed);
}

const byNeed = (a: ListedItem, b: ListedItem): number =>
  (a.due ?? Infinity) - (b.due ?? Infinity) || a.at - b.at || (a.id < b.id ? -1 : 1);
