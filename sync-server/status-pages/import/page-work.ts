// SP122: planned work that was taken over with a page, and which components of another tool became which here.
import type { Maintenance } from '#status-page/schema/index.ts';
import type { Database } from '../../storage/database.ts';
import type { ToolName } from './import-plan.ts';
import type { ComponentLink } from './plan-components.ts';

export type PageWork = {
  list(page: string): Maintenance[];
  links(page: string, tool: ToolName): ComponentLink[];
  /** What is there under the same id is replaced. `also` writes what belongs to it in the same transaction. */
  takeOver(
    page: string,
    what: { tool: ToolName; links: readonly ComponentLink[]; work: readonly Maintenance[] },
    also: () => void,
  ): void;
};

export function openPageWork({ sql }: Pick<Database, 'sql'>): PageWork {
  const list = sql.statement('SELECT said FROM status_page_work WHERE page = ? ORDER BY id');
  const put = sql.statement(
    'INSERT INTO status_page_work (page, id, said) VALUES (?, ?, ?) ON CONFLICT (page, id) DO UPDATE SET said = excluded.said',
  );
  const links = sql.statement(
    'SELECT foreign_id, own_id, said FROM status_page_imports WHERE page = ? AND tool = ? ORDER BY foreign_id',
  );
  const link =
    sql.statement(`INSERT INTO status_page_imports (page, tool, foreign_id, own_id, said) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (page, tool, foreign_id) DO UPDATE SET own_id = excluded.own_id, said = excluded.said`);
  type Row = { said: string; foreign_id: string; own_id: string };
  return {
    list: (page) => (list.all(page) as Row[]).map(({ said }) => JSON.parse(said) as Maintenance),
    links: (page, tool) =>
      (links.all(page, tool) as Row[]).map(({ foreign_id, own_id, said }) => ({
        foreign: foreign_id,
        own: own_id,
        said: JSON.parse(said) as ComponentLink['said'],
      })),
    takeOver: (page, { tool, links: all, work }, also) =>
      sql.transaction(() => {
        for (const { foreign, own, said } of all) link.run(page, tool, foreign, own, JSON.stringify(said));
        for (const each of work) put.run(page, each.id, JSON.stringify(each));
        also();
      }),
  };
}
