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

export type Seen = { lastSeenAt: number | null; received: number; lastError: string | null };
export type Intake = {
  id: string;
  version: number;
  settings: IntakeSettings;
  key: string;
  /** The monitor of a heartbeat intake. */
  monitor: string | null;
} & Seen;

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

/** 128 random bits as 32 characters, the length that PagerDuty's senders require. */
const makeKey = () => randomBytes(16).toString('hex');

export function openIntakes({ database, makeId }: { database: Database; makeId: () => string }): Intakes {
  const { queries } = database;
  const rows = database.all(queries.selectFrom('intakes').selectAll().orderBy('id'));
  const intakes = new Map(rows.map((row) => [row.id, toIntake(row)]));
  const byKey = new Map([...intakes.values()].map(({ key, id }) => [key, id]));
  const hold = (intake: Intake) => {
    const before = intakes.get(intake.id);
    if (before !== undefined) byKey.delete(before.key);
    intakes.set(intake.id, intake);
    byKey.set(intake.key, intake.id);
    return intake;
  };
  const keep = (intake: Intake) => {
    database.together([writeOf(database, intake)]);
    return hold(intake);
  };
  const saw = (id: string, at: number, error: string | null) => {
    const before = intakes.get(id);
    if (before === undefined) return;
    const received = before.received + (error === null ? 1 : 0);
    keep({ ...before, lastSeenAt: at, received, lastError: error });
  };
  /** The monitor of the intake that is being added. Only one is added at a time. */
  let monitorOfNew: string | null = null;
  const shelf = makeShelf<IntakeSettings, Intake>({
    database,
    makeId,
    items: intakes,
    most: mostIntakes,
    shape: (put, before) => ({
      ...(before ?? {
        key: makeKey(),
        monitor: monitorOfNew,
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
    onChange: (id, intake, before) => {
      if (intake !== null) byKey.set(intake.key, id);
      else if (before !== null) byKey.delete(before.key);
    },
  });
  return {
    ...shelf,
    byKey: (key) => intakes.get(byKey.get(key) ?? '') ?? null,
    add: (settings, monitor) => {
      monitorOfNew = monitor;
      const added = shelf.add(settings);
      monitorOfNew = null;
      return added;
    },
    rotate: async (id) => {
      const before = intakes.get(id);
      return before === undefined
        ? 'unknown'
        : keep({ ...before, key: makeKey(), version: before.version + 1 });
    },
    saw,
    misunderstood: openMisunderstood(database),
    sawBeat: (monitor, at) => {
      const intake = [...intakes.values()].find((each) => each.monitor === monitor);
      if (intake) saw(intake.id, at, null);
    },
  };
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
