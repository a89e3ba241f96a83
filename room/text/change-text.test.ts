import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { createRandom } from '../fixtures/random.ts';
import { changeText } from './change-text.ts';

const changed = (from: string, to: string): string => {
  const text = new Y.Doc().getText('t');
  text.insert(0, from);
  changeText(text, to);
  return text.toJSON();
};

test.each([
  ['an emoji by one that shares its first half', 'a 😀 b', 'a 😁 b'],
  ['an emoji by one that shares its second half', '😀', '\u{1F200}'],
  ['an emoji that is added beside its like', '😀', '😀😀'],
  ['a text by nothing', '😀', ''],
])('a text becomes the other one, whole characters only: %s', (_, from, to) => {
  expect(changed(from, to)).toBe(to);
  expect(changed(to, from)).toBe(from);
});

test('over 500 pairs of texts with emoji, a text becomes the other one', () => {
  const random = createRandom(7);
  const some = () =>
    Array.from({ length: random.below(6) }, () => random.pick(['a', '😀', '😁', '\u{1F200}'])).join('');
  for (let i = 0; i < 500; i += 1) {
    const [from, to] = [some(), some()];
    expect(changed(from, to), JSON.stringify([from, to])).toBe(to);
  }
});

test('what somebody types elsewhere meanwhile survives', () => {
  const [one, two] = [new Y.Doc(), new Y.Doc()];
  one.getText('t').insert(0, 'The shop is down. We look into it.');
  Y.applyUpdate(two, Y.encodeStateAsUpdate(one));
  changeText(one.getText('t'), 'The shop is slow. We look into it.');
  two.getText('t').insert(two.getText('t').length, ' Next update at 14:30.');
  Y.applyUpdate(one, Y.encodeStateAsUpdate(two));
  expect(one.getText('t').toJSON()).toBe('The shop is slow. We look into it. Next update at 14:30.');
});
