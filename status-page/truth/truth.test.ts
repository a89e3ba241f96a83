import { expect, test } from 'vitest';
import { exampleNow as now, makeInput, minuteMs } from '../fixtures/example.ts';
import { en } from '../languages/en.ts';
import type { Shown } from '../levels.ts';
import { viewPage } from '../view.ts';
import { tellOverall } from './overall.ts';

const ago = (minutes: number): number => now - minutes * minuteMs;
const page = {
  components: [
    { id: 'a', name: 'A', monitor: 'ma' },
    { id: 'b', name: 'B' },
  ],
  groups: [],
};
const checks = (state: string, checkedAt = now) => [
  {
    component: 'a',
    checkedAt,
    everyMs: minuteMs,
    intervals: [
      { from: ago(600), to: ago(60), state: 'up' },
      { from: ago(60), to: null, state },
    ],
  },
];
type Named = { id: string; status: string }[];
let count = 0;
const update = (at: number, status: string, components: Named = []) => ({
  id: `u${(count += 1)}`,
  incident: 'i',
  at,
  status,
  title: 'Trouble',
  body: 'Words.',
  components,
});
const view = (given: { updates?: unknown[]; intervals?: unknown[]; maintenance?: unknown[] }) =>
  viewPage(makeInput({ page, updates: [], intervals: [], maintenance: [], ...given }));
const standing = (given: Parameters<typeof view>[0], component = 'a') =>
  view(given).find(component)?.standing;
const work = {
  id: 'w',
  title: 'Work',
  components: ['a'],
  schedule: { kind: 'once', from: ago(30), minutes: 60 },
  createdAt: 0,
  updatedAt: 0,
};

test('[SP12] checks raise a level where no open report names the component', () => {
  expect(standing({ intervals: checks('down') })).toMatchObject({
    shown: 'major',
    source: 'checks',
    since: ago(60),
    conflict: null,
  });
  const other = [update(ago(10), 'investigating', [{ id: 'b', status: 'partial_outage' }])];
  expect(standing({ intervals: checks('down'), updates: other })).toMatchObject({ shown: 'major' });
});

const said = (status: string) => [update(ago(10), 'investigating', [{ id: 'a', status }])];

test('[SP12] checks never lower what people said, nor raise it; that they differ is reported', () => {
  expect(standing({ intervals: checks('up'), updates: said('major_outage') })).toMatchObject({
    shown: 'major',
    source: 'people',
    conflict: { people: 'major', checks: 'operational' },
  });
  expect(standing({ intervals: checks('down'), updates: said('operational') })).toMatchObject({
    shown: 'operational',
    conflict: { people: 'operational', checks: 'major' },
  });
  expect(standing({ intervals: checks('down'), updates: said('major_outage') })?.conflict).toBeNull();
});

test('[SP12] when the report is over, the checks speak again', () => {
  const updates = [
    update(ago(20), 'investigating', [{ id: 'a', status: 'degraded_performance' }]),
    update(ago(5), 'resolved'),
  ];
  expect(standing({ intervals: checks('down'), updates })).toMatchObject({ shown: 'major', since: ago(5) });
});

const at = (time: number) => [update(time, 'investigating', [{ id: 'b', status: 'major_outage' }])];

test('[SP12] an update of this very moment counts, one of the future does not', () => {
  expect(standing({ updates: at(now) }, 'b')?.shown).toBe('major');
  expect(standing({ updates: at(now + 1) }, 'b')?.shown).toBe('operational');
});

test('[SP14] a checker is silent after three intervals, at least five minutes', () => {
  expect(standing({ intervals: checks('up', ago(5)) })?.shown).toBe('operational');
  expect(standing({ intervals: checks('up', ago(5) - 1) })).toMatchObject({
    shown: 'unknown',
    silent: { since: ago(5) - 1 },
  });
  const slow = checks('up', ago(29)).map((each) => ({ ...each, everyMs: 10 * minuteMs }));
  expect(standing({ intervals: slow })?.shown).toBe('operational');
  const spoken = [update(ago(10), 'investigating', [{ id: 'a', status: 'partial_outage' }])];
  expect(standing({ intervals: checks('up', ago(29)), updates: spoken })?.shown).toBe('partial');
});

test('[SP41] planned work covers what checks see on its component, not on others, and not what people say', () => {
  const given = { intervals: checks('down'), maintenance: [work] };
  expect(standing(given)).toMatchObject({
    shown: 'maintenance',
    conflict: { people: 'maintenance', checks: 'major' },
  });
  expect(standing({ ...given, intervals: checks('up') })?.conflict).toBeNull();
  expect(standing({ ...given, maintenance: [{ ...work, components: ['b'] }] })?.shown).toBe('major');
  const updates = [update(ago(5), 'investigating', [{ id: 'a', status: 'partial_outage' }])];
  expect(standing({ ...given, updates })?.shown).toBe('partial');
});

test('[SP11] an update names only what it changes; resolving takes all of it back; opening again restores it', () => {
  const story = [
    update(ago(50), 'investigating', [
      { id: 'a', status: 'partial_outage' },
      { id: 'b', status: 'degraded_performance' },
    ]),
    update(ago(40), 'identified', [{ id: 'a', status: 'major_outage' }]),
    update(ago(30), 'resolved'),
    update(ago(20), 'investigating'),
    update(ago(10), 'monitoring', [{ id: 'b', status: 'operational' }]),
  ];
  const levels = (length: number) => {
    const told = view({ updates: story.slice(0, length) });
    return ['a', 'b'].map((id) => told.incidents[0]?.components.get(id));
  };
  expect(levels(1)).toEqual(['partial_outage', 'degraded_performance']);
  expect(levels(2)).toEqual(['major_outage', 'degraded_performance']);
  expect(levels(3)).toEqual(['operational', 'operational']);
  expect(levels(4)).toEqual(['major_outage', 'degraded_performance']);
  expect(levels(5)).toEqual(['major_outage', 'operational']);
  const resolved = view({ updates: story.slice(0, 3) }).incidents[0];
  expect(resolved).toMatchObject({ impact: 'critical', resolvedAt: ago(30) });
  expect(resolved?.updates[2]?.changes).toEqual([
    { component: 'a', from: 'major_outage', to: 'operational' },
    { component: 'b', from: 'degraded_performance', to: 'operational' },
  ]);
  expect(view({ updates: story }).incidents[0]).toMatchObject({ resolvedAt: null, impact: 'critical' });
});

test('[SP11] updates may come in any order and twice', () => {
  const story = [
    update(ago(50), 'investigating', [{ id: 'a', status: 'partial_outage' }]),
    update(ago(30), 'resolved'),
    update(ago(20), 'postmortem'),
  ];
  const told = view({ updates: story }).incidents;
  expect(view({ updates: [...story, ...story].toReversed() }).incidents).toEqual(told);
  expect(told[0]).toMatchObject({ status: 'postmortem', resolvedAt: ago(30) });
});

test('[SP13] a beginning that was found out later counts from then on', () => {
  const first = update(ago(50), 'investigating', [{ id: 'a', status: 'major_outage' }]);
  const moved = { ...update(ago(30), 'identified'), startedAt: ago(90) };
  const told = view({ updates: [first, moved], intervals: checks('up') });
  expect(told.incidents[0]).toMatchObject({ startedAt: ago(90), createdAt: ago(50) });
  expect(told.find('a')?.history?.uptime.timeAt.major).toBe(90 * minuteMs);
});

const say = (...shown: Shown[]) => {
  const components = shown.map((each, index) => ({ name: `C${index}`, shown: each }));
  const overall = tellOverall({ components, impacts: [], isMaintenanceOn: false });
  return [en.overall(overall), overall.indicator];
};
test('[SP15] the sentence on top: one names itself, all alike are told plainly, several one step milder', () => {
  expect(say('operational', 'operational')).toEqual(['All Systems Operational', 'none']);
  expect(say('major')).toEqual(['C0 is experiencing a major outage', 'critical']);
  expect(say('operational', 'major', 'operational')).toEqual(['C1 is experiencing a major outage', 'major']);
  expect(say('major', 'major')).toEqual(['Major Service Outage', 'critical']);
  expect(say('major', 'major', 'operational')).toEqual(['Partial System Outage', 'major']);
  expect(say('partial', 'degraded', 'operational')).toEqual(['Minor Service Outage', 'minor']);
  expect(say('degraded', 'degraded', 'operational')).toEqual(['Partially Degraded Service', 'minor']);
  expect(say('maintenance', 'maintenance')).toEqual(['Service Under Maintenance', 'maintenance']);
  expect(say('maintenance', 'operational')).toEqual(['C0 is under maintenance', 'maintenance']);
  expect(say('unknown', 'unknown')).toEqual(['Status Unknown', 'minor']);
  expect(say('unknown', 'operational', 'operational')).toEqual([
    'C0 has not been measured recently',
    'minor',
  ]);
});

test('[SP15] impact set by people counts where it is worse than the components show', () => {
  const components = [{ name: 'A', shown: 'operational' as const }];
  const tell = (impact: 'none' | 'minor' | 'critical') =>
    tellOverall({ components, impacts: [impact], isMaintenanceOn: false }).indicator;
  expect([tell('none'), tell('minor'), tell('critical')]).toEqual(['none', 'minor', 'critical']);
  expect(tellOverall({ components, impacts: [], isMaintenanceOn: true }).indicator).toBe('maintenance');
});
