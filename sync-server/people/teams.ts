// TM1: teams within the team: groups of people who may see incidents restricted to their group.
import type { TeamSettings } from '#wire/api/teams.ts';
import type { Team } from '#room/feed/feed.ts';
import { makeShelf, readShelved, type Shelf, type ShelfRefusal } from '../storage/collection.ts';
import type { Database } from '../storage/database.ts';
import type { People } from './people.ts';
import { createListeners } from '../listeners.ts';

export const mostTeams = 200;

export type KeptTeam = { id: string; version: number; settings: TeamSettings };
export type TeamRefusal = ShelfRefusal | 'name-taken';

export type Teams = Shelf<TeamSettings, KeptTeam, 'name-taken'> & {
  /** The ids of a person's teams. */
  of(person: string): readonly string[];
  /** The teams as everybody sees them. */
  shown(): Team[];
  onChange(listener: () => void): () => void;
};

type Options = { database: Database; makeId: () => string; people: Pick<People, 'onChange'> };

export async function openTeams({ database, makeId, people }: Options): Promise<Teams> {
  const rows = await readShelved<TeamSettings>(database, 'teams');
  const listeners = createListeners();
  const shelf = makeShelf<TeamSettings, KeptTeam, 'name-taken'>({
    database,
    makeId,
    ...rows,
    most: mostTeams,
    shape: ({ settings, ...rest }) => ({
      ...rest,
      settings: { ...settings, members: [...new Set(settings.members)] },
    }),
    check: ({ id, settings: { name } }, all) =>
      [...all.values()].some((each) => each.id !== id && isSameName(each.settings.name, name))
        ? 'name-taken'
        : null,
    onChange: () => listeners.tell(),
  });
  const teamsOf = (person: string) =>
    shelf.list().filter(({ settings }) => settings.members.includes(person));
  people.onChange(({ id, role, mayReturn }) => {
    if (role !== null || mayReturn === true) return;
    for (const { id: team, settings } of teamsOf(id))
      void shelf.change(
        team,
        { ...settings, members: settings.members.filter((member) => member !== id) },
        null,
      );
  });
  return {
    ...shelf,
    shown: () => shelf.list().map(({ id, settings: { name } }) => ({ id, name })),
    of: (person) => teamsOf(person).map(({ id }) => id),
    onChange: listeners.add,
  };
}

const isSameName = (one: string, other: string): boolean =>
  one.trim().toLowerCase() === other.trim().toLowerCase();
