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
    all.timeline.filter((entry) => passes(entry, filter, 'ana')).map(({ fact }) => fact.kind);

  test('each shows its kinds', () => {
    expect(kinds('all')).toHaveLength(6);
    expect(kinds('key')).toEqual(['declared', 'action', 'check-down', 'sent']);
    expect(kinds('actions')).toEqual(['action']);
    expect(kinds('comms')).toEqual(['sent']);
    expect(kinds('checks')).toEqual(['check-down']);
  });

  test('[TH3] what names me or asks me for something is for me; not my own words', () => {
    const named = room(
      ['note', 'bo', 1, { text: '@Ana look', mentions: ['ana'] }],
      ['note', 'ana', 2, { text: '@Ana remember', mentions: ['ana'] }],
      ['task', 'bo', 3, { text: 'drain', owner: 'ana' }],
      ['note', 'bo', 4, { text: '@Cy look', mentions: ['cy'] }],
    );
    const rows = buildRows(named.timeline, { ...quiet, filter: 'mentions' });
    expect(rows.map((row) => row.type === 'entry' && row.entry.fact.kind)).toEqual(['note', 'task']);
    expect(rows.every((row) => row.type === 'entry' && row.isForMe)).toBe(true);
  });
});

test('[FA7] more than a minute between happening and noting is back-dated, either way', () => {
  expect(isBackDated({ at: start, noted: start + 60_000 })).toBe(false);
  expect(isBackDated({ at: start, noted: start + 60_001 })).toBe(true);
  expect(isBackDated({ at: start + 120_000, noted: start })).toBe(true);
});

test('[GR4] a judgement that stands on its action is not told again in a line below it', () => {
  const judged = room(
    ['action', 'ana', 1, { text: 'Rolled back' }],
    ['observation', 'ana', 2, { text: 'Errors' }],
  );
  const [action, seen] = judged.timeline;
  const later = fold([
    ...judged.timeline.map(({ fact }) => fact),
    ...[
      { kind: 'graded', by: 'bo', target: action!.id, outcome: 'no-effect' },
      { kind: 'graded', by: 'ana', target: action!.id, outcome: 'helped' },
      { kind: 'confirmed', by: 'bo', target: seen!.id },
    ].map((fact, i) => ({ id: makeId(), at: clock + i, noted: clock + i, ...fact })),
  ]);
  const rows = buildRows(later.timeline, quiet);
  const folded = rows.flatMap((row) => (row.type === 'folded' ? row.entries.map(({ fact }) => fact) : []));
  // The judgement that was replaced is nowhere else to be read.
  expect(folded).toMatchObject([{ kind: 'graded', outcome: 'no-effect' }]);
});
