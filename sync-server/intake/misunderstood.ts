// IT12: what came to an intake and was not, or not wholly, understood is kept with its reason, for who set the sender
// up. The newest of each intake, for a month.
import { cleanText } from '#room/clean-text.ts';
import type { Database } from '../storage/database.ts';
import type { Intake } from './intakes.ts';

export const mostMisunderstood = 50;
export const mostShownOfBody = 2_000;
const keptMs = 30 * 24 * 3_600_000;
const hidden = '••••';

export type Misunderstood = {
  at: number;
  /** Whether an alert was made of the rest. */
  taken: boolean;
  reason: string;
  /** Of the whole body. */
  bytes: number;
  /** Its first characters, without the intake's key. */
  body: string;
};

export type MisunderstoodStore = {
  keep(intake: Intake, given: { at: number; taken: boolean; reason: string; body: Buffer }): void;
  /** How many were refused since the start. */
  refused(): number;
  /** Newest first. */
  list(intake: string): readonly Misunderstood[];
};

export function openMisunderstood({ sql }: Database): MisunderstoodStore {
  const add = sql.statement(
    'INSERT INTO intake_misunderstood (intake, at, taken, reason, bytes, body) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const prune = sql.statement(
    `DELETE FROM intake_misunderstood WHERE at < ? OR (intake = ? AND id NOT IN
       (SELECT id FROM intake_misunderstood WHERE intake = ? ORDER BY id DESC LIMIT ${mostMisunderstood}))`,
  );
  const read = sql.statement(
    'SELECT at, taken, reason, bytes, body FROM intake_misunderstood WHERE intake = ? ORDER BY id DESC',
  );
  let refused = 0;
  return {
    refused: () => refused,
    keep: ({ id, key }, { at, taken, reason, body }) => {
      if (!taken) refused += 1;
      // Cut before it is searched, with room for a key that begins within the part that is kept.
      const start = new TextDecoder().decode(body.subarray(0, mostShownOfBody * 4)).replaceAll(key, hidden);
      const shown = cleanText(start.slice(0, mostShownOfBody));
      add.run(
        id,
        at,
        Number(taken),
        cleanText(reason.replaceAll(key, hidden)).slice(0, 500),
        body.length,
        shown,
      );
      prune.run(at - keptMs, id, id);
    },
    list: (intake) =>
      (read.all(intake) as (Omit<Misunderstood, 'taken'> & { taken: number })[]).map((row) => ({
        ...row,
        taken: row.taken === 1,
      })),
  };
}
