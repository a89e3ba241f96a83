// The filters of the action item screen. They are in the URL, so that back, links and reload keep them.
import { itemTypes } from '#room/facts/tasks.ts';

/** In display order. */
export const shownItems = ['open', 'overdue', 'again', 'done', 'dropped', 'all'] as const;

/** Empty strings mean no filter. */
export type ItemFilters = {
  isMine: boolean;
  show: (typeof shownItems)[number];
  service: string;
  type: '' | (typeof itemTypes)[number];
  /** AI8: only items that can be automated. */
  automate: boolean;
};

export const noItemFilters: ItemFilters = {
  isMine: false,
  show: 'open',
  service: '',
  type: '',
  automate: false,
};

/** The filters in a URL; unknown values are ignored. */
export function readItemFilters(query: string): ItemFilters {
  const said = new URLSearchParams(query);
  return {
    isMine: said.get('mine') === 'true',
    show: shownItems.find((each) => each === said.get('show')) ?? 'open',
    service: (said.get('service') ?? '').slice(0, 120),
    type: itemTypes.find((each) => each === said.get('type')) ?? '',
    automate: said.get('automate') === 'true',
  };
}

/** The URL query, without default values. */
export function writeItemFilters({ isMine, show, service, type, automate }: ItemFilters): string {
  const said = new URLSearchParams({
    ...(isMine && { mine: 'true' }),
    ...(show !== 'open' && { show }),
    ...(service !== '' && { service }),
    ...(type !== '' && { type }),
    ...(automate && { automate: 'true' }),
  });
  return said.toString();
}

/** The API's path. */
export function itemsPath({ isMine, show, service, type, automate }: ItemFilters): string {
  const asked = new URLSearchParams({
    ...(isMine && { mine: 'true' }),
    ...(show === 'overdue' && { overdue: 'true' }),
    ...(show === 'again' && { again: 'true' }),
    ...((show === 'done' || show === 'dropped' || show === 'all') && { state: show }),
    ...(service !== '' && { service }),
    ...(type !== '' && { type }),
    ...(automate && { automate: 'true' }),
  });
  return `/action-items?${asked.toString()}`;
}
