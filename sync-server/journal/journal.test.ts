import { roomName } from '#wire/document-name.ts';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type * as Y from 'yjs';
import { decodeLink, journalOf } from '#room/journal/link.ts';
import { openPasses, type Passes } from '../hub/passes.ts';
import { openTemporaryDatabase } from '../replica/testing/database.ts';
import { openRooms, type Rooms } from '../sync/rooms.ts';
import { openStore } from '../sync/store/open-store.ts';
import { openJournal, type Journal } from './journal.ts';

const id = '01JD4Z7Q0000000000000000AB';
const document = roomName(id);
const other = 'room-01JD4Z7Q0000000000000000AC';
const never = 3_600_000;
const now = () => 1_800_000_000_000;
const log = { info() {}, warn() {}, error() {}, debug() {} };

let database: ReturnType<typeof openTemporaryDatabase>;
beforeEach(() => {
  database = openTemporaryDatabase();
});
afterEach(() => database[Symbol.asyncDispose]());

type Side = { rooms: Rooms; journal: Journal; passes: Passes; end(): Promise<void> };

function start({ isPrimary = true, waitMs = never } = {}): Side {
  const rooms = openRooms({ store: openStore(database), now, log });
  const passes = openPasses({ database, isPrimary, now });
  const journal = openJournal({ database, rooms, passes, isPrimary, now, log, waitMs });
  const end = async () => {
    await journal.close();
    await rooms.close();
  };
  return { rooms, journal, passes, end };
}

/** Until what a start looks for is over; from then on nothing is signed for an hour unless it is asked for. */
const settle = async ({ journal }: Side) => {
  await setTimeout(1);
  await journal.signNow();
};

let count = 0;
const write = ({ rooms }: Side, author: string, room = document) =>
  rooms.change(room, author, (doc) => {
    const noted = now() + (count += 1);
    const fact = { id: `${author} ${count}`, kind: 'note', at: noted, noted, by: author, text: 'seen' };
    doc.getArray<unknown>('facts').push([fact]);
  });
const links = ({ rooms }: Side, room = document) =>
  rooms.look(room, (doc: Y.Doc) => journalOf(doc).map((item) => decodeLink(item)!));
const covered = async (side: Side, room = document) =>
  (await links(side, room)).map(({ tags }) => tags.length);

test('[JN2] entries are signed a moment later, once, in one chain', async () => {
  const side = start({ waitMs: 1 });
  await write(side, 'ana');
  await expect.poll(() => covered(side)).toEqual([1]);
  await write(side, 'ana');
  await write(side, 'bo');
  await expect.poll(async () => (await covered(side)).reduce((sum, each) => sum + each, 0)).toBe(3);
  const [first, ...more] = await links(side);
  expect(first?.device?.key).toBe(side.passes.key());
  expect(more.every(({ device }) => device === null)).toBe(true);
  await side.end();
});

test('[JN2] changes that were committed and not signed before the end are signed at the next start, without anybody writing', async () => {
  const before = start();
  await settle(before);
  await write(before, 'ana');
  expect(await covered(before)).toEqual([]);
  await before.end();
  const after = start();
  await expect.poll(() => covered(after)).toEqual([1]);
  await after.end();
  const third = start();
  await third.journal.signNow();
  expect(await covered(third)).toEqual([1]);
  await third.end();
});

test('[JN1] a desktop signs what was written at it alone; the team’s server what nobody signed', async () => {
  const desktop = start({ isPrimary: false });
  await using teams = openTemporaryDatabase();
  const team = openPasses({ database: teams, isPrimary: true, now });
  for (const author of ['ana', 'upstream http://team', 'replica of bo']) await write(desktop, author);
  await desktop.journal.signNow();
  // JN2: nobody vouches for it yet.
  expect(await covered(desktop)).toEqual([]);
  const ana = { id: 'ana', name: 'Ana', role: 'responder', carries: true } as const;
  desktop.passes.keep(team.issue(ana, desktop.passes.key()));
  await desktop.journal.signNow();
  expect(await covered(desktop)).toEqual([1]);
  await desktop.end();
});

test('[JN1] the team’s server signs entries of a desktop that is too old to sign', async () => {
  const side = start();
  await write(side, 'replica of bo');
  await side.journal.signNow();
  expect(await covered(side)).toEqual([1]);
  await side.end();
});

test('[JN2] a room that cannot be loaded keeps no other from being signed, and is signed once it can', async () => {
  const before = start();
  await settle(before);
  await write(before, 'ana');
  await write(before, 'ana', other);
  await before.end();
  const { queries } = database;
  const damaged = { document, up_to: 0, data: Uint8Array.of(9, 9, 9) };
  database.run(queries.insertInto('document_snapshots').values(damaged));
  const after = start();
  await expect(after.journal.signNow()).rejects.toThrow(document);
  expect(await covered(after, other)).toEqual([1]);
  database.run(queries.deleteFrom('document_snapshots').where('document', '=', document));
  await after.end();
  const third = start();
  await third.journal.signNow();
  expect([await covered(third), await covered(third, other)]).toEqual([[1], [1]]);
  await third.end();
});
