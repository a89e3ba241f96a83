// MP5: the presence of people in other processes. It travels by messages only, so it is repeated while somebody is
// there, and counts as ended when the repetition stops.
import { readPresence, writePresence } from '#wire/frames.ts';
import type { Rooms, Seat, Log } from '../sync/rooms.ts';
import type { FanOut } from './fan-out.ts';

const againEveryMs = 5_000;
const goneAfterMs = 16_000;
const gone = 'null';

export type SharedPresence = {
  /** Somebody here has the document open; call the returned function when they leave. */
  hold(document: string): () => void;
  close(): void;
};

type Held = {
  count: number;
  /** Null until the document is loaded. */
  seat: Seat | null;
  /** The states of each other process, and when they were last heard. */
  others: Map<string, { clocks: Map<number, number>; at: number }>;
};

type Options = {
  rooms: Pick<Rooms, 'join'>;
  fanOut: FanOut;
  /** A monotonic clock, in ms. */
  now: () => number;
  log: Log;
};

export function sharePresence(options: Options): SharedPresence {
  const { fanOut, now } = options;
  const documents = new Map<string, Held>();

  const tell = (document: string, update: Uint8Array, asks = false) =>
    fanOut.tell({ kind: 'presence', document, update: Buffer.from(update).toString('base64'), asks });
  const tellAll = (document: string, { seat }: Held, asks = false) => {
    const here = seat?.awareness() ?? null;
    if (here !== null || asks) tell(document, here ?? nobody, asks);
  };
  const stop = hearOthers(documents, tellAll, options);
  const timer = setInterval(() => {
    for (const [document, held] of documents) {
      dropSilent(held, now());
      tellAll(document, held);
    }
  }, againEveryMs).unref();

  return {
    hold: (document) => {
      const held = documents.get(document) ?? { count: 0, seat: null, others: new Map() };
      held.count += 1;
      if (!documents.has(document)) {
        documents.set(document, held);
        void join({ document, held, documents, tell, tellAll }, options);
      }
      return () => {
        held.count -= 1;
        if (held.count > 0) return;
        if (documents.get(document) === held) documents.delete(document);
        held.seat?.leave();
      };
    },
    close: () => {
      stop();
      clearInterval(timer);
    },
  };
}

function hearOthers(
  documents: ReadonlyMap<string, Held>,
  answer: (document: string, held: Held) => void,
  { fanOut, now, log }: Options,
): () => void {
  return fanOut.onMessage(({ from, message }) => {
    if (message.kind !== 'presence') return;
    const held = documents.get(message.document);
    if (held === undefined || held.seat === null) return;
    try {
      hear(held, { from, at: now() }, new Uint8Array(Buffer.from(message.update, 'base64')));
      if (message.asks) answer(message.document, held);
    } catch (error) {
      log.debug({ error, from }, 'presence from another process could not be read');
    }
  });
}

type Joining = {
  document: string;
  held: Held;
  documents: Map<string, Held>;
  tell: (document: string, update: Uint8Array) => void;
  tellAll: (document: string, held: Held, asks: boolean) => void;
};

/** Takes a seat in a document that is open here, and asks the other processes who is there. */
async function join(
  { document, held, documents, tell, tellAll }: Joining,
  { rooms, log }: Pick<Options, 'rooms' | 'log'>,
): Promise<void> {
  const forget = () => {
    if (documents.get(document) === held) documents.delete(document);
  };
  const peer = {
    author: 'the other processes',
    onUpdate: () => undefined,
    onAwareness: (update: Uint8Array) => tell(document, update),
    // The document was dropped from memory; sockets reconnect and bring a new seat.
    onLost: forget,
  };
  try {
    const seat = await rooms.join(document, peer);
    if (documents.get(document) !== held) return seat.leave();
    held.seat = seat;
    tellAll(document, held, true);
  } catch (error) {
    log.debug({ document, error }, 'presence of other processes is not shown here');
    forget();
  }
}

function hear(held: Held, { from, at }: { from: string; at: number }, update: Uint8Array): void {
  const known = held.others.get(from) ?? { clocks: new Map<number, number>(), at: 0 };
  for (const { client, clock, state } of readPresence(update)) {
    if (state === gone) known.clocks.delete(client);
    else known.clocks.set(client, clock);
  }
  held.others.set(from, { ...known, at });
  held.seat?.setAwareness(update);
}

/** Processes that were not heard for a while have ended, and so has the presence of their people. */
function dropSilent(held: Held, now: number): void {
  for (const [process, { clocks, at }] of held.others) {
    if (now - at < goneAfterMs) continue;
    held.others.delete(process);
    const left = [...clocks].map(([client, clock]) => ({ client, clock, state: gone }));
    held.seat?.setAwareness(writePresence(left));
  }
}

const nobody = writePresence([]);
