import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { FactRefused } from '../facts/fact-refused.ts';
import { tellStory, storyBegan } from '../fixtures/story.ts';
import { momentFrom, momentsOf, openReplay, spanOf, type HistoryUpdate } from './replay.ts';

const minute = 60_000;

/** A story whose log is kept as a server beside it would, `delayMs` later. */
function record(delayMs = 0) {
  const doc = new Y.Doc();
  const history: HistoryUpdate[] = [];
  doc.on('update', (update: Uint8Array) => history.push({ at: story.now() + delayMs, update }));
  const story = tellStory(doc);
  return { ...story, history };
}

function tell(delayMs = 0) {
  const story = record(delayMs);
  const { write, after, open } = story;
  write('ana', { kind: 'declared', title: 'Payments are down', source: { type: 'person' } });
  after(5);
  open.text('summary').insert(0, 'Payments fail in eu-2');
  write('ana', { kind: 'note', text: 'looking' });
  after(10);
  open.text('summary').delete(0, 8);
  write('bo', { kind: 'severity', severity: 'P1' });
  after(15);
  write('bo', { kind: 'decision', text: 'roll back' });
  return { ...story, whole: open, end: story.now() };
}

test('[RP2] forwards, backwards and forwards again: facts and words are those of the moment', () => {
  const { whole, history, end } = tell();
  const replay = openReplay({ whole, history, time: end });
  const look = (minutes: number) => {
    replay.goTo(storyBegan + minutes * minute);
    const { past } = replay.view();
    return [past.room().severity.value, past.room().timeline.length, past.text('summary').toJSON()];
  };
  expect(look(6)).toEqual(['P3', 2, 'Payments fail in eu-2']);
  expect(look(11)).toEqual(['P1', 3, ' fail in eu-2']);
  expect(look(1)).toEqual(['P3', 1, '']);
  expect(look(16)).toEqual(['P1', 4, ' fail in eu-2']);
  expect(look(-1)).toEqual(['P3', 0, '']);
});

test('[RP2] going forward tells the listeners of the same room, as live facts would', () => {
  const { whole, history } = tell();
  const replay = openReplay({ whole, history, time: storyBegan + minute });
  const { past } = replay.view();
  let told = 0;
  past.subscribe(() => (told += 1));
  replay.goTo(storyBegan + 2 * minute);
  expect(told).toBe(0);
  replay.goTo(storyBegan + 6 * minute);
  expect([told, replay.view().past === past, past.room().timeline.length]).toEqual([1, true, 2]);
});

test('[RP4] the past cannot be written, and looking at it writes nothing in the present', () => {
  const { whole, history, end } = tell();
  const before = Y.encodeStateAsUpdate(whole.doc);
  const replay = openReplay({ whole, history, time: storyBegan + 6 * minute });
  const { past } = replay.view();
  const pen = { by: 'ana', now: () => end, makeId: () => '' };
  expect(() => past.append({ kind: 'note', text: 'x' }, pen)).toThrow(FactRefused);
  expect(past.readOnly()).toContain('the past is not written');
  past.text('summary').insert(0, 'only here');
  expect(Y.encodeStateAsUpdate(whole.doc)).toEqual(before);
});

test('[RP3] entries that reached this log long after they were noted are shown at their time and counted', () => {
  const { whole, history } = tell(3 * minute);
  const replay = openReplay({ whole, history, time: storyBegan + 6 * minute });
  expect(replay.view().past.room().timeline).toHaveLength(2);
  expect(replay.view().late).toHaveLength(1);
  expect(replay.view().past.text('summary').toJSON()).toBe('');
  replay.goTo(storyBegan + 9 * minute);
  expect(replay.view().late).toHaveLength(0);
  expect(replay.view().past.text('summary').toJSON()).toBe('Payments fail in eu-2');
  expect(openReplay({ whole, history: [], time: 0 }).textsFrom).toBeNull();
  expect(replay.textsFrom).toBe(storyBegan + 3 * minute + 1_000);
});

test('[RP3] a clock of the server that was set back hides nothing', () => {
  const { whole, history } = tell();
  const jumped = history.map((each, index) => (index === 1 ? { ...each, at: each.at + minute } : each));
  const replay = openReplay({ whole, history: jumped, time: storyBegan + 5.5 * minute });
  expect(replay.view().past.text('summary').toJSON()).toBe('');
  replay.goTo(storyBegan + 16 * minute);
  expect(replay.view().past.text('summary').toJSON()).toBe(' fail in eu-2');
});

test('[RP5] jumps go from key event to key event; the span is that of the incident', () => {
  const { whole, history, end } = tell();
  const moments = momentsOf(whole.room());
  expect(moments.map(({ fact }) => fact.kind)).toEqual(['declared', 'severity', 'decision']);
  const middle = moments[1]?.noted ?? 0;
  expect(momentFrom(moments, middle, 1)?.fact.kind).toBe('decision');
  expect(momentFrom(moments, middle, -1)?.fact.kind).toBe('declared');
  expect(momentFrom(moments, end, 1)).toBeNull();
  // A moment after the last one it is still that one which is shown.
  expect(momentFrom(moments, end + 900, -1)?.fact.kind).toBe('severity');
  expect(momentFrom(moments, end + 1_100, -1)?.fact.kind).toBe('decision');
  expect(momentFrom(moments, 0, -1)).toBeNull();
  expect(spanOf(whole.room(), history, end + minute)).toEqual({ from: storyBegan + 1_000, to: end });
  expect(spanOf(whole.room(), history, end - minute)?.to).toBe(end - minute);
});
