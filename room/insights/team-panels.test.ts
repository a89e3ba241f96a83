import { expect, test } from 'vitest';
import { readCost, sayCost } from '../team/cost.ts';
import { tellStory } from '../fixtures/story.ts';
import { measureIncident, phases, type MeasuredIncident } from './measure.ts';
import type { PanelId } from './panel.ts';
import { collectPanels, type Asked } from './panels.ts';

const minute = 60_000;
const one = (
  id: string,
  more: Partial<MeasuredIncident> = {},
  impactMs: number | null = null,
): MeasuredIncident => ({
  id,
  number: id.toUpperCase(),
  title: 'Checkout fails',
  service: 'shop',
  drill: false,
  source: 'person',
  declaredAt: 1_000,
  severity: 'P2',
  lengths: Object.fromEntries(
    phases.map((phase) => [
      phase,
      phase === 'impact' && impactMs !== null
        ? { ms: impactMs, state: 'counted' }
        : { ms: null, state: 'not recorded' },
    ]),
  ) as MeasuredIncident['lengths'],
  pages: [],
  updates: { kept: 0, missed: 0 },
  items: { made: 0, done: 0, open: 0, dropped: 0, overdueAt: [] },
  ...more,
});
const figures = { low: 10, high: 25, currency: 'EUR' };
const panel = (all: readonly MeasuredIncident[], id: PanelId, more: Partial<Asked> = {}) =>
  collectPanels(all, {
    period: { from: 0, to: 10_000 },
    service: null,
    zone: 'UTC',
    now: 20_000,
    person: () => null,
    costOf: (service, severity) =>
      service === 'bank'
        ? { low: 100, high: 900, currency: 'CHF', by: 'bank' }
        : severity === 'P2'
          ? { ...figures, by: 'P2' }
          : null,
    ...more,
  }).find((each) => each.id === id)!;

test('[NU9] the cost of impact is a range by the team’s own figures, for each row and each sum; drills cost nothing', () => {
  const all = [
    one('a', {}, 10 * minute),
    one('b', {}, 4 * minute),
    one('c', { service: 'bank', severity: 'P1' }, minute),
    one('d', { severity: 'P3' }, 60 * minute),
    one('e'),
    one('f', { drill: true }, 60 * minute),
  ];
  expect(panel(all, 'cost').rows).toEqual([
    { cells: ['All of them', null, minute, 100, 900, 'CHF'], incidents: ['c'] },
    { cells: ['All of them', null, 14 * minute, 140, 350, 'EUR'], incidents: ['b', 'a'] },
    { cells: ['C Checkout fails', 'bank', minute, 100, 900, 'CHF'], incidents: ['c'] },
    { cells: ['A Checkout fails', 'P2', 10 * minute, 100, 250, 'EUR'], incidents: ['a'] },
    { cells: ['B Checkout fails', 'P2', 4 * minute, 40, 100, 'EUR'], incidents: ['b'] },
  ]);
});

test('[NU9] a cost is typed as a range with its currency, and one number is none', () => {
  for (const text of ['10-25 eur', '10 to 25 EUR', ' 10 – 25 EUR']) expect(readCost(text)).toEqual(figures);
  expect(readCost(sayCost(figures))).toEqual(figures);
  for (const text of ['25 EUR', '25-25 EUR', '25-10 EUR', '10-25', '10-25 euros', 'a lot'])
    expect(readCost(text), text).toBeNull();
});

test('[NU7] promised and kept names its incidents, those with missed updates first', () => {
  const all = [
    one('a', { updates: { kept: 2, missed: 0 } }),
    one('b', { updates: { kept: 1, missed: 3 } }),
    one('c'),
  ];
  expect(panel(all, 'promises').rows).toEqual([
    { cells: ['B Checkout fails', 1, 3], incidents: ['b'] },
    { cells: ['A Checkout fails', 2, 0], incidents: ['a'] },
  ]);
});

test('[NU8] each severity is told from its first to its last, and stands beside what the scheme says, those against it first', () => {
  const course = { first: 'P3', last: 'P3', raised: 1, lowered: 1, advised: 'P1' } as const;
  const all = [
    one('a', { severity: 'P1', severityCourse: course }),
    one('b', { severity: 'P2', severityCourse: course }),
    one('c', { severity: 'P2', severityCourse: { ...course, advised: null } }),
    one('d', { severity: 'P1', severityCourse: { ...course, advised: 'P4' } }),
    one('old', { severity: 'P1' }),
  ];
  const rows = panel(all, 'severities').rows;
  expect(rows.map(({ cells, incidents }) => [incidents[0], cells.at(-1)])).toEqual([
    ['d', 'set higher'],
    ['b', 'set lower'],
    ['c', null],
    ['a', 'as it says'],
  ]);
  expect(rows.at(-1)?.cells).toEqual(['A Checkout fails', 'P3', 'P1', 'P3', 1, 1, 'P1', 'as it says']);
});

test('[NU11] who had which role is counted in incidents and in drills apart; who may not be named is in no row', () => {
  const ana = { role: 'commander', person: 'ana' };
  const all = [
    one('a', { roles: [ana, { role: 'scribe', person: 'bo' }] }),
    one('b', { roles: [ana], drill: true }),
    one('c', { roles: [ana, { role: 'commander', person: 'bo' }] }),
    one('d', { roles: [ana], drill: true, withdrawn: true }),
    one('e', { roles: [{ role: 'commander', person: 'stranger' }] }),
    one('older'),
  ];
  const names: Record<string, string> = { ana: 'Ana', bo: 'Bo' };
  const person = (id: string) => (names[id] === undefined ? null : { name: names[id], zone: 'UTC' });
  const rows = [
    {
      cells: ['Commander', 'Ana', 2, 1],
      incidents: ['c', 'a', 'b'],
      behind: { incidents: ['c', 'a'], drills: ['b'] },
    },
    { cells: ['Commander', 'Bo', 1, 0], incidents: ['c'], behind: { incidents: ['c'], drills: [] } },
    { cells: ['Scribe', 'Bo', 1, 0], incidents: ['a'], behind: { incidents: ['a'], drills: [] } },
  ];
  expect(panel(all, 'roles', { person }).rows).toEqual(rows);
  expect(panel(all, 'roles', { person, hasDrills: true }).rows).toEqual(rows);
});

test('[NU11] the holders of an incident are those who had a role, each once, and no backup', () => {
  const { write, open } = tellStory();
  write('ana', { kind: 'declared', title: 'Down', source: { type: 'person' } });
  const claim = (by: string, role: string, as: 'primary' | 'backup' = 'primary') =>
    write(by, { kind: 'claimed', role, person: by, as });
  claim('ana', 'commander');
  claim('bo', 'commander', 'backup');
  write('ana', { kind: 'released', role: 'commander', person: 'ana' });
  claim('cleo', 'commander');
  write('cleo', { kind: 'released', role: 'commander', person: 'cleo' });
  claim('ana', 'commander');
  expect(measureIncident('x', open.room())?.roles).toEqual([
    { role: 'commander', person: 'ana' },
    { role: 'commander', person: 'cleo' },
  ]);
});
