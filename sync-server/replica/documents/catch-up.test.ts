import { roomName } from '#wire/document-name.ts';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Seat } from '../../sync/rooms.ts';
import { makeId, openDesk, writeText } from '../testing/desk.ts';
import { collectCatchUp } from './catch-up.ts';

const nowhere = 'http://127.0.0.1:9';

async function join(desk: ReturnType<typeof openDesk>, document: string): Promise<Seat> {
  return desk.rooms.join(document, { author: 'test', onUpdate: () => {}, onAwareness: () => {} });
}

function apply(doc: Y.Doc, updates: Uint8Array[]): string {
  for (const update of updates) Y.applyUpdate(doc, update);
  expect(doc.store.pendingStructs).toBe(null);
  return doc.getText('summary').toJSON();
}

test('[RE1] the missing part of the other side is one piece, even when it lacks nothing', async () => {
  await using desk = openDesk([nowhere]);
  const document = roomName(makeId());
  await writeText(desk.rooms, document, 'b');
  const seat = await join(desk, document);
  const doc = new Y.Doc();
  const ask = () =>
    collectCatchUp({ database: desk.database, document, seat, stateVector: Y.encodeStateVector(doc) });
  const pieces = ask();
  expect(pieces.map(({ seq }) => seq)).toEqual([seat.head()]);
  expect(
    apply(
      doc,
      pieces.map(({ update }) => update),
    ),
  ).toBe('b');
  expect(ask()).toEqual([{ update: Uint8Array.of(0, 0), seq: seat.head() }]);
  seat.leave();
});

test('[RE1] a large difference comes from the log, in order and without what the other side has', async () => {
  await using desk = openDesk([nowhere]);
  const document = roomName(makeId());
  for (const text of ['first ', 'second ']) await writeText(desk.rooms, document, text.repeat(100));
  const seat = await join(desk, document);
  const doc = new Y.Doc();
  Y.applyUpdate(doc, seat.diff(Y.encodeStateVector(doc)));
  for (const text of ['third ', 'fourth ']) await writeText(desk.rooms, document, text.repeat(100));
  await desk.rooms.change(document, 'somebody', (live) => live.getText('summary').delete(0, 3));
  const stateVector = Y.encodeStateVector(doc);
  const pieces = collectCatchUp({
    database: desk.database,
    document,
    seat,
    stateVector,
    largestBytes: 100,
  });
  // Two insertions, one deletion, and the word that this was all.
  expect(pieces).toHaveLength(4);
  expect(pieces.at(-1)).toEqual({ update: Uint8Array.of(0, 0), seq: seat.head() });
  const text = await desk.rooms.look(document, (live) => live.getText('summary').toJSON());
  expect(
    apply(
      doc,
      pieces.map(({ update }) => update),
    ),
  ).toBe(text);
  seat.leave();
});
