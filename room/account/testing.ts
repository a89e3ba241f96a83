// Rooms for the tests of the account: facts by the minute, folded.
import { fold } from '../fold/fold.ts';
import type { Room } from '../view/room-view.ts';
import { makeUlidSource } from '../facts/ulid.ts';

export const minuteMs = 60_000;
export const start = 1_763_700_000_000;

type Written = [kind: string, by: string, minutes: number, payload?: object];

/** `at` in minutes after `start`; `ids` are those of the facts, in order, for payloads made by `about`. */
export function makeRoom(): { add: (...fact: Written) => string; room: () => Room } {
  let clock = start;
  const makeId = makeUlidSource(
    (bytes) => new Uint8Array(bytes).fill(7),
    () => clock,
  );
  const facts: object[] = [];
  return {
    add: (kind, by, minutes, payload) => {
      clock = start + minutes * minuteMs;
      const id = makeId();
      facts.push({ id, kind, by, at: clock, noted: clock, ...payload });
      return id;
    },
    room: () => fold(facts),
  };
}
