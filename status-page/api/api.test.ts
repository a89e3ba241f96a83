import { expect, test } from 'vitest';
import { z } from 'zod';
import { createRandom } from '#room/fixtures/random.ts';
import {
  dayMs,
  exampleChecks,
  exampleNow,
  exampleUpdates,
  fileOf,
  makeInput,
  minuteMs,
} from '../fixtures/example.ts';
import { renderStatusPage } from '../render.ts';
import type { StatusPageInput } from '../view.ts';

// The Statuspage v2 objects as their readers expect them: every key there, none that they do not know.
const stamp = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u);
const id = z.string().min(1);
const status = z.enum([
  'operational',
  'degraded_performance',
  'partial_outage',
  'major_outage',
  'under_maintenance',
]);
const page = z.strictObject({ id, name: z.string(), url: z.url(), time_zone: z.string(), updated_at: stamp });
const common = {
  id,
  name: z.string(),
  status,
  created_at: stamp,
  updated_at: stamp,
  position: z.int(),
  description: z.string().nullable(),
  showcase: z.boolean(),
  start_date: z.iso.date().nullable(),
  group_id: id.nullable(),
  page_id: id,
  only_show_if_degraded: z.boolean(),
};
const component = z.strictObject({ ...common, group: z.literal(false) });
const group = z.strictObject({ ...common, group: z.literal(true), components: z.array(id) });
const update = z.strictObject({
  id,
  status: z.string(),
  body: z.string().nullable(),
  incident_id: id,
  created_at: stamp,
  updated_at: stamp,
  display_at: stamp,
  affected_components: z
    .array(z.strictObject({ code: id, name: z.string(), old_status: status, new_status: status }))
    .min(1)
    .nullable(),
  deliver_notifications: z.boolean(),
  custom_tweet: z.null(),
  tweet_id: z.null(),
});
const event = {
  id,
  name: z.string(),
  created_at: stamp,
  updated_at: stamp,
  monitoring_at: stamp.nullable(),
  resolved_at: stamp.nullable(),
  shortlink: z.url(),
  started_at: stamp,
  page_id: id,
  incident_updates: z.array(update).min(1),
  components: z.array(component),
};
const incident = z.strictObject({
  ...event,
  status: z.enum(['investigating', 'identified', 'monitoring', 'resolved', 'postmortem']),
  impact: z.enum(['none', 'minor', 'major', 'critical']),
});
const maintenance = z.strictObject({
  ...event,
  status: z.enum(['scheduled', 'in_progress', 'verifying', 'completed']),
  impact: z.literal('maintenance'),
  scheduled_for: stamp,
  scheduled_until: stamp,
});
const overall = z.strictObject({
  indicator: z.enum(['none', 'minor', 'major', 'critical', 'maintenance']),
  description: z.string().min(1),
});
const muster = z.strictObject({
  sequence: z.int(),
  unknown: z.array(z.strictObject({ id, since: stamp.nullable() })),
});
const components = z.array(z.discriminatedUnion('group', [component, group]));
const summary = z.strictObject({
  page,
  status: overall,
  components,
  incidents: z.array(incident),
  scheduled_maintenances: z.array(maintenance),
  muster,
});
const contract = {
  'summary.json': summary,
  'status.json': z.strictObject({ page, status: overall, muster }),
  'components.json': z.strictObject({ page, components, muster }),
  'incidents.json': z.strictObject({ page, incidents: z.array(incident) }),
  'incidents/unresolved.json': z.strictObject({ page, incidents: z.array(incident) }),
  'scheduled-maintenances.json': z.strictObject({ page, scheduled_maintenances: z.array(maintenance) }),
  'scheduled-maintenances/upcoming.json': z.strictObject({
    page,
    scheduled_maintenances: z.array(maintenance),
  }),
  'scheduled-maintenances/active.json': z.strictObject({
    page,
    scheduled_maintenances: z.array(maintenance),
  }),
};
type Path = keyof typeof contract;

const readAll = (input: StatusPageInput) => {
  const files = renderStatusPage(input);
  return (path: Path): unknown => JSON.parse(fileOf(files, `api/v2/${path}`));
};
const readSummary = (input: StatusPageInput) => summary.parse(readAll(input)('summary.json'));

test.each(Object.keys(contract) as Path[])(
  '[SP50] %s has every key that its readers know, and no other',
  (path) => {
    const inputs = [
      makeInput(),
      makeInput({ updates: [], intervals: [], maintenance: [] }),
      makeInput({ page: { components: [], groups: [] } }),
    ];
    for (const input of inputs) contract[path].parse(readAll(input)(path));
  },
);

test('[SP50] the summary tells what is open, and only that', () => {
  const told = readSummary(makeInput());
  expect(told.incidents.map(({ id: each }) => each)).toEqual(['pay-fails']);
  expect(told.incidents[0]).toMatchObject({
    name: 'Payments fail',
    status: 'identified',
    impact: 'critical',
    started_at: '2026-11-21T12:40:20.000Z',
    created_at: '2026-11-21T12:44:20.000Z',
    resolved_at: null,
    shortlink: 'https://status.acme.test/incidents/pay-fails/',
  });
  expect(told.incidents[0]?.incident_updates.map((each) => each.affected_components)).toEqual([
    [
      {
        code: 'pay',
        name: 'Europe API - Payments',
        old_status: 'partial_outage',
        new_status: 'major_outage',
      },
      {
        code: 'checkout',
        name: 'Europe - Checkout',
        old_status: 'operational',
        new_status: 'degraded_performance',
      },
    ],
    [
      {
        code: 'pay',
        name: 'Europe API - Payments',
        old_status: 'operational',
        new_status: 'partial_outage',
      },
    ],
  ]);
  expect(told.scheduled_maintenances[0]).toMatchObject({
    name: 'Move of the website',
    status: 'in_progress',
  });
  expect(told.scheduled_maintenances.slice(1).every((each) => each.status === 'scheduled')).toBe(true);
  expect(told.page).toEqual({
    id: told.page.id,
    name: 'Acme & Söhne',
    url: 'https://status.acme.test',
    time_zone: 'Europe/Berlin',
    updated_at: '2026-11-21T14:03:20.000Z',
  });
});

test('[SP50] groups carry their members, members their group, and no group is worse than its worst member', () => {
  const { components: all } = readSummary(makeInput());
  const groups = all.filter((each) => each.group);
  expect(groups.map(({ name, components: ids, status: each }) => [name, ids, each])).toEqual([
    ['Europe', ['checkout', 'pay', 'search'], 'major_outage'],
    ['Europe API', ['pay', 'search'], 'major_outage'],
  ]);
  const [europe, api] = groups;
  expect(api?.group_id).toBe(europe?.id);
  expect(all.find(({ id: each }) => each === 'pay')?.group_id).toBe(api?.id);
  expect(all.find(({ id: each }) => each === 'web')?.group_id).toBeNull();
});

test('[SP14] a checker that is silent for ten minutes is unknown in JSON and on the page, and no 100 %', () => {
  const silent = exampleChecks.map((each) => ({ ...each, checkedAt: exampleNow - 10 * minuteMs }));
  const input = makeInput({ intervals: silent, updates: [], maintenance: [] });
  const told = readSummary(input);
  expect(told.muster.unknown.map((each) => each.id)).toEqual(['web', 'checkout', 'pay', 'search', 'export']);
  expect(told.muster.unknown[0]?.since).toBe('2026-11-21T13:53:20.000Z');
  expect(told.status).toEqual({ indicator: 'minor', description: 'Status Partly Unknown' });
  const html = fileOf(renderStatusPage(input), 'index.html');
  expect(html).toContain('Unknown since <time datetime="2026-11-21T13:53:20Z">');
  const never = fileOf(
    renderStatusPage(makeInput({ intervals: [], updates: [], maintenance: [] })),
    'index.html',
  );
  expect(never).toContain('Not measured yet');
  expect(never).not.toContain('100 %');
});

test('[SP2] ids that nobody gave are opaque and stay the same', () => {
  const bare = {
    slug: 'acme',
    components: [{ name: 'Website' }, { name: 'Website', group: 'Europe' }],
    groups: [],
  };
  const ids = () =>
    readSummary(makeInput({ page: bare, updates: [], intervals: [], maintenance: [] })).components.map(
      (each) => each.id,
    );
  expect(new Set(ids()).size).toBe(3);
  expect(ids()).toEqual(ids());
  expect(ids().every((each) => /^[a-z0-9]{12}$/u.test(each))).toBe(true);
});

test('[SP50] of many incidents the newest 50 are told', () => {
  const random = createRandom(3);
  const many = Array.from({ length: 120 }, (_, index) => ({
    id: `u${index}`,
    incident: `i${index}`,
    at: exampleNow - random.below(80) * dayMs - index,
    status: 'resolved',
    title: 'Trouble',
    body: 'Words.',
  }));
  const told = z
    .object({ incidents: z.array(incident) })
    .parse(readAll(makeInput({ updates: [...many, ...exampleUpdates] }))('incidents.json'));
  expect(told.incidents).toHaveLength(50);
  expect(told.incidents.map((each) => each.started_at)).toEqual(
    told.incidents
      .map((each) => each.started_at)
      .toSorted()
      .toReversed(),
  );
});
