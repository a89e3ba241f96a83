import type { ComponentState, PageUpdate } from '#wire/api/status-pages.ts';
import { expect, test } from 'vitest';
import { asPublished, effectOf, proposedLevels, stillTold, toldAsOver } from './publish-effect.ts';

const update = (part: Partial<PageUpdate>): PageUpdate => ({
  id: 'u1',
  incident: 'room',
  at: 1,
  by: 'ada',
  status: 'investigating',
  title: 'Slow',
  body: 'x',
  impact: null,
  components: [{ id: 'api', status: 'partial_outage' }],
  ...part,
});
const component = (id: string, level: ComponentState['level']): ComponentState => ({
  id,
  name: id,
  level,
  since: null,
  silentSince: null,
  conflict: null,
});

test('[SP83] the preview knows when an incident began, where that was found out later', () => {
  expect(asPublished(update({ startedAt: 0 }))).toMatchObject({ at: 1, startedAt: 0 });
  expect(asPublished(update({}))).not.toHaveProperty('startedAt');
});

test('[SP84] failing checks propose levels, but for what people speak of and what nobody knows', () => {
  const components = [
    component('web', 'major'),
    component('api', 'major'),
    component('mail', 'unknown'),
    component('docs', 'operational'),
    component('export', 'maintenance'),
  ];
  expect(proposedLevels({ components }, [update({})])).toEqual({ web: 'major_outage' });
  const over = [update({ id: 'u2', at: 2, status: 'resolved', components: [] }), update({})];
  expect(proposedLevels({ components }, over)).toEqual({ web: 'major_outage', api: 'major_outage' });
});

test('[SP84] resolving brings components back, reopening brings their former levels back', () => {
  const next = { incident: 'room', levels: {} };
  expect(effectOf([update({})], { ...next, status: 'resolved' })).toEqual([
    { component: 'api', from: 'partial_outage', to: 'operational' },
  ]);
  const over = [update({ id: 'u2', at: 2, status: 'resolved', components: [] }), update({})];
  expect(effectOf(over, { ...next, status: 'investigating' })).toEqual([
    { component: 'api', from: 'operational', to: 'partial_outage' },
  ]);
  expect(effectOf([], { incident: 'room', status: 'identified', levels: { web: 'major_outage' } })).toEqual([
    { component: 'web', from: 'operational', to: 'major_outage' },
  ]);
});

test('[SP84] a page still tells of a room until it says that it is over', () => {
  expect(stillTold([update({})], 'room')).toBe('investigating');
  expect(stillTold([update({ id: 'u2', at: 2, status: 'resolved' }), update({})], 'room')).toBeNull();
  expect(stillTold([update({ incident: 'other' })], 'room')).toBeNull();
  expect(toldAsOver([update({})], 'room')).toBe(false);
  expect(toldAsOver([update({ id: 'u2', at: 2, status: 'resolved' }), update({})], 'room')).toBe(true);
  expect(toldAsOver([update({ status: 'resolved', incident: 'other' })], 'room')).toBe(false);
});
