import { roomName } from '#wire/document-name.ts';
import type { Room } from '#room/view/room-view.ts';
import { openRoom, type OpenRoom } from '#room/log/room.ts';
import { createDocumentLink, type DocumentLink } from './document-link.ts';

export type RoomLink = DocumentLink & {
  open: OpenRoom;
  room: () => Room;
  subscribeToRoom: (listener: () => void) => () => void;
};

/** A room's document and its connection. */
export function createRoomLink(id: string, now: () => number): RoomLink {
  const link = createDocumentLink(roomName(id), now);
  const open = openRoom(link.doc);
  return {
    ...link,
    open,
    room: () => open.room(),
    subscribeToRoom: (listener) => open.subscribe(listener),
    destroy: () => {
      open.close();
      link.destroy();
    },
  };
}
