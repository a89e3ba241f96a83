import { expect, test } from 'vitest';
import type { ComponentState } from '#wire/api/status-pages.ts';
import { inGroups } from './status-page.ts';

const state = (id: string): ComponentState => ({
  id,
  name: id,
  level: 'operational',
  since: null,
  silentSince: null,
  conflict: null,
});

test('[SP80] components stand under the titles of their groups, in the order of the page', () => {
  const component = (id: string, group?: string) => ({
    ...state(id),
    group,
    showUptime: true,
    onlyIfDegraded: false,
  });
  const page = {
    components: [
      component('site', 'Shop'),
      component('cards', 'Payments'),
      component('refunds', 'Payments'),
      component('api'),
    ],
    groups: [{ name: 'Shop' }, { name: 'Payments', parent: 'Shop' }],
  };
  const said = inGroups(['site', 'cards', 'refunds', 'api'].map(state), page).map(({ title, components }) => [
    title,
    ...components.map(({ id }) => id),
  ]);
  expect(said).toEqual([
    ['Shop', 'site'],
    ['Shop, Payments', 'cards', 'refunds'],
    ['', 'api'],
  ]);
});
