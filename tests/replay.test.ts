// Replay equals history: what a replay shows of a moment is what a client had on the screen at that moment.
// Real rooms keep the log; clients come and go, and one of them is cut off now and then.
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { makeFacts } from '#room/fixtures/histories.ts';
import { createRandom, type Random } from '#room/fixtures/random.ts';
import { findDifference } from '#room/fixtures/same.ts';
import { fold } from '#room/fold/fold.ts';
import type { Room } from '#room/view/room-view.ts';
import { momentsOf, openReplay } from '#room/log/replay.ts';
import { openRoom } from '#room/log/room.ts';
import { createMemoryStore } from '#sync-server/sync/testing/memory-store.ts';
import { openRooms, type Rooms } from '#sync-server/sync/rooms.ts';

const quiet = () => undefined;
const log = { info: quiet, warn: quiet, error: quiet, debug: quiet };
const name = 'room-01ARZ3NDEKTSV4RRFFQ69G5FAV';
const textNames = ['summary', 'draft/customers'];
const began = 1_800_000_000_000;

type Client = { doc: Y.Doc; cut(): void; heal(): Promise<void>; settle(): Promise<void> };

/** A client on a wire that can be cut; what it writes and what others write waits at its two ends. */
async function sit(rooms: Rooms, author: string): Promise<Client> {
  const doc = new Y.Doc();
  let isCut = false;
  let inward: Uint8Array[] = [];
  let outward: Uint8Array[] = [];
  const onUpdate = (update: Uint8Array) => {
    if (isCut) inward.push(update);
    else Y.applyUpdate(doc, update, 'wire');
  };
  const seat = await rooms.join(name, { author, onUpdate, onAwareness: quiet });
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== 'wire') outward.push(update);
  });
  const settle = async () => {
    if (isCut) return;
    const sending = outward;
    outward = [];
    for (const update of sending) await seat.receive(update);
  };
  return {
    doc,
    settle,
    cut: () => void (isCut = true),
    heal: async () => {
      isCut = false;
      for (const update of inward) Y.applyUpdate(doc, update, 'wire');
      inward = [];
      await settle();
    },
  };
}

type Seen = { time: number; room: Room; raw: unknown[]; texts: string[] };

function type(random: Random, doc: Y.Doc) {
  const text = doc.getText(random.pick(textNames));
  const from = random.below(text.length + 1);
  if (text.length > 0 && random.chance(0.4)) text.delete(from, random.below(text.length - from + 1));
  else text.insert(from, random.pick(['drain eu-2 ', 'היי', '🔥', 'x\ny']));
}

/** Lives through a history and says what one who was always connected saw after each act. */
async function live(random: Random) {
  let time = began;
  const store = createMemoryStore();
  const limits = { gatherMs: 0, snapshotAfter: 5 };
  const rooms = openRooms({ store, now: () => time, log, limits });
  const watcher = await sit(rooms, 'watcher');
  const writers = [await sit(rooms, 'ana'), await sit(rooms, 'bo'), watcher];
  const open = openRoom(watcher.doc);
  const facts = makeFacts(random, 12 + random.below(20));
  const seen: Seen[] = [];
  for (const fact of facts) {
    time += 1 + random.below(300_000);
    const writer = random.pick(writers);
    if (random.chance(0.7)) {
      const at = random.chance(0.2) ? fact.at : time;
      writer.doc.getArray('facts').push([{ ...fact, at, noted: time }]);
    }
    if (random.chance(0.7)) type(random, writer.doc);
    if (random.chance(0.15)) writers[0]?.cut();
    else if (random.chance(0.2)) await writers[0]?.heal();
    for (const each of writers) await each.settle();
    const texts = textNames.map((each) => watcher.doc.getText(each).toJSON());
    seen.push({ time, room: open.room(), raw: watcher.doc.getArray('facts').toArray(), texts });
  }
  time += 1_000;
  await writers[0]?.heal();
  const logged = await rooms.history(name, 0, 10_000);
  const history = logged.map(({ at, data }) => ({ at, update: data }));
  await rooms.close();
  return { open, history, seen };
}

async function checkHistory(random: Random): Promise<{ late: number; keys: number }> {
  const { open, history, seen } = await live(random);
  const replay = openReplay({ whole: open, history, time: began, promptMs: 0 });
  const everything = open.doc.getArray('facts').toArray() as { id: string; noted: number }[];
  let [late, keys] = [0, 0];
  const noted = new Set(momentsOf(open.room()).map((moment) => moment.noted));
  for (const { time, room, raw, texts } of random.shuffle(seen)) {
    replay.goTo(time);
    const { past, late: lateIds } = replay.view();
    expect(textNames.map((each) => past.text(each).toJSON())).toEqual(texts);
    // What was noted by then somewhere else and was not here yet is shown, and counted as that.
    const had = new Set((raw as { id: string }[]).map(({ id }) => id));
    const missing = everything.filter((fact) => fact.noted <= time && !had.has(fact.id));
    expect([...lateIds].toSorted()).toEqual(missing.map(({ id }) => id).toSorted());
    const expected = missing.length === 0 ? room : fold([...raw, ...missing]);
    expect(findDifference(past.room(), expected)).toBeNull();
    late += missing.length;
    if (noted.has(time)) keys += 1;
  }
  open.close();
  return { late, keys };
}

test(
  '[RP2] replay equals history: 200 of them, facts and texts, at every moment and in any order',
  { timeout: 240_000 },
  async () => {
    const given = process.env.MUSTER_SEED;
    const seeds = given ? [Number(given)] : Array.from({ length: 200 }, (_, index) => index + 1);
    const sum = { late: 0, keys: 0 };
    for (const seed of seeds) {
      const { late, keys } = await checkHistory(createRandom(seed)).catch((error: unknown) => {
        throw new Error(`MUSTER_SEED=${seed} fails: ${String(error)}`, { cause: error });
      });
      sum.late += late;
      sum.keys += keys;
    }
    // The histories have what this is about: key events, and facts that came late.
    if (!given) expect(Math.min(sum.late, sum.keys)).toBeGreaterThan(200);
  },
);
