// IT12: keeps payloads that were not fully understood, with the reason, for the person who set up the sender. Keeps
// the newest of each intake, for a month.
import { cleanText } from '#room/text/clean-text.ts';
import type { Database } from '../storage/database.ts';
import type { Intake } from './intakes.ts';

const mostMisunderstood = 50;
const mostShownOfBody = 2_000;
const keptMs = 30 * 24 * 3_600_000;
const hidden = '••••';

export type Misunderstood = {
  at: number;
  /** Whether the rest became an alert. */
  taken: boolean;
  reason: string;
  /** The size of the whole body. */
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

export function openMisunderstood(database: Database): MisunderstoodStore {
  const { queries } = database;
  /** Newest first. */
  const of = (intake: string) =>
    queries.selectFrom('intake_misunderstood').where('intake', '=', intake).orderBy('id', 'desc');
  const prune = (intake: string, before: number) => {
    const newest = of(intake).select('id').limit(mostMisunderstood);
    database.run(
      queries
        .deleteFrom('intake_misunderstood')
        .where((eb) =>
          eb.or([eb('at', '<', before), eb.and([eb('intake', '=', intake), eb('id', 'not in', newest)])]),
        ),
    );
  };
  let refused = 0;
  return {
    refused: () => refused,
    keep: ({ id, key }, { at, taken, reason, body }) => {
      if (!taken) refused += 1;
      // Cut first, then search; the extra length covers a key that begins in the kept part.
      const start = new TextDecoder().decode(body.subarray(0, mostShownOfBody * 4)).replaceAll(key, hidden);
      const shown = cleanText(start.slice(0, mostShownOfBody));
      const row = {
        intake: id,
        at,
        taken: Number(taken),
        reason: cleanText(reason.replaceAll(key, hidden)).slice(0, 500),
        bytes: body.length,
        body: shown,
      };
      database.run(queries.insertInto('intake_misunderstood').values(row));
      prune(id, at - keptMs);
    },
    list: (intake) =>
      database
        .all(of(intake).select(['at', 'taken', 'reason', 'bytes', 'body']))
        .map((row) => ({ ...row, taken: row.taken === 1 })),
  };
}
