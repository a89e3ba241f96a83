import { expect, test } from 'vitest';
import { dueNotices, type DueNotice, type KnownTurn, type PlannedTurn } from './due-notices.ts';

const hour = 3_600_000;
const start = 1_800_000_000_000;
const turn = (part: Partial<PlannedTurn> = {}): PlannedTurn => ({
  id: 't',
  maintenance: 'm',
  title: { '': 'Database' },
  components: ['api'],
  starts: start + 72 * hour,
  ends: start + 74 * hour,
  isCancelled: false,
  isOver: false,
  ...part,
});

/** Looks every 20 minutes for so many hours at what is planned then. */
function watch(hours: number, planned: (at: number) => readonly PlannedTurn[]) {
  let known: KnownTurn[] = [];
  const told: { at: number; notice: DueNotice }[] = [];
  for (let at = start; at <= start + hours * hour; at += hour / 3) {
    const { notices, turns } = dueNotices(known, planned(at), at);
    told.push(...notices.map((notice) => ({ at: (at - start) / hour, notice })));
    const changed = new Map(turns.map((each) => [each.id, each]));
    known = [...known.filter(({ id }) => !changed.has(id)), ...turns];
  }
  return told.map(({ at, notice }) => [at, notice.phase]);
}

test('[SP96] work is announced, called to mind twice, and its beginning and end are told, once each', () => {
  expect(watch(100, () => [turn()])).toEqual([
    [0, 'announced'],
    [48, 'soon'],
    [71, 'soon'],
    [72, 'started'],
    [74, 'ended'],
  ]);
});

test('[SP96] work planned shortly before is announced alone, and running work is told to have begun', () => {
  const soon = turn({ starts: start + hour / 2, ends: start + 2 * hour });
  expect(watch(3, () => [soon])).toEqual([
    [0, 'announced'],
    [2 / 3, 'started'],
    [2, 'ended'],
  ]);
  expect(watch(3, () => [turn({ starts: start - hour, ends: start + hour })])).toEqual([
    [0, 'started'],
    [1, 'ended'],
  ]);
  expect(watch(3, () => [turn({ starts: start - 2 * hour, ends: start - hour })])).toEqual([]);
});

test('[SP96] a turn that is moved is told once with both times, and called to mind anew', () => {
  const moved = turn({ starts: start + 96 * hour, ends: start + 97 * hour });
  expect(watch(100, (at) => [at < start + 49 * hour ? turn() : moved])).toEqual([
    [0, 'announced'],
    [48, 'soon'],
    [49, 'moved'],
    [72, 'soon'],
    [95, 'soon'],
    [96, 'started'],
    [97, 'ended'],
  ]);
  const { notices } = dueNotices(
    [{ id: 't', title: {}, components: [], starts: start, ends: start + hour, phases: ['announced'] }],
    [turn()],
    start - hour,
  );
  expect(notices[0]?.turn).toEqual({
    id: 't',
    starts: start + 72 * hour,
    ends: start + 74 * hour,
    before: { starts: start, ends: start + hour },
  });
});

test('[SP96] work that is called off is told once, and what is over is not', () => {
  expect(watch(80, (at) => (at < start + 10 * hour ? [turn()] : []))).toEqual([
    [0, 'announced'],
    [10, 'cancelled'],
  ]);
  expect(watch(90, (at) => (at < start + 80 * hour ? [turn()] : []))).toHaveLength(5);
});

test('[SP96] of work that comes again and again the next turn is announced, later ones a week ahead', () => {
  const weekly = [0, 1, 2].map((week) =>
    turn({
      id: `t${week}`,
      starts: start + (72 + week * 168) * hour,
      ends: start + (73 + week * 168) * hour,
    }),
  );
  const told = watch(100, () => weekly);
  expect(told.filter(([, phase]) => phase === 'announced')).toEqual([
    [0, 'announced'],
    [72, 'announced'],
  ]);
});

test('[SP96] work that ends early is told to have ended, even when its window was removed while it went on', () => {
  expect(watch(80, (at) => [turn({ isOver: at >= start + 73 * hour })]).slice(-2)).toEqual([
    [72, 'started'],
    [73, 'ended'],
  ]);
  expect(watch(80, (at) => (at < start + 73 * hour ? [turn()] : [])).slice(-2)).toEqual([
    [72, 'started'],
    [73, 'ended'],
  ]);
});

test('[SP96] a rule that changes moves each announced turn once, and turns that it had no more are called off', () => {
  const weekly = (id: string, shift: number, weeks = 3) =>
    Array.from({ length: weeks }, (_, week) =>
      turn({
        id: `${id}${week}`,
        starts: start + (72 + week * 168 + shift) * hour,
        ends: start + (73 + week * 168 + shift) * hour,
      }),
    );
  const rules = (at: number) =>
    at < start + hour ? weekly('a', 0) : at < start + 2 * hour ? weekly('b', 24) : weekly('a', 0);
  expect(watch(5, rules)).toEqual([
    [0, 'announced'],
    [1, 'moved'],
    [2, 'moved'],
  ]);
  const [first] = weekly('a', 0);
  const known: KnownTurn[] = [{ ...first, id: 'a0', phases: ['announced'] } as KnownTurn];
  const { notices } = dueNotices(known, weekly('b', 24), start + hour);
  expect(notices.map((each) => each.turn)).toEqual([
    {
      id: 'b0',
      starts: start + 96 * hour,
      ends: start + 97 * hour,
      before: { starts: start + 72 * hour, ends: start + 73 * hour },
    },
  ]);
  // One turn called off is no move to the next one.
  const daily = (id: string, isCancelled = false) => [
    turn({ id: `${id}0`, isCancelled }),
    ...weekly('z', 24, 2),
  ];
  expect(watch(5, (at) => daily('a', at > start))).toEqual([
    [0, 'announced'],
    [0, 'announced'],
    [1 / 3, 'cancelled'],
  ]);
  expect(watch(5, (at) => (at < start + hour || at >= start + 2 * hour ? [turn()] : []))).toEqual([
    [0, 'announced'],
    [1, 'cancelled'],
    [2, 'announced'],
  ]);
});
