// Stores the last known state of an upstream, so that it can be shown after a restart without the upstream.
import { gatherChanges } from '../../clock.ts';
import type { Database } from '../../storage/database.ts';
import { readKept, writeKept } from '../../storage/kept-values.ts';
import { unknownStanding, type Person } from '#room/feed/feed.ts';
import { schemeOutline } from '#room/team/scheme.ts';
import { z } from 'zod';
import type { StoreStanding } from '../../storage/lives.ts';
import type { Mirror } from './mirror.ts';
import { meSchema } from '#wire/api/me.ts';

/** Times are on the team's clock. */
export type KnownTeam = {
  me: Person | null;
  clockOffsetMs: number;
  /** When the upstream was last heard. */
  heardAt: number | null;
  /** RE9: the upstream's log position at the last answer; null before, and for an upstream too old to answer. */
  store: StoreStanding | null;
  mirror: Mirror | null;
};

export type Memory = {
  known(): Readonly<KnownTeam>;
  /** Effective at once, stored within `everyMs`. */
  learn(change: Partial<KnownTeam>): void;
  /** For values that change every second and may be lost: stored together with the next other change. */
  learnInPassing(change: Partial<KnownTeam>): void;
  /** Stored when it returns: for facts that a restart must keep, such as people's rights. */
  learnForGood(change: Partial<KnownTeam>): void;
  close(): void;
};

/** RE9: only what the upstream takes back as a question; anything else would be refused at each later connection. */
export const standingShape = z.object({ life: z.string().max(64), head: z.int().min(0) });

// Our own data. Its outline is checked, so that data of another version is dropped and not misread.
const smallThings = z.object({
  me: meSchema.nullable(),
  clockOffsetMs: z.number(),
  heardAt: z.number().nullable(),
  store: standingShape
    .nullish()
    .catch(null)
    .transform((store) => store ?? null),
});
const mirrorOutline = z.object({
  monitors: z.array(
    z.looseObject({ id: z.string() }).transform((monitor) => ({ ...unknownStanding, ...monitor })),
  ),
  people: z.array(meSchema),
  // Absent in data of an older version.
  monitoring: z.looseObject({ blindSince: z.number().nullable() }).default({ blindSince: null }),
  services: z.array(z.looseObject({ id: z.string() })).default([]),
  problems: z.array(z.looseObject({ id: z.string(), incidents: z.array(z.string()) })).default([]),
  recurringTasks: z
    .array(z.looseObject({ id: z.string(), due: z.string(), reminded: z.array(z.string()) }))
    .optional(),
  reviewTemplates: z.array(z.looseObject({ id: z.string() })).default([]),
  onCall: z.array(z.looseObject({ schedule: z.string() })).default([]),
  pages: z.array(z.looseObject({ id: z.string(), person: z.string() })).default([]),
  reports: z.array(z.looseObject({ id: z.string(), title: z.string() })).default([]),
  staleSince: z.number().nullable(),
  hub: z.object({ host: z.string(), since: z.number(), people: z.number() }).nullish(),
  bridge: z.string().nullish(),
  endedKeys: z.array(z.string()).optional(),
  scheme: schemeOutline.optional(),
});

type Options = {
  database: Database;
  upstream: string;
  everyMs: number;
  onError: (error: unknown) => void;
};

export function openMemory({ database, upstream, everyMs, onError }: Options): Memory {
  const mirrorName = `upstream ${upstream} mirror`;
  const name = `upstream ${upstream}`;
  let known: KnownTeam = {
    ...(read(database, name, smallThings) ?? { me: null, clockOffsetMs: 0, heardAt: null, store: null }),
    mirror: read(database, mirrorName, mirrorOutline) as Mirror | null,
  };
  let isMirrorNew = false;

  const writeDown = (): void => {
    writing.stop();
    const { mirror, ...rest } = known;
    try {
      writeKept(database, name, JSON.stringify(rest));
      // The mirror may be large and changes seldom.
      if (isMirrorNew) writeKept(database, mirrorName, JSON.stringify(mirror));
      isMirrorNew = false;
    } catch (error) {
      onError(error);
    }
  };

  const writing = gatherChanges(everyMs, writeDown);

  const take = (change: Partial<KnownTeam>) => {
    known = { ...known, ...change };
    if (change.mirror !== undefined) isMirrorNew = true;
  };
  return {
    known: () => known,
    learn(change) {
      take(change);
      writing.soon();
    },
    learnForGood(change) {
      take(change);
      writeDown();
    },
    learnInPassing(change) {
      known = { ...known, ...change };
    },
    close: writeDown,
  };
}

const read = <T>(database: Database, name: string, outline: z.ZodType<T>): T | null =>
  outline.safeParse(JSON.parse(readKept(database, name) ?? 'null')).data ?? null;
