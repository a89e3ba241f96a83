import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { readStructs } from './update-structs.ts';

/** A document with every kind of content that Yjs has, edited by two clients so that there are deletions too. */
function writeEverything(): Y.Doc {
  const doc = Object.assign(new Y.Doc(), { clientID: 1 });
  const text = doc.getText('text');
  text.insert(0, 'plain, ünïcode and 🚨');
  text.format(0, 5, { bold: true });
  text.insertEmbed(3, { image: 'x', sizes: [1, -2, 1.5, 2 ** 40] });
  const list = doc.getArray('list');
  list.push([{ a: null, b: true, c: [false, 'x', { d: 'y' }], e: 12345678901 }, 'two', 3]);
  list.push([
    new Uint8Array([1, 2, 3]),
    new Y.Map([['k', 'v']]),
    new Y.Doc({ guid: 'inner' }),
    new Y.XmlHook('hook'),
  ]);
  const fragment = doc.getXmlFragment('xml');
  fragment.push([new Y.XmlElement('p'), new Y.XmlText('words')]);
  const other = Object.assign(new Y.Doc(), { clientID: 2 });
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
  other.getText('text').delete(1, 4);
  other.getArray('list').delete(0, 2);
  other.getMap('map').set('key', 1);
  return other;
}

test('[SY13] the structs of an update are found as Yjs decodes them, each by its bytes', () => {
  const update = Y.encodeStateAsUpdate(writeEverything());
  const decoded = Y.decodeUpdate(update);
  const { blocks, count, hasGaps, deleted } = readStructs(update);
  const found = [...blocks.values()].flat();
  expect(hasGaps).toBe(false);
  expect(count).toBe(decoded.structs.length);
  expect(found.map(({ client, clock, length }) => ({ client, clock, length }))).toEqual(
    decoded.structs.map(({ id, length }) => ({ client: id.client, clock: id.clock, length })),
  );
  expect(found.map(({ from, to }) => [...update.subarray(from, to)])).toEqual(
    decoded.structs.map((struct) => {
      const encoder = new Y.UpdateEncoderV1();
      struct.write(encoder, 0);
      return [...encoder.toUint8Array()];
    }),
  );
  expect(deleted).toEqual(
    [...decoded.ds.clients].flatMap(([client, ranges]) =>
      ranges.map(({ clock, len }) => ({ client, clock, length: len })),
    ),
  );
});

test('[SY13] a part that was left out is noticed, and bytes that are no update are refused', () => {
  const doc = Object.assign(new Y.Doc(), { clientID: 1 });
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (const letter of 'abc') doc.getText('text').insert(0, letter);
  const [first, , third] = updates as [Uint8Array, Uint8Array, Uint8Array];
  expect(readStructs(Y.mergeUpdates([first, third])).hasGaps).toBe(true);
  expect(() => readStructs(new Uint8Array([1, 1, 1, 0, 31, 1, 0]))).toThrow(RangeError);
  expect(() => readStructs(third.subarray(0, third.length - 3))).toThrow();
});
