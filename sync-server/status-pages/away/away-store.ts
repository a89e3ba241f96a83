// SP110, SP111: pages that this desktop may publish, and updates that it published and has not yet handed over.
import type { z } from 'zod';
import type { Database } from '../../storage/database.ts';
import type { ApprovedDraft } from '../updates/approved-draft.ts';
import type { KeptUpdate } from '../updates/published-updates.ts';
import { type KeptPage, keptPageSchema } from './kept-page.ts';

/** One of this desktop's updates, its approval, and its author. */
export type OwnUpdate = {
  page: string;
  update: KeptUpdate;
  approved: Pick<ApprovedDraft, 'draft' | 'hash' | 'rendered' | 'approval'>;
  caller: { person: string; name: string; label: string };
};
export type WaitingUpdate = OwnUpdate & {
  /** The newest generation that contains it; null before the first. */
  sequence: number | null;
};

export type AwayStore = {
  list(): readonly KeptPage[];
  find(id: string): KeptPage | null;
  /** Keeps exactly these pages; updates that they already contain no longer wait. */
  keep(pages: readonly KeptPage[]): void;
  /** On disk when it returns; an update that exists stays as it is. */
  add(own: OwnUpdate): void;
  /** Oldest first, of one page or of all. */
  waiting(page?: string): readonly WaitingUpdate[];
  /** A generation with this sequence contains all waiting updates of this page. */
  published(page: string, sequence: number): void;
  /** The team's server has it; until that server's list contains the update, it is added to the kept page. */
  handedOver(waiting: WaitingUpdate): void;
  /** It can never be handed over. */
  drop(id: string): void;
};

const keptSchema = keptPageSchema as unknown as z.ZodType<KeptPage>;

/** Null for data of another version that this one cannot read. */
const read = ({ kept }: { kept: string }): KeptPage | null =>
  keptSchema.safeParse(JSON.parse(kept)).data ?? null;

export function openAwayStore(database: Database): AwayStore {
  const pages = openPages(database);
  const updates = openOwnUpdates(database);
  return {
    list: pages.list,
    find: pages.find,
    keep: (all) =>
      database.transaction(() => {
        pages.clear();
        for (const kept of all) {
          pages.put(kept);
          for (const { id } of kept.updates) updates.drop(id);
        }
      }),
    ...updates,
    handedOver: ({ page, update, sequence }) =>
      database.transaction(() => {
        const kept = pages.find(page);
        updates.drop(update.id);
        if (kept === null) return;
        const { input } = kept;
        const next: KeptPage = {
          ...kept,
          input: { ...input, sequence: Math.max(input.sequence, sequence ?? 0) },
          updates: [...kept.updates.filter(({ id }) => id !== update.id), update],
        };
        pages.put(next);
      }),
  };
}

function openPages(database: Database) {
  const { queries } = database;
  const pages = queries.selectFrom('away_pages').select('kept').orderBy('id');
  return {
    list: () => database.all(pages).flatMap((row) => read(row) ?? []),
    find: (id: string) => {
      const row = database.first(pages.where('id', '=', id));
      return row === undefined ? null : read(row);
    },
    clear: () => void database.run(queries.deleteFrom('away_pages')),
    put: (kept: KeptPage) => {
      const row = { id: kept.page.id, kept: JSON.stringify(kept) };
      database.run(
        queries
          .insertInto('away_pages')
          .values(row)
          .onConflict((conflict) => conflict.column('id').doUpdateSet({ kept: row.kept })),
      );
    },
  };
}

function openOwnUpdates(database: Database): Pick<AwayStore, 'add' | 'waiting' | 'published' | 'drop'> {
  const { queries } = database;
  return {
    add: (own) => {
      const { id, at } = own.update;
      database.run(
        queries
          .insertInto('away_updates')
          .values({ id, page: own.page, at, said: JSON.stringify(own) })
          .onConflict((conflict) => conflict.doNothing()),
      );
    },
    waiting: (page) =>
      database
        .all(queries.selectFrom('away_updates').select(['said', 'sequence']).orderBy('at').orderBy('id'))
        .map(({ said, sequence }) => ({ ...(JSON.parse(said) as OwnUpdate), sequence }))
        .filter((each) => page === undefined || each.page === page),
    published: (page, sequence) =>
      void database.run(queries.updateTable('away_updates').set({ sequence }).where('page', '=', page)),
    drop: (id) => void database.run(queries.deleteFrom('away_updates').where('id', '=', id)),
  };
}
