import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasPostgres, startPostgres, type Cluster } from '../../checks/testing/databases.ts';
import { openStore } from '../../sync/store/open-store.ts';
import type { NewLogRow } from '../sqlite-documents.ts';
import { makeDatabase } from '../testing/postgres.ts';
import { openPostgres } from './open.ts';

const update = (writer: number, round: number, index: number): NewLogRow => ({
  document: `room-${(writer + index) % 2}`,
  at: round,
  author: `writer ${writer}`,
  data: new Uint8Array([writer, round, index]),
  introduced: [[7, `writer ${writer}`]],
});

describe.skipIf(!hasPostgres)('with PostgreSQL installed', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startPostgres();
  });
  afterAll(() => cluster[Symbol.asyncDispose]());

  test('[PG2] with several writers, no number is seen before all lower ones, and each is given once', async () => {
    const url = await makeDatabase(cluster);
    const databases = [1, 2, 3].map(() => openPostgres(url));
    const rounds = 40;
    const writing = { isOver: false };
    const given = databases.map(async (database, writer) => {
      const store = openStore(database);
      const seqs: number[] = [];
      for (let round = 0; round < rounds; round++) {
        const group = Array.from({ length: 1 + (round % 4) }, (_, index) => update(writer, round, index));
        const added = await store.append(group);
        expect(added).toHaveLength(group.length);
        seqs.push(...added);
      }
      return seqs;
    });
    // As a process does that hears late: from the last number it knows, over and over.
    const reader = openPostgres(url);
    const read = async () => {
      const seen: number[] = [];
      const all = reader.sql.statement('SELECT seq FROM document_updates WHERE seq > ? ORDER BY seq');
      while (!writing.isOver) {
        seen.push(...all.all(seen.at(-1) ?? 0).map(({ seq }) => Number(seq)));
        await new Promise(setImmediate);
      }
      seen.push(...all.all(seen.at(-1) ?? 0).map(({ seq }) => Number(seq)));
      return seen;
    };
    const all = Promise.all(given).finally(() => (writing.isOver = true));
    const [numbers, seen] = await Promise.all([all, read()]);
    const written = numbers.flat();
    expect(seen).toEqual(Array.from({ length: written.length }, (_, index) => index + 1));
    expect(written.toSorted((a, b) => a - b)).toEqual(seen);
    const owner = (await openStore(reader).load('room-0'))?.owners.get(7);
    expect(owner).toMatch(/^writer \d$/);
    await Promise.all([reader, ...databases].map((each) => each.close()));
  }, 60_000);
});
