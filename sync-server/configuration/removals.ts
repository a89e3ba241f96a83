// CF9: items that a file drops are set aside for a while. A file that suddenly drops many items is refused.
import type { Database } from '../storage/database.ts';
import { asideMs, readSetAside, type SetAside, writeAside } from '../storage/collection.ts';
import type { ConfiguredParts } from './plan.ts';
import { sections, type Fault, type FileShape, type Owned, type FileSection } from './shape.ts';

/** This many items of a section may go without confirmation. */
const unasked = 3;
/** More are refused when they exceed this share of the section. */
const share = 1 / 5;

export type Removed = { section: FileSection; name: string; id: string };

/** The faults of a shape that drops too much, one for each section. `removed`: the items that would go. */
export function whyTooMany(
  file: string,
  { shape, owned, removed }: { shape: FileShape; owned: Owned; removed: readonly Removed[] },
): Fault[] {
  if (shape.mayRemove === true || removed.length === 0) return [];
  const isEmpty = sections.every((section) => shape[section].length === 0);
  return sections.flatMap((section) => {
    const gone = removed.filter((each) => each.section === section).length;
    const all = Object.keys(owned[section]).length;
    if (gone === 0 || (!isEmpty && (gone <= unasked || gone <= all * share))) return [];
    const expected = `${section} that it had: ${gone} of ${all} are missing, so it may be cut off. If they are meant to go, say “mayRemove: true” in it, or start once with --may-remove`;
    return [{ file, line: null, field: section, expected }];
  });
}

/** The items set aside: adds items that go now, leaves out items that came back. */
export function nextAside(
  before: SetAside,
  { removed, owned, at }: { removed: readonly Removed[]; owned: Owned; at: number },
): SetAside {
  const isBack = new Set(sections.flatMap((section) => Object.values(owned[section])));
  const next: SetAside = {};
  for (const section of sections) {
    const kept = Object.entries(before[section] ?? {}).filter(([, { id }]) => !isBack.has(id));
    const gone = removed.filter((each) => each.section === section);
    next[section] = Object.fromEntries([...kept, ...gone.map(({ name, id }) => [name, { id, at }] as const)]);
  }
  return next;
}

/** Deletes items that were set aside at least 30 days ago; returns how many. */
export function purgeAside(database: Database, known: ConfiguredParts, now: number): number {
  const aside = readSetAside(database);
  let count = 0;
  for (const section of sections) {
    for (const [name, { id, at }] of Object.entries(aside[section] ?? {})) {
      if (at > now - asideMs) continue;
      known[section].purge(id);
      delete aside[section]?.[name];
      count += 1;
    }
  }
  if (count > 0) database.together([writeAside(database, aside)]);
  return count;
}
