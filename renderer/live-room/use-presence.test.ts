import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import { expect, onTestFinished, test } from 'vitest';
import * as Y from 'yjs';
import { watchOthers } from './use-presence.ts';

function twoWindows() {
  const [mine, hers] = [new Awareness(new Y.Doc()), new Awareness(new Y.Doc())];
  onTestFinished(() => [mine, hers].forEach((each) => each.destroy()));
  hers.on('update', () => applyAwarenessUpdate(mine, encodeAwarenessUpdate(hers, [hers.clientID]), 'wire'));
  return { hers, watch: watchOthers(mine) };
}

test('[SY17] a cursor that moves tells nobody; a person who begins to type tells each listener once', () => {
  const { hers, watch } = twoWindows();
  hers.setLocalState({ person: 'bo', name: 'Bo', panel: 'summary' });
  const told = [0, 0];
  const stops = told.map((_, at) => watch.subscribe(() => (told[at]! += 1)));
  hers.setLocalStateField('cursor', { anchor: 1, head: 1 });
  hers.setLocalStateField('cursor', { anchor: 2, head: 2 });
  expect(told).toEqual([0, 0]);
  hers.setLocalStateField('typing', true);
  expect(told).toEqual([1, 1]);
  expect(watch.others()).toMatchObject([{ person: 'bo', panel: 'summary', typing: true }]);
  stops[0]!();
  hers.setLocalStateField('panel', 'timeline');
  expect(told).toEqual([1, 2]);
});

test('[SY17] the others are read anew when nobody listened for a while', () => {
  const { hers, watch } = twoWindows();
  watch.subscribe(() => undefined)();
  hers.setLocalState({ person: 'bo', name: 'Bo' });
  expect(watch.others()).toMatchObject([{ person: 'bo' }]);
  hers.setLocalState(null);
  watch.subscribe(() => undefined);
  expect(watch.others()).toEqual([]);
});
