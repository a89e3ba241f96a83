// Failure evidence, the newest of each monitor. It is batched before it is written, like samples: when everything is
// down at once there is much of it.
import type { CheckResult } from '../../checks/check.ts';
import type { Evidence } from '../../checks/evidence.ts';
import type { Database } from '../../storage/database.ts';
import type { Tables } from '../../storage/tables.ts';
import type { Log } from '../../sync/rooms.ts';

export type KeptEvidence = Omit<Evidence, 'screenshot'> & {
  status: CheckResult['status'];
  reason: string | null;
  screenshot: { type: string; bytes: number } | null;
};

export type LastResult = Omit<CheckResult, 'evidence'> & { at: number };

export type EvidenceStore = {
  /** Keeps the evidence of a failed or degraded measurement. */
  keep(monitor: string, result: CheckResult, at: number): void;
  /** The last measurement, good or bad, since this server started; null before the first. */
  last(monitor: string): LastResult | null;
  /** Newest first. */
  list(monitor: string): KeptEvidence[];
  screenshot(monitor: string, at: number): { type: string; bytes: Uint8Array } | null;
  forget(monitor: string): void;
  close(): void;
};

// CK8: how much evidence is kept per monitor.
const mostKept = 50;
const mostScreenshots = 10;
const sameAgainMs = 60_000;
const gatherMs = 1_000;

type Waiting = { monitor: string; result: CheckResult; at: number };

/** What was last seen of each monitor, and whether new evidence says more than the last. */
function rememberResults() {
  const last = new Map<string, { reason: string | null; at: number }>();
  const latest = new Map<string, LastResult>();
  return {
    of: (monitor: string) => latest.get(monitor) ?? null,
    /** Whether its evidence is worth keeping. */
    saw: (monitor: string, result: CheckResult, at: number): boolean => {
      const { evidence, ...seen } = result;
      latest.set(monitor, { ...seen, at });
      if (result.status === 'up' || result.status === 'unknown') {
        // The next failure counts as new, even if it looks the same.
        last.delete(monitor);
        return false;
      }
      const before = last.get(monitor);
      const isTheSame = before?.reason === result.reason && at - before.at < sameAgainMs;
      if (isTheSame || evidence === undefined) return false;
      last.set(monitor, { reason: result.reason, at });
      return true;
    },
    forget: (monitor: string) => {
      latest.delete(monitor);
      last.delete(monitor);
    },
  };
}

const listing = ({ queries }: Database, monitor: string) =>
  queries
    .selectFrom('evidence')
    .select(['at', 'status', 'reason', 'seen', 'screenshot_type'])
    .select(({ fn }) => fn<number | null>('length', ['screenshot']).as('size'))
    .where('monitor', '=', monitor)
    .orderBy('at', 'desc');

const screenshotAt = ({ queries }: Database, monitor: string, at: number) =>
  queries
    .selectFrom('evidence')
    .select(['screenshot_type as type', 'screenshot as bytes'])
    .where('monitor', '=', monitor)
    .where('at', '=', at);

export function openEvidenceStore(options: { database: Database; log: Log }): EvidenceStore {
  const { database } = options;
  const results = rememberResults();
  const batch = gatherEvidence(options);
  const timer = setInterval(batch.write, gatherMs);

  return {
    keep: (monitor, result, at) => {
      if (results.saw(monitor, result, at)) batch.add({ monitor, result, at });
    },
    last: results.of,
    list: (monitor) => {
      batch.write();
      return database.all(listing(database, monitor)).map(toEvidence);
    },
    screenshot: (monitor, at) => {
      batch.write();
      const row = database.first(screenshotAt(database, monitor, at));
      return row?.type == null || row.bytes === null ? null : { type: row.type, bytes: row.bytes };
    },
    forget: (monitor) => {
      results.forget(monitor);
      batch.forget(monitor);
      database.run(database.queries.deleteFrom('evidence').where('monitor', '=', monitor));
    },
    close: () => {
      clearInterval(timer);
      batch.write();
    },
  };
}

/** Holds evidence until it is written. */
function gatherEvidence({ database, log }: { database: Database; log: Log }) {
  const { prune, dropScreenshots } = preparePruning(database);
  let waiting: Waiting[] = [];
  const write = () => {
    if (waiting.length === 0) return;
    const batch = waiting;
    waiting = [];
    database.transaction(() => {
      for (const each of batch) database.run(keeping(database, each));
      for (const monitor of new Set(batch.map((each) => each.monitor))) {
        prune.run(monitor);
        dropScreenshots.run(monitor);
      }
    });
  };
  return {
    add: (each: Waiting) => void waiting.push(each),
    /** Never throws. */
    write: () => {
      try {
        write();
      } catch (error) {
        log.error({ err: error }, 'evidence of failed checks could not be written');
      }
    },
    forget: (monitor: string) => {
      waiting = waiting.filter((each) => each.monitor !== monitor);
    },
  };
}

function keeping({ queries }: Database, { monitor, result, at }: Waiting) {
  const { status, reason } = result;
  const { screenshot, ...seen } = result.evidence ?? { at };
  const row = {
    status,
    reason,
    seen: JSON.stringify(seen),
    screenshot_type: screenshot?.type ?? null,
    screenshot: screenshot?.bytes ?? null,
  };
  return queries
    .insertInto('evidence')
    .values({ monitor, at, ...row })
    .onConflict((conflict) => conflict.columns(['monitor', 'at']).doUpdateSet(row));
}

/** Deletes evidence above a monitor's limit. */
function preparePruning({ prepare }: Database) {
  return {
    prune: prepare((db, monitor: string) => {
      const all = db.selectFrom('evidence').where('monitor', '=', monitor);
      const newest = all.select('at').orderBy('at', 'desc').limit(mostKept);
      return db.deleteFrom('evidence').where('monitor', '=', monitor).where('at', 'not in', newest);
    }),
    dropScreenshots: prepare((db, monitor: string) => {
      const all = db
        .selectFrom('evidence')
        .where('monitor', '=', monitor)
        .where('screenshot', 'is not', null);
      const newest = all.select('at').orderBy('at', 'desc').limit(mostScreenshots);
      return db
        .updateTable('evidence')
        .set({ screenshot_type: null, screenshot: null })
        .where('monitor', '=', monitor)
        .where('screenshot', 'is not', null)
        .where('at', 'not in', newest);
    }),
  };
}

type Row = Pick<Tables['evidence'], 'at' | 'status' | 'reason' | 'seen' | 'screenshot_type'> & {
  size: number | null;
};

function toEvidence({ at, status, reason, seen, screenshot_type: type, size }: Row): KeptEvidence {
  return {
    ...(JSON.parse(seen) as Evidence),
    at,
    status: status as CheckResult['status'],
    reason,
    screenshot: type === null ? null : { type, bytes: size ?? 0 },
  };
}
