// SP114: a folder of the team's server that this desktop reaches too, on a share that is mounted here or kept in step.
// Whoever sits at the desktop says where. It is believed while the page lies there: where a share is not mounted, an
// empty folder of this computer is not mistaken for it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../../storage/database.ts';
import type { StatusPage } from '../records.ts';
import type { Target } from '../settings.ts';
import type { KeptPage } from './kept-page.ts';

type FolderTarget = Extract<Target, { kind: 'folder' }>;

export type OwnFolders = {
  /** Where this computer has it; null where nobody said. */
  find(page: string, place: string): string | null;
  /** Null takes it away. */
  set(page: string, place: string, path: string | null): void;
};

export function openOwnFolders({ sql }: Pick<Database, 'sql'>): OwnFolders {
  const one = sql.statement('SELECT path FROM away_folders WHERE page = ? AND place = ?');
  const put = sql.statement(
    'INSERT INTO away_folders (page, place, path) VALUES (?, ?, ?) ON CONFLICT (page, place) DO UPDATE SET path = excluded.path',
  );
  const remove = sql.statement('DELETE FROM away_folders WHERE page = ? AND place = ?');
  return {
    find: (page, place) => (one.get(page, place) as { path: string } | undefined)?.path ?? null,
    set: (page, place, path) => {
      if (path === null) remove.run(page, place);
      else put.run(page, place, path);
    },
  };
}

/** The page with the places that this desktop reaches, and those that it does not. */
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

/** Why a page is not published to a folder of this desktop now; null when it lies there. */
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
    // Nothing, or something else, is as good as nobody’s page.
    return 'the page does not lie in this folder: it may be on a share that is not mounted now';
  }
}
