import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasPostgres, startPostgres, type Cluster } from '../../checks/testing/databases.ts';
import { diskTrouble } from '../disk-trouble.ts';
import { openPostgres } from './open.ts';
import { openPool } from './pool.ts';
import { makeDatabase } from '../testing/postgres.ts';
import { documentsInPostgres } from './documents.ts';
import { guardWrites, markedWith, openLease } from './lease.ts';

function refusalOf(write: () => void): string | null {
  try {
    write();
    return 'written';
  } catch (error) {
    return diskTrouble(error);
  }
}

describe.skipIf(!hasPostgres)('with PostgreSQL installed', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startPostgres();
  });
  afterAll(() => cluster[Symbol.asyncDispose]());

  test('[MP1] one of many who want the lease has it, keeps it while it renews it, and others know where it is', async () => {
    const url = await makeDatabase(cluster);
    await openPostgres(url).close();
    const pool = openPool(url);
    const leases = await Promise.all([1, 2, 3, 4].map(() => openLease(pool)));
    const taken = await Promise.all(leases.map((lease) => lease.take()));
    expect(taken.filter((token) => token !== null)).toEqual([1]);
    const [first] = leases;
    // It cannot be asked yet.
    expect(await first?.lead()).toBeNull();
    expect(await first?.renew(1, 'http://10.0.0.1:4455')).toBe(true);
    expect(await leases[3]?.lead()).toMatchObject({ token: 1, address: 'http://10.0.0.1:4455' });
    expect(await leases[3]?.take()).toBeNull();
    await first?.release(1);
    expect(await leases[3]?.lead()).toBeNull();
    expect(await leases[3]?.take()).toBe(2);
    expect(await first?.renew(1, 'http://10.0.0.1:4455')).toBe(false);
    await first?.release(2);
    // A newer process led before.
    await pool.query({ text: 'UPDATE muster_schema SET version = version + 1' });
    expect(await leases[1]?.take()).toBeNull();
    await pool.end();
  });

  test('[MP2] a replaced lead that does not know it yet writes nothing but rooms', async () => {
    const url = await makeDatabase(cluster);
    await openPostgres(url).close();
    const pool = openPool(url);
    const lease = await openLease(pool);
    expect(await lease.take()).toBe(1);
    const late = openPostgres(markedWith(url, 1));
    await guardWrites(pool);
    await guardWrites(pool);
    const write = (value: string) => () =>
      void late.sql
        .statement('INSERT INTO values_kept (name, value) VALUES (?, ?)')
        .run(value, JSON.stringify(value));
    expect(write('while it leads')).not.toThrow();
    await lease.release(1);
    expect(await lease.take()).toBe(2);
    // Known as trouble that passes, so a request hears 503 and tries again.
    const replaced = 'another process has taken the lead';
    expect(refusalOf(write('afterwards'))).toBe(replaced);
    expect(refusalOf(() => late.sql.transaction(write('in a transaction')))).toBe(replaced);
    const asynchronous = late.queries.deleteFrom('values_kept').execute();
    expect(await asynchronous.then(() => 'written', diskTrouble)).toBe(replaced);
    const store = documentsInPostgres(openPool(markedWith(url, 1)));
    const room = { document: 'room-a', at: 1, author: 'ana', data: new Uint8Array([1]) };
    expect(await store.append([room])).toEqual([1]);
    const names = (await pool.query({ text: 'SELECT name FROM values_kept' })).rows;
    expect(names).toEqual([{ name: 'while it leads' }]);
    await late.close();
    await pool.end();
  });
});
