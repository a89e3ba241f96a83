// The team's escalation policies, kept in the database and in memory.
import type { Database } from '../../storage/database.ts';
import { makeShelf, type Shelf, type ShelfRefusal } from '../../storage/collection.ts';
import type { PolicySettings } from '#wire/api/policies.ts';
import { mostPolicies } from './policy.ts';

export type KeptPolicy = { id: string; version: number; settings: PolicySettings };
export type PolicyRefusal = ShelfRefusal | 'not-empty';

export type Policies = Shelf<PolicySettings, KeptPolicy> & {
  /** Adds all or none, and only when there is no policy yet. */
  begin(settings: readonly PolicySettings[]): Promise<readonly KeptPolicy[] | PolicyRefusal>;
};

export async function openPolicies(options: { database: Database; makeId: () => string }): Promise<Policies> {
  const { database, makeId } = options;
  const { queries } = database;
  const rows = await queries.selectFrom('policies').selectAll().orderBy('id').execute();
  const shelf = makeShelf<PolicySettings, KeptPolicy>({
    ...options,
    items: new Map(
      rows.map(({ settings, ...row }) => [
        row.id,
        { ...row, settings: JSON.parse(settings) as PolicySettings },
      ]),
    ),
    most: mostPolicies,
    shape: (policy) => policy,
    write: ({ id, version, settings }, isNew) => {
      const row = { version, settings: JSON.stringify(settings) };
      return isNew
        ? queries
            .insertInto('policies')
            .values({ id, ...row })
            .compile()
        : queries.updateTable('policies').set(row).where('id', '=', id).compile();
    },
    erase: (id) => [queries.deleteFrom('policies').where('id', '=', id).compile()],
  });
  return {
    ...shelf,
    begin: async (all) => {
      if (shelf.list().length > 0) return 'not-empty';
      const staged = shelf.stage(
        all.map((settings) => ({ id: makeId(), settings })),
        [],
      );
      if ('refusal' in staged) return staged.refusal;
      database.together(staged.puts);
      await staged.settle();
      return shelf.list();
    },
  };
}
