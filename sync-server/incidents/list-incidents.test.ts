import { expect, test } from 'vitest';
import { summaryOf } from '#room/fixtures/summaries.ts';
import type { IncidentSummary } from '#room/feed/feed.ts';
import { listIncidents, listQuery, type ListQuery } from './list-incidents.ts';

let made = 0;
const makeId = () => `${made++}`.padStart(26, '0');
const one = (declaredAt: number, more: Partial<IncidentSummary> = {}): IncidentSummary =>
  summaryOf({ id: makeId(), title: `at ${declaredAt}`, status: 'triage', declaredAt, ...more });
const read = (query: Record<string, string>): ListQuery => listQuery.parse(query);
const titles = (all: readonly IncidentSummary[], query: Record<string, string>) =>
  listIncidents(all, read(query), null).items.map(({ title }) => title);

test('[SE1] pages of any size show every incident once, newest first, even where many have one time', () => {
  const all = Array.from({ length: 57 }, (_, index) => one(1_000 + Math.floor(index / 10)));
  for (const limit of [1, 7, 10, 56, 57, 58]) {
    const seen: IncidentSummary[] = [];
    let cursor: string | null = null;
    do {
      const page = listIncidents(
        all,
        read({ limit: String(limit), ...(cursor === null ? {} : { cursor }) }),
        null,
      );
      expect(page.items.length).toBeLessThanOrEqual(limit);
      seen.push(...page.items);
      cursor = page.next;
    } while (cursor !== null);
    expect(seen).toHaveLength(57);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(57);
    expect(seen.map(({ declaredAt }) => declaredAt)).toEqual(
      seen.map(({ declaredAt }) => declaredAt).toSorted((a, b) => b - a),
    );
  }
});

test('[SE1] a page goes on where it stopped although newer incidents came meanwhile', () => {
  const all = [one(1), one(2), one(3)];
  const { next } = listIncidents(all, read({ limit: '2' }), null);
  const after = listIncidents([...all, one(9)], read({ limit: '2', cursor: next! }), null);
  expect(after.items.map(({ declaredAt }) => declaredAt)).toEqual([1]);
});

test('[SE1] filters narrow the list together', () => {
  const all = [
    one(Date.UTC(2026, 10, 1), { severity: 'P1', status: 'resolved', service: 'Shop', nature: 'bug' }),
    one(Date.UTC(2026, 10, 2), { severity: 'P2', status: 'closed', service: 'shop', holders: ['bo'] }),
    one(Date.UTC(2026, 10, 3), { severity: 'P1', status: 'triage', drill: true }),
  ];
  const ofDays = (query: Record<string, string>) =>
    listIncidents(all, read(query), null).items.map(({ declaredAt }) => new Date(declaredAt).getUTCDate());
  expect(ofDays({ nature: 'bug,outage' })).toEqual([1]);
  expect(ofDays({ nature: 'outage' })).toEqual([]);
  expect(() => read({ nature: 'flood' })).toThrow();
  expect(ofDays({ status: 'open' })).toEqual([3]);
  expect(ofDays({ status: 'over' })).toEqual([2, 1]);
  expect(ofDays({ status: 'triage,closed' })).toEqual([3, 2]);
  expect(ofDays({ severity: 'P1,P2', service: 'SHOP' })).toEqual([2, 1]);
  expect(ofDays({ person: 'bo' })).toEqual([2]);
  expect(ofDays({ drill: 'false' })).toEqual([2, 1]);
  expect(ofDays({ from: '2026-11-02', to: '2026-11-02T23:59:59Z' })).toEqual([2]);
  expect(ofDays({ from: String(Date.UTC(2026, 10, 3)) })).toEqual([3]);
});

test('[SE1] a wrong filter is refused by its name', () => {
  for (const [field, value] of [
    ['status', 'fixed'],
    ['severity', 'P5'],
    ['from', 'yesterday'],
    ['to', '2026-13-45'],
    ['drill', 'yes'],
    ['limit', '0'],
    ['limit', '501'],
    ['cursor', 'bm90IG9uZQ'],
    ['colour', 'red'],
  ] as const) {
    const { error } = listQuery.safeParse({ [field]: value });
    expect(JSON.stringify(error?.issues), field).toContain(field);
  }
  const { error } = listQuery.safeParse({ from: '2026-11-03', to: '2026-11-02' });
  expect(error?.issues).toMatchObject([{ path: ['to'], message: 'a time after from' }]);
  expect(titles([one(1)], {})).toEqual(['at 1']);
});
