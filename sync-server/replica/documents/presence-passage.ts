// Adjusts awareness updates on their way over a link, in both directions.
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

export type PresencePassage = {
  /** The part of an awareness update to send up; null when there is none. */
  up(update: Uint8Array): Uint8Array | null;
  /** The part of the upstream's awareness update to take over; null when there is none. */
  down(update: Uint8Array): Uint8Array | null;
};

type Entry = { client: number; clock: number; state: Uint8Array };

/**
 * Clocks are shifted. When a link ends, its states are withdrawn on both sides, and clients remember the clock of
 * each withdrawal. Over the next link a state would arrive with the same clock. A client would take it for the
 * withdrawn one until its owner renews it, up to 15 s later. So each link adds the time of its start: later than
 * everything over the link before, even after a restart of this server.
 *
 * A state that came down never goes up again, nor the reverse. Stock clients repeat states they heard, and a server
 * relays them. A repetition that arrives after its owner left would bring the state back, and its shifted clock would
 * make it valid.
 */
export function createPresencePassage(linkedAt: number): PresencePassage {
  // Successive links to one document are at least a quarter of a second apart.
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
