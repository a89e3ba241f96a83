// The intakes that the team configured: doors for other tools, each with a key. Owners can read the keys, to copy
// them into those tools; logs, the feed and errors never show one. Kept in the database, held in memory.
import type { IntakeSettings } from '#wire/api/intakes.ts';
import { randomBytes } from 'node:crypto';
import type { CompiledQuery, Selectable } from 'kysely';
import type { Database } from '../storage/database.ts';
import { openMisunderstood, type MisunderstoodStore } from './misunderstood.ts';
import { makeShelf, type Shelf, type ShelfRefusal } from '../storage/collection.ts';
import type { Tables } from '../storage/tables.ts';

export const mostIntakes = 200;

export type IntakeTraffic = { lastSeenAt: number | null; received: number; lastError: string | null };
export type Intake = {
  id: string;
  version: number;
  settings: IntakeSettings;
  key: string;
  /** The monitor of a heartbeat intake. */
  monitor: string | null;
} & IntakeTraffic;

export type IntakeRefusal = ShelfRefusal;

export type Intakes = Omit<Shelf<IntakeSettings, Intake>, 'add'> & {
  byKey(key: string): Intake | null;
  add(settings: IntakeSettings, monitor: string | null): Promise<Intake | IntakeRefusal>;
  /** A new key; the old one ends at once. */
  rotate(id: string): Promise<Intake | IntakeRefusal>;
  /** Records that something came in, or why it was refused. */
  saw(id: string, at: number, error: string | null): void;
  /** IT12: what came in and was not understood, with the reason. */
  misunderstood: MisunderstoodStore;
  /** A beat came for this monitor; a heartbeat intake may own it. */
  sawBeat(monitor: string, at: number): void;
};

type Options = { database: Database; makeId: () => string };

/** 128 random bits as 32 characters, the length that PagerDuty's senders require. */
const makeKey = () => randomBytes(16).toString('hex');

export function openIntakes({ database, makeId }: Options): Intakes {
  const held = holdIntakes(database);
  const { items, keep } = held;
  /** The monitor of the intake that is being added. Only one is added at a time. */
  let monitorOfNew: string | null = null;
  const shelf = shelfOf({ database, makeId }, held, () => monitorOfNew);
  const saw = (id: string, at: number, error: string | null) => {
    const before = items.get(id);
    if (before === undefined) return;
    const received = before.received + (error === null ? 1 : 0);
    keep({ ...before, lastSeenAt: at, received, lastError: error });
  };
  return {
    ...shelf,
    byKey: held.byKey,
    add: (settings, monitor) => {
      monitorOfNew = monitor;
      const added = shelf.add(settings);
      monitorOfNew = null;
      return added;
    },
    rotate: async (id) => {
      const before = items.get(id);
      return before === undefined
        ? 'unknown'
        : keep({ ...before, key: makeKey(), version: before.version + 1 });
    },
    saw,
    misunderstood: openMisunderstood(database),
    sawBeat: (monitor, at) => {
      const intake = [...items.values()].find((each) => each.monitor === monitor);
      if (intake) saw(intake.id, at, null);
    },
  };
}

type Held = ReturnType<typeof holdIntakes>;

/** The intakes in memory, by their ids and by their keys. */
function holdIntakes(database: Database) {
  const rows = database.all(database.queries.selectFrom('intakes').selectAll().orderBy('id'));
  const items = new Map(rows.map((row) => [row.id, toIntake(row)]));
  const byKey = new Map([...items.values()].map(({ key, id }) => [key, id]));
  return {
    items,
    byKey: (key: string) => items.get(byKey.get(key) ?? '') ?? null,
    /** Durable on return. */
    keep: (intake: Intake): Intake => {
      database.together([writeOf(database, intake)]);
      const before = items.get(intake.id);
      if (before !== undefined) byKey.delete(before.key);
      items.set(intake.id, intake);
      byKey.set(intake.key, intake.id);
      return intake;
    },
    /** Call it when the shelf added, changed or removed an intake. */
    changed: (id: string, intake: Intake | null, before: Intake | null) => {
      if (intake !== null) byKey.set(intake.key, id);
      else if (before !== null) byKey.delete(before.key);
    },
  };
}

function shelfOf(
  { database, makeId }: Options,
  { items, changed }: Held,
  monitorOfNew: () => string | null,
): Shelf<IntakeSettings, Intake> {
  const { queries } = database;
  return makeShelf<IntakeSettings, Intake>({
    database,
    makeId,
    items,
    most: mostIntakes,
    shape: (put, before) => ({
      ...(before ?? {
        key: makeKey(),
        monitor: monitorOfNew(),
        lastSeenAt: null,
        received: 0,
        lastError: null,
      }),
      ...put,
    }),
    write: (intake) => writeOf(database, intake),
    erase: (id) => [
      queries.deleteFrom('intakes').where('id', '=', id).compile(),
      queries.deleteFrom('intake_alerts').where('intake', '=', id).compile(),
      queries.deleteFrom('intake_misunderstood').where('intake', '=', id).compile(),
    ],
    onChange: changed,
  });
}

/** A heartbeat keeps its monitor. */
function writeOf({ queries }: Database, intake: Intake): CompiledQuery {
  const { id, version, key, monitor, received } = intake;
  const settings = JSON.stringify(intake.settings);
  const seen = { last_seen_at: intake.lastSeenAt, received, last_error: intake.lastError };
  return queries
    .insertInto('intakes')
    .values({ id, version, settings, key, monitor, ...seen })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ version, settings, key, ...seen }))
    .compile();
}

function toIntake(row: Selectable<Tables['intakes']>): Intake {
  const { id, version, key, monitor, received } = row;
  const settings = JSON.parse(row.settings) as IntakeSettings;
  const seen = { lastSeenAt: row.last_seen_at, received, lastError: row.last_error };
  return { id, version, settings, key, monitor, ...seen };
}
