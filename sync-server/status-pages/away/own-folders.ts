// SP114: a folder of the team's server that this desktop reaches too, on a mounted or synchronised share. The person
// at the desktop sets its path. It is used only while the page is in it: an empty folder of an unmounted share must
// not be mistaken for it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../../storage/database.ts';
import type { StatusPage } from '../page/records.ts';
import type { Target } from '../page/settings.ts';
import type { KeptPage } from './kept-page.ts';

type FolderTarget = Extract<Target, { kind: 'folder' }>;

export type OwnFolders = {
  /** Its path on this computer; null when nobody has set it. */
  find(page: string, place: string): string | null;
  /** Null removes it. */
  set(page: string, place: string, path: string | null): void;
};

export function openOwnFolders(database: Database): OwnFolders {
  const { queries } = database;
  return {
    find: (page, place) =>
      database.first(
        queries.selectFrom('away_folders').select('path').where('page', '=', page).where('place', '=', place),
      )?.path ?? null,
    set: (page, place, path) =>
      void database.run(
        path === null
          ? queries.deleteFrom('away_folders').where('page', '=', page).where('place', '=', place)
          : queries
              .insertInto('away_folders')
              .values({ page, place, path })
              .onConflict((conflict) => conflict.columns(['page', 'place']).doUpdateSet({ path })),
      ),
  };
}

/** The page with the places this desktop can reach, and those it cannot. */
export function reachOf({ page, leftOut }: KeptPage, folders: Pick<OwnFolders, 'find'>) {
  const own = leftOut.flatMap(({ kind, place }): FolderTarget[] => {
    const path = kind === 'folder' ? folders.find(page.id, place) : null;
    return path === null ? [] : [{ kind: 'folder', path }];
  });
  const targets = [...(page.settings.targets ?? []), ...own];
  return {
    page: { ...page, settings: { ...page.settings, targets } },
    own,
    leftOut: leftOut.filter(({ place }) => folders.find(page.id, place) === null),
  };
}

/** Why the page cannot be published to this desktop's folder now; null when it can. */
export async function whyNotThere(
  { path }: FolderTarget,
  { id }: Pick<StatusPage, 'id'>,
): Promise<string | null> {
  try {
    const { page } = JSON.parse(await readFile(join(path, 'api/v2/status.json'), 'utf8')) as {
      page?: { id?: unknown };
    };
    return page?.id === id ? null : 'another page lies in this folder';
  } catch {
    // A missing or unreadable file means that it is not this page's folder.
    return 'the page does not lie in this folder: it may be on a share that is not mounted now';
  }
}
