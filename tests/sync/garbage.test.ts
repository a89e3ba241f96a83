import * as decoding from 'lib0/decoding';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { awarenessFrame, step1Frame, step2Frame, updateFrame, writePresence } from '#wire/frames.ts';
import { makeFact, makeRoomName, writeFact } from '#tests/helpers/facts.ts';
import { createRandom } from '#tests/helpers/random.ts';
import { connectRaw, type RawClient } from '#tests/helpers/raw-client.ts';
import { serveRooms } from '#tests/helpers/rooms-server.ts';
import { joinRoom } from '#tests/helpers/stock-client.ts';

// These tests try what each frame does, not how many frames a sender may send.
const withoutBounds = { frameBurst: 1e6, personFrameBurst: 1e6, openBurst: 1e6, workBurst: 1e12 };
const rounds = 2_500;

const edits: ((doc: Y.Doc) => void)[] = [
  (doc) => doc.getText('summary').insert(0, 'a text that others type in'),
  (doc) => doc.getText('summary').delete(3, 4),
  (doc) => doc.getText('summary').insert(2, 'bold', { bold: true }),
  (doc) => doc.getArray('facts').push([makeFact('mallory', 'mine'), makeFact('mallory', 'also mine')]),
  (doc) => doc.getArray('facts').insert(1, [makeFact('mallory', 'in between')]),
  (doc) => doc.getMap('other').set('key', { deep: [1, null, 'x'] }),
  (doc) => doc.getMap('other').set('nested', new Y.Array()),
];

/** Real frames, each of a client of its own that has what is in `base`. */
function realFrames(base: Y.Doc): Uint8Array[] {
  const frames = edits.flatMap((edit) => {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(base));
    const updates: Uint8Array[] = [];
    doc.on('update', (update: Uint8Array) => updates.push(updateFrame(update)));
    edit(doc);
    return [...updates, step2Frame(Y.encodeStateAsUpdate(doc))];
  });
  frames.push(step1Frame(Y.encodeStateVector(base)), new Uint8Array([3]));
  frames.push(awarenessFrame(writePresence([{ client: 9, clock: 1, state: '{"name":"Mallory"}' }])));
  return frames;
}

/** Most of the damage is inside the update, with the frame around it whole: that gets furthest. */
function damage(frame: Uint8Array, random: () => number): Uint8Array {
  if (frame[0] !== 0 || random() < 0.2) return mutate(frame, random);
  const decoder = decoding.createDecoder(frame);
  decoding.readVarUint(decoder);
  const write = decoding.readVarUint(decoder) === 1 ? step2Frame : updateFrame;
  return write(mutate(decoding.readVarUint8Array(decoder), random));
}

function mutate(whole: Uint8Array, random: () => number): Uint8Array {
  const bytes = [...whole];
  const somewhere = () => Math.floor(random() * bytes.length);
  for (let times = random() < 0.7 ? 1 : 3; times > 0; times--) {
    const dice = random();
    // A little off is what gets furthest: most other bytes do not even decode.
    if (dice < 0.6) nudge(bytes, somewhere(), random);
    else if (dice < 0.7) bytes[somewhere()] = Math.floor(random() * 256);
    else if (dice < 0.78) bytes.splice(somewhere(), 1 + Math.floor(random() * 3));
    else if (dice < 0.86) bytes.splice(somewhere(), 0, Math.floor(random() * 256));
    else if (dice < 0.93) bytes.length = Math.max(1, somewhere());
    else bytes.splice(somewhere(), 1, 0xff, 0xff, 0xff, 0xff, 0x7f);
  }
  return new Uint8Array(bytes);
}

function nudge(bytes: number[], index: number, random: () => number): void {
  bytes[index] = ((bytes[index] ?? 0) + (random() < 0.5 ? 1 : -1)) & 0xff;
}

test('[SY5] thousands of damaged frames: the facts stay, the server stays up, others notice nothing', async () => {
  const seed = Number(process.env['MUSTER_TEST_SEED'] ?? Date.now() % 1_000_000);
  console.log(`garbage test: MUSTER_TEST_SEED=${seed}`);
  const random = createRandom(seed);
  await using server = await serveRooms({ limits: { ...withoutBounds, gatherMs: 0 } });
  const room = makeRoomName();
  const ana = joinRoom(server.url, 'ana', room);
  await ana.synced();
  ana.doc.getText('summary').insert(0, 'what there was before');
  const facts = [
    writeFact(ana.doc, 'ana', 'one'),
    writeFact(ana.doc, 'ana', 'two'),
    writeFact(ana.doc, 'ana', 'three'),
  ];
  await ana.until(() => ana.saved() === ana.sent(), 'saved');
  const frames = realFrames(ana.doc);
  const codes = new Map<number, number>();

  let mallory: RawClient | null = null;
  for (let round = 0; round < rounds; round++) {
    mallory ??= await connectRaw(server.url, 'mallory', room);
    mallory.send(damage(frames[Math.floor(random() * frames.length)] as Uint8Array, random));
    // An answer or the end: either way the frame was dealt with.
    const before = mallory.frames.length;
    mallory.send(step1Frame(new Uint8Array([0])));
    const code = await Promise.race([mallory.closed, answerAfter(mallory, before)]);
    if (code === null) continue;
    codes.set(code, (codes.get(code) ?? 0) + 1);
    mallory = null;
  }
  console.log('closed with', Object.fromEntries(codes));
  mallory?.close();

  expect([...codes.keys()].every((code) => [4400, 4403, 4413].includes(code))).toBe(true);
  // Both the bytes and what they mean were put to the test.
  expect(codes.get(4400) ?? 0).toBeGreaterThan(100);
  expect(codes.get(4403) ?? 0).toBeGreaterThan(5);
  expect(ana.provider.wsconnected).toBe(true);
  expect(server.lines.filter(({ level }) => level === 'error')).toEqual([]);
  // The check before applying saw the same as Yjs did.
  expect(server.lines.filter(({ text }) => text.includes('cannot be applied'))).toEqual([]);
  const kept = ana.doc
    .getArray('facts')
    .toJSON()
    .filter((fact: { by?: string }) => fact?.by === 'ana');
  expect(kept).toEqual(facts);
  // The next reader gets exactly what was passed on.
  writeFact(ana.doc, 'ana', 'last');
  await ana.until(() => ana.saved() === ana.sent(), 'saved');
  const bo = joinRoom(server.url, 'bo', room);
  await bo.synced();
  expect(factsOf(bo.doc)).toEqual(factsOf(ana.doc));
  expect(bo.doc.getText('summary').toDelta()).toEqual(ana.doc.getText('summary').toDelta());
  const stored = new Y.Doc();
  for (const { data } of await server.store.log(room, 0, 100_000)) Y.applyUpdate(stored, data);
  expect(factsOf(stored)).toEqual(factsOf(ana.doc));
  ana.close();
  bo.close();
});

/**
 * As a room reads them: it sorts them by time. Their place in the list means nothing, and Yjs places an
 * insertion by the order of arrival when it names neighbours that no client saw side by side.
 */
const factsOf = (doc: Y.Doc): string[] =>
  doc
    .getArray('facts')
    .toJSON()
    .map((fact: unknown) => JSON.stringify(fact))
    .toSorted();

async function answerAfter(client: RawClient, before: number): Promise<null> {
  await client.frame((frame) => frame.sync === 1 && client.frames.indexOf(frame) >= before, 'an answer');
  return null;
}

test.each([
  ['nothing at all', new Uint8Array()],
  ['an unknown sync message', new Uint8Array([0, 7])],
  ['a length that goes beyond the frame', new Uint8Array([0, 2, 0xff, 0xff, 0x7f, 1])],
  ['a state vector that is none', new Uint8Array([0, 0, 2, 0xff, 0xff])],
  ['a number without an end', new Uint8Array([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])],
  ['a text frame', 'hello'],
])('[SY5] %s: 4400', async (_name, bytes) => {
  await using server = await serveRooms();
  const client = await connectRaw(server.url, 'ana', makeRoomName());
  client.send(bytes);
  expect(await client.closed).toBe(4400);
});

test('[SY1] a message that no client sends closes with 4400; what only servers send is left alone', async () => {
  await using server = await serveRooms();
  const stranger = await connectRaw(server.url, 'mallory', makeRoomName());
  stranger.send(new Uint8Array([77, 1, 2, 3]));
  expect(await stranger.closed).toBe(4400);
  const client = await connectRaw(server.url, 'ana', makeRoomName());
  for (const kind of [2, 4]) client.send(new Uint8Array([kind, 1]));
  client.send(step1Frame(new Uint8Array([0])));
  await client.frame(({ sync }) => sync === 1, 'step 2');
  client.close();
});
