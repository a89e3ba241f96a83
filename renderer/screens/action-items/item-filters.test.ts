import { expect, test } from 'vitest';
import {
  itemsPath,
  noItemFilters,
  readItemFilters,
  shownItems,
  writeItemFilters,
  type ItemFilters,
} from './item-filters.ts';

test('[AI4] filters go to the address and back, and what it cannot mean is left out', () => {
  for (const show of shownItems)
    for (const isMine of [true, false]) {
      const filters: ItemFilters = {
        isMine,
        show,
        service: 'shop & co',
        type: 'prevent',
        automate: !isMine,
      };
      expect(readItemFilters(writeItemFilters(filters))).toEqual(filters);
    }
  expect(writeItemFilters(noItemFilters)).toBe('');
  expect(readItemFilters('mine=yes&show=secret&type=%00&automate=1')).toEqual(noItemFilters);
});

const ask = (some: Partial<ItemFilters>) => itemsPath({ ...noItemFilters, ...some });

test('[AI4] the path asks for what is shown', () => {
  expect(ask({})).toBe('/action-items?');
  expect(ask({ show: 'overdue', isMine: true })).toBe('/action-items?mine=true&overdue=true');
  expect(ask({ show: 'again' })).toBe('/action-items?again=true');
  expect(ask({ show: 'all', service: 'shop' })).toBe('/action-items?state=all&service=shop');
  expect(ask({ automate: true })).toBe('/action-items?automate=true');
});
