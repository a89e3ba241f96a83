import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Limits } from './limits.ts';
import type { SharedFrame } from './shared-frame.ts';

export type Outbox = {
  send(bytes: Uint8Array): void;
  /** Sends a message that is the same for many sockets, already encoded as a whole. */
  sendShared(frame: SharedFrame): void;
  /** An answer of this size may be unread in addition; otherwise a slow line could never receive a large document. */
  allow(bytes: number): void;
  /** Whether something was sent since the last call. */
  takeSpoke(): boolean;
};

type Options = {
  socket: WebSocket;
  /** The stream that the socket writes to. Null when unknown, or when messages are compressed. */
  line: Duplex | null;
  limits: Pick<Limits, 'unreadBytes'>;
  tooSlow: (unread: number) => void;
};

/** SY10: sends messages to a peer as long as it reads them. */
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
      // Without compression `ws` also writes at once, so the order is kept.
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
