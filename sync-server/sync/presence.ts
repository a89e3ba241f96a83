// SY9: awareness states of the people in a document. States of people who left are not kept, and nothing times out
// here: a state lives as long as the connection that introduced it.
import { mayUse, ownerFor } from './updates/client-owners.ts';
import { closeCodes } from '#wire/close-codes.ts';
import type { Refusal } from './refusal.ts';
import { writePresence, type PresenceEntry } from '#wire/frames.ts';
import type { Limits } from './limits.ts';
import type { Participant } from './participant.ts';

/** The setter of a state. A seat, or one with `mayCarryOthers`, speaks for everybody behind it. */
export type Present = Pick<
  Participant,
  'person' | 'name' | 'role' | 'mayCarryOthers' | 'ownsServer' | 'isSeat' | 'usage'
>;
type Known<Owner> = PresenceEntry & { owner: Owner };

const gone = 'null';
// Clients repeat old states only for moments after a leave; forgetting leaves beyond this number does no harm.
const mostDepartures = 1_000;

export type PresenceStore<Owner> = {
  /**
   * Takes the states that `owner` may set. States of others are ignored, because stock clients repeat what they
   * heard.
   */
  set(owner: Owner, entries: readonly PresenceEntry[]): Refusal | null;
  withdraw(owner: Owner): void;
  /** SY14: the owner of a client id that is here or left lately; null when it was not seen. */
  ownerOf(client: number): string | null;
  /** How many states there are. */
  size(): number;
  /** Everybody's states except those of `except`; null when there are none. */
  encode(except: Owner | null): Uint8Array | null;
  hasChanges(): boolean;
  /** Changes since the last call, minus `except`'s own. */
  takeChanges(): { encode(except: Owner | null): Uint8Array | null } | null;
};

export function createPresence<Owner extends Present>(
  limits: Pick<Limits, 'presenceBytes' | 'presences' | 'replicaPresences'>,
  /** The owner of a client id by its writes; null when it wrote nothing. */
  writerOf: (client: number) => string | null,
): PresenceStore<Owner> {
  const kept = keepStates<Owner>();
  const { states } = kept;
  /** The state to put; null for one that is ignored. */
  const accept = (owner: Owner, entry: PresenceEntry): string | Refusal | null => {
    const known = states.get(entry.client);
    if (!mayReplace(known, owner, entry) || isRepetition(kept.left(entry.client), owner, entry)) return null;
    const writer = writerOf(entry.client);
    if (writer !== null && owner.isSeat !== true && !mayUse(writer, owner)) return null;
    const state = readState(entry.state, owner, limits.presenceBytes);
    if (typeof state !== 'string') return state;
    if (known === undefined && countOf(states, owner) >= mostOf(owner, limits)) return null;
    return owner.usage?.presence.take(state.length) === false ? tooMuch : state;
  };
  return {
    set: (owner, entries) => {
      for (const entry of entries) {
        const state = accept(owner, entry);
        if (typeof state === 'string') kept.put({ ...entry, state, owner });
        else if (state !== null) return state;
      }
      return null;
    },
    withdraw: (owner) => {
      for (const known of states.values()) {
        if (known.owner === owner) kept.put({ ...known, state: gone });
      }
    },
    ownerOf: (client) => {
      const known = states.get(client) ?? kept.left(client);
      return known === undefined ? null : ownerFor(known.owner);
    },
    size: () => states.size,
    encode: kept.encode,
    hasChanges: kept.hasChanges,
    takeChanges: kept.takeChanges,
  };
}

/** The states of a document, and which of them changed. */
function keepStates<Owner>() {
  const states = new Map<number, Known<Owner>>();
  // The last clock of each client that left. Clients may repeat its presence for a moment after it left.
  const departed = new Map<number, Known<Owner>>();
  let changed = new Map<number, Known<Owner>>();
  // Everybody who joins asks for the same. Undefined after a change.
  let everybody: Uint8Array | null | undefined;

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
    everybody = undefined;
  };
  const encode = (except: Owner | null) => {
    if (except !== null) return encodeAll(states, except);
    if (everybody === undefined) everybody = encodeAll(states, null);
    return everybody;
  };
  const takeChanges = () => {
    if (changed.size === 0) return null;
    const taken = changed;
    changed = new Map();
    return { encode: (except: Owner | null) => encodeAll(taken, except) };
  };
  return {
    states,
    left: (client: number) => departed.get(client),
    put,
    encode,
    hasChanges: () => changed.size > 0,
    takeChanges,
  };
}

function mayReplace<Owner extends Present>(
  known: Known<Owner> | undefined,
  owner: Owner,
  { clock, state }: PresenceEntry,
): boolean {
  if (known === undefined) return state !== gone;
  if (known.owner === owner) return clock > known.clock || (clock === known.clock && state === gone);
  // The same person on a new connection, before the old one is known to be dead. A mere repetition has the same clock.
  return known.owner.person === owner.person && clock > known.clock && state !== gone;
}

/**
 * A state of a client that left, repeated by another person. Its owner may return at any time, or anybody with a
 * later clock.
 */
function isRepetition<Owner extends Present>(
  left: Known<Owner> | undefined,
  owner: Owner,
  { clock }: PresenceEntry,
): boolean {
  return left !== undefined && left.owner.person !== owner.person && clock <= left.clock;
}

const tooMuch = { code: closeCodes.tooFast, why: 'more presence than one person may send' };

/** The state as others get it. For someone who speaks only for themselves, person and name come from the server. */
function readState(state: string, owner: Present, most: number): string | Refusal {
  if (Buffer.byteLength(state) > most) {
    return { code: closeCodes.tooLarge, why: `an awareness state of more than ${most} bytes` };
  }
  try {
    const value = JSON.parse(state) as unknown;
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject && !speaksForOthers(owner) ? JSON.stringify(signed(value, owner)) : state;
  } catch {
    return { code: closeCodes.malformed, why: 'an awareness state that is not JSON' };
  }
}

/** A viewer's replica brings only its own person's state. */
const speaksForOthers = ({ mayCarryOthers, isSeat, role }: Present) =>
  isSeat === true || (mayCarryOthers && role !== 'viewer');

function signed(state: object, { person, name }: Present): object {
  const user: unknown = 'user' in state ? state.user : null;
  const isDrawn = typeof user === 'object' && user !== null;
  return { ...state, person, name, ...(isDrawn ? { user: { ...user, name } } : {}) };
}

const mostOf = (
  owner: Present,
  { presences, replicaPresences }: Pick<Limits, 'presences' | 'replicaPresences'>,
) => (owner.isSeat === true || owner.mayCarryOthers ? replicaPresences : presences);

/** Counts over all connections of a person, so that one person's states cannot crowd out those of others. */
function countOf<Owner extends Present>(states: ReadonlyMap<number, Known<Owner>>, owner: Owner): number {
  let count = 0;
  for (const known of states.values()) if (known.owner.usage === owner.usage) count++;
  return count;
}

function encodeAll<Owner>(
  states: ReadonlyMap<number, Known<Owner>>,
  except: Owner | null,
): Uint8Array | null {
  const entries = [...states.values()].filter(({ owner }) => except === null || owner !== except);
  return entries.length === 0 ? null : writePresence(entries);
}
