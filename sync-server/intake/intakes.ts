// The intakes as the team configured them: doors for other tools, each with a key. Keys stay readable for owners,
// who copy them into those tools; they are never in logs, the feed or an error. Kept in the database, held in memory.
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Database } from '../database.ts';
import { makeTurns } from '../in-turn.ts';

export const mostIntakes = 200;

/** IT1. `settings` is checked by the kind's own form. */
export const intakeSchema = z.strictObject({
  name: z.string().trim().min(1).max(100),
  kind: z.string().min(1).max(40),
  service: z.string().trim().min(1).max(120).optional(),
  settings: z.record(z.string().max(60), z.unknown()).default({}),
});
export type IntakeSettings = z.output<typeof intakeSchema>;

export type Seen = { lastSeenAt: number | null; received: number; lastError: string | null };
export type Intake = {
  id: string;
  version: number;
  settings: IntakeSettings;
  key: string;
  /** The monitor of a heartbeat. */
  monitor: string | null;
} & Seen;

export type IntakeRefusal = 'unknown' | 'too-many' | 'changed-meanwhile';

export type Intakes = {
  list(): readonly Intake[];
  find(id: string): Intake | null;
  byKey(key: string): Intake | null;
  add(settings: IntakeSettings, monitor: string | null): Promise<Intake | IntakeRefusal>;
  change(id: string, settings: IntakeSettings, version: number | null): Promise<Intake | IntakeRefusal>;
  /** A new key; the old one ends at once. */
  rotate(id: string): Promise<Intake | IntakeRefusal>;
  remove(id: string, version: number | null): Promise<'removed' | IntakeRefusal>;
  /** What came in, or why it was not taken. */
  saw(id: string, at: number, error: string | null): void;
};

/** 128 random bits, 32 characters: PagerDuty's senders insist on that length. */
const makeKey = () => randomBytes(16).toString('hex');

export function openIntakes({ database, makeId }: { database: Database; makeId: () => string }): Intakes {
  const { sqlite } = database;
  const rows = sqlite.prepare('SELECT * FROM intakes ORDER BY id').all() as Row[];
  const intakes = new Map(rows.map((row) => [row.id, toIntake(row)]));
  const byKey = new Map([...intakes.values()].map(({ key, id }) => [key, id]));
  const inTurn = makeTurns();
  const keep = (intake: Intake) => {
    sqlite
      .prepare(
        `INSERT INTO intakes (id, version, settings, key, monitor, last_seen_at, received, last_error)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET version = excluded.version, settings = excluded.settings,
           key = excluded.key, last_seen_at = excluded.last_seen_at, received = excluded.received,
           last_error = excluded.last_error`,
      )
      .run(
        intake.id,
        intake.version,
        JSON.stringify(intake.settings),
        intake.key,
        intake.monitor,
        intake.lastSeenAt,
        intake.received,
        intake.lastError,
      );
    const before = intakes.get(intake.id);
    if (before !== undefined) byKey.delete(before.key);
    intakes.set(intake.id, intake);
    byKey.set(intake.key, intake.id);
    return intake;
  };
  const check = (id: string, version: number | null): Intake | IntakeRefusal => {
    const intake = intakes.get(id);
    if (intake === undefined) return 'unknown';
    return version !== null && version !== intake.version ? 'changed-meanwhile' : intake;
  };
  const alter = (id: string, version: number | null, change: Partial<Intake>) =>
    inTurn(async () => {
      const before = check(id, version);
      return typeof before === 'string'
        ? before
        : keep({ ...before, ...change, version: before.version + 1 });
    });
  return {
    list: () => [...intakes.values()],
    find: (id) => intakes.get(id) ?? null,
    byKey: (key) => intakes.get(byKey.get(key) ?? '') ?? null,
    add: (settings, monitor) =>
      inTurn(async () => {
        if (intakes.size >= mostIntakes) return 'too-many';
        const seen: Seen = { lastSeenAt: null, received: 0, lastError: null };
        return keep({ id: makeId(), version: 1, settings, key: makeKey(), monitor, ...seen });
      }),
    change: (id, settings, version) => alter(id, version, { settings }),
    rotate: (id) => alter(id, null, { key: makeKey() }),
    remove: (id, version) =>
      inTurn(async () => {
        const before = check(id, version);
        if (typeof before === 'string') return before;
        sqlite.prepare('DELETE FROM intakes WHERE id = ?').run(id);
        sqlite.prepare('DELETE FROM intake_alerts WHERE intake = ?').run(id);
        intakes.delete(id);
        byKey.delete(before.key);
        return 'removed';
      }),
    saw: (id, at, error) => {
      const before = intakes.get(id);
      if (before === undefined) return;
      const received = before.received + (error === null ? 1 : 0);
      keep({ ...before, lastSeenAt: at, received, lastError: error });
    },
  };
}

type Row = {
  id: string;
  version: number;
  settings: string;
  key: string;
  monitor: string | null;
  last_seen_at: number | null;
  received: number;
  last_error: string | null;
};

function toIntake(row: Row): Intake {
  const { id, version, key, monitor, received } = row;
  const settings = JSON.parse(row.settings) as IntakeSettings;
  const seen = { lastSeenAt: row.last_seen_at, received, lastError: row.last_error };
  return { id, version, settings, key, monitor, ...seen };
}
