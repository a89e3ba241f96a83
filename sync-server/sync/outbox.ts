import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Limits } from './limits.ts';
import type { SharedFrame } from './shared-frame.ts';

export type Outbox = {
  send(bytes: Uint8Array): void;
  /** The same message for many sockets, which is written whole. */
  sendShared(frame: SharedFrame): void;
  /** An answer of that size may lie unread besides, or nobody with a slow line could ever get a large document. */
  allow(bytes: number): void;
  /** Whether something was sent since the last time this was asked. */
  takeSpoke(): boolean;
};

type Options = {
  socket: WebSocket;
  /** What the socket writes to. Null where it is not known, or where messages are compressed. */
  line: Duplex | null;
  limits: Pick<Limits, 'unreadBytes'>;
  tooSlow: (unread: number) => void;
};

/** SY10: what goes out to a peer, as long as it reads it. */
export function createOutbox({ socket, line, limits, tooSlow }: Options): Outbox {
  let allowed = limits.unreadBytes;
  let spoke = false;
  const maySend = (): boolean => {
    if (socket.readyState !== socket.OPEN) return false;
    const unread = socket.bufferedAmount;
    if (unread > allowed) {
      tooSlow(unread);
      return false;
    }
    spoke = true;
    return true;
  };
  return {
    send: (bytes) => {
      if (maySend()) socket.send(bytes);
    },
    sendShared: ({ payload, message }) => {
      if (!maySend()) return;
      // Without compression `ws` writes at once as well, so the order stays.
      if (line === null) socket.send(payload);
      else line.write(message);
    },
    allow: (bytes) => (allowed = limits.unreadBytes + bytes),
    takeSpoke: () => {
      const was = spoke;
      spoke = false;
      return was;
    },
  };
}
