import { describe, expect, test } from 'vitest';
import type { Fact } from '../facts/fact.ts';
import { arrange, longestPauseMs, type Item } from './arrange.ts';
import { findInForce } from './in-force.ts';
import { downSpans, makeMap } from './map.ts';
import { readMeasure } from './measure.ts';
import { countOutside, createReading, rowsInSight } from './reading.ts';
import { sayCorrection, sayHousekeeping, sayObservations } from './say-run.ts';
import { makeRoom, minuteMs, start } from './testing.ts';
import { sayOutcome, wordEntry } from './wording.ts';

const declared = { title: 'Checkout fails', source: { type: 'person' } };
const people: Record<string, string> = { ana: 'Ana Reyes', bo: 'Bo Lind' };
const names = (id: string) => people[id] ?? id;
const called = (id: string) => (id === 'cy' ? 'Cy Young' : names(id));
const always = { dayOf: () => '' };

const shape = (items: readonly Item[]) =>
  items.map((item) =>
    item.type === 'run'
      ? `${item.kind} ${item.entries.length}`
      : `${item.under ? '  ' : ''}${item.entry.fact.kind}`,
  );

describe('[TL1] the result of reading', () => {
  const viewport = { top: 100, bottom: 300 };
  test('a row is in sight when its bottom edge is, to a part of a pixel', () => {
    const rows = [
      { key: 'above', top: 60, bottom: 100 },
      { key: 'cut above', top: 80, bottom: 120 },
      { key: 'whole', top: 120, bottom: 160 },
      { key: 'at the edge', top: 260, bottom: 300.6 },
      { key: 'cut below', top: 280, bottom: 320 },
      { key: 'below', top: 320, bottom: 360 },
      { key: 'not measured', top: 150, bottom: 150 },
    ];
    expect(rowsInSight(rows, viewport)).toEqual(['cut above', 'whole', 'at the edge']);
  });

  test('late entries are unread at any date; my own and housekeeping never are', () => {
    const { add, room } = makeRoom();
    add('declared', 'bo', 0, declared);
    add('note', 'bo', 1, { text: 'one' });
    const before = room();
    const late = add('note', 'bo', 0.5, { text: 'from elsewhere' });
    add('note', 'ana', 3, { text: 'mine' });
    add('joined', 'bo', 4, { name: 'Bo' });
    const fresh = add('note', 'bo', 5, { text: 'two' });
    const reading = createReading({ from: start + minuteMs, me: 'ana' });
    reading.know(before.timeline.slice(0, 1), false);
    reading.know(before.timeline, true);
    const { timeline } = room();
    reading.know(timeline, true);
    expect(timeline.filter(reading.isUnread).map(({ id }) => id)).toEqual([late, fresh]);
    // Also what was noted before the others and arrived after them.
    const arrived = timeline.filter(reading.hasArrived).map(({ id }) => id);
    expect(arrived).toHaveLength(4);
    expect(arrived).toEqual(expect.arrayContaining([late, fresh]));
    expect(reading.upTo(timeline)).toBe(start + 0.5 * minuteMs - 1);
    expect(reading.read([late])).toBe(true);
    expect(reading.read([late])).toBe(false);
    expect(reading.upTo(timeline)).toBe(start + 5 * minuteMs - 1);
    reading.read([fresh]);
    expect(reading.upTo(timeline)).toBe(start + 5 * minuteMs);
    expect(createReading({ from: 0, me: 'ana' }).upTo([])).toBe(null);
  });

  test('entries out of sight are counted above and below', () => {
    const unread = [
      { row: 2, count: 1 },
      { row: 7, count: 12 },
      { row: 8, count: 1 },
    ];
    expect(countOutside(unread, 6)).toEqual({ above: 1, below: 13 });
    expect(countOutside(unread, -1)).toEqual({ above: 0, below: 14 });
  });
});

const observe = (count: number) => {
  const made = makeRoom();
  made.add('declared', 'ana', 0, declared);
  for (let i = 0; i < count; i++)
    made.add('observation', i % 2 ? 'ana' : 'bo', i + 1, { text: `queue ${2_100 - i * 100}` });
  return made;
};

describe('[TL3] runs', () => {
  test('four observations in a row fold, three do not, and none that came while somebody reads', () => {
    expect(shape(arrange(observe(3).room().timeline, always))).toEqual([
      'declared',
      ...Array(3).fill('observation'),
    ]);
    expect(shape(arrange(observe(4).room().timeline, always))).toEqual(['declared', 'observations 4']);
    const { timeline } = observe(6).room();
    expect(
      shape(arrange(timeline, { ...always, stays: ({ noted }) => noted > start + 4 * minuteMs })),
    ).toEqual(['declared', 'observations 4', 'observation', 'observation']);
    expect(shape(arrange(timeline, { ...always, stays: ({ at }) => at === start + 2 * minuteMs }))).toEqual([
      'declared',
      'observation',
      'observation',
      'observations 4',
    ]);
    const twoDays = { ...always, dayOf: (at: number) => String(at > start + 3 * minuteMs) };
    expect(shape(arrange(timeline, twoDays))).toEqual(['declared', ...Array(6).fill('observation')]);
  });
  test('every entry is in exactly one item', () => {
    const made = observe(9);
    const target = made.room().timeline[3]!.id;
    made.add('joined', 'cy', 11, { name: 'Cy' });
    made.add('note', 'cy', 12, { text: 'an answer', target });
    const { timeline } = made.room();
    const items = arrange(timeline, always);
    const ids = items.flatMap((item) =>
      item.type === 'run' ? item.entries.map(({ id }) => id) : [item.entry.id],
    );
    expect(ids.toSorted()).toEqual(timeline.map(({ id }) => id).toSorted());
  });
  test('observations say how many, by whom, and the number that moved', () => {
    const { timeline } = observe(12).room();
    expect(sayObservations(timeline.slice(1))).toBe('12 observations by 2 people, queue 2100 → 1000');
    expect(sayObservations(timeline.slice(1, 2))).toBe('1 observations by one person');
  });
  test('housekeeping says what it was', () => {
    const { add, room } = makeRoom();
    add('joined', 'bo', 1, { name: 'Bo Lind' });
    add('joined', 'cy', 2, { name: 'Cy Young' });
    add('numbered', 'server', 3, { number: 'INC-1' });
    add('claimed', 'bo', 4, { role: 'technical', person: 'bo', as: 'primary' });
    const { timeline } = room();
    expect(sayHousekeeping(timeline, called)).toBe(
      '4 more: Bo Lind, Cy Young joined, numbered INC-1, roles: Bo Lind technical',
    );
  });
});

describe('[TL3] the number of a run', () => {
  test.each([
    [
      ['queue 2,100', 'queue at 1,900', 'the queue is now 1,736'],
      { name: 'queue', from: '2,100', to: '1,736' },
    ],
    [['p95: 4.2 s', 'p95 fell to 2.1 s', 'p95 0.8 s'], { name: 'p95', from: '4.2 s', to: '0.8 s' }],
    [
      ['errors 12 %', 'shops complain', 'errors 8 %', 'errors 3 %'],
      { name: 'errors', from: '12 %', to: '3 %' },
    ],
  ])('%j', (texts, measured) => expect(readMeasure(texts)).toEqual(measured));
  test.each([
    [['queue 5', 'queue 5', 'queue 5']],
    [['queue 5', 'errors 6', 'disk 7']],
    [['at 14:02 it began', 'at 14:03 again', 'at 14:04 again']],
    [['eu-2 fails', 'eu-2 fails', 'eu-2 fails']],
    [['build 411a', 'build 412b', 'build 413c']],
    [[]],
  ])('%j has none', (texts: string[]) => expect(readMeasure(texts)).toBe(null));
});

describe('[TL4] the layer beneath', () => {
  test('an answer stands beneath what it answers, unless it is key or comes after a long silence', () => {
    const { add, room } = makeRoom();
    const asked = add('note', 'ana', 0, { text: 'can you look?' });
    add('note', 'cy', 1, { text: 'between' });
    const answer = add('note', 'bo', 2, { text: 'on it', target: asked });
    add('action', 'bo', 3, { text: 'Looked', target: answer });
    add('decision', 'ana', 4, { text: 'no deploys', target: asked });
    add('note', 'cy', 4 + longestPauseMs / minuteMs, { text: 'late', target: asked });
    add('note', 'cy', 60, { text: 'answers nothing here', target: 'gone' });
    expect(shape(arrange(room().timeline, always))).toEqual([
      'note',
      '  note',
      '  action',
      'note',
      'decision',
      'note',
      'note',
    ]);
  });
  test('a hypothesis grows with its tests and findings, however late', () => {
    const { add, room } = makeRoom();
    const guess = add('hypothesis', 'ana', 0, { text: 'DNS' });
    const probe = add('experiment', 'bo', 1, { target: guess, text: 'dig' });
    add('note', 'cy', 2, { text: 'between' });
    add('finding', 'bo', 200, { target: probe, verdict: 'refuted', text: 'it resolves' });
    expect(shape(arrange(room().timeline, always))).toEqual([
      'hypothesis',
      '  experiment',
      '  finding',
      'note',
    ]);
  });
});

const hash = `abcdef${'0'.repeat(58)}`;
const approved = { hash } as Fact<'approved'>;

const say = (kind: string, payload: object, find = new Map<string, object>()) => {
  const { add, room } = makeRoom();
  add(kind, 'ana', 0, payload);
  return wordEntry(room().timeline[0]!.fact, {
    names,
    find: (id) => find.get(id) as never,
    draftOf: () => ({ audience: 'customers', approvals: [{ ...approved, hash: 'a'.repeat(64) }, approved] }),
  });
};

describe('[TL2] words', () => {
  test('an event comes first and its author after it; in talk the author is first', () => {
    expect(say('decision', { text: 'no deploys' })).toEqual({
      lead: 'Decided:',
      text: 'no deploys',
      author: 'after',
    });
    expect(say('note', { text: 'hello' })).toEqual({ lead: null, text: 'hello', author: 'first' });
    expect(say('link', { url: 'https://a.example', label: 'call' })).toEqual({
      lead: null,
      text: 'linked call',
      author: 'first',
    });
  });
  test('a status says what was not confirmed', () => {
    expect(say('status', { status: 'investigating', why: 'all cards are refused' })).toEqual({
      lead: 'Status:',
      text: 'Investigating. All cards are refused',
      author: 'after',
    });
    const answers = [{ ask: 'Recovery was verified', answer: 'no' }];
    expect(say('status', { status: 'resolved', why: 'watched it', answers }).text).toBe(
      'Resolved. Watched it. Not confirmed: recovery',
    );
  });
  test('a check says why it came here', () => {
    const down = { monitor: 'm', name: 'payments-api', reason: '503', why: 'nothing-open' };
    expect(say('check-down', down)).toEqual({
      lead: null,
      text: 'payments-api went down: 503. Muster opened this incident.',
      author: 'none',
    });
  });
  test('the person who settles a severity says what it was', () => {
    const find = new Map([
      ['a', { kind: 'severity', by: 'ana', severity: 'P2' }],
      ['b', { kind: 'severity', by: 'bo', severity: 'P1' }],
    ]);
    expect(say('severity', { severity: 'P1', supersedes: ['a', 'b'] }, find).text).toBe(
      'P1. Settled: set at once by Ana Reyes P2 and Bo Lind P1',
    );
  });
  test('an approval names its audience and version, a mail is not called a subject', () => {
    expect(say('approved', { draft: 'd', hash }).text).toBe('Approved version 2 of the update for customers');
    expect(say('approved', { draft: 'd', hash: 'b'.repeat(64) }).text).toBe(
      'Approved the update for customers',
    );
    expect(say('sent', { draft: 'd', channel: 'mail', text: 'Subject: Fixed\n\nFixed.' })).toEqual({
      lead: 'Sent by mail:',
      text: 'Fixed\n\nFixed.',
      author: 'after',
    });
  });
  test('an outcome is a sentence of its own', () => {
    const grade = { outcome: 'helped', evidence: 'payments-api recovered after 0 s' };
    expect(sayOutcome({ grade: grade as never })).toBe('Helped: payments-api came back at once');
    expect(sayOutcome({ grade: null })).toBe(null);
  });
  test('a correction shows what it replaced', () => {
    const { add, room } = makeRoom();
    const target = add('note', 'bo', 0, { text: '12 tickets' });
    add('amended', 'bo', 1, { target, text: '20 tickets' });
    add('amended', 'bo', 2, { target, text: '21 tickets' });
    const { timeline } = room();
    const entryOf = (id: string) => timeline.find((entry) => entry.id === id);
    expect(timeline.map((entry) => sayCorrection(entry, entryOf))).toEqual([
      null,
      { before: '12 tickets', after: '20 tickets' },
      { before: '20 tickets', after: '21 tickets' },
    ]);
    add('retracted', 'bo', 3, { target });
    const struck = room().timeline;
    expect(
      struck.map((entry) => sayCorrection(entry, (id) => struck.find((each) => each.id === id))),
    ).toEqual([null, null, null, null]);
  });
});

test('[TL5] in force is what stands: decisions, what helped, and what contradicts itself', () => {
  const { add, room } = makeRoom();
  add('declared', 'ana', 0, declared);
  const first = add('decision', 'ana', 1, { text: 'no deploys' });
  const gone = add('decision', 'ana', 2, { text: 'a slip' });
  add('retracted', 'ana', 3, { target: gone });
  const second = add('decision', 'bo', 4, { text: 'deploy the fix', target: first });
  const helped = add('action', 'bo', 5, { text: 'Rolled back' });
  add('graded', 'ana', 6, { target: helped, outcome: 'helped', evidence: 'p95 fell' });
  const vain = add('action', 'bo', 7, { text: 'Restarted' });
  add('graded', 'ana', 8, { target: vain, outcome: 'no-effect' });
  add('severity', 'ana', 9, { severity: 'P2', supersedes: [] });
  add('severity', 'bo', 9, { severity: 'P1', supersedes: [] });
  const { decisions, helped: help, tried, contests } = findInForce(room());
  expect(decisions.map(({ id, contestedBy }) => [id, contestedBy])).toEqual([
    [second, null],
    [first, second],
  ]);
  expect(help).toMatchObject([{ id: helped, evidence: 'p95 fell' }]);
  expect(tried).toBe(1);
  expect(contests).toMatchObject([{ about: 'severity' }]);
});

const minutes = (at: number) => (at - start) / minuteMs;

describe('[TL6] the map', () => {
  test('a bar for each minute, silences cut short, and a way back from a place to its time', () => {
    const { add, room } = makeRoom();
    for (const each of [0, 1, 1.5, 2, 602]) add('note', 'bo', each, { text: 'x' });
    const { timeline } = room();
    const map = makeMap(timeline, timeline, start)!;
    // Two minutes of talk and fifteen of the ten hours of silence.
    expect(map.buckets).toHaveLength(17);
    expect(map.buckets.map(({ count }) => count).filter(Boolean)).toEqual([1, 2, 1, 1]);
    // Two entries in a minute are a thin bar, so that a short timeline is no block.
    expect(map.buckets[1]!.share).toBeCloseTo(2 / 12);
    expect(map.cuts).toHaveLength(1);
    for (const each of [0, 1.25, 2, 300, 602])
      expect(minutes(map.instantAt(map.place(start + each * minuteMs)))).toBeCloseTo(each, 3);
    expect(map.place(start - minuteMs)).toBe(0);
    expect(map.instantAt(7)).toBe(start + 602 * minuteMs);
    expect(makeMap([], [], 0)).toBe(null);
    expect(makeMap(timeline.slice(0, 1), timeline, 0)).toBe(null);
  });
  test('ten thousand entries make no more bars than can be told apart', () => {
    const { add, room } = makeRoom();
    for (let i = 0; i < 10_000; i++) add('note', 'bo', i / 10, { text: 'x' });
    const { timeline } = room();
    const map = makeMap(timeline, timeline, start)!;
    expect(map.buckets.length).toBeLessThanOrEqual(240);
    expect(map.buckets.reduce((sum, { count }) => sum + count, 0)).toBe(10_000);
  });
  test('downtime is one band while at least one check was down', () => {
    const { add, room } = makeRoom();
    add('check-down', 'monitor:a', 1, { monitor: 'a' });
    add('check-down', 'monitor:b', 2, { monitor: 'b' });
    add('check-up', 'monitor:a', 3, { monitor: 'a' });
    add('check-up', 'monitor:b', 4, { monitor: 'b' });
    add('check-up', 'monitor:c', 5, { monitor: 'c' });
    add('check-down', 'monitor:a', 6, { monitor: 'a' });
    expect(
      downSpans(room().timeline, start + 9 * minuteMs).map(({ from, to }) => [minutes(from), minutes(to)]),
    ).toEqual([
      [1, 4],
      [6, 9],
    ]);
  });
});
