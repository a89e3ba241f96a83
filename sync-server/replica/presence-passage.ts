// What awareness needs on its way over a link, in both directions.
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

export type PresencePassage = {
  /** What to send up of an awareness update; null when nothing of it may. */
  up(update: Uint8Array): Uint8Array | null;
  /** What to take over of an awareness update from there; null when there is nothing. */
  down(update: Uint8Array): Uint8Array | null;
};

type Entry = { client: number; clock: number; state: Uint8Array };

/**
 * Clocks are shifted. When a link ends, the states that came over it are withdrawn on both sides, and clients
 * remember the clock each was withdrawn with. Over the next link it comes with the same clock, and a client takes
 * it for the one that is gone, until its owner renews it, up to 15 s later. So each link adds the time it was made
 * at: later than everything over the link before it, also when this server was started anew in between.
 *
 * What came down never goes up again, nor the other way round. Stock clients repeat what they hear, and a server
 * tells it to everybody; a repetition that arrives after its owner left would bring a ghost back, and its shifted
 * clock would make it credible.
 */
export function createPresencePassage(linkedAt: number): PresencePassage {
  // Links to one document follow each other by a quarter of a second and more.
  const shift = Math.floor(linkedAt / 100);
  const ours = new Set<number>();
  const theirs = new Set<number>();
  const pass = (update: Uint8Array, side: Set<number>, otherSide: Set<number>): Uint8Array | null => {
    const entries = readEntries(update).filter(({ client }) => !otherSide.has(client));
    for (const { client } of entries) side.add(client);
    return entries.length === 0
      ? null
      : writeEntries(entries.map((entry) => ({ ...entry, clock: entry.clock + shift })));
  };
  return {
    up: (update) => pass(update, ours, theirs),
    down: (update) => pass(update, theirs, ours),
  };
}

function readEntries(update: Uint8Array): Entry[] {
  const decoder = decoding.createDecoder(update);
  const entries: Entry[] = [];
  for (let count = decoding.readVarUint(decoder); count > 0; count--) {
    const client = decoding.readVarUint(decoder);
    const clock = decoding.readVarUint(decoder);
    entries.push({ client, clock, state: decoding.readVarUint8Array(decoder) });
  }
  return entries;
}

function writeEntries(entries: readonly Entry[]): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, entries.length);
  for (const { client, clock, state } of entries) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, clock);
    encoding.writeVarUint8Array(encoder, state);
  }
  return encoding.toUint8Array(encoder);
}
