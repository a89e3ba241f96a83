import { roomName } from '#wire/document-name.ts';
import { randomBytes } from 'node:crypto';
import type { Doc } from 'yjs';
import { makeUlidSource } from '#room/facts/ulid.ts';

/** New ULIDs. */
export const makeId = makeUlidSource((bytes) => randomBytes(bytes), Date.now);
export const makeRoomName = () => roomName(makeId());

/** A note as a client writes it. */
export function makeFact(by: string, text: string) {
  const now = Date.now();
  return { id: makeId(), kind: 'note', at: now, noted: now, by, text };
}

/** Appends a note to a room's document; returns the note. */
export function writeFact(doc: Doc, by: string, text: string) {
  const fact = makeFact(by, text);
  doc.getArray('facts').push([fact]);
  return fact;
}
