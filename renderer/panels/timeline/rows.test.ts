import { describe, expect, test } from 'vitest';
import { fold } from '#room/fold.ts';
import { makeUlidSource } from '#room/ulid.ts';
import { passes, type TimelineFilter } from './filters.ts';
import { buildRows, isBackDated, nextRow, type RowOptions } from './rows.ts';

const start = new Date(2026, 10, 21, 14, 0).getTime();
const minute = 60_000;
let clock = start;
const makeId = makeUlidSource(
  (bytes) => new Uint8Array(bytes).fill(7),
  () => clock,
);

function room(...facts: [kind: string, by: string, minutes: number, payload?: object][]) {
  return fold(
    facts.map(([kind, by, minutes, payload]) => {
      clock = start + minutes * minute;
      return { id: makeId(), kind, by, at: clock, noted: clock, ...payload };
    }),
  );
}

const declared = { title: 'x', source: { type: 'person' } };
const quiet: RowOptions = { filter: 'all', opened: new Set(), unread: null, me: 'ana' };
const types = (rows: ReturnType<typeof buildRows>) => rows.map(({ type }) => type);

describe('rows', () => {
  const busy = room(
    ['declared', 'ana', 0, declared],
    ['joined', 'bo', 1, { name: 'Bo' }],
    ['numbered', 'server', 2, { number: 'INC-1' }],
    ['note', 'bo', 3, { text: 'one' }],
    ['joined', 'cy', 4, { name: 'Cy' }],
    ['note', 'cy', 5, { text: 'two' }],
  );

  test('a run of housekeeping is one row until it is opened', () => {
    const rows = buildRows(busy.timeline, quiet);
    expect(types(rows)).toEqual(['entry', 'folded', 'entry', 'folded', 'entry']);
    const opened = buildRows(busy.timeline, { ...quiet, opened: new Set([rows[1]!.key]) });
    expect(types(opened)).toEqual(['entry', 'folded', 'entry', 'entry', 'entry', 'folded', 'entry']);
  });

  test('the unread mark stands before the first entry of others that I have not read', () => {
    const rows = buildRows(busy.timeline, {
      ...quiet,
      unread: { from: start + 3 * minute, to: start + 9 * minute },
    });
    expect(types(rows)).toEqual(['entry', 'folded', 'entry', 'folded', 'unread', 'entry']);
    expect(rows.find(({ type }) => type === 'unread')).toMatchObject({ count: 1 });
    // What came while I was here is not new since I was here.
    expect(
      types(buildRows(busy.timeline, { ...quiet, unread: { from: start, to: start + 2 * minute } })),
    ).not.toContain('unread');
    expect(
      types(
        buildRows(busy.timeline, {
          ...quiet,
          me: 'cy',
          unread: { from: start + 3 * minute, to: start + 9 * minute },
        }),
      ),
    ).not.toContain('unread');
  });

  test('days are named only when there are several', () => {
    const two = room(['declared', 'ana', 0, declared], ['note', 'bo', 24 * 60, { text: 'next day' }]);
    expect(types(buildRows(two.timeline, quiet))).toEqual(['day', 'entry', 'day', 'entry']);
    expect(types(buildRows(busy.timeline, quiet))).not.toContain('day');
  });

  test('every row has its own key, whatever is opened', () => {
    const opened = new Set(buildRows(busy.timeline, quiet).map(({ key }) => key));
    const keys = buildRows(busy.timeline, {
      ...quiet,
      opened,
      unread: { from: 0, to: start + 9 * minute },
    }).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('moving stops at both ends and steps over marks', () => {
    const rows = buildRows(busy.timeline, {
      ...quiet,
      unread: { from: start + 3 * minute, to: start + 9 * minute },
    });
    expect(nextRow(rows, 3, 1)).toBe(5);
    expect(nextRow(rows, 5, 1)).toBe(5);
    expect(nextRow(rows, 0, -1)).toBe(0);
    expect(nextRow(rows, rows.length, -1)).toBe(5);
  });
});

describe('filters', () => {
  const all = room(
    ['declared', 'ana', 0, declared],
    ['note', 'ana', 1, { text: 'n' }],
    ['action', 'ana', 2, { text: 'a' }],
    ['check-down', 'monitor:m', 3, { monitor: 'm' }],
    ['sent', 'ana', 4, { draft: 'customers', channel: 'mail', text: 's' }],
    ['joined', 'bo', 5, { name: 'Bo' }],
  );
  const kinds = (filter: TimelineFilter) =>
    all.timeline.filter((entry) => passes(entry, filter)).map(({ fact }) => fact.kind);

  test('each shows its kinds', () => {
    expect(kinds('all')).toHaveLength(6);
    expect(kinds('key')).toEqual(['declared', 'action', 'check-down', 'sent']);
    expect(kinds('actions')).toEqual(['action']);
    expect(kinds('comms')).toEqual(['sent']);
    expect(kinds('checks')).toEqual(['check-down']);
  });
});

test('more than a minute between happening and noting is back-dated, either way', () => {
  expect(isBackDated({ at: start, noted: start + 60_000 })).toBe(false);
  expect(isBackDated({ at: start, noted: start + 60_001 })).toBe(true);
  expect(isBackDated({ at: start + 120_000, noted: start })).toBe(true);
});
