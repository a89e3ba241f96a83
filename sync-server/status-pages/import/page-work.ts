// SP67, SP122: planned work that no maintenance window plans: imported with a page, or of a window that was removed, and which component of the other tool became which one here.
import { pastKeptMs } from '#status-page/limits.ts';
import type { Maintenance } from '#status-page/schema/index.ts';
import type { Database } from '../../storage/database.ts';
import type { ToolName } from './import-plan.ts';
import type { ComponentLink } from './plan-components.ts';

export type PageWork = {
  list(page: string): Maintenance[];
  /** Keeps removed work; removed work that no page tells any more goes (SP67). */
  keep(page: string, work: readonly Maintenance[], now: number): void;
  links(page: string, tool: ToolName): ComponentLink[];
  /** Replaces work with the same id. `also` writes related data in the same transaction. */
  takeOver(
    page: string,
    what: { tool: ToolName; links: readonly ComponentLink[]; work: readonly Maintenance[] },
    also: () => void,
  ): void;
};

function askWork({ queries }: Database) {
  const links = (page: string, tool: ToolName) =>
    queries
      .selectFrom('status_page_imports')
      .select(['foreign_id', 'own_id', 'said'])
      .where('page', '=', page)
      .where('tool', '=', tool)
      .orderBy('foreign_id');
  const link = (page: string, tool: ToolName, { foreign, own, said: words }: ComponentLink) => {
    const row = { own_id: own, said: JSON.stringify(words) };
    return queries
      .insertInto('status_page_imports')
      .values({ page, tool, foreign_id: foreign, ...row })
      .onConflict((conflict) => conflict.columns(['page', 'tool', 'foreign_id']).doUpdateSet(row));
  };
  const put = (page: string, work: Maintenance) => {
    const said = JSON.stringify(work);
    return queries
      .insertInto('status_page_work')
      .values({ page, id: rowOf(work), said })
      .onConflict((conflict) => conflict.columns(['page', 'id']).doUpdateSet({ said }));
  };
  const drop = (page: string, id: string) =>
    queries.deleteFrom('status_page_work').where('page', '=', page).where('id', '=', id);
  return { links, link, put, drop };
}

/** A window that was changed has several plans of one id, each removed at its time. */
const rowOf = ({ id, removedAt }: Maintenance): string =>
  removedAt === undefined ? id : `${id} ${removedAt}`;

export function openPageWork(database: Database): PageWork {
  const { links, link, put, drop } = askWork(database);
  // Runs for every rendering of a page.
  const list = database.prepare((db, page: string) =>
    db.selectFrom('status_page_work').select(['id', 'said']).where('page', '=', page).orderBy('id'),
  );
  const listOf = (page: string) => list.all(page).map(({ said }) => JSON.parse(said) as Maintenance);
  return {
    list: listOf,
    keep: (page, work, now) =>
      database.transaction(() => {
        for (const { id, said } of list.all(page)) {
          const { removedAt = now } = JSON.parse(said) as Maintenance;
          if (removedAt < now - pastKeptMs) database.run(drop(page, id));
        }
        for (const each of work) database.run(put(page, each));
      }),
    links: (page, tool) =>
      database.all(links(page, tool)).map(({ foreign_id, own_id, said }) => ({
        foreign: foreign_id,
        own: own_id,
        said: JSON.parse(said) as ComponentLink['said'],
      })),
    takeOver: (page, { tool, links: all, work }, also) =>
      database.transaction(() => {
        for (const each of all) database.run(link(page, tool, each));
        for (const each of work) database.run(put(page, each));
        also();
      }),
  };
}
