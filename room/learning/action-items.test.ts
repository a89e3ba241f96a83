import { expect, test } from 'vitest';
import {
  asksAgain,
  asksAgainAfterMs,
  filterItems,
  isOverdue,
  itemsOf,
  type ItemFilter,
} from './action-items.ts';
import { factKinds } from '../facts/fact.ts';
import { makeFacts } from '../fixtures/histories.ts';
import { createRandom } from '../fixtures/random.ts';
import { tellStory } from '../fixtures/story.ts';
import { createFold } from '../fold/fold.ts';

const all: ItemFilter = {
  owner: null,
  state: 'all',
  isOverdue: false,
  service: null,
  type: null,
  asksAgain: false,
  automate: false,
};

function promised() {
  const { write, open, after } = tellStory();
  write('ana', { kind: 'declared', title: 'Checkout fails', service: 'Shop', source: { type: 'person' } });
  const [late, none, other] = write(
    'ana',
    { kind: 'action-item', text: 'Add an alert', owner: 'bo', due: 100, type: 'detect' },
    { kind: 'action-item', text: 'Write the runbook' },
    { kind: 'action-item', text: 'Drop the export', owner: 'ana', due: 50, type: 'prevent' },
  );
  const list = () => itemsOf('room', open.room());
  const find = (id: string) => list().find((item) => item.id === id)!;
  return { write, after, list, find, late: late!.id, none: none!.id, other: other!.id };
}

test('[AI1] the list has what a room promised with where it came from, the earliest day first', () => {
  const { list, late, none, other } = promised();
  // Both fall due on the first day of 1970, whatever time of it somebody wrote.
  const ids = (some: Partial<ItemFilter>, now = 86_400_000) =>
    filterItems(list(), { ...all, ...some }, { now }).map(({ id }) => id);
  expect(ids({})).toEqual([other, late, none]);
  expect(ids({ owner: 'bo' })).toEqual([late]);
  expect(ids({ isOverdue: true })).toEqual([other, late]);
  expect(ids({ isOverdue: true }, 60)).toEqual([]);
  expect(ids({ service: ' SHOP ' })).toHaveLength(3);
  expect(ids({ service: 'search' })).toEqual([]);
  expect(ids({ type: 'detect' })).toEqual([late]);
  expect(ids({ state: 'done' })).toEqual([]);
  expect(list()[0]).toMatchObject({
    incident: 'room',
    title: 'Checkout fails',
    service: 'Shop',
    drill: false,
  });
  expect(itemsOf('room', createFold().room())).toEqual([]);
});

test('[AI3] a promise ends with its evidence or its reason, and its ticket is another thing', () => {
  const { write, find, late } = promised();
  const url = 'https://tracker.example/OPS-7';
  write('bo', { kind: 'action-item-changed', target: late, ticket: url });
  expect(find(late)).toMatchObject({ ticket: url, state: 'open' });
  const [done] = write('bo', { kind: 'action-item-changed', target: late, state: 'done', why: 'It fired.' });
  expect(find(late)).toMatchObject({ ticket: url, state: 'done', why: 'It fired.', doneAt: done!.at });
  write('bo', { kind: 'action-item-changed', target: late, state: 'open' });
  expect(find(late)).toMatchObject({ ticket: url, state: 'open', why: null, doneAt: null });
  write('bo', { kind: 'action-item-changed', target: late, state: 'dropped', why: 'The service goes.' });
  write('bo', { kind: 'action-item-changed', target: late, ticket: null });
  expect(find(late)).toMatchObject({ ticket: null, state: 'dropped', why: 'The service goes.' });
  expect(() => write('bo', { kind: 'action-item', text: 'x', ticket: 'javascript:alert(1)' })).toThrow(
    /https/,
  );
});

test('[AI8] an item can be automated while somebody last said so, whatever else becomes of it', () => {
  const { write, list, find, late, none } = promised();
  const [born] = write('ana', { kind: 'action-item', text: 'Restart the queue', automate: true });
  const automated = () => filterItems(list(), { ...all, automate: true }, { now: 0 }).map(({ id }) => id);
  // An item of an older version says nothing of it.
  expect(find(none).automate).toBe(false);
  expect(automated()).toEqual([born!.id]);
  write('bo', { kind: 'action-item-changed', target: late, automate: true });
  write('bo', { kind: 'action-item-changed', target: late, state: 'done' });
  expect(automated()).toEqual([late, born!.id]);
  write('ana', { kind: 'action-item-changed', target: late, automate: false });
  expect(automated()).toEqual([born!.id]);
});

test('[AI6] thirty days after it was done one is asked once whether it happened again', () => {
  const { write, find, late } = promised();
  const [done] = write('bo', { kind: 'action-item-changed', target: late, state: 'done' });
  const at = done!.at + asksAgainAfterMs;
  expect(asksAgain(find(late), at - 1)).toBe(false);
  expect(asksAgain(find(late), at)).toBe(true);
  write('ana', { kind: 'action-item-changed', target: late, again: false });
  expect(find(late).again).toBe(false);
  expect(asksAgain(find(late), at)).toBe(false);
  // Taken up and done once more, it is asked anew.
  write('bo', { kind: 'action-item-changed', target: late, state: 'open' });
  const [again] = write('bo', { kind: 'action-item-changed', target: late, state: 'done' });
  expect(asksAgain(find(late), again!.at + asksAgainAfterMs)).toBe(true);
});

test('[AI1] the items of any room can be listed', () => {
  for (let seed = 0; seed < 100; seed++) {
    const fold = createFold();
    fold.add(makeFacts(createRandom(seed), 80, factKinds));
    const room = fold.room();
    const items = itemsOf('x', room);
    expect(items.length, `seed ${seed}`).toBe(room.declared === null ? 0 : room.actionItems.length);
    const open = filterItems(items, { ...all, state: 'open' }, { now: 0 });
    const over = filterItems(items, { ...all, isOverdue: true }, { now: Infinity });
    expect(open.length, `seed ${seed}`).toBe(items.filter(({ state }) => state === 'open').length);
    expect(
      over.every((item) => isOverdue(item, Infinity)),
      `seed ${seed}`,
    ).toBe(true);
  }
});
