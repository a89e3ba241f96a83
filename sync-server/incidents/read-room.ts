import type { Doc } from 'yjs';
import type { RoomAnswer } from '#wire/api/incidents.ts';
import type { OpenRoom } from '#room/log/room.ts';

/** HT4: a room as the API answers it. */
export function readRoom(id: string, doc: Doc, open: OpenRoom): RoomAnswer {
  const room = open.room();
  return { id, ...room, people: Object.fromEntries(room.people), texts: readTexts(doc, open) };
}

function readTexts(doc: Doc, open: OpenRoom): Record<string, string> {
  // Copies the names: reading a missing text creates it.
  const names = [...doc.share.keys()].filter((name) => name !== 'facts').toSorted();
  const texts = names.map((name) => [name, readText(open, name)] as const);
  return Object.fromEntries(texts.filter(([, text]) => text !== ''));
}

function readText(open: OpenRoom, name: string): string {
  try {
    return open.text(name).toJSON();
  } catch {
    // Another type has this name, such as the room's own metadata.
    return '';
  }
}
