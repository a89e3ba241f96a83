import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Limits } from './limits.ts';
import { encodeMessages, type SharedFrame } from './shared-frame.ts';

export type Outbox = {
  /** Sends each as a message, in one write if they are small. */
  send(...payloads: readonly Uint8Array[]): void;
  /** Sends messages that are the same for many sockets, already encoded, and then `own`, in one write. */
  sendShared(frame: SharedFrame | null, own: Uint8Array | null): void;
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

/** More bytes are not copied behind their headers. The presence of 500 people is still below it. */
const mostCopied = 64 * 1024;

/**
 * SY10: sends messages to a peer as long as it reads them. Without compression `ws` writes at once, as we do to its
 * stream, so the order is kept.
 */
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
    send: (...payloads) => {
      if (payloads.length === 0 || !maySend()) return;
      const bytes = payloads.reduce((sum, { length }) => sum + length, 0);
      if (line !== null && bytes <= mostCopied) line.write(encodeMessages(payloads));
      else for (const payload of payloads) socket.send(payload);
    },
    sendShared: (frame, own) => {
      if ((frame === null && own === null) || !maySend()) return;
      if (line === null) {
        for (const payload of frame?.payloads ?? []) socket.send(payload);
        if (own !== null) socket.send(own);
        return;
      }
      const messages = own === null ? [] : [encodeMessages([own])];
      if (frame !== null) messages.unshift(frame.messages);
      line.write(messages.length === 1 ? (messages[0] as Uint8Array) : Buffer.concat(messages));
    },
    allow: (bytes) => (allowed = limits.unreadBytes + bytes),
    takeSpoke: () => {
      const was = spoke;
      spoke = false;
      return was;
    },
  };
}
