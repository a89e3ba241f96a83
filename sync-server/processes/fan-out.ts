// Immediate messages between processes on one database (MP4). Any message may be lost: written data is in the log,
// which every process reads anyway. Only presence travels by message alone, and it is repeated.
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { createListeners } from '../listeners.ts';

const messageShape = z.discriminatedUnion('kind', [
  /** The log has new entries. */
  z.object({ kind: z.literal('log') }),
  /** The people in a document in one process; `asks`: the other processes should send theirs. */
  z.object({ kind: z.literal('presence'), document: z.string(), update: z.string(), asks: z.boolean() }),
  /** Somebody's rights changed, or who may see an incident: the lead is to be asked again. */
  z.object({ kind: z.literal('people') }),
  /** A process released the lease. */
  z.object({ kind: z.literal('lease') }),
]);

export type Message = z.infer<typeof messageShape>;
/** `from`: the name of another process, valid until that process ends. */
export type Heard = { from: string; message: Message };

export type FanOut = {
  tell(message: Message): void;
  /** Calls `listener` with messages of others. Returns a function that stops it. */
  onMessage(listener: (heard: Heard) => void): () => void;
  close(): Promise<void>;
};

/** Carries texts to all processes, including the sender. Drops texts that it cannot carry. */
export type Carrier = {
  send(text: string): void;
  close(): Promise<void>;
};
export type OpenCarrier = (receive: (text: string) => void) => Carrier;

export function openFanOut(openCarrier: OpenCarrier): FanOut {
  const me = randomBytes(9).toString('base64url');
  const listeners = createListeners<[heard: Heard]>();
  const shape = z.object({ from: z.string(), message: messageShape });
  const carrier = openCarrier((text) => {
    const heard = shape.safeParse(parse(text)).data;
    if (heard === undefined || heard.from === me) return;
    listeners.tell(heard);
  });
  return {
    tell: (message) => carrier.send(JSON.stringify({ from: me, message })),
    onMessage: listeners.add,
    close: () => carrier.close(),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Another program's message.
    return null;
  }
}
