import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { hasPostgres, startPostgres } from '../../checks/testing/databases.ts';
import type { TestTarget } from '../../checks/testing/targets.ts';
import { openDatabase, type Database } from '../../storage/database.ts';
import { openPostgres } from '../../storage/postgres/open.ts';
import { makeDatabase } from '../../storage/testing/postgres.ts';
import { openColdLogs } from './cold-logs.ts';
import type { DocumentStore, NewUpdate } from './document-store.ts';
import { createMemoryStore } from '../testing/memory-store.ts';
import { openStore } from './open-store.ts';

/** `pack`: packs as for closed rooms; null without cold storage. */
type Pack = ((document: string) => unknown) | null;
type Opened = {
  store: DocumentStore;
  pack: Pack;
  reopen: () => Promise<DocumentStore>;
  close: () => Promise<void>;
};

const stores: Record<string, () => Opened | Promise<Opened>> = {
  sqlite: openSqlite,
  ...(hasPostgres && { postgres: openInPostgres }),
  memory: () => {
    const store = createMemoryStore();
    return { store, pack: null, reopen: async () => store, close: async () => undefined };
  },
};

function openSqlite(): Opened {
  const folder = mkdtempSync(join(tmpdir(), 'muster-store-'));
  const file = join(folder, 'muster.sqlite');
  let database: Database = openDatabase(file);
  return {
    store: openStore(database),
    pack: (document) => openColdLogs(database).pack(document),
    reopen: async () => {
      await database.close();
      database = openDatabase(file);
      return openStore(database);
    },
    close: async () => {
      await database.close();
      rmSync(folder, { recursive: true });
    },
  };
}

let cluster: TestTarget | null = null;
beforeAll(async () => {
  cluster = hasPostgres ? await startPostgres() : null;
});
afterAll(() => cluster?.[Symbol.asyncDispose]());

async function openInPostgres(): Promise<Opened> {
  const url = await makeDatabase(cluster);
  let database: Database = openPostgres(url);
  return {
    store: openStore(database),
    pack: (document) => openColdLogs(database).pack(document),
    reopen: async () => {
      await database.close();
      database = openPostgres(url);
      return openStore(database);
    },
    close: () => database.close(),
  };
}

const update = (document: string, byte: number, author = 'ana'): NewUpdate => ({
  document,
  at: 1_000 + byte,
  author,
  data: new Uint8Array([byte]),
});
const plain = (rows: readonly { data: Uint8Array }[]) => rows.map((row) => ({ ...row, data: [...row.data] }));
const bytesOf = (rows: readonly { data: Uint8Array }[]) => rows.map(({ data }) => [...data]);

describe.each(Object.keys(stores))('the %s store', (name) => {
  const opened: Opened[] = [];
  const open = async () => {
    const made = await stores[name]!();
    opened.push(made);
    return made;
  };
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close();
  });

  test('[ST1] append answers sequence numbers that grow over all documents, in order', async () => {
    const { store } = await open();
    const first = await store.append([update('a', 1), update('b', 2), update('a', 3)]);
    const second = await store.append([update('b', 4)]);
    const seqs = [...first, ...second];
    expect(seqs).toHaveLength(4);
    expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
    expect(new Set(seqs).size).toBe(4);
    expect(bytesOf((await store.load('a'))?.tail ?? [])).toEqual([[1], [3]]);
    expect(await store.append([])).toEqual([]);
  });

  test('[ST1] an append that fails writes nothing of it', async () => {
    const { store } = await open();
    await store.append([update('a', 1)]);
    const broken = { ...update('a', 3), data: 'not bytes' as unknown as Uint8Array };
    await expect((async () => store.append([update('a', 2), update('new', 2), broken]))()).rejects.toThrow();
    expect(bytesOf((await store.load('a'))?.tail ?? [])).toEqual([[1]]);
    expect(await store.load('new')).toBeNull();
    await store.append([update('a', 4)]);
    expect(bytesOf((await store.load('a'))?.tail ?? [])).toEqual([[1], [4]]);
  });

  test('[ST2] a snapshot shortens loading and leaves the log whole, with its times and authors', async () => {
    const { store } = await open();
    const [, second = 0] = await store.append([update('a', 1, 'ana'), update('a', 2, 'bo')]);
    await store.saveSnapshot('a', second, new Uint8Array([9, 9]));
    await store.append([update('a', 3, 'cy')]);
    const loaded = await store.load('a');
    expect([...(loaded?.snapshot ?? [])]).toEqual([9, 9]);
    expect(loaded?.upTo).toBe(second);
    expect(bytesOf(loaded?.tail ?? [])).toEqual([[3]]);
    const log = await store.log('a');
    expect(log.map(({ author, at, document }) => ({ author, at, document }))).toEqual([
      { author: 'ana', at: 1_001, document: 'a' },
      { author: 'bo', at: 1_002, document: 'a' },
      { author: 'cy', at: 1_003, document: 'a' },
    ]);
  });

  test('[ST2] an older snapshot does not replace a newer one', async () => {
    const { store } = await open();
    const [first = 0, second = 0] = await store.append([update('a', 1), update('a', 2)]);
    await store.saveSnapshot('a', second, new Uint8Array([2]));
    await store.saveSnapshot('a', first, new Uint8Array([1]));
    expect(await store.load('a')).toMatchObject({ upTo: second, tail: [] });
  });

  test('the log is read in pieces', async () => {
    const { store } = await open();
    await store.append([1, 2, 3, 4, 5].map((byte) => update('a', byte)));
    const [head, next] = await store.log('a', 0, 2);
    expect(bytesOf(head === undefined || next === undefined ? [] : [head, next])).toEqual([[1], [2]]);
    expect(bytesOf(await store.log('a', next?.seq))).toEqual([[3], [4], [5]]);
  });

  test('[ST4] the owners of client ids are kept with the update that introduced them, the first time', async () => {
    const { store, reopen } = await open();
    const broken = { ...update('a', 3), data: 'not bytes' as unknown as Uint8Array };
    await store.append([{ ...update('a', 1), introduced: [[7, 'ana'], [2 ** 40, '*']] }]); // prettier-ignore
    await store.append([{ ...update('a', 2), introduced: [[7, 'bo']] }]);
    await store.append([{ ...update('b', 2), introduced: [[7, 'cy']] }]);
    await expect(
      (async () => store.append([{ ...update('a', 4), introduced: [[8, 'dee']] }, broken]))(),
    ).rejects.toThrow();
    const again = await reopen();
    const expected = new Map([[7, 'ana'], [2 ** 40, '*']]); // prettier-ignore
    expect((await again.load('a'))?.owners).toEqual(expected);
    expect((await again.load('b'))?.owners).toEqual(new Map([[7, 'cy']]));
  });

  test('documents are those with an update, each with its newest', async () => {
    const { store } = await open();
    expect(await store.documents()).toEqual([]);
    expect(await store.load('a')).toBeNull();
    const seqs = await store.append([update('a', 1), update('b', 2), update('a', 3)]);
    const documents = await store.documents();
    expect(new Map(documents.map(({ document, head }) => [document, head]))).toEqual(
      new Map([
        ['a', seqs[2]],
        ['b', seqs[1]],
      ]),
    );
  });

  test('later changes do not touch a returned value', async () => {
    const { store } = await open();
    const data = new Uint8Array([1]);
    await store.append([{ ...update('a', 1), data }]);
    data[0] = 7;
    expect(bytesOf((await store.load('a'))?.tail ?? [])).toEqual([[1]]);
  });

  test('a store that is opened again has everything', async () => {
    const { store, reopen } = await open();
    const [seq = 0] = await store.append([update('a', 1)]);
    await store.saveSnapshot('a', seq, new Uint8Array([5]));
    const [later = 0] = await store.append([update('a', 2)]);
    const again = await reopen();
    const loaded = await again.load('a');
    expect([...(loaded?.snapshot ?? [])]).toEqual([5]);
    expect(loaded?.tail.map((row) => row.seq)).toEqual([later]);
    const [next = 0] = await again.append([update('a', 3)]);
    expect(next).toBeGreaterThan(later);
  });

  test('[ER1] an erased incident is gone, the others stay, and its number is not given again', async () => {
    const { store, reopen } = await open();
    const introduced = [[7, 'ana']] as const;
    const [first = 0] = await store.append([{ ...update('a', 1), introduced }, update('b', 2)]);
    await store.saveSnapshot('a', first, new Uint8Array([5]));
    const [last = 0] = await store.append([update('a', 3)]);
    await store.erase('a');
    await store.erase('never there');
    const again = await reopen();
    expect(await again.load('a')).toBeNull();
    expect(await again.log('a')).toEqual([]);
    expect((await again.documents()).map(({ document }) => document)).toEqual(['b']);
    const [next = 0] = await again.append([update('a', 4)]);
    expect(next).toBeGreaterThan(last);
    const loaded = await again.load('a');
    expect([loaded?.snapshot, loaded?.owners.size]).toEqual([null, 0]);
  });

  test('[ST5] a packed room reads as before: loading, the log from any place, more written after it, erasing', async () => {
    const made = await open();
    const { store, pack } = made;
    if (pack === null) return;
    await store.append([update('b', 99)]);
    for (let byte = 1; byte <= 9; byte += 1) await store.append([update('a', byte, `by ${byte}`)]);
    // Without a snapshot nothing is packed, and never more than it covers.
    expect(pack('a')).toBeNull();
    const before = await store.log('a', 0, 100);
    await store.saveSnapshot('a', before[5]?.seq ?? 0, new Uint8Array([7]));
    expect(pack('a')).toMatchObject({ rows: 6 });
    expect(pack('a')).toBeNull();
    expect(plain(await store.log('a', 0, 100))).toEqual(plain(before));
    for (const [at, limit] of [
      [0, 3],
      [2, 2],
      [4, 4],
      [7, 9],
    ] as const)
      expect(plain(await store.log('a', before[at]?.seq ?? 0, limit))).toEqual(
        plain(before.slice(at + 1, at + 1 + limit)),
      );
    const reopened = await made.reopen();
    const loaded = await reopened.load('a');
    expect([loaded?.upTo, bytesOf(loaded?.tail ?? [])]).toEqual([before[5]?.seq, [[7], [8], [9]]]);
    expect((await reopened.documents()).find(({ document }) => document === 'a')?.head).toBe(
      before.at(-1)?.seq,
    );
    // Written to again, and packed again, but for the newest row.
    await reopened.append([update('a', 10)]);
    const all = await reopened.log('a', 0, 100);
    await reopened.saveSnapshot('a', all.at(-1)?.seq ?? 0, new Uint8Array([8]));
    expect(pack('a')).toMatchObject({ rows: 3 });
    expect(plain(await reopened.log('a', 0, 100))).toEqual(plain(all));
    expect(bytesOf(await reopened.log('b', 0, 100))).toEqual([[99]]);
    await reopened.erase('a');
    expect(await reopened.log('a', 0, 100)).toEqual([]);
    expect(await reopened.load('a')).toBeNull();
  });
});
