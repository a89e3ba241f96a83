// Plain TCP, for kinds with a line protocol or none.
import type { Socket } from 'node:net';
import { dial, type Dialing } from '../outgoing/dial.ts';

/** Resolves once connected. The caller or the signal destroys the socket. Rejects as dial does. */
export async function openSocket(target: Dialing): Promise<Socket> {
  const socket = await dial(target);
  endWith(socket, target.signal);
  return socket;
}

export function endWith(socket: Socket, signal: AbortSignal) {
  const end = () => socket.destroy(new Error('aborted'));
  signal.addEventListener('abort', end, { once: true });
  socket.once('close', () => signal.removeEventListener('abort', end));
}

const mostBytes = 64 * 1024;

/** Reads until the text satisfies; rejects when the connection ends first or the text grows too long. */
export function readUntil(socket: Socket, satisfies: (text: string) => boolean): Promise<string> {
  return new Promise((resolve, reject) => {
    let bytes = Buffer.alloc(0);
    const finish = (outcome: () => void) => {
      socket.off('data', read).off('error', fail).off('close', end);
      // Later errors do not matter here, but without a listener they would end the process.
      socket.on('error', () => {});
      outcome();
    };
    const read = (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      const text = decode(bytes);
      if (satisfies(text)) finish(() => resolve(text));
      else if (bytes.length > mostBytes) finish(() => reject(new UnexpectedAnswer(text, true)));
    };
    const fail = (error: Error) => finish(() => reject(error));
    const end = () => finish(() => reject(new UnexpectedAnswer(decode(bytes))));
    socket.on('data', read).on('error', fail).on('close', end);
  });
}

/** UTF-8, possibly cut within a character; otherwise Latin-1. */
function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true });
  } catch {
    // Not UTF-8: every octet is a letter of Latin-1.
    return bytes.toString('latin1');
  }
}

/** The server sent something, and the expected text was not in it. `isCut`: it said more than is read. */
export class UnexpectedAnswer extends Error {
  override name = 'UnexpectedAnswer';
  readonly text: string;
  readonly isCut: boolean;
  constructor(text: string, isCut = false) {
    super(text === '' ? 'it closed the connection without sending anything' : 'it said something else');
    this.text = text;
    this.isCut = isCut;
  }
}
