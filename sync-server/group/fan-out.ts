// What processes on one database tell each other at once (MP4). Any of it may be lost: what was written is in the log,
// which everybody reads on their own as well. Presence alone travels nowhere else, and comes again.
import { randomBytes } from 'node:crypto';
import { z } from 'zod';

const messageShape = z.discriminatedUnion('kind', [
  /** The log has grown. */
  z.object({ kind: z.literal('log') }),
  /** Who is in a document in one process; `asks`: the others are to say who is there in theirs. */
  z.object({ kind: z.literal('presence'), document: z.string(), update: z.string(), asks: z.boolean() }),
  /** A process let go of the lease. */
  z.object({ kind: z.literal('lease') }),
]);

export type Message = z.infer<typeof messageShape>;
/** `from`: another process, by a name that it has until it ends. */
export type Heard = { from: string; message: Message };

export type FanOut = {
  tell(message: Message): void;
  /** What others tell. Answers how to stop. */
  onMessage(listener: (heard: Heard) => void): () => void;
  close(): Promise<void>;
};

/** A way for texts to all processes, the sender included. Loses what it cannot carry. */
export type Carrier = {
  send(text: string): void;
  close(): Promise<void>;
};
export type OpenCarrier = (receive: (text: string) => void) => Carrier;

export function openFanOut(openCarrier: OpenCarrier): FanOut {
  const me = randomBytes(9).toString('base64url');
  const listeners = new Set<(heard: Heard) => void>();
  const shape = z.object({ from: z.string(), message: messageShape });
  const carrier = openCarrier((text) => {
    const heard = shape.safeParse(parse(text)).data;
    if (heard === undefined || heard.from === me) return;
    for (const listener of listeners) listener(heard);
  });
  return {
    tell: (message) => carrier.send(JSON.stringify({ from: me, message })),
    onMessage: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => carrier.close(),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Another program's.
    return null;
  }
}
