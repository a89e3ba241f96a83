// CF4: brings the server to what a checked plan says. Names find what is there already, so that doing it twice, or
// again after a crash in the middle, changes nothing more.
import { isDeepStrictEqual } from 'node:util';
import type { IntakeSettings } from '../intake/intakes.ts';
import { peopleNamed, type Known } from './plan.ts';
import { sections, type FileShape, type Section } from './shape.ts';

/** By section the id of each name. */
export type Owned = Record<Section, Record<string, string>>;
export const nothingOwned = (): Owned => ({
  channels: {},
  schedules: {},
  monitors: {},
  maintenance: {},
  policies: {},
  intakes: {},
});

export type Change = { section: Section; name: string; done: 'added' | 'changed' | 'kept' | 'removed' };
export type Applying = {
  known: Known;
  /** What earlier files made; what is not in `shape` any more is removed. */
  owned: Owned;
  /** Told after each step, so that a crash loses no ownership. */
  onOwned: (owned: Owned) => void;
  /** False: what is there under that name stays as it is. */
  overwrites: boolean;
};

type Kept = { id: string; settings: { name: string } };
type Store = {
  list(): readonly Kept[];
  add(settings: unknown): Promise<Kept | { field: string } | string>;
  change(id: string, settings: unknown, version: null): Promise<Kept | { field: string } | string>;
  remove(id: string, version: null): Promise<unknown>;
};

/** Throws an Error that names the item when a store refuses, such as a limit that only shows then. */
export async function applyPlan(shape: FileShape, applying: Applying): Promise<Change[]> {
  const { known, overwrites } = applying;
  let { owned } = applying;
  const changes: Change[] = [];
  for (const section of sections) {
    for (const item of inOrder<FileShape[Section][number]>(section, shape[section])) {
      const store = storeOf(section, known);
      const before = findKept(store, owned[section][item.name], item.name);
      const settings = toSettings(section, item, known);
      const isSame = before !== null && isDeepStrictEqual(plain(before.settings), plain(settings));
      let id = before?.id ?? '';
      if (before === null) id = taken(await store.add(settings), section, item.name);
      else if (overwrites && !isSame) taken(await store.change(id, settings, null), section, item.name);
      const done = before === null ? 'added' : overwrites && !isSame ? 'changed' : 'kept';
      changes.push({ section, name: item.name, done });
      if (owned[section][item.name] === id) continue;
      owned = { ...owned, [section]: { ...owned[section], [item.name]: id } };
      applying.onOwned(owned);
    }
  }
  for (const section of sections.toReversed()) {
    const named = new Set(shape[section].map(({ name }) => name));
    for (const [name, id] of Object.entries(owned[section])) {
      if (named.has(name)) continue;
      await storeOf(section, known).remove(id, null);
      const { [name]: _gone, ...left } = owned[section];
      owned = { ...owned, [section]: left };
      applying.onOwned(owned);
      changes.push({ section, name, done: 'removed' });
    }
  }
  return changes;
}

const plain = (settings: unknown): unknown => JSON.parse(JSON.stringify(settings)) as unknown;

function findKept(store: Store, id: string | undefined, name: string): Kept | null {
  const all = store.list();
  return all.find((each) => each.id === id) ?? all.find(({ settings }) => settings.name === name) ?? null;
}

function taken(answer: Kept | { field: string } | string, section: Section, name: string): string {
  if (typeof answer === 'object' && 'id' in answer) return answer.id;
  const why = typeof answer === 'string' ? answer : JSON.stringify(answer);
  throw new Error(`${section}: ${name} was refused: ${why}`);
}

function storeOf(section: Section, known: Known): Store {
  if (section !== 'intakes') return known[section];
  const { intakes } = known;
  const add: Store['add'] = (settings) => intakes.add(settings as IntakeSettings, null);
  return { ...intakes, add };
}

/** Parents before their children. */
function inOrder<T extends { name: string }>(section: Section, items: readonly T[]): readonly T[] {
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

/** Ids in place of the names; the plan was checked, so each name is there by now. */
function toSettings(section: Section, item: FileShape[Section][number], known: Known): unknown {
  const idIn = (where: 'monitors' | 'schedules' | 'channels', name: string) =>
    known[where].list().find(({ settings }) => settings.name === name)?.id ?? '';
  const person = (who: string) => peopleNamed(known, who)[0]?.id ?? '';
  if (section === 'monitors') {
    const { parent, ...rest } = item as FileShape['monitors'][number];
    return parent === undefined ? rest : { ...rest, parent: idIn('monitors', parent) };
  }
  if (section === 'maintenance') {
    const { monitors, ...rest } = item as FileShape['maintenance'][number];
    return {
      ...rest,
      monitors: monitors === 'all' ? monitors : monitors.map((name) => idIn('monitors', name)),
    };
  }
  if (section === 'schedules') {
    const { layers, ...rest } = item as FileShape['schedules'][number];
    return { ...rest, layers: layers.map((layer) => ({ ...layer, people: layer.people.map(person) })) };
  }
  if (section !== 'policies') return item;
  const { steps, ...rest } = item as FileShape['policies'][number];
  const toId = (kind: 'person' | 'schedule' | 'channel', name: string) =>
    kind === 'person' ? person(name) : idIn(kind === 'schedule' ? 'schedules' : 'channels', name);
  return {
    ...rest,
    steps: steps.map((step) => ({
      ...step,
      targets: step.targets.map(({ kind, name, backup }) => ({
        kind,
        id: toId(kind, name),
        ...(backup === undefined ? {} : { backup }),
      })),
    })),
  };
}
