import { expect, test } from 'vitest';
import type { IncidentSummary, OpenPage } from '#room/feed/feed.ts';
import { createPageAlerts } from './page-alerts.ts';

const page = (id: string, incident: string): OpenPage => ({
  id,
  incident,
  person: 'ana',
  at: 0,
  step: 1,
  policy: 'All',
  reason: 'declared',
});
const incidents = new Map(
  [
    { id: 'a', severity: 'P1' },
    { id: 'b', severity: 'P3' },
  ].map((each) => [each.id, each as IncidentSummary]),
);

test('[DE10] a page says itself again until it is gone, a P1 more often', () => {
  let now = 1_000_000;
  const said: string[] = [];
  const alerts = createPageAlerts({
    now: () => now,
    say: ({ page: { id }, time }) => {
      said.push(`${id} ${time}`);
      return () => said.push(`close ${id}`);
    },
  });
  const both = [page('p', 'a'), page('q', 'b')];
  expect(alerts.show(both, incidents)).toBe(now + 60_000);
  expect(said).toEqual(['p 1', 'q 1']);
  now += 59_999;
  expect(alerts.show(both, incidents)).toBe(now + 1);
  expect(said).toHaveLength(2);
  now += 1;
  alerts.show(both, incidents);
  expect(said.slice(2)).toEqual(['close p', 'p 2']);
  expect(alerts.show([page('q', 'b')], incidents)).toBe(1_300_000);
  expect(said.slice(4)).toEqual(['close p']);
  alerts.stop();
  expect(said.slice(5)).toEqual(['close q']);
});

test('[DE10] a page that comes before its incident waits a moment for the name, and no longer', () => {
  let now = 0;
  const said: (string | undefined)[] = [];
  const alerts = createPageAlerts({
    now: () => now,
    say: ({ incident }) => {
      said.push(incident?.id);
      return () => undefined;
    },
  });
  expect(alerts.show([page('p', 'a')], new Map())).toBe(2_000);
  now = 100;
  alerts.show([page('p', 'a')], incidents);
  expect(said).toEqual(['a']);
  expect(alerts.show([page('q', 'zz')], new Map())).toBe(2_100);
  now = 2_100;
  alerts.show([page('q', 'zz')], new Map());
  expect(said).toEqual(['a', undefined]);
});
