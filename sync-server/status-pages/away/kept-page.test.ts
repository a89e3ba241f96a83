import { expect, test } from 'vitest';
import { viewPage } from '#status-page/view.ts';
import { pageSchema } from '#status-page/schema/index.ts';
import type { KeptUpdate } from '../updates/published-updates.ts';
import { inputWhileAway, type KeptPage, mergeUpdates } from './kept-page.ts';

const update = (id: string, at: number, more: Partial<KeptUpdate> = {}): KeptUpdate => ({
  id,
  incident: `of-${id}`,
  at,
  by: 'ana',
  status: 'identified',
  title: { '': id },
  body: { '': id },
  components: [],
  ...more,
});
const minuteMs = 60_000;
const now = Date.UTC(2026, 10, 21, 12);

const kept: KeptPage = {
  page: {
    id: 'p',
    version: 1,
    settings: { slug: 'acme', name: 'Acme', visibility: 'public', components: [{ id: 'api', name: 'API' }] },
    createdAt: 0,
    updatedAt: 0,
  },
  address: 'https://muster.example/status/acme/',
  leftOut: [],
  input: {
    page: pageSchema.parse({
      slug: 'acme',
      name: 'Acme',
      visibility: 'public',
      components: [
        { id: 'api', name: 'API', monitor: 'm1' },
        { id: 'shop', name: 'Shop', monitor: 'm2' },
      ],
    }),
    intervals: ['api', 'shop'].map((component) => ({
      component,
      checkedAt: now - minuteMs,
      everyMs: 30_000,
      intervals: [{ from: now - 60 * minuteMs, to: now - minuteMs, state: 'up' as const }],
    })),
    maintenance: [],
    now: now - minuteMs,
    sequence: 7,
    url: 'https://muster.example/status/acme/',
    by: 'server',
  },
  updates: [update('b', now - 2 * minuteMs)],
};

test('[SP112] the updates of two who were parted are put together, each once, by when they were said', () => {
  const team = [update('a', 10), update('c', 30)];
  const own = [update('b', 20), update('c', 30, { by: 'bo' })];
  expect(mergeUpdates(team, own).map(({ id, by }) => `${id} ${by}`)).toEqual(['a ana', 'b ana', 'c ana']);
  expect(mergeUpdates(team.toReversed(), own.toReversed())).toEqual(mergeUpdates(team, own));
  expect(mergeUpdates([], [update('y', 5), update('x', 5)]).map(({ id }) => id)).toEqual(['x', 'y']);
});

test('[SP111] [SP14] a component that nobody checks any more is unknown since its newest check; levels set by people count', () => {
  const down = update('x', now, { components: [{ id: 'shop', status: 'major_outage' }] });
  const input = inputWhileAway(kept, { own: [down], now, sequence: 9 });
  expect(input).toMatchObject({ sequence: 9, by: 'desktop', now });
  const { components, incidents } = viewPage(input);
  expect(components.map(({ standing }) => [standing.shown, standing.silent?.since ?? null])).toEqual([
    ['unknown', now - minuteMs],
    ['major', now - minuteMs],
  ]);
  expect(incidents).toHaveLength(2);
  // A clock that is behind the team's makes no page of the past.
  expect(inputWhileAway(kept, { own: [], now: 0, sequence: 9 }).now).toBe(kept.input.now);
});
