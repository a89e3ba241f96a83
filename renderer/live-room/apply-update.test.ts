import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { applyUpdate } from './apply-update.ts';

/** People who write in turns, so that each one's changes build on the others'. */
function writeTogether(count: number): Y.Doc {
  const docs = [1, 2, 3].map((client) => Object.assign(new Y.Doc(), { clientID: client }));
  for (let i = 0; i < count; i++) {
    const doc = docs[i % docs.length] as Y.Doc;
    const text = doc.getText('summary');
    text.insert((i * 7_919) % (text.length + 1), 'word ');
    if (i % 5 === 0 && text.length > 20) text.delete((i * 31) % (text.length - 9), 3);
    doc.getArray('facts').push([{ id: `f${i}` }]);
    for (const other of docs)
      if (other !== doc) Y.applyUpdate(other, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(other)));
  }
  return docs[0] as Y.Doc;
}

type Watched = { slices: number; pauses: number; clock: number };

const sum = (state: Map<number, number>) => [...state.values()].reduce((all, clock) => all + clock, 0);

/** A clock on which each transaction takes time in proportion to its structs, `msPerStruct` each. */
function watch(doc: Y.Doc, msPerStruct: number): Watched {
  const watched = { slices: 0, pauses: 0, clock: 0 };
  doc.on('afterTransaction', ({ beforeState, afterState }) => {
    watched.slices += 1;
    watched.clock += (sum(afterState) - sum(beforeState)) * msPerStruct;
  });
  return watched;
}

async function apply(doc: Y.Doc, update: Uint8Array, watched: Watched) {
  const pause = async () => void (watched.pauses += 1);
  await applyUpdate(update, { doc, origin: 'server', now: () => watched.clock, pause });
}

test('[SY13] a large update is applied in slices, with the window having its turn in between', async () => {
  const written = writeTogether(400);
  const update = Y.encodeStateAsUpdate(written);
  const doc = new Y.Doc();
  const watched = watch(doc, 1);
  await apply(doc, update, watched);
  expect(doc.getText('summary').toJSON()).toBe(written.getText('summary').toJSON());
  expect(doc.getArray('facts').toJSON()).toEqual(written.getArray('facts').toJSON());
  expect(Y.encodeStateAsUpdate(doc)).toEqual(update);
  expect(doc.store.pendingStructs).toBeNull();
  // Each slice takes too long on this clock, so slices shrink and there are many.
  expect(watched.pauses).toBeGreaterThan(100);
});

test('[SY13] of forty people who write in turns, each entry comes after those it builds on', async () => {
  const people = Array.from({ length: 40 }, (_, i) => Object.assign(new Y.Doc(), { clientID: i + 1 }));
  let last = new Y.Doc();
  for (let i = 0; i < 400; i++) {
    const writer = people[i % people.length] as Y.Doc;
    Y.applyUpdate(writer, Y.encodeStateAsUpdate(last, Y.encodeStateVector(writer)));
    writer.getArray('facts').push([{ id: `f${i}` }]);
    last = writer;
  }
  const update = Y.encodeStateAsUpdate(last);
  const doc = new Y.Doc();
  let isWaiting = false;
  doc.on('afterTransaction', () => (isWaiting ||= doc.store.pendingStructs !== null));
  const watched = watch(doc, 1);
  await apply(doc, update, watched);
  expect(Y.encodeStateAsUpdate(doc)).toEqual(update);
  expect(isWaiting).toBe(false);
  expect(watched.pauses).toBeGreaterThan(15);
});

test('[SY13] on a fast machine few slices do', async () => {
  const update = Y.encodeStateAsUpdate(writeTogether(400));
  const doc = new Y.Doc();
  const watched = watch(doc, 0);
  await apply(doc, update, watched);
  expect(watched.pauses).toBeLessThan(15);
});

const noPause = () => Promise.reject(new Error('no pause was due'));

test('[SY13] a key is applied at once, and so is what was there already', async () => {
  const written = writeTogether(300);
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(written));
  const before = Y.encodeStateVector(written);
  written.getText('summary').insert(0, 'k');
  const options = { doc, origin: 'server', now: () => 0, pause: noPause };
  const key = Y.encodeStateAsUpdate(written, before);
  await applyUpdate(key, options);
  expect(doc.getText('summary').toJSON()).toBe(written.getText('summary').toJSON());
});

test('[SY13] a part without what it builds on waits for it, as Yjs does', async () => {
  const written = writeTogether(200);
  const doc = new Y.Doc();
  const later = Y.encodeStateAsUpdate(written, new Uint8Array([1, 1, 40]));
  const watched = watch(doc, 0);
  await apply(doc, later, watched);
  await apply(doc, Y.encodeStateAsUpdate(written), watched);
  expect(doc.getText('summary').toJSON()).toBe(written.getText('summary').toJSON());
});
