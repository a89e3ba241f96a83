// The runs of a job as they begin and end, and the state that older servers kept.
import { expect, test } from 'vitest';
import { afterBeat, readBeatState, type Beat, type BeatRow } from './beats.ts';

const none: BeatRow = {
  token: 't',
  essence: '',
  since: 0,
  lastBeatAt: null,
  runs: [],
  lastFailAt: null,
  lastExit: null,
  lastValue: null,
  lastValueAt: null,
  lastDurationMs: null,
};
const say = (kind: Beat['kind'], rid: string | null = null): Beat => ({
  kind,
  rid,
  exit: null,
  value: null,
  body: '',
});

/** One a second, from second 1 on. */
const after = (...beats: Beat[]) =>
  beats.reduce((row, beat, index) => afterBeat(row, beat, (index + 1) * 1_000), none);
const openRuns = (...beats: Beat[]) => after(...beats).runs.map(({ rid }) => rid);

test('[HB4] a run stays open while others begin and end, until it ends itself', () => {
  expect(openRuns(say('start', 'a'), say('start', 'b'))).toEqual(['a', 'b']);
  expect(openRuns(say('start', 'a'), say('start', 'b'), say('beat', 'b'))).toEqual(['a']);
  expect(openRuns(say('start', 'a'), say('start', 'b'), say('fail', 'b'))).toEqual(['a']);
  expect(openRuns(say('start', 'a'), say('beat', 'c'))).toEqual(['a']);
  expect(openRuns(say('start', 'a'), say('start'), say('beat', 'a'))).toEqual([null]);
  expect(openRuns(say('start', 'a'), say('log', 'a'))).toEqual(['a']);
  expect(openRuns(say('start', 'a'), say('beat', 'a'))).toEqual([]);
});

test('[HB4] a report without a run speaks for the job as a whole', () => {
  expect(openRuns(say('start', 'a'), say('start'), say('beat'))).toEqual([]);
  expect(openRuns(say('start', 'a'), say('fail'))).toEqual([]);
});

test('[HB4] a run that begins again counts from then on, and its own time is told', () => {
  expect(after(say('start', 'a'), say('start', 'a')).runs).toEqual([{ rid: 'a', at: 2_000 }]);
  const ended = after(say('start', 'a'), say('start', 'b'), say('beat', 'a'));
  expect(ended.lastDurationMs).toBe(2_000);
  expect(after(say('start', 'a'), say('beat', 'b')).lastDurationMs).toBeNull();
});

test('[HB4] 100 runs at once are followed, the oldest of them', () => {
  const row = after(...Array.from({ length: 120 }, (_, index) => say('start', `r${index}`)));
  expect(row.runs).toHaveLength(100);
  expect(row.runs[0]?.rid).toBe('r0');
});

test('[HB4] the one run that older servers kept is still open, unless it had ended', () => {
  const { runs: _runs, token: _token, ...kept } = none;
  const read = (more: object) => readBeatState(JSON.stringify({ ...kept, ...more })).runs;
  expect(read({ lastStartAt: 5, lastRid: 'a', lastBeatAt: 4 })).toEqual([{ rid: 'a', at: 5 }]);
  expect(read({ lastStartAt: 5, lastRid: 'a', lastBeatAt: 6 })).toEqual([]);
  expect(read({ lastStartAt: null, lastRid: null })).toEqual([]);
  expect(read({ runs: [{ rid: 'b', at: 7 }] })).toEqual([{ rid: 'b', at: 7 }]);
});
