// SL, CM1, FM6, RV23: the team's severities, roles, update templates, handbook pages and copy profiles. Only what
// owners changed is stored; the rest is as shipped.
import { mostCommsTemplates, type CommsTemplateChange } from '#room/team/team-templates.ts';
import { mostCopyProfiles, type CopyProfile } from '#room/team/copy-profiles.ts';
import { mostHandbookPages, type HandbookChange } from '#room/team/handbook.ts';
import type { LevelChange } from '#room/team/levels.ts';
import type { SchemeChanges } from '#room/team/scheme.ts';
import type { TeamRoleChange } from '#room/team/team-roles.ts';
import { makeShelf, readShelved, type Shelf } from '../storage/collection.ts';
import type { Database } from '../storage/database.ts';
import { createListeners } from '../listeners.ts';

export const mostTeamRoles = 50;

export type Kept<S> = { id: string; version: number; settings: S };
/** At most one item per name. */
export type NamedShelf<S extends { name: string }> = Shelf<S, Kept<S>, 'name-taken'> & {
  findNamed(name: string): Kept<S> | null;
};

export type SchemeStore = {
  levels: NamedShelf<LevelChange>;
  roles: NamedShelf<TeamRoleChange>;
  commsTemplates: NamedShelf<CommsTemplateChange>;
  handbook: NamedShelf<HandbookChange>;
  copyProfiles: NamedShelf<CopyProfile>;
  changes(): SchemeChanges;
  onChange(listener: () => void): () => void;
};

type Opening = { database: Database; makeId: () => string };

export async function openScheme(opening: Opening): Promise<SchemeStore> {
  const listeners = createListeners();
  const tell = () => listeners.tell();
  const open = <S extends { name: string }>(table: Naming['table'], most: number) =>
    openNamed<S>({ ...opening, table, most, tell });
  const levels = await open<LevelChange>('levels', 4);
  const roles = await open<TeamRoleChange>('team_roles', mostTeamRoles);
  const commsTemplates = await open<CommsTemplateChange>('comms_templates', mostCommsTemplates);
  const handbook = await open<HandbookChange>('handbook_pages', mostHandbookPages);
  const copyProfiles = await open<CopyProfile>('copy_profiles', mostCopyProfiles);
  return {
    levels,
    roles,
    commsTemplates,
    handbook,
    copyProfiles,
    changes: () => ({
      severities: levels.list().map(({ settings }) => settings),
      roles: roles.list().map(({ settings }) => settings),
      commsTemplates: commsTemplates.list().map(({ settings }) => settings),
      handbook: handbook.list().map(({ settings }) => settings),
      copyProfiles: copyProfiles.list().map(({ settings }) => settings),
    }),
    onChange: listeners.add,
  };
}

type Naming = Opening & {
  table: 'levels' | 'team_roles' | 'comms_templates' | 'handbook_pages' | 'copy_profiles';
  most: number;
  tell: () => void;
};

async function openNamed<S extends { name: string }>(options: Naming): Promise<NamedShelf<S>> {
  const { database, makeId, table, most, tell } = options;
  const shelf = makeShelf<S, Kept<S>, 'name-taken'>({
    database,
    makeId,
    ...(await readShelved<S>(database, table)),
    most,
    shape: (each) => each,
    check: ({ id, settings }, all) =>
      [...all.values()].some((each) => each.id !== id && each.settings.name === settings.name)
        ? 'name-taken'
        : null,
    onChange: tell,
  });
  return {
    ...shelf,
    findNamed: (name) => shelf.list().find(({ settings }) => settings.name === name) ?? null,
  };
}
