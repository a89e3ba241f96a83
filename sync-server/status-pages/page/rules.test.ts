import { expect, test } from 'vitest';
import type { ComponentStatus } from '#status-page/levels.ts';
import {
  authorOfRule,
  type Checked,
  dueSteps,
  fillIn,
  newestState,
  pageRuleSchema,
  type PageRule,
  type PageReport,
} from './rules.ts';

const minuteMs = 60_000;
const now = 100 * minuteMs;
const rule: PageRule = {
  name: 'API',
  title: '{components} fail',
  body: 'We see errors at {components} and look into it.',
  resolved: '{components} work again.',
  afterMinutes: 5,
};
const by = authorOfRule(rule);
const checked = (id: string, status: ComponentStatus | null, more: Partial<Checked> = {}): Checked => ({
  id,
  name: id.toUpperCase(),
  monitor: `m-${id}`,
  status,
  since: now - 10 * minuteMs,
  isInMaintenance: false,
  ...more,
});
const report = (
  authors: readonly string[],
  components: Record<string, ComponentStatus>,
  isOpen = true,
): PageReport => ({ id: 'r1', isOpen, authors, components: new Map(Object.entries(components)) });
const steps = (components: readonly Checked[], reports: readonly PageReport[] = [], rules = [rule]) =>
  dueSteps({ rules, components, reports, now }).map(({ status, components: changed, names, ...rest }) => ({
    report: rest.report,
    status,
    components: changed.map((each) => `${each.id} ${each.status}`),
    names,
  }));

test('[SP140] checks that fail for long enough begin a report; short, planned and unknown ones do not', () => {
  const down = checked('a', 'major_outage');
  expect(steps([down, checked('b', 'operational')])).toEqual([
    { report: null, status: 'investigating', components: ['a major_outage'], names: ['A'] },
  ]);
  expect(steps([{ ...down, since: now - 5 * minuteMs + 1 }])).toEqual([]);
  expect(steps([{ ...down, since: now - 5 * minuteMs }])).toHaveLength(1);
  expect(steps([{ ...down, isInMaintenance: true }])).toEqual([]);
  expect(steps([checked('a', null)])).toEqual([]);
  expect(steps([down], [], [{ ...rule, components: ['b'] }])).toEqual([]);
  expect(steps([down], [], [{ ...rule, components: ['A'] }])).toHaveLength(1);
});

test('[SP140] a component that an open report of people names is theirs, whatever checks find', () => {
  const down = checked('a', 'major_outage');
  expect(steps([down], [report(['ana'], { a: 'operational' })])).toEqual([]);
  expect(steps([down], [report(['ana'], { a: 'operational' }, false)])).toHaveLength(1);
});

test('[SP140] a report of a rule widens and worsens, never gets better by itself, and ends with all its checks', () => {
  const own = report([by], { a: 'partial_outage' });
  expect(steps([checked('a', 'major_outage'), checked('b', 'degraded_performance')], [own])).toEqual([
    {
      report: 'r1',
      status: 'investigating',
      components: ['a major_outage', 'b degraded_performance'],
      names: ['A', 'B'],
    },
  ]);
  expect(steps([checked('a', 'degraded_performance')], [own])).toEqual([]);
  expect(steps([checked('a', 'operational', { since: now - minuteMs })], [own])).toEqual([]);
  expect(steps([checked('a', null)], [own])).toEqual([]);
  const over = [{ report: 'r1', status: 'resolved', components: [], names: ['A'] }];
  expect(steps([checked('a', 'operational')], [own])).toEqual(over);
  const { resolved: _resolved, ...silent } = rule;
  expect(steps([checked('a', 'operational')], [own], [silent])).toEqual([]);
});

test('[SP140] once a person wrote in its report, a rule leaves it alone', () => {
  const taken = report([by, 'ana'], { a: 'partial_outage' });
  for (const status of ['operational', 'major_outage'] as const)
    expect(steps([checked('a', status), checked('b', 'major_outage')], [taken])).toEqual([]);
});

test('[SP140] two rules never publish about the same component', () => {
  const other = { ...rule, name: 'Other' };
  expect(steps([checked('a', 'major_outage')], [], [rule, other])).toHaveLength(1);
});

const state = (intervals: Parameters<typeof newestState>[0]['intervals'], checkedAt: number | null = 100) =>
  newestState({ component: 'a', checkedAt, everyMs: 1_000, intervals });

test('[SP140] the newest state lasts since its first failure, or since the last outage ended', () => {
  const up = { from: 0, to: 100, state: 'up' } as const;
  expect(state([up])).toEqual({ status: 'operational', since: 0 });
  expect(state([up, { from: 40, to: 60, state: 'down' }])).toEqual({ status: 'operational', since: 60 });
  expect(state([up, { from: 40, to: null, state: 'down' }])).toEqual({ status: 'major_outage', since: 40 });
  expect(state([{ from: 0, to: 50, state: 'up' }])).toBeNull();
  expect(state([up], null)).toBeNull();
});

test('[SP140] the words are the team’s, in their languages, with the names of the components', () => {
  expect(fillIn('{components}: $& $1', ['A', 'B $&'], 100)).toBe('A, B $&: $& $1');
  expect(fillIn({ '': 'x {components}', de: 'y' }, ['A'], 3)).toEqual({ '': 'x A', de: 'y' });
});

test.each([
  [{ title: ' ' }, 'title'],
  [{ title: 'What fails [which region]' }, 'title'],
  [{ body: 'At {title}' }, 'body'],
  [{ body: { xx_1: 'words' } }, 'body'],
  [{ afterMinutes: 1_441 }, 'afterMinutes'],
  [{ name: '' }, 'name'],
  [{ components: [] }, 'components'],
  [{ more: 1 }, ''],
])('[SP140] a rule with %j is refused at %j', (wrong, field) => {
  const { error } = pageRuleSchema.safeParse({ ...rule, ...wrong });
  expect(error?.issues.map(({ path }) => path.join('.'))).toEqual([field]);
});
