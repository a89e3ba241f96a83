// SP110, SP111: pages that this desktop may publish, and updates that it published and did not hand over yet.
import type { z } from 'zod';
import type { Database } from '../../storage/database.ts';
import type { ApprovedDraft } from '../approved-draft.ts';
import type { KeptUpdate } from '../published-updates.ts';
import { type KeptPage, keptPageSchema } from './kept-page.ts';

/** An update of ours, what it was approved as, and whose it is. */
export type OwnUpdate = {
  page: string;
  update: KeptUpdate;
  approved: Pick<ApprovedDraft, 'draft' | 'hash' | 'rendered' | 'approval'>;
  caller: { person: string; name: string; label: string };
};
export type WaitingUpdate = OwnUpdate & {
  /** The newest generation it was published with; null before the first. */
  sequence: number | null;
};

export type AwayStore = {
  list(): readonly KeptPage[];
  find(id: string): KeptPage | null;
  /** These and no others from now on; what they tell of waits no longer. */
  keep(pages: readonly KeptPage[]): void;
  /** On disk when it returns; one that is there already stays as it is. */
  add(own: OwnUpdate): void;
  /** Oldest first; of one page, or of all. */
  waiting(page?: string): readonly WaitingUpdate[];
  /** All that waits of this page lies in a generation with this sequence. */
  published(page: string, sequence: number): void;
  /** The team's server has it; until it says so itself, it is among what it told. */
  handedOver(waiting: WaitingUpdate): void;
  /** It can never be handed over. */
  drop(id: string): void;
};

const keptSchema = keptPageSchema as unknown as z.ZodType<KeptPage>;

/** Null for what another version left and this one does not understand. */
const read = (row: unknown): KeptPage | null =>
  keptSchema.safeParse(JSON.parse((row as { kept: string }).kept)).data ?? null;

export function openAwayStore({ sql }: Database): AwayStore {
  const put = sql.statement(
    'INSERT INTO away_pages (id, kept) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET kept = excluded.kept',
  );
  const clear = sql.statement('DELETE FROM away_pages');
  const remove = sql.statement('DELETE FROM away_updates WHERE id = ?');
  const all = sql.statement('SELECT kept FROM away_pages ORDER BY id');
  const one = sql.statement('SELECT kept FROM away_pages WHERE id = ?');
  const insert = sql.statement(
    'INSERT INTO away_updates (id, page, at, said) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const select = sql.statement('SELECT said, sequence FROM away_updates ORDER BY at, id');
  const note = sql.statement('UPDATE away_updates SET sequence = ? WHERE page = ?');
  const find = (id: string) => {
    const row = one.get(id);
    return row === undefined ? null : read(row);
  };
  return {
    list: () => all.all().flatMap((row) => read(row) ?? []),
    find,
    keep: (pages) =>
      sql.transaction(() => {
        clear.run();
        for (const kept of pages) {
          put.run(kept.page.id, JSON.stringify(kept));
          for (const { id } of kept.updates) remove.run(id);
        }
      }),
    add: (own) => insert.run(own.update.id, own.page, own.update.at, JSON.stringify(own)),
    waiting: (page) =>
      (select.all() as { said: string; sequence: number | null }[])
        .map(({ said, sequence }) => ({ ...(JSON.parse(said) as OwnUpdate), sequence }))
        .filter((each) => page === undefined || each.page === page),
    published: (page, sequence) => note.run(sequence, page),
    handedOver: ({ page, update, sequence }) =>
      sql.transaction(() => {
        const kept = find(page);
        remove.run(update.id);
        if (kept === null) return;
        const { input } = kept;
        const next: KeptPage = {
          ...kept,
          input: { ...input, sequence: Math.max(input.sequence, sequence ?? 0) },
          updates: [...kept.updates.filter(({ id }) => id !== update.id), update],
        };
        put.run(page, JSON.stringify(next));
      }),
    drop: (id) => remove.run(id),
  };
}
