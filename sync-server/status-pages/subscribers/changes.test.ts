import { setImmediate as otherWork } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasPostgres, startPostgres } from '../../checks/testing/databases.ts';
import type { TestTarget } from '../../checks/testing/targets.ts';
import { openTemporaryDatabase } from '../../replica/testing/database.ts';
import type { Database } from '../../storage/database.ts';
import { openPostgres } from '../../storage/postgres/open.ts';
import { makeDatabase } from '../../storage/testing/postgres.ts';
import { openChanges } from './changes.ts';
import { mostSubscribers } from './subscriber.ts';
import { openSubscriberTable } from './subscriber-table.ts';

let cluster: TestTarget | null = null;
beforeAll(async () => {
  if (hasPostgres) cluster = await startPostgres();
});
afterAll(() => cluster?.[Symbol.asyncDispose]());

const openers: [string, boolean, () => Promise<Database & AsyncDisposable>][] = [
  ['SQLite', true, async () => openTemporaryDatabase()],
  [
    'PostgreSQL',
    hasPostgres,
    async () => {
      const database = openPostgres(await makeDatabase(cluster));
      return { ...database, [Symbol.asyncDispose]: () => database.close() };
    },
  ],
];

/** `fails` says before each transaction whether it does. */
function open(database: Database, fails: () => boolean = () => false) {
  let made = 0;
  const table = openSubscriberTable(database, { now: () => 1_000, makeId: () => `s${(made += 1)}` });
  const transaction: Database['transaction'] = (work) => {
    if (fails()) throw new Error('the disk is full');
    return database.transaction(work);
  };
  const { changes } = openChanges({
    database: { ...database, transaction },
    table,
    outbox: {} as never,
    tellContact: () => {},
    knowLevels: () => {},
  });
  const active = () => table.counts('p').active;
  const events = () => database.all(database.queries.selectFrom('subscriber_events').select('subscriber'));
  return { changes, active, events };
}

const readers = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    page: 'p',
    kind: 'email' as const,
    address: `reader-${index}@example.org`,
    key: `reader-${index}@example.org`,
    components: null,
    topics: null,
    updates: 'all' as const,
    language: null,
    source: 'import' as const,
  }));

describe.each(openers)('in %s', (_name, isHere, openDatabase) => {
  test.skipIf(!isHere)(
    '[SP94] a long list comes some at a time, and other work goes on between',
    async () => {
      await using database = await openDatabase();
      const { changes, active, events } = open(database);
      const done = { yet: false };
      const adding = changes.add(readers(2_300), 'Ana').finally(() => (done.yet = true));
      const seen = new Set<number>();
      while (!done.yet) {
        seen.add(active());
        await otherWork();
      }
      expect(await adding).toBe(2_300);
      expect([...seen].filter((count) => count > 0 && count < 2_300).length).toBeGreaterThan(1);
      expect([active(), events().length]).toEqual([2_300, 2_300]);
      expect(await changes.add(readers(2_301), 'Ana')).toBe(1);
    },
  );

  test.skipIf(!isHere)(
    '[SP94] after a failure half-way the same list adds the rest, nobody twice',
    async () => {
      await using database = await openDatabase();
      let left = 2;
      const broken = open(database, () => (left -= 1) < 0);
      await expect(broken.changes.add(readers(1_700), 'Ana')).rejects.toThrow('the disk is full');
      expect(broken.active()).toBe(1_000);
      left = 100;
      expect(await broken.changes.add(readers(1_700), 'Ana')).toBe(700);
      const told = broken.events().map(({ subscriber }) => subscriber);
      expect([broken.active(), told.length, new Set(told).size]).toEqual([1_700, 1_700, 1_700]);
    },
  );

  test.skipIf(!isHere)(
    '[SP94] [SP121] two lists at once add nobody twice, and a full page takes none',
    async () => {
      await using database = await openDatabase();
      const { changes, active } = open(database);
      const both = await Promise.all([
        changes.add(readers(1_200), 'Ana'),
        changes.add(readers(1_300), 'Bo'),
        changes.add(readers(mostSubscribers + 1), 'Bo'),
      ]);
      expect([both, active()]).toEqual([[1_200, 100, null], 1_300]);
    },
  );
});
