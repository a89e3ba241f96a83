import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { makeHistory } from '../fixtures/histories.ts';
import { createRandom, type Random } from '../fixtures/random.ts';
import { findDifference } from '../fixtures/same.ts';
import { createFold, fold } from './fold.ts';
import type { Room } from '../view/room-view.ts';
import { parseFact } from '../facts/parse-fact.ts';
import { canonicalJson } from '../text/plain.ts';
import { openRoom } from '../log/room.ts';

// MUSTER_SEED runs one history again; a failure prints its seed.
const given = (globalThis as { process?: { env: Record<string, string | undefined> } }).process?.env
  .MUSTER_SEED;
const seeds = given ? [Number(given)] : Array.from({ length: 1_000 }, (_, index) => index + 1);

/** A thousand histories take seconds, on a machine with other work many. */
const laws = { timeout: 120_000 };

function forEachHistory(check: (history: unknown[], random: Random) => void): void {
  for (const seed of seeds) {
    const random = createRandom(seed);
    try {
      check(makeHistory(random, 5 + random.below(60)), random);
    } catch (error) {
      throw new Error(
        `MUSTER_SEED=${seed} fails: ${error instanceof Error ? error.message : String(error)}`,
        { cause: error },
      );
    }
  }
}

/** Where they differ is what a failure says; equal rooms share their facts, which makes this cheap. */
const expectSame = (actual: Room, expected: Room): void =>
  expect(findDifference(actual, expected)).toBeNull();

test('[FO1] any order of the same facts gives an equal room', laws, () => {
  forEachHistory((history, random) => {
    const expected = fold(history);
    expectSame(fold(random.shuffle(history)), expected);
    expectSame(fold(history.toReversed()), expected);
  });
});

test('[FO2] a fact twice is a fact once, and changes nothing at all', laws, () => {
  forEachHistory((history, random) => {
    const folding = createFold();
    const room = folding.add(history);
    expect(folding.add(random.shuffle(history)) === room).toBe(true);
    expectSame(fold([...history, ...history]), room);
  });
});

test('[FO3] adding facts to a room equals folding all of them', laws, () => {
  forEachHistory((history, random) => {
    const folding = createFold();
    const cuts = [random.below(history.length), random.below(history.length)].toSorted((a, b) => a - b);
    let taken = 0;
    for (const end of [...cuts, history.length]) {
      expectSame(folding.add(history.slice(taken, end)), fold(history.slice(0, end)));
      taken = end;
    }
  });
});

test('[FO3] one by one in any order equals folding all of them', laws, () => {
  forEachHistory((history, random) => {
    const folding = createFold();
    for (const raw of random.shuffle(history)) folding.add([raw]);
    expectSame(folding.room(), fold(history));
  });
});

test('[FO4] every finding is kept, counted and listed', laws, () => {
  forEachHistory((history) => {
    const room = fold(history);
    const parsed = history.map(parseFact);
    const distinct = new Map<string, Set<string>>();
    for (const each of parsed) {
      if (!each.ok) continue;
      distinct.set(each.fact.id, (distinct.get(each.fact.id) ?? new Set()).add(canonicalJson(each.fact)));
    }
    const losers = [...distinct.values()].reduce((sum, { size }) => sum + size - 1, 0);
    const refused = new Set(
      parsed.flatMap((each) => (each.ok ? [] : [`${canonicalJson(each.raw)} ${each.reason}`])),
    );
    expect(room.factCount).toBe(distinct.size);
    expect(room.invalid.length).toBe(refused.size + losers);
    expect(room.timeline.length + room.unknown.length).toBe(room.factCount);
    for (const { reason } of room.invalid) expect(reason).toMatch(/expected/u);
  });
});

function notedOf(raw: unknown): number {
  const noted: unknown = typeof raw === 'object' && raw !== null ? Reflect.get(raw, 'noted') : 0;
  return typeof noted === 'number' && Number.isFinite(noted) ? noted : 0;
}

test('[FO5] the room at an earlier time is the fold of what was noted up to then', laws, () => {
  forEachHistory((history, random) => {
    const doc = new Y.Doc();
    doc.getArray('facts').push(history);
    const open = openRoom(doc);
    const times = Array.from({ length: 3 }, () => notedOf(random.pick(history)) + random.below(3) - 1);
    for (const time of [...times.toSorted((a, b) => a - b), ...times]) {
      expectSame(open.at(time), fold(history.filter((raw) => notedOf(raw) <= time)));
    }
    expectSame(open.at(Number.MAX_SAFE_INTEGER), open.room());
    open.close();
  });
});
