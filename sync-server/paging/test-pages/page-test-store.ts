// PT: stores page tests as rows. Each row holds one JSON value that only page-tests.ts reads.
import type { Database } from '../../storage/database.ts';

/** One way to reach a person in a test. `problem`: why it cannot be used; then nothing was sent. */
export type TestWay = {
  channel: string;
  name: string;
  afterMinutes: number;
  problem: string | null;
  confirmedAt: number | null;
};
/** `self` tests the person who asked; `check` tests everybody on call. */
export type KeptTest = {
  id: string;
  kind: 'self' | 'check';
  by: string;
  byName: string;
  at: number;
  people: { person: string; name: string; ways: TestWay[] }[];
};

const keptMs = 400 * 86_400_000;
const shownChecks = 20;

const read = ({ test }: { test: string }) => JSON.parse(test) as KeptTest;

/** Tests are kept for 400 days. */
export function openTestStore(database: Database) {
  const { queries } = database;
  const tests = queries.selectFrom('page_tests').select('test');
  const newest = tests.orderBy('at', 'desc').orderBy('id', 'desc');
  const checks = newest.where('kind', '=', 'check');
  const first = (query: typeof tests) => {
    const row = database.first(query.limit(1));
    return row === undefined ? null : read(row);
  };
  return {
    write: (kept: KeptTest): void => {
      const { id, kind, by, at } = kept;
      const test = JSON.stringify(kept);
      database.run(queries.deleteFrom('page_tests').where('at', '<', at - keptMs));
      database.run(
        queries
          .insertInto('page_tests')
          .values({ id, kind, by_person: by, at, test })
          .onConflict((conflict) => conflict.column('id').doUpdateSet({ test })),
      );
    },
    find: (id: string) => first(tests.where('id', '=', id)),
    since: (at: number) => database.all(tests.where('at', '>', at).orderBy('at')).map(read),
    latestOf: (person: string) => first(newest.where('kind', '=', 'self').where('by_person', '=', person)),
    latestCheck: () => first(checks),
    checks: () => database.all(checks.limit(shownChecks)).map(read),
  };
}
