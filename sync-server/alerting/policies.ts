// The escalation policies as the team wrote them. Kept in the database, held in memory.
import type { Database } from '../database.ts';
import { makeTurns } from '../in-turn.ts';
import { mostPolicies, type PolicySettings } from './policy.ts';

export type KeptPolicy = { id: string; version: number; settings: PolicySettings };
export type PolicyRefusal = 'unknown' | 'too-many' | 'changed-meanwhile' | 'not-empty';

export type Policies = {
  /** Oldest first. */
  list(): readonly KeptPolicy[];
  find(id: string): KeptPolicy | null;
  add(settings: PolicySettings): Promise<KeptPolicy | PolicyRefusal>;
  /** All or none, and only where there is none yet. */
  begin(settings: readonly PolicySettings[]): Promise<readonly KeptPolicy[] | PolicyRefusal>;
  change(id: string, settings: PolicySettings, version: number | null): Promise<KeptPolicy | PolicyRefusal>;
  remove(id: string, version: number | null): Promise<'removed' | PolicyRefusal>;
};

export async function openPolicies(options: { database: Database; makeId: () => string }): Promise<Policies> {
  const { database, makeId } = options;
  const { queries } = database;
  const rows = await queries.selectFrom('policies').selectAll().orderBy('id').execute();
  const policies = new Map(
    rows.map(({ id, version, settings }): [string, KeptPolicy] => [
      id,
      { id, version, settings: JSON.parse(settings) as PolicySettings },
    ]),
  );
  const inTurn = makeTurns();
  const check = (id: string, version: number | null): KeptPolicy | PolicyRefusal => {
    const policy = policies.get(id);
    if (policy === undefined) return 'unknown';
    return version !== null && version !== policy.version ? 'changed-meanwhile' : policy;
  };
  const addAll = (all: readonly PolicySettings[]) => {
    const added = all.map((settings): KeptPolicy => ({ id: makeId(), version: 1, settings }));
    database.together(
      added.map(({ id, settings }) =>
        queries
          .insertInto('policies')
          .values({ id, settings: JSON.stringify(settings) })
          .compile(),
      ),
    );
    for (const policy of added) policies.set(policy.id, policy);
    return added;
  };
  return {
    list: () => [...policies.values()],
    find: (id) => policies.get(id) ?? null,
    add: (settings) =>
      inTurn(async () => (policies.size >= mostPolicies ? 'too-many' : (addAll([settings])[0] ?? 'unknown'))),
    begin: (all) => inTurn(async () => (policies.size > 0 ? 'not-empty' : addAll(all))),
    change: (id, settings, version) =>
      inTurn(async () => {
        const before = check(id, version);
        if (typeof before === 'string') return before;
        const changed = { id, version: before.version + 1, settings };
        const update = queries
          .updateTable('policies')
          .set({ version: changed.version, settings: JSON.stringify(settings) })
          .where('id', '=', id);
        database.together([update.compile()]);
        policies.set(id, changed);
        return changed;
      }),
    remove: (id, version) =>
      inTurn(async () => {
        const before = check(id, version);
        if (typeof before === 'string') return before;
        database.together([queries.deleteFrom('policies').where('id', '=', id).compile()]);
        policies.delete(id);
        return 'removed';
      }),
  };
}
