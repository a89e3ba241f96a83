// A room at an earlier time (docs/spec.md, RP). It has two sources. Facts carry the time at which they were noted,
// so the fold can select them, wherever they were written. Texts carry no time, so they come from one server's log,
// at the time at which that server received them.
import * as Y from 'yjs';
import type { Fact } from '../facts/fact.ts';
import { FactRefused } from '../facts/fact-refused.ts';
import type { Room } from '../view/room-view.ts';
import { byNoted } from '../facts/order.ts';
import type { OpenRoom } from './room.ts';

/** One entry of a server's log of a room, oldest first. `at` is when that server made it durable. */
export type HistoryUpdate = { at: number; update: Uint8Array };

/** Something worth jumping to. `noted` is when people saw it, `at` when it happened. */
export type Moment = { noted: number; at: number; fact: Fact };

/** Every change makes a new view object. */
export type ReplayView = {
  time: number;
  /** The room at `time`, read-only. Going back makes a new room, because updates of a text cannot be undone. */
  past: OpenRoom;
  /** RP3: facts noted by then that reached this log's server after `time` and more than `promptMs` late. */
  late: readonly string[];
};

export type Replay = {
  view: () => ReplayView;
  goTo: (time: number) => void;
  subscribe: (listener: () => void) => () => void;
  /** The first time for which the log has texts; null when the log is empty. */
  textsFrom: number | null;
};

export type ReplayOptions = {
  /** The room with everything known now. */
  whole: OpenRoom;
  history: readonly HistoryUpdate[];
  time: number;
  /** A fact that arrives within this time counts as prompt. */
  promptMs?: number;
};

export const usualPromptMs = 10_000;

/** Throws when an update of the history cannot be read. */
export function openReplay({ whole, history, time, promptMs = usualPromptMs }: ReplayOptions): Replay {
  // A server's clock may have been set back; later entries must still not arrive earlier.
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

/** A jump back within this time after a key event goes to the event before it. */
const graceMs = 1_000;

/** The next key event after, or the last one before `time`; null when there is none. */
export function momentFrom(moments: readonly Moment[], time: number, step: 1 | -1): Moment | null {
  const current = moments.findLastIndex(({ noted }) => noted <= time);
  if (step === 1) return moments[current + 1] ?? null;
  const isThere = time - (moments[current]?.noted ?? 0) <= graceMs;
  return moments[isThere ? current - 1 : current] ?? null;
}

/**
 * The time span to replay: from the declaration to the last fact or text change. Facts from a clock that is
 * ahead do not extend it beyond `now`. Null when there is nothing yet.
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

/** How many of these ascending times are at or before `time`. */
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

/** A read-only room: facts from the shown fold, texts from `doc`. */
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
