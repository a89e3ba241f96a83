// Small texts, each under a name, that survive restarts.
import type { CompiledQuery } from 'kysely';
import type { Database } from './database.ts';

type Asked = Pick<Database, 'queries' | 'first' | 'run'>;

/** AT11: the name under which the bucket of the attached files is kept, as JSON without keys. */
export const attachmentsPlace = 'attachments-place';

/** Null when nothing is stored under this name. */
export function readKept({ queries, first }: Asked, name: string): string | null {
  return first(queries.selectFrom('values_kept').select('value').where('name', '=', name))?.value ?? null;
}

/** Replaces the value under this name. Durable on return. */
export function writeKept(database: Asked, name: string, value: string): void {
  database.run(replacing(database, name, value));
}

/** Removes the value under this name. */
export function forgetKept({ queries, run }: Asked, name: string): void {
  run(queries.deleteFrom('values_kept').where('name', '=', name));
}

/** The same write, as part of a larger transaction. */
export function writingKept(database: Asked, name: string, value: string): CompiledQuery {
  return replacing(database, name, value).compile();
}

/** Stores the value if the name has none yet; returns the stored value. */
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
