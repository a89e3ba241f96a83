// A socket that sends and shows raw frames, for tests of what no well-behaved client would do.
import { once } from 'node:events';
import * as decoding from 'lib0/decoding';
import { WebSocket } from 'ws';

export type RawFrame = {
  kind: number;
  sync: number | null;
  body: Uint8Array;
  /** The count in a message 4. */
  saved: number | null;
};

export type RawClient = {
  socket: WebSocket;
  frames: readonly RawFrame[];
  send(bytes: Uint8Array | string): void;
  /** Resolves with the first past or future frame that fits. */
  frame(fits: (frame: RawFrame) => boolean, what?: string): Promise<RawFrame>;
  /** The close code. */
  closed: Promise<number>;
  close(): void;
};

const patienceMs = 60_000;

/** Connects; the server's own frames are only recorded. */
export async function connectRaw(server: string, token: string, document: string): Promise<RawClient> {
  const socket = new WebSocket(
    `${server.replace(/^http/, 'ws')}/sync/${document}`,
    ['muster', `bearer.${token}`],
    { rejectUnauthorized: false },
  );
  socket.binaryType = 'nodebuffer';
  const frames: RawFrame[] = [];
  const waiting = new Set<() => void>();
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  socket.on('error', () => undefined);
  socket.on('message', (data: Buffer) => {
    frames.push(readFrame(new Uint8Array(data)));
    for (const look of waiting) look();
  });
  await Promise.race([once(socket, 'open'), closed]);

  const frame = (fits: (frame: RawFrame) => boolean, what = 'a frame') =>
    new Promise<RawFrame>((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.delete(look);
        reject(new Error(`waited ${patienceMs} ms in vain for ${what}`));
      }, patienceMs);
      const look = () => {
        const found = frames.find(fits);
        if (found === undefined) return;
        waiting.delete(look);
        clearTimeout(timer);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  return {
    socket,
    frames,
    send: (bytes) => socket.send(bytes),
    frame,
    closed,
    close: () => socket.terminate(),
  };
}

function readFrame(bytes: Uint8Array): RawFrame {
  const decoder = decoding.createDecoder(bytes);
  const kind = decoding.readVarUint(decoder);
  const sync = kind === 0 ? decoding.readVarUint(decoder) : null;
  if (kind === 4) return { kind, sync, body: new Uint8Array(), saved: decoding.readVarUint(decoder) };
  return { kind, sync, body: decoding.readVarUint8Array(decoder), saved: null };
}
