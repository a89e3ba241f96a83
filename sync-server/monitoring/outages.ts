// CH13: when each monitor was down, why, and in which incident.
import type { Database } from '../storage/database.ts';

export type Outage = { from: number; to: number | null; reason: string | null; incident: string | null };

export type Outages = {
  /** Null incident: a parent that was down explains it. `failedAt` is the first failure, `from` the confirming one. */
  began(monitor: string, outage: Omit<Outage, 'to'> & { failedAt: number }): void;
  ended(monitor: string, at: number): void;
  /** Newest first. */
  list(monitor: string, since: number): Promise<Outage[]>;
  prune(): void;
};

const keptMs = 730 * 86_400_000;
const mostInAList = 1_000;

export function openOutages({ database, now }: { database: Database; now: () => number }): Outages {
  const { queries } = database;
  return {
    began: (monitor, { from, reason, incident, failedAt }) =>
      database.together([
        queries
          .insertInto('outages')
          .values({
            monitor,
            began: from,
            ended: null,
            reason,
            incident,
            failed_at: Math.min(from, failedAt),
          })
          .onConflict((conflict) => conflict.columns(['monitor', 'began']).doUpdateSet({ incident }))
          .compile(),
      ]),
    ended: (monitor, at) =>
      database.together([
        queries
          .updateTable('outages')
          .set({ ended: at })
          .where('monitor', '=', monitor)
          .where('ended', 'is', null)
          .compile(),
      ]),
    list: async (monitor, since) => {
      const rows = await queries
        .selectFrom('outages')
        .select(['began', 'ended', 'reason', 'incident'])
        .where('monitor', '=', monitor)
        .where((where) => where.or([where('ended', 'is', null), where('ended', '>=', since)]))
        .orderBy('began', 'desc')
        .limit(mostInAList)
        .execute();
      return rows.map(({ began, ended, reason, incident }) => ({ from: began, to: ended, reason, incident }));
    },
    prune: () =>
      database.together([
        queries
          .deleteFrom('outages')
          .where('ended', '<', now() - keptMs)
          .compile(),
      ]),
  };
}
