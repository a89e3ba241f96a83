// How the list is looked at; kept while the window lives, so that back means back to the same place.
import { create } from 'zustand';
import type { Filter } from './arrange.ts';

type ListView = {
  filter: Filter;
  isGrouped: boolean;
  bar: 'days' | 'hours';
  /** The row the keyboard is on. */
  current: string | null;
};

export const noFilter: Filter = { words: '', state: 'all', service: null, kind: null };

export const useListView = create<ListView>(() => ({
  filter: noFilter,
  isGrouped: false,
  bar: 'days',
  current: null,
}));

export const changeFilter = (part: Partial<Filter>) =>
  useListView.setState(({ filter }) => ({ filter: { ...filter, ...part } }));
