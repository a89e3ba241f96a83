// Plain TCP, for the kinds that speak a protocol of lines or none at all.
import type { Socket } from 'node:net';
import { dial, type Dialing } from '../outgoing/dial.ts';

/** Resolves once connected; the caller destroys it, and so does the signal. Rejects as dial does. */
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

/** What was received until it satisfies; rejects when it ends before, or grows without sense. */
export function readUntil(socket: Socket, satisfies: (text: string) => boolean): Promise<string> {
  return new Promise((resolve, reject) => {
    let bytes = Buffer.alloc(0);
    const finish = (outcome: () => void) => {
      socket.off('data', read).off('error', fail).off('close', end);
      // Whatever goes wrong from here on is not what was asked.
      socket.on('error', () => {});
      outcome();
    };
    const read = (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      const text = decode(bytes);
      if (satisfies(text)) finish(() => resolve(text));
      else if (bytes.length > mostBytes) finish(() => reject(new UnexpectedAnswer(text)));
    };
    const fail = (error: Error) => finish(() => reject(error));
    const end = () => finish(() => reject(new UnexpectedAnswer(decode(bytes))));
    socket.on('data', read).on('error', fail).on('close', end);
  });
}

/** UTF-8, which may still be within a character; what cannot be that is Latin-1. */
function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true });
  } catch {
    // Not UTF-8: every octet is a letter of Latin-1.
    return bytes.toString('latin1');
  }
}

/** It spoke, and ended, without saying what was waited for. */
export class UnexpectedAnswer extends Error {
  override name = 'UnexpectedAnswer';
  readonly text: string;
  constructor(text: string) {
    super(text === '' ? 'it closed the connection without a word' : 'it said something else');
    this.text = text;
  }
}
