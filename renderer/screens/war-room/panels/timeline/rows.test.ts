import { describe, expect, test, vi } from 'vitest';
import { fold } from '#room/fold/fold.ts';
import { makeUlidSource } from '#room/facts/ulid.ts';
import { timelineFilters, type TimelineFilter } from '#renderer/live-room/timeline-store.ts';
import { showTimesIn } from '#renderer/ui/say-time.ts';
import { countByFilter, passes } from './filters.ts';
import { findMatches, firstFrom, shownWords } from './find/find.ts';
import {
  buildRows,
  entriesOf,
  isBackDated,
  nextRow,
  rowOfEntry,
  rowThatShows,
  sayOffset,
  type RowOptions,
} from './rows.ts';

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
const quiet: RowOptions = {
  filter: 'all',
  opened: new Set(),
  unread: null,
  me: 'ana',
  hasArrived: () => false,
  began: null,
  refuted: new Set(),
  find: () => undefined,
};
const types = (rows: ReturnType<typeof buildRows>) => rows.map(({ type }) => type);

test('[FE11] a link to a grade leads to the entry that it is about; a link to nothing leads nowhere', () => {
  const before = room(['action', 'ana', 1, { text: 'Restarted it' }]);
  const target = before.timeline[0]!.id;
  const facts = [
    { id: target, kind: 'action', by: 'ana', at: start, noted: start, text: 'Restarted it' },
    { id: makeId(), kind: 'graded', by: 'bo', at: clock + 1, noted: clock + 1, target, outcome: 'helped' },
  ];
  const { timeline } = fold(facts);
  const rows = buildRows(timeline, quiet);
  expect(rowOfEntry(rows, facts[1]!.id)).toBe(-1);
  expect(rowThatShows(rows, timeline, facts[1]!.id)).toBe(rowOfEntry(rows, target));
  expect(rowThatShows(rows, timeline, 'gone')).toBe(-1);
});

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
    expect(types(rows)).toEqual(['entry', 'run', 'entry', 'run', 'entry']);
    const opened = buildRows(busy.timeline, { ...quiet, opened: new Set([rows[1]!.key]) });
    expect(types(opened)).toEqual(['entry', 'run', 'entry', 'entry', 'entry', 'run', 'entry']);
  });

  test('the unread mark stands before the first entry of others that I have not read', () => {
    const rows = buildRows(busy.timeline, {
      ...quiet,
      unread: { from: start + 3 * minute, to: start + 9 * minute },
    });
    expect(types(rows)).toEqual(['entry', 'run', 'entry', 'run', 'unread', 'entry']);
    expect(rows.find(({ type }) => type === 'unread')).toMatchObject({ count: 1 });
    // Entries that arrived while I was here are not new.
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

  test('days are those of the shown zone', () => {
    vi.stubEnv('TZ', 'Asia/Tokyo');
    const [late, later] = [14, 16].map((hours) => (Date.UTC(2026, 10, 21, hours) - start) / minute);
    const two = room(
      ['declared', 'ana', late!, declared],
      ['note', 'bo', later!, { text: 'after midnight' }],
    );
    try {
      expect(types(buildRows(two.timeline, quiet))).toContain('day');
      showTimesIn('utc');
      expect(types(buildRows(two.timeline, quiet))).not.toContain('day');
    } finally {
      showTimesIn('local');
      vi.unstubAllEnvs();
    }
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
  test('[TL7] each says how many entries it shows, housekeeping aside', () => {
    const counts = countByFilter(all.timeline, 'ana');
    for (const filter of timelineFilters)
      expect(counts[filter], filter).toBe(
        all.timeline.filter((entry) => !entry.isSystem && passes(entry, filter, 'ana')).length,
      );
    expect(counts).toMatchObject({ all: 5, checks: 1, mentions: 0 });
  });
  const kinds = (filter: TimelineFilter) =>
    all.timeline.filter((entry) => passes(entry, filter, 'ana')).map(({ fact }) => fact.kind);

  test('each shows its kinds', () => {
    expect(kinds('all')).toHaveLength(6);
    expect(kinds('key')).toEqual(['declared', 'action', 'check-down', 'sent']);
    expect(kinds('actions')).toEqual(['action']);
    expect(kinds('comms')).toEqual(['sent']);
    expect(kinds('checks')).toEqual(['check-down']);
  });

  test('[TH3] entries that name me or ask me for something are for me; my own words are not', () => {
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
  const folded = rows.flatMap((row) => (row.type === 'run' ? row.entries.map(({ fact }) => fact) : []));
  // The replaced grade is shown nowhere else.
  expect(folded).toMatchObject([{ kind: 'graded', outcome: 'no-effect' }]);
});

describe('the account', () => {
  const guess = { text: 'DNS' };
  const told = room(
    ['declared', 'ana', 0, declared],
    ['observation', 'bo', 1, { text: 'queue 10' }],
    ['observation', 'bo', 1, { text: 'queue 20' }],
    ['observation', 'bo', 2, { text: 'queue 30' }],
    ['observation', 'bo', 3, { text: 'queue 40' }],
    ['hypothesis', 'bo', 83, guess],
    ['note', 'bo', 84, { text: 'after an hour' }],
  );
  const ids = told.timeline.map(({ id }) => id);

  test('[TL2] a minute is said once, and the hours since it began stand between', () => {
    const rows = buildRows(told.timeline, { ...quiet, hasArrived: () => true, began: start });
    expect(types(rows)).toEqual(['entry', 'entry', 'entry', 'entry', 'entry', 'hour', 'entry', 'entry']);
    expect(rows.flatMap((row) => (row.type === 'entry' ? [row.repeatsMinute] : []))).toEqual([
      false,
      false,
      true,
      false,
      false,
      false,
      false,
    ]);
    expect(rows.find(({ type }) => type === 'hour')).toMatchObject({ ms: 83 * minute });
    expect(sayOffset(83 * minute)).toBe('T+1 h 23');
  });

  test('[TL3] a folded run has the row of each of its entries, until it is opened', () => {
    const folded = buildRows(told.timeline, quiet);
    expect(types(folded)).toEqual(['entry', 'run', 'entry', 'entry']);
    expect(rowOfEntry(folded, ids[3]!)).toBe(1);
    expect(entriesOf(folded[1]!, new Set())).toHaveLength(4);
    const opened = new Set([folded[1]!.key]);
    const rows = buildRows(told.timeline, { ...quiet, opened });
    expect(rowOfEntry(rows, ids[3]!)).toBe(4);
    expect(entriesOf(rows[1]!, opened)).toEqual([]);
    expect(rowOfEntry(rows, 'gone')).toBe(-1);
    expect(rows.flatMap((row) => (row.type === 'entry' ? [row.isInRun] : []))).toEqual([
      false,
      true,
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  test('[TL4] a refuted hypothesis is struck with everything beneath it', () => {
    const finding = room(['finding', 'ana', 90, { target: ids[5], verdict: 'refuted' }]).timeline[0]!.fact;
    const { timeline, hypotheses } = fold([...told.timeline.map(({ fact }) => fact), finding]);
    const refuted = new Set(hypotheses.filter(({ verdict }) => verdict === 'refuted').map(({ id }) => id));
    const rows = buildRows(timeline, { ...quiet, refuted });
    const struck = rows.flatMap((row) => (row.type === 'entry' && row.isStruck ? [row.entry.fact.kind] : []));
    expect(struck).toEqual(['hypothesis', 'finding']);
  });

  test('[TL8] finding looks at what is shown, also in folded runs, and begins at what is in sight', () => {
    const rows = buildRows(told.timeline, quiet);
    const speaker = {
      names: (id: string) => (id === 'bo' ? 'Bo Lind' : 'Ana Reyes'),
      word: (fact: object) => ({
        lead: null,
        text: 'text' in fact ? String(fact.text) : '',
        author: 'after' as const,
      }),
    };
    const searched = { rows, opened: new Set<string>() };
    const find = (query: string) => findMatches(searched, query, (entry) => shownWords(entry, speaker));
    expect(find('QUEUE ')).toEqual(ids.slice(1, 5));
    expect(find('hour bo')).toEqual([ids[6]]);
    expect(find('  ')).toEqual([]);
    expect(firstFrom(searched, [ids[1]!, ids[6]!], 2)).toBe(1);
    expect(firstFrom(searched, [ids[1]!], 2)).toBe(0);
    const struck = { ...told.timeline[6]!, retracted: { by: 'ana', why: 'a password' } as never };
    expect(shownWords(struck, speaker)).toBe('ana reyes a password');
  });
});
