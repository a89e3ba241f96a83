// For tests that limit how much is read.
import { askingOver } from '../asking.ts';
import type { Database } from '../database.ts';
import type { Value } from '../sql.ts';

/**
 * The same SQLite database, which records from now on how many rows are read, and the plan steps that scan all of
 * `table`.
 */
export function watchReading(database: Database, table: string) {
  const { sql } = database;
  const seen = { rows: 0, scans: [] as string[] };
  const watched = {
    ...sql,
    statement: (text: string) => {
      const statement = sql.statement(text);
      const plan = sql.statement(`EXPLAIN QUERY PLAN ${text}`);
      return {
        ...statement,
        all: (...values: Value[]) => {
          const steps = plan.all(...values).map(({ detail }) => String(detail));
          seen.scans.push(...steps.filter((step) => new RegExp(`^SCAN ${table}\\b`, 'u').test(step)));
          const found = statement.all(...values);
          seen.rows += found.length;
          return found;
        },
      };
    },
  };
  return { database: { ...database, ...askingOver(watched), sql: watched }, seen };
}
