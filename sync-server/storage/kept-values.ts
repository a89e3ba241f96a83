// Small things that are remembered across restarts, each a text under a name.
import type { CompiledQuery } from 'kysely';
import type { Database } from './database.ts';

type Asked = Pick<Database, 'queries' | 'first' | 'run'>;

/** Null where nothing is kept under this name. */
export function readKept({ queries, first }: Asked, name: string): string | null {
  return first(queries.selectFrom('values_kept').select('value').where('name', '=', name))?.value ?? null;
}

/** In place of what was kept under this name. Durable on return. */
export function writeKept(database: Asked, name: string, value: string): void {
  database.run(replacing(database, name, value));
}

/** The same for a larger transaction. */
export function writingKept(database: Asked, name: string, value: string): CompiledQuery {
  return replacing(database, name, value).compile();
}

/** Keeps it where nothing is kept under this name yet; answers what is kept then. */
export function keepFirst(database: Asked, name: string, value: string): string {
  const insert = database.queries.insertInto('values_kept').values({ name, value });
  database.run(insert.onConflict((conflict) => conflict.doNothing()));
  return readKept(database, name) ?? value;
}

const replacing = ({ queries }: Asked, name: string, value: string) =>
  queries
    .insertInto('values_kept')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }));
