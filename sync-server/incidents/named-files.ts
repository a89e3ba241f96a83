import { roomName } from '#wire/document-name.ts';
import { carriedAttachments } from '#room/view/attachments.ts';
import type { Room } from '#room/view/room-view.ts';
import type { NamedFiles } from '../replica/carrier.ts';
import type { Incidents } from './incidents.ts';
import type { Rooms } from '../sync/rooms.ts';
import { createListeners } from '../listeners.ts';

/** AT5: from the rooms of incidents that are not closed. */
export function followNamedFiles({ rooms, incidents }: { rooms: Rooms; incidents: Incidents }): NamedFiles {
  const byRoom = new Map<string, readonly string[]>();
  const listeners = createListeners();
  const stop = rooms.onChange(({ document, room, facts }) => {
    if (room === null) return;
    byRoom.set(document, namesOf(room));
    if (facts.some(({ kind }) => kind === 'attachment')) listeners.tell();
  });
  return {
    list: async () => {
      for (const { id, status } of incidents.list()) {
        const document = roomName(id);
        if (status === 'closed' || byRoom.has(document)) continue;
        byRoom.set(document, (await incidents.look(id, (_doc, open) => namesOf(open.room()))) ?? []);
      }
      return [...new Set([...byRoom.values()].flat())];
    },
    onNamed: listeners.add,
    close: stop,
  };
}

const namesOf = (room: Room): readonly string[] =>
  room.status.value === 'closed' ? [] : carriedAttachments(room).map(({ sha256 }) => sha256);
