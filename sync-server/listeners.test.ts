import { expect, test } from 'vitest';
import { createListeners } from './listeners.ts';

test('listeners are told in their order, until each ends, even while it is told', () => {
  const listeners = createListeners<[word: string]>();
  const heard: string[] = [];
  const endFirst = listeners.add((word) => heard.push(`first ${word}`));
  const endOnce = listeners.add((word) => {
    heard.push(`once ${word}`);
    endOnce();
  });
  listeners.add((word) => heard.push(`last ${word}`));
  listeners.tell('a');
  endFirst();
  endFirst();
  listeners.tell('b');
  expect(heard).toEqual(['first a', 'once a', 'last a', 'last b']);
});
