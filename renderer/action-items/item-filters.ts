// What the screen of action items asks for. It stands in the address, so that back, links and reload keep it.
import { itemTypes } from '#room/facts/tasks.ts';

/** In the order of the choice. */
export const shownItems = ['open', 'overdue', 'again', 'done', 'dropped', 'all'] as const;

/** Empty words mean: not filtered by it. */
export type ItemFilters = {
  isMine: boolean;
  show: (typeof shownItems)[number];
  service: string;
  type: '' | (typeof itemTypes)[number];
  /** AI8: only what can be automated. */
  automate: boolean;
};

export const noItemFilters: ItemFilters = {
  isMine: false,
  show: 'open',
  service: '',
  type: '',
  automate: false,
};

/** What the address says; what it cannot mean is left out. */
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

/** The address without what is usual. */
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
