// SY9: who is here, as awareness states. Nothing is kept of whoever left, and nothing times out here: a
// state lives as long as the connection that introduced it.
import { closeCodes, type Refusal } from './close-codes.ts';
import { writePresence, type PresenceEntry } from './frames.ts';
import type { Limits } from './limits.ts';

export type Present = { person: string };
type Known<Owner> = PresenceEntry & { owner: Owner };

const gone = 'null';
// Repetitions come within moments of a leave; more leaves than these in that time are of no consequence.
const mostDepartures = 1_000;

export type Presence<Owner> = {
  /** Takes over what `owner` may set; states of others are left alone, since stock clients repeat what they heard. */
  set(owner: Owner, entries: readonly PresenceEntry[]): Refusal | null;
  withdraw(owner: Owner): void;
  /** Everybody's states but those of `except`; null when there are none. */
  encode(except: Owner | null): Uint8Array | null;
  /** What changed since it was last asked, for whoever asks: without what is their own when `except` is given. */
  takeChanges(): { encode(except: Owner | null): Uint8Array | null } | null;
};

export function createPresence<Owner extends Present>(
  limits: Pick<Limits, 'presenceBytes' | 'presences'>,
): Presence<Owner> {
  const states = new Map<number, Known<Owner>>();
  // Who left last under which clock: clients repeat what they heard, also a moment after its owner left.
  const departed = new Map<number, Known<Owner>>();
  let changed = new Map<number, Known<Owner>>();

  const put = (entry: Known<Owner>) => {
    const { client } = entry;
    departed.delete(client);
    if (entry.state === gone) {
      states.delete(client);
      departed.set(client, entry);
      const [oldest] = departed.keys();
      if (departed.size > mostDepartures && oldest !== undefined) departed.delete(oldest);
    } else states.set(client, entry);
    changed.set(client, entry);
  };

  return {
    set: (owner, entries) => {
      for (const entry of entries) {
        const known = states.get(entry.client);
        if (!mayReplace(known, owner, entry) || isRepetition(departed.get(entry.client), owner, entry))
          continue;
        const refusal = checkState(entry.state, limits.presenceBytes);
        if (refusal !== null) return refusal;
        if (known === undefined && countOf(states, owner) >= limits.presences) continue;
        put({ ...entry, owner });
      }
      return null;
    },
    withdraw: (owner) => {
      for (const known of states.values()) {
        if (known.owner === owner) put({ ...known, state: gone });
      }
    },
    encode: (except) => encodeAll(states, except),
    takeChanges: () => {
      if (changed.size === 0) return null;
      const taken = changed;
      changed = new Map();
      return { encode: (except) => encodeAll(taken, except) };
    },
  };
}

function mayReplace<Owner extends Present>(
  known: Known<Owner> | undefined,
  owner: Owner,
  { clock, state }: PresenceEntry,
): boolean {
  if (known === undefined) return state !== gone;
  if (known.owner === owner) return clock > known.clock || (clock === known.clock && state === gone);
  // The same person on a new connection, while the old one is not yet known to be dead. A repetition of what
  // was heard has the same clock.
  return known.owner.person === owner.person && clock > known.clock && state !== gone;
}

/** Whoever left comes back themselves, or with a later clock. */
function isRepetition<Owner extends Present>(
  left: Known<Owner> | undefined,
  owner: Owner,
  { clock }: PresenceEntry,
): boolean {
  return left !== undefined && left.owner.person !== owner.person && clock <= left.clock;
}

function checkState(state: string, most: number): Refusal | null {
  if (Buffer.byteLength(state) > most) {
    return { code: closeCodes.tooLarge, why: `an awareness state of more than ${most} bytes` };
  }
  try {
    JSON.parse(state);
    return null;
  } catch {
    return { code: closeCodes.malformed, why: 'an awareness state that is not JSON' };
  }
}

function countOf<Owner>(states: ReadonlyMap<number, Known<Owner>>, owner: Owner): number {
  let count = 0;
  for (const known of states.values()) if (known.owner === owner) count++;
  return count;
}

function encodeAll<Owner>(
  states: ReadonlyMap<number, Known<Owner>>,
  except: Owner | null,
): Uint8Array | null {
  const entries = [...states.values()].filter(({ owner }) => except === null || owner !== except);
  return entries.length === 0 ? null : writePresence(entries);
}
