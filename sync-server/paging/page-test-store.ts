// PT: tests of paging as rows. Each is one JSON that only page-tests.ts reads.
import type { Database } from '../storage/database.ts';

/** One way of a person in a test. `problem`: why no page would go out by it; then nothing was sent. */
export type TestWay = {
  channel: string;
  name: string;
  afterMinutes: number;
  problem: string | null;
  confirmedAt: number | null;
};
/** `self` is of the person who asked; `check` of everybody on call. */
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

const read = (row: unknown): KeptTest => JSON.parse((row as { test: string }).test) as KeptTest;
const first = (row: unknown) => (row === undefined ? null : read(row));

/** Tests are kept for 400 days. */
export function openTestStore({ sql }: Database) {
  const write = sql.statement(
    `INSERT INTO page_tests (id, kind, by_person, at, test) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET test = excluded.test`,
  );
  const prune = sql.statement('DELETE FROM page_tests WHERE at < ?');
  const byId = sql.statement('SELECT test FROM page_tests WHERE id = ?');
  const since = sql.statement('SELECT test FROM page_tests WHERE at > ? ORDER BY at');
  const latest = sql.statement(
    `SELECT test FROM page_tests WHERE kind = 'self' AND by_person = ? ORDER BY at DESC, id DESC LIMIT 1`,
  );
  const checks = sql.statement(
    `SELECT test FROM page_tests WHERE kind = 'check' ORDER BY at DESC, id DESC LIMIT ?`,
  );
  return {
    write: (test: KeptTest): void => {
      prune.run(test.at - keptMs);
      write.run(test.id, test.kind, test.by, test.at, JSON.stringify(test));
    },
    find: (id: string) => first(byId.get(id)),
    since: (at: number) => since.all(at).map(read),
    latestOf: (person: string) => first(latest.get(person)),
    latestCheck: () => first(checks.get(1)),
    checks: () => checks.all(shownChecks).map(read),
  };
}
