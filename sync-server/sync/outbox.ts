import type { WebSocket } from 'ws';
import type { Limits } from './limits.ts';

export type Outbox = {
  send(bytes: Uint8Array): void;
  /** An answer of that size may lie unread besides, or nobody with a slow line could ever get a large document. */
  allow(bytes: number): void;
  /** Whether something was sent since the last time this was asked. */
  takeSpoke(): boolean;
};

type Options = { socket: WebSocket; limits: Pick<Limits, 'unreadBytes'>; tooSlow: (unread: number) => void };

/** SY10: what goes out to a peer, as long as it reads it. */
export function createOutbox({ socket, limits, tooSlow }: Options): Outbox {
  let allowed = limits.unreadBytes;
  let spoke = false;
  return {
    send: (bytes) => {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > allowed) return tooSlow(socket.bufferedAmount);
      spoke = true;
      socket.send(bytes);
    },
    allow: (bytes) => (allowed = limits.unreadBytes + bytes),
    takeSpoke: () => {
      const was = spoke;
      spoke = false;
      return was;
    },
  };
}
