// SP122: planned work imported with a page, and which component of the other tool became which one here.
import type { Maintenance } from '#status-page/schema/index.ts';
import type { Database } from '../../storage/database.ts';
import type { ToolName } from './import-plan.ts';
import type { ComponentLink } from './plan-components.ts';

export type PageWork = {
  list(page: string): Maintenance[];
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
      .values({ page, id: work.id, said })
      .onConflict((conflict) => conflict.columns(['page', 'id']).doUpdateSet({ said }));
  };
  return { links, link, put };
}

export function openPageWork(database: Database): PageWork {
  const { links, link, put } = askWork(database);
  // Runs for every rendering of a page.
  const list = database.prepare((db, page: string) =>
    db.selectFrom('status_page_work').select('said').where('page', '=', page).orderBy('id'),
  );
  return {
    list: (page) => list.all(page).map(({ said }) => JSON.parse(said) as Maintenance),
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
