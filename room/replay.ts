// A room as it was (docs/spec.md, RP). Two sources, told apart on purpose: facts carry the time at which they
// were noted, so the fold knows what was noted by then wherever it was written; words in texts carry no time,
// so they are as the log of one server had them, at the time at which that server took them in.
import * as Y from 'yjs';
import type { Fact } from './fact.ts';
import { FactRefused } from './fact-refused.ts';
import type { Room } from './incident.ts';
import { byNoted } from './order.ts';
import type { OpenRoom } from './room.ts';

/** What a server's log has of a room, oldest first. `at` is when that server had it durable. */
export type HistoryUpdate = { at: number; update: Uint8Array };

/** Something worth jumping to. `noted` is when people saw it, `at` when it happened. */
export type Moment = { noted: number; at: number; fact: Fact };

/** A view is a new object whenever anything of it changed. */
export type ReplayView = {
  time: number;
  /** The room as it was, to read. Going back makes a new one, because words are not taken out of a text. */
  past: OpenRoom;
  /** RP3: facts noted by then that reached the server of this log more than `promptMs` after they were noted, and after `time`. */
  late: readonly string[];
};

export type Replay = {
  view: () => ReplayView;
  goTo: (time: number) => void;
  subscribe: (listener: () => void) => () => void;
  /** From when on the log knows the texts; null when it knows nothing at all. */
  textsFrom: number | null;
};

export type ReplayOptions = {
  /** The room with everything that is known of it now. */
  whole: OpenRoom;
  history: readonly HistoryUpdate[];
  time: number;
  /** How long a fact may take to arrive and still count as there at once. */
  promptMs?: number;
};

export const usualPromptMs = 10_000;

/** Throws when an update of the history cannot be read. */
export function openReplay({ whole, history, time, promptMs = usualPromptMs }: ReplayOptions): Replay {
  // A server's clock may have been set back; what it took in later did not come earlier.
  let latest = Number.NEGATIVE_INFINITY;
  const arrivals = history.map(({ at }) => (latest = Math.max(latest, at)));
  const lateOnes = findLate(history, arrivals, promptMs);
  const listeners = new Set<() => void>();
  let texts = { doc: new Y.Doc(), applied: 0 };
  let past = openPast(texts.doc, whole.at(time));

  const look = (to: number): ReplayView => {
    const here = countUpTo(arrivals, to);
    if (here < texts.applied) texts = { doc: new Y.Doc(), applied: 0 };
    const { doc, applied } = texts;
    if (past.open.doc !== doc) past = openPast(doc, whole.at(to));
    doc.transact(() => {
      for (const { update } of history.slice(applied, here)) Y.applyUpdate(doc, update);
    });
    texts.applied = here;
    past.show(whole.at(to));
    const late = lateOnes.filter((each) => each.noted <= to && to < each.arrived).map(({ id }) => id);
    return { time: to, past: past.open, late };
  };
  let view = look(time);
  return {
    view: () => view,
    goTo(to) {
      view = look(to);
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    textsFrom: arrivals[0] ?? null,
  };
}

/** The key events that stand, in the order in which they were noted. */
export function momentsOf(room: Room): readonly Moment[] {
  return room.timeline
    .filter(({ isKey, retracted }) => isKey && retracted === null)
    .toSorted(byNoted)
    .map(({ noted, at, fact }) => ({ noted, at, fact }));
}

/** Whoever jumps back so soon after a key event means the one before it. */
const graceMs = 1_000;

/** The next key event after, or the last one before `time`; null when there is none. */
export function momentFrom(moments: readonly Moment[], time: number, step: 1 | -1): Moment | null {
  const current = moments.findLastIndex(({ noted }) => noted <= time);
  if (step === 1) return moments[current + 1] ?? null;
  const isThere = time - (moments[current]?.noted ?? 0) <= graceMs;
  return moments[isThere ? current - 1 : current] ?? null;
}

/**
 * What there is to replay: from the declaration to the last fact, or the last words. Notes of a clock that
 * is ahead do not reach beyond `now`. Null when there is nothing yet.
 */
export function spanOf(
  room: Room,
  history: readonly HistoryUpdate[],
  now: number,
): { from: number; to: number } | null {
  const firstNoted = room.timeline.reduce((least, { noted }) => Math.min(least, noted), Infinity);
  const from = room.declared?.noted ?? firstNoted;
  if (!Number.isFinite(from)) return null;
  const lastWords = history.reduce((most, { at }) => Math.max(most, at), 0);
  return { from, to: Math.max(from, Math.min(now, Math.max(room.lastNoted ?? from, lastWords))) };
}

type Late = { id: string; noted: number; arrived: number };

/** Facts that the log took in more than `promptMs` after they were noted. */
function findLate(history: readonly HistoryUpdate[], arrivals: readonly number[], promptMs: number): Late[] {
  const doc = new Y.Doc();
  const late: Late[] = [];
  let arrived = 0;
  doc.getArray('facts').observe(({ delta }) => {
    for (const raw of delta.flatMap(({ insert }): unknown[] => (Array.isArray(insert) ? insert : []))) {
      if (typeof raw !== 'object' || raw === null || !('noted' in raw) || !('id' in raw)) continue;
      const { noted, id } = raw;
      if (typeof noted !== 'number' || typeof id !== 'string') continue;
      if (arrived - noted > promptMs) late.push({ id, noted, arrived });
    }
  });
  for (const [index, { update }] of history.entries()) {
    arrived = arrivals[index] ?? arrived;
    Y.applyUpdate(doc, update);
  }
  doc.destroy();
  return late;
}

/** How many of these times, which never fall, are at or before `time`. */
function countUpTo(times: readonly number[], time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? Infinity) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A room that nobody can write in: facts as shown, texts of `doc`. */
function openPast(doc: Y.Doc, first: Room): { open: OpenRoom; show(room: Room): void } {
  const listeners = new Set<() => void>();
  let shown = first;
  const nobodyWrites = 'the present: this is the room as it was, and the past is not written';
  const open: OpenRoom = {
    doc,
    room: () => shown,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    append() {
      throw new FactRefused([{ field: '', expected: nobodyWrites }]);
    },
    at: () => shown,
    knew: () => shown,
    text: (name) => doc.getText(name),
    readOnly: () => nobodyWrites,
    close: () => listeners.clear(),
  };
  const show = (room: Room): void => {
    if (room === shown) return;
    shown = room;
    for (const listener of listeners) listener();
  };
  return { open, show };
}
