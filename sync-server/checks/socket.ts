// Plain TCP, for the kinds that speak a protocol of lines or none at all.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Egress } from '../outgoing/egress.ts';

export type SocketTarget = { host: string; port: number; signal: AbortSignal; egress: Egress };

/** Resolves once connected; the caller destroys it, and so does the signal. Rejects with node's error. */
export async function openSocket({ host, port, signal, egress }: SocketTarget): Promise<Socket> {
  signal.throwIfAborted();
  egress.assertAllowed(host);
  const socket = connect({ host, port, lookup: egress.guardedLookup });
  endWith(socket, signal);
  try {
    await once(socket, 'connect');
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
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
    let text = '';
    const finish = (outcome: () => void) => {
      socket.off('data', read).off('error', fail).off('close', end);
      // Whatever goes wrong from here on is not what was asked.
      socket.on('error', () => {});
      outcome();
    };
    const read = (chunk: Buffer) => {
      text += chunk.toString('latin1');
      if (satisfies(text)) finish(() => resolve(text));
      else if (text.length > mostBytes) finish(() => reject(new UnexpectedAnswer(text)));
    };
    const fail = (error: Error) => finish(() => reject(error));
    const end = () => finish(() => reject(new UnexpectedAnswer(text)));
    socket.on('data', read).on('error', fail).on('close', end);
  });
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
