import { roomName } from '#wire/document-name.ts';
import type { Room } from '#room/view/room-view.ts';
import { openRoom, type OpenRoom } from '#room/log/room.ts';
import { createDocumentLink, type DocumentSocket } from './document-link.ts';

export type RoomLink = DocumentSocket & {
  open: OpenRoom;
  room: () => Room;
  subscribeToRoom: (listener: () => void) => () => void;
};

/** A room's document and its connection. */
export function createRoomLink(id: string, now: () => number): RoomLink {
  const link = createDocumentLink(roomName(id), now);
  const open = openRoom(link.doc);
  const shown = showInSteps(link, open);
  return {
    ...link,
    open,
    room: shown.room,
    subscribeToRoom: shown.subscribe,
    destroy: () => {
      shown.stop();
      open.close();
      link.destroy();
    },
  };
}

const stepMs = 500;

/**
 * SY13: while a large update comes in slices, the room is shown in steps: drawing it after each of a hundred slices would
 * take the window many times as long as taking them in.
 */
export function showInSteps(
  { state, subscribe }: Pick<DocumentSocket, 'state' | 'subscribe'>,
  open: OpenRoom,
) {
  const listeners = new Set<() => void>();
  let shown = open.room();
  let timer: ReturnType<typeof setTimeout> | null = null;
  const stop = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  const show = () => {
    stop();
    if (shown === open.room()) return;
    shown = open.room();
    for (const listener of listeners) listener();
  };
  open.subscribe(() => {
    // The beginning of a room shows at once.
    if (!state().isReceiving || shown.factCount === 0) show();
    else timer ??= setTimeout(show, stepMs);
  });
  let wasLoaded = state().isLoaded;
  subscribe(() => {
    const { isReceiving, isLoaded } = state();
    // Who hears that the room is loaded must see all of it.
    if (!isReceiving || isLoaded !== wasLoaded) show();
    wasLoaded = isLoaded;
  });
  return {
    room: () => shown,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    stop,
  };
}
