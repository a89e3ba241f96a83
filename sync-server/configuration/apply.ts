// CF4: applies a checked plan as one transaction over all stores; memory follows. Existing items are found by name,
// so a second run changes nothing.
import { isDeepStrictEqual } from 'node:util';
import { ownServer } from '#wire/api/locations.ts';
import type { CompiledQuery } from 'kysely';
import type { Put, SetAside, Staged, StageRefusal } from '../storage/collection.ts';
import { nameComponents } from '../status-pages/page/check-page.ts';
import type { StatusPage } from '../status-pages/page/records.ts';
import { peopleNamed, type ConfiguredParts } from './plan.ts';
import { nothingOwned, sections, type FileShape, type Owned, type FileSection } from './shape.ts';

export type AppliedChange = {
  section: FileSection;
  name: string;
  done: 'added' | 'changed' | 'kept' | 'removed';
};
export type Applying = {
  known: ConfiguredParts;
  /** The items that earlier files made. Those missing from `shape` are removed. */
  owned: Owned;
  /** CF4: items that files removed recently; an item of the same name is restored. */
  aside?: SetAside;
  /** False: an existing item of the same name stays unchanged. */
  overwrites: boolean;
  makeId: () => string;
};
export type StagedPlan = {
  changes: readonly AppliedChange[];
  /** The items that the file owns afterwards. */
  owned: Owned;
  writes: readonly CompiledQuery[];
  /** Call it as soon as `writes` are on disk; resolves when all parts have followed. */
  settle(): Promise<void>;
};

/** A fault that only the whole plan shows, such as a limit. */
export class PlanRefused extends Error {
  override name = 'PlanRefused';
  readonly section: FileSection;
  readonly item: string | null;
  readonly expected: string;
  constructor(section: FileSection, item: string | null, expected: string) {
    super(`${section}${item === null ? '' : `: ${item}`}: expected ${expected}`);
    this.section = section;
    this.item = item;
    this.expected = expected;
  }
}

type Kept = { id: string; settings: { name: string } };
type Store = {
  list(): readonly Kept[];
  stage(
    puts: readonly Put<unknown>[],
    removals: readonly string[],
    how: 'aside',
  ): Staged | StageRefusal<string>;
};

const refusals: Record<string, string> = {
  'too-many': 'fewer items: the limit of the server includes those made by hand',
  'unknown-parent': 'a parent that is a monitor of this server',
  'name-taken': 'a name that no other one has, whatever its case',
  'slug-taken': 'a slug that no other page has',
  'domain-taken': 'a domain that no other page has',
  'parent-loop': 'a parent that does not itself depend on this one',
};

/** CF4: the id of each item of the file, and the items that are on the server already, by id. */
function identify(shape: FileShape, applying: Applying) {
  const owned = nothingOwned();
  const there = new Map<string, Kept>();
  for (const section of sections) {
    const names = new Set(shape[section].map(({ name }) => name));
    for (const { name, was } of shape[section]) {
      const find = (each: string) => findKept(applying.known[section], applying.owned[section][each], each);
      // The item that has that name now is the one.
      const formerly = was === undefined || names.has(was) ? undefined : was;
      const before = find(name) ?? (formerly === undefined ? null : find(formerly));
      if (before !== null) there.set(before.id, before);
      owned[section][name] = before?.id ?? idAside(applying, section, [name, formerly]) ?? applying.makeId();
    }
  }
  return { owned, there };
}

/** Changes nothing. Throws PlanRefused. */
export function stagePlan(shape: FileShape, applying: Applying): StagedPlan {
  const { known, overwrites, makeId } = applying;
  const { owned, there } = identify(shape, applying);
  const changes: AppliedChange[] = [];
  const staged: Staged[] = [];
  for (const section of sections) {
    const puts: Put<unknown>[] = [];
    for (const item of inOrder<FileShape[FileSection][number]>(section, shape[section])) {
      const id = owned[section][item.name] ?? '';
      const before = there.get(id);
      const settings = toSettings(section, item, { known, owned, before: before ?? null, makeId });
      const stays = before && (!overwrites || isDeepStrictEqual(plain(before.settings), plain(settings)));
      changes.push({ section, name: item.name, done: stays ? 'kept' : before ? 'changed' : 'added' });
      if (!stays) puts.push({ id, settings });
    }
    const kept = new Set(Object.values(owned[section]));
    const gone = Object.entries(applying.owned[section]).filter(([, id]) => !kept.has(id));
    for (const [name] of gone) changes.push({ section, name, done: 'removed' });
    staged.push(stage(known[section], { section, puts, removals: gone.map(([, id]) => id) }));
  }
  return {
    changes,
    owned,
    writes: [
      ...staged.flatMap(({ puts }) => puts),
      ...staged.toReversed().flatMap(({ removals }) => removals),
    ],
    settle: async () => {
      await Promise.all(staged.map(async (each) => each.settle()));
    },
  };
}

function stage(
  store: Store,
  { section, puts, removals }: { section: FileSection; puts: readonly Put<unknown>[]; removals: string[] },
): Staged {
  const staged = store.stage(puts, removals, 'aside');
  if (!('refusal' in staged)) return staged;
  const refused = puts.find(({ id }) => id === staged.id)?.settings as { name: string } | undefined;
  throw new PlanRefused(section, refused?.name ?? null, refusals[staged.refusal] ?? staged.refusal);
}

const plain = (settings: unknown): unknown => JSON.parse(JSON.stringify(settings)) as unknown;

function findKept(store: Pick<Store, 'list'>, id: string | undefined, name: string): Kept | null {
  const all = store.list();
  return all.find((each) => each.id === id) ?? all.find(({ settings }) => settings.name === name) ?? null;
}

const idAside = ({ aside }: Applying, section: FileSection, names: readonly (string | undefined)[]) =>
  names.map((name) => (name === undefined ? undefined : aside?.[section]?.[name]?.id)).find(Boolean);

/** Parents before their children. */
function inOrder<T extends { name: string }>(section: FileSection, items: readonly T[]): readonly T[] {
  if (section !== 'monitors') return items;
  const left = new Map(items.map((item) => [item.name, item]));
  const ordered: T[] = [];
  const take = (item: T) => {
    if (!left.delete(item.name)) return;
    const parent = left.get((item as { parent?: string }).parent ?? '');
    if (parent) take(parent);
    ordered.push(item);
  };
  for (const item of items) take(item);
  return ordered;
}

const locationIn = ({ locations }: ConfiguredParts, name: string): string | undefined =>
  name === ownServer ? name : locations.list().find(({ settings }) => settings.name === name)?.id;

type Names = { known: ConfiguredParts; owned: Owned; before: Kept | null; makeId: () => string };

/** Finds the ids for the names in one item. Every name is in the file or on the server: the plan was checked. */
function idsFor(section: FileSection, item: string, { known, owned, makeId, before }: Names) {
  const found = (id: string | undefined, name: string): string => {
    // It was removed after the plan was checked.
    if (id === undefined) throw new PlanRefused(section, item, `another name: ${name} no longer exists`);
    return id;
  };
  return {
    in: (where: 'monitors' | 'schedules' | 'channels' | 'services' | 'teams', name: string) =>
      found(
        owned[where][name] ?? known[where].list().find(({ settings }) => settings.name === name)?.id,
        name,
      ),
    person: (who: string) => found(peopleNamed(known, who)[0]?.id, who),
    location: (name: string) => found(locationIn(known, name), name),
    components: (named: Parameters<typeof nameComponents>[0]) => {
      const kept = (before as StatusPage | null)?.settings.components ?? [];
      return nameComponents(named, kept, () => makeId().toLowerCase());
    },
  };
}
type Ids = ReturnType<typeof idsFor>;
type Item<S extends FileSection> = Omit<FileShape[S][number], 'was'>;

/** The sections whose items name others: each item with ids in place of names. */
const withIds: { [S in FileSection]?: (item: Item<S>, ids: Ids) => Record<string, unknown> } = {
  monitors: ({ parent, locations, ...rest }, ids) => ({
    ...rest,
    ...(parent !== undefined && { parent: ids.in('monitors', parent) }),
    ...(locations && { locations: locations.map(ids.location) }),
  }),
  maintenance: ({ monitors, ...rest }, ids) => ({
    ...rest,
    monitors: monitors === 'all' ? monitors : monitors.map((name) => ids.in('monitors', name)),
  }),
  teams: ({ members, ...rest }, ids) => ({ ...rest, members: [...new Set(members.map(ids.person))] }),
  channels: ({ teams, ...rest }, ids) => ({
    ...rest,
    ...(teams !== undefined && { teams: teams.map((each) => ids.in('teams', each)) }),
  }),
  schedules: ({ layers, ...rest }, ids) => ({
    ...rest,
    layers: layers.map((layer) => ({ ...layer, people: layer.people.map(ids.person) })),
  }),
  services: ({ dependsOn, ...rest }, ids) => ({
    ...rest,
    ...(dependsOn !== undefined && { dependsOn: dependsOn.map((each) => ids.in('services', each)) }),
  }),
  recurringTasks: ({ owner, ...rest }, ids) => ({
    ...rest,
    ...(owner !== undefined && { owner: ids.person(owner) }),
  }),
  pages: ({ components, mailChannel, smsChannel, ...rest }, ids) => ({
    ...rest,
    components: ids.components(
      components.map(({ monitor, ...each }) => ({
        ...each,
        ...(monitor !== undefined && { monitor: ids.in('monitors', monitor) }),
      })),
    ),
    ...(mailChannel !== undefined && { mailChannel: ids.in('channels', mailChannel) }),
    ...(smsChannel !== undefined && { smsChannel: ids.in('channels', smsChannel) }),
  }),
  policies: ({ steps, ...rest }, ids) => ({
    ...rest,
    steps: steps.map((step) => ({
      ...step,
      targets: step.targets.map(({ kind, name, backup }) => ({
        kind,
        id:
          kind === 'person' ? ids.person(name) : ids.in(kind === 'schedule' ? 'schedules' : 'channels', name),
        ...(backup !== undefined && { backup }),
      })),
    })),
  }),
};

function toSettings(
  section: FileSection,
  item: FileShape[FileSection][number],
  names: Names,
): Record<string, unknown> {
  const { was: _was, ...given } = item;
  const translate = withIds[section] as ((item: object, ids: Ids) => Record<string, unknown>) | undefined;
  return translate === undefined ? given : translate(given, idsFor(section, item.name, names));
}
