import { expect, test } from 'vitest';
import { monitorOf } from '#room/fixtures/summaries.ts';
import type { MonitorState } from '#room/feed/feed.ts';
import { markChecks } from '../../../state/check-marks.ts';
import { arrange, type Filter } from './arrange.ts';
import { noFilter } from './monitors-store.ts';

const monitor = (id: string, change: Partial<MonitorState> = {}): MonitorState =>
  monitorOf({ id, ...change });
const all = [
  monitor('a-paused', { status: 'paused' }),
  monitor('b-up', { service: 'shop' }),
  monitor('c-slow', { status: 'degraded', service: 'mail', reason: 'slow: 900 ms' }),
  monitor('d-explained', { status: 'down', suppressedBy: 'e-down' }),
  monitor('e-down', { status: 'down', service: 'shop', kind: 'tcp', reason: 'refused' }),
  monitor('f-new', { status: 'pending' }),
];
const list = (filter: Partial<Filter> = {}, isGrouped = false) =>
  arrange(markChecks(all, []), { ...noFilter, ...filter }, isGrouped).map((row) =>
    row.type === 'group' ? `[${row.service ?? '-'} ${row.troubles}/${row.count}]` : row.key,
  );

test('[MO1] trouble first: down, degraded, explained, not measured yet, up, paused', () => {
  expect(list()).toEqual(['e-down', 'c-slow', 'd-explained', 'f-new', 'b-up', 'a-paused']);
});

test('[MO1] words are found in name, service, kind and reason, all of them', () => {
  expect(list({ words: 'SHOP' })).toEqual(['e-down', 'b-up']);
  expect(list({ words: 'shop refused' })).toEqual(['e-down']);
  expect(list({ words: 'tcp' })).toEqual(['e-down']);
  expect(list({ words: 'nothing of it' })).toEqual([]);
});

test('[MO1] by state, service and kind, together', () => {
  expect(list({ state: 'trouble' })).toEqual(['e-down', 'c-slow', 'd-explained']);
  expect(list({ state: 'paused' })).toEqual(['a-paused']);
  expect(list({ service: 'shop', kind: 'http' })).toEqual(['b-up']);
});

test('[MO1] in groups by service, those with trouble first and what has none last', () => {
  expect(list({}, true)).toEqual([
    '[mail 1/1]',
    'c-slow',
    '[shop 1/2]',
    'e-down',
    'b-up',
    '[- 0/3]',
    'd-explained',
    'f-new',
    'a-paused',
  ]);
});
