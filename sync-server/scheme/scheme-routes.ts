// SL1, CM10, FM6, RV23: routes for severity levels, roles, update templates, handbook pages and copy profiles, by name.
import { z } from 'zod';
import {
  commsTemplateSchema,
  expectTemplate,
  mostCommsTemplates,
  templatesFrom,
} from '#room/team/team-templates.ts';
import {
  expectPage,
  handbookPageSchema,
  mostHandbookPages,
  type HandbookChange,
} from '#room/team/handbook.ts';
import {
  copyProfileSchema,
  expectProfile,
  mostCopyProfiles,
  type CopyProfile,
} from '#room/team/copy-profiles.ts';
import { levelsFrom } from '#room/team/levels.ts';
import { levelSchema, teamRoleSchema } from '#room/team/scheme.ts';
import { rolesFrom } from '#room/team/team-roles.ts';
import { managedShape } from '#wire/api/list.ts';
import { changedMeanwhile, Problem } from '../http/problem.ts';
import { routesTaking, type Route } from '../http/route.ts';
import { isExpected, type ExpectedVersion } from '../storage/expected-version.ts';
import { listOf, nameSchema, readOnly } from '../http/shapes.ts';
import { mostTeamRoles, type NamedShelf, type SchemeStore } from './scheme.ts';

type Takes = {
  scheme: SchemeStore;
};
const defineRoute = routesTaking<Takes>();

type Named<S extends { name: string }, Shown> = {
  path: string;
  summaries: Record<'list' | 'one' | 'change' | 'remove', string>;
  schema: z.ZodObject & z.ZodType<S>;
  /** An item in full, and whether an owner changed it. */
  shown: z.ZodType;
  shelf: (parts: Takes) => NamedShelf<S>;
  all: (changes: readonly S[]) => readonly (Shown & { name: string })[];
  /** The stored form of a name; throws a Problem when no item can have that name. */
  readName: (text: string) => S['name'];
  /** The message when the limit is reached. */
  tooMany: string;
  /** Why the settings are invalid, beyond their schema. */
  expect?: (settings: S) => { field: string; expected: string } | null;
};

const nameParams = z.object({ name: z.string().trim().min(1).max(120) });
/** TX3. What an older version took is still read and removed by `nameParams`. */
const newNameParams = z.object({ name: nameSchema });
const unknown = () => new Problem(404, 'Nothing has this name.');

function namedRoutes<S extends { name: string }, Shown>(options: Named<S, Shown>): readonly Route<Takes>[] {
  const { path, summaries } = options;
  const shown = z.intersection(options.shown, z.object({ isChanged: z.boolean(), ...managedShape }));
  const { list, one } = readNamed(options);
  return [
    defineRoute({
      method: 'GET',
      path,
      summary: summaries.list,
      access: 'viewer',
      isForwarded: true,
      answers: listOf(shown),
      answer: ({ parts }) => ({ body: { items: list(parts) } }),
    }),
    defineRoute({
      method: 'GET',
      path: `${path}/:name`,
      summary: summaries.one,
      access: 'viewer',
      isForwarded: true,
      params: nameParams,
      answers: shown,
      answer: ({ parts, params }) => one(parts, options.readName(params.name)),
    }),
    changeRoute(options, shown),
    removeRoute(options),
  ];
}

function readNamed<S extends { name: string }, Shown>({ shelf, all }: Named<S, Shown>) {
  const list = (parts: Takes) => {
    const kept = shelf(parts);
    return all(kept.list().map(({ settings }) => settings)).map((item) => ({
      ...item,
      isChanged: kept.findNamed(item.name) !== null,
    }));
  };
  const one = (parts: Takes, name: string) => {
    const item = list(parts).find((each) => each.name === name);
    if (item === undefined) throw unknown();
    return { body: item, version: shelf(parts).findNamed(name)?.version ?? 0 };
  };
  return { list, one };
}

function changeRoute<S extends { name: string }, Shown>(
  options: Named<S, Shown>,
  shown: z.ZodType,
): Route<Takes> {
  const { path, summaries, schema, shelf, readName } = options;
  return defineRoute({
    method: 'PUT',
    path: `${path}/:name`,
    summary: summaries.change,
    access: 'owner',
    isForwarded: true,
    params: newNameParams,
    // Clients may send it back as read; the name comes from the address.
    body: schema.extend({ name: readOnly, isChanged: readOnly, managedBy: readOnly }),
    answers: shown,
    answer: async ({ parts, params, body, version }) => {
      const name = readName(params.name);
      const { isChanged: _, managedBy: _managed, ...given } = body;
      const settings = { ...given, name } as unknown as S;
      const wrong = options.expect?.(settings) ?? null;
      if (wrong !== null) throw new Problem(400, 'This is not as expected.', { errors: [wrong] });
      requireDone(await put(shelf(parts), settings, version), options);
      return readNamed(options).one(parts, name);
    },
  });
}

async function put<S extends { name: string }>(kept: NamedShelf<S>, settings: S, version: ExpectedVersion) {
  const before = kept.findNamed(settings.name);
  if (before !== null) return kept.change(before.id, settings, version);
  return isExpected(version, 0) ? kept.add(settings) : 'changed-meanwhile';
}

function removeRoute<S extends { name: string }, Shown>(options: Named<S, Shown>): Route<Takes> {
  const { path, summaries, shelf, readName } = options;
  return defineRoute({
    method: 'DELETE',
    path: `${path}/:name`,
    summary: summaries.remove,
    access: 'owner',
    isForwarded: true,
    params: nameParams,
    status: 204,
    answers: z.undefined(),
    answer: async ({ parts, params, version }) => {
      const kept = shelf(parts);
      const before = kept.findNamed(readName(params.name));
      const removed = before === null ? 'unknown' : await kept.remove(before.id, version);
      if (removed !== 'removed') requireDone(removed, options);
      return {};
    },
  });
}

/** Throws the Problem of an outcome that is a refusal. */
function requireDone(outcome: object | string, { tooMany }: { tooMany: string }): void {
  if (outcome === 'changed-meanwhile') throw new Problem(...changedMeanwhile);
  if (outcome === 'too-many') throw new Problem(400, `There are already ${tooMany}. That is the limit.`);
  if (outcome === 'unknown') throw unknown();
}

const isLevelName = (text: string) => levelSchema.shape.name.safeParse(text);

export const schemeRoutes: readonly Route<Takes>[] = [
  ...namedRoutes({
    path: '/api/v1/severities',
    summaries: {
      list: 'The four severities: what each means, whom it asks for, and how soon',
      one: 'One severity',
      change: 'Say what a severity means and asks for; fields that are left out are as they ship',
      remove: 'Put a severity back to the shipped text',
    },
    schema: levelSchema,
    shown: levelSchema.required(),
    shelf: ({ scheme }) => scheme.levels,
    all: levelsFrom,
    tooMany: '4 severities',
    readName: (text) => {
      const { success, data } = isLevelName(text);
      if (!success) throw unknown();
      return data;
    },
  }),
  ...namedRoutes({
    path: '/api/v1/roles',
    summaries: {
      list: 'The roles of an incident: what each is for, where it stops, and what it may decide',
      one: 'One role',
      change: 'Describe a role, also one of your own; fields that are left out are as they ship',
      remove: 'Put a role back to the shipped text, or forget the description of your own',
    },
    schema: teamRoleSchema,
    shown: teamRoleSchema.required(),
    shelf: ({ scheme }) => scheme.roles,
    all: rolesFrom,
    tooMany: `${mostTeamRoles} roles`,
    readName: (text) => text.toLowerCase(),
  }),
  ...namedRoutes({
    path: '/api/v1/comms-templates',
    summaries: {
      list: 'The texts that updates begin with, those that ship and the team’s own',
      one: 'One text that updates begin with',
      change: 'Change a text that updates begin with, also one of your own',
      remove: 'Put a text back to the shipped one, or remove one of your own',
    },
    schema: commsTemplateSchema,
    shown: commsTemplateSchema.required(),
    shelf: ({ scheme }) => scheme.commsTemplates,
    all: templatesFrom,
    tooMany: `${mostCommsTemplates} texts of the team`,
    expect: expectTemplate,
    readName: (text) => text,
  }),
  ...namedRoutes<CopyProfile, CopyProfile>({
    path: '/api/v1/copy-profiles',
    summaries: {
      list: 'What the team hides in copies of its reviews for others, each under a name',
      one: 'One profile of what copies of reviews hide',
      change: 'Add or change a profile of what copies of reviews hide',
      remove: 'Remove a profile of what copies of reviews hide',
    },
    schema: copyProfileSchema,
    shown: copyProfileSchema,
    shelf: ({ scheme }) => scheme.copyProfiles,
    all: (profiles) => profiles.toSorted((one, other) => one.name.localeCompare(other.name, 'en')),
    tooMany: `${mostCopyProfiles} profiles`,
    expect: expectProfile,
    readName: (text) => text,
  }),
  ...namedRoutes<HandbookChange, HandbookChange>({
    path: '/api/v1/handbook',
    summaries: {
      list: 'The pages of the handbook that the team changed or wrote; every other page is as it ships',
      one: 'One page of the handbook that the team changed or wrote',
      change: 'Change a page of the handbook, also one of your own',
      remove: 'Put a page of the handbook back to the shipped text, or remove one of your own',
    },
    schema: handbookPageSchema,
    shown: handbookPageSchema,
    shelf: ({ scheme }) => scheme.handbook,
    all: (changes) => changes.toSorted((one, other) => (one.name < other.name ? -1 : 1)),
    tooMany: `${mostHandbookPages} pages of the team`,
    expect: expectPage,
    readName: (text) => {
      const { success, data } = handbookPageSchema.shape.name.safeParse(text);
      if (success) return data;
      throw new Problem(400, 'This is not as expected.', {
        errors: [{ field: 'name', expected: 'letters a to z, digits and single hyphens' }],
      });
    },
  }),
];
