// How the list is shown. Kept while the window lives, so that going back finds the same place.
import { create } from 'zustand';
import type { Filter } from './arrange.ts';

type ListView = {
  filter: Filter;
  isGrouped: boolean;
  bar: 'days' | 'hours';
  /** The row with the keyboard focus. */
  current: string | null;
};

export const noFilter: Filter = { words: '', state: 'all', service: null, kind: null, area: null };

export const useListView = create<ListView>(() => ({
  filter: noFilter,
  isGrouped: false,
  bar: 'days',
  current: null,
}));

export const changeFilter = (part: Partial<Filter>) =>
  useListView.setState(({ filter }) => ({ filter: { ...filter, ...part } }));
