// What checks saw when they failed, the newest of each monitor. Gathered for a moment before it is written, as
// samples are: when everything is down at once there is much of it.
import type { CheckResult } from '../checks/check.ts';
import type { Evidence } from '../checks/evidence.ts';
import type { Database } from '../storage/database.ts';
import type { Log } from '../sync/rooms.ts';

export type KeptEvidence = Omit<Evidence, 'screenshot'> & {
  status: CheckResult['status'];
  reason: string | null;
  screenshot: { type: string; bytes: number } | null;
};

export type LastResult = Omit<CheckResult, 'evidence'> & { at: number };

export type EvidenceStore = {
  /** Keeps what a failed or degraded measurement saw. */
  keep(monitor: string, result: CheckResult, at: number): void;
  /** The last measurement, good or bad, since this server started; null before the first. */
  last(monitor: string): LastResult | null;
  /** Newest first. */
  list(monitor: string): KeptEvidence[];
  screenshot(monitor: string, at: number): { type: string; bytes: Uint8Array } | null;
  forget(monitor: string): void;
  close(): void;
};

// CK8
const mostKept = 50;
const mostScreenshots = 10;
const sameAgainMs = 60_000;
const gatherMs = 1_000;

type Waiting = { monitor: string; result: CheckResult; at: number };

export function openEvidenceStore({ database, log }: { database: Database; log: Log }): EvidenceStore {
  const { sql } = database;
  const last = new Map<string, { reason: string | null; at: number }>();
  const latest = new Map<string, LastResult>();
  let waiting: Waiting[] = [];
  const insert = sql.statement(
    `INSERT INTO evidence (monitor, at, status, reason, seen, screenshot_type, screenshot) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (monitor, at) DO UPDATE SET status = excluded.status, reason = excluded.reason, seen = excluded.seen,
       screenshot_type = excluded.screenshot_type, screenshot = excluded.screenshot`,
  );
  const prune = sql.statement(
    'DELETE FROM evidence WHERE monitor = ? AND at NOT IN (SELECT at FROM evidence WHERE monitor = ? ORDER BY at DESC LIMIT ?)',
  );
  const dropScreenshots = sql.statement(
    `UPDATE evidence SET screenshot_type = NULL, screenshot = NULL WHERE monitor = ? AND screenshot IS NOT NULL
     AND at NOT IN (SELECT at FROM evidence WHERE monitor = ? AND screenshot IS NOT NULL ORDER BY at DESC LIMIT ?)`,
  );
  const write = () => {
    if (waiting.length === 0) return;
    const batch = waiting;
    waiting = [];
    sql.transaction(() => {
      for (const { monitor, result, at } of batch) {
        const { screenshot, ...seen } = result.evidence ?? { at };
        insert.run(
          monitor,
          at,
          result.status,
          result.reason,
          JSON.stringify(seen),
          screenshot?.type ?? null,
          screenshot?.bytes ?? null,
        );
      }
      for (const monitor of new Set(batch.map((each) => each.monitor))) {
        prune.run(monitor, monitor, mostKept);
        dropScreenshots.run(monitor, monitor, mostScreenshots);
      }
    });
  };
  const carefully = () => {
    try {
      write();
    } catch (error) {
      log.error({ err: error }, 'evidence of failed checks could not be written');
    }
  };
  const timer = setInterval(carefully, gatherMs);

  return {
    keep: (monitor, result, at) => {
      const { evidence: _evidence, ...seen } = result;
      latest.set(monitor, { ...seen, at });
      if (result.status === 'up' || result.status === 'unknown') {
        // The next failure is a new one, however alike.
        last.delete(monitor);
        return;
      }
      const before = last.get(monitor);
      const isTheSame = before?.reason === result.reason && at - before.at < sameAgainMs;
      if (isTheSame || result.evidence === undefined) return;
      last.set(monitor, { reason: result.reason, at });
      waiting.push({ monitor, result, at });
    },
    last: (monitor) => latest.get(monitor) ?? null,
    list: (monitor) => {
      carefully();
      const rows = sql
        .statement(
          'SELECT at, status, reason, seen, screenshot_type, length(screenshot) AS size FROM evidence WHERE monitor = ? ORDER BY at DESC',
        )
        .all(monitor) as Row[];
      return rows.map(toEvidence);
    },
    screenshot: (monitor, at) => {
      carefully();
      const row = sql
        .statement(
          'SELECT screenshot_type AS type, screenshot AS bytes FROM evidence WHERE monitor = ? AND at = ? AND screenshot IS NOT NULL',
        )
        .get(monitor, at) as { type: string; bytes: Uint8Array } | undefined;
      return row ?? null;
    },
    forget: (monitor) => {
      latest.delete(monitor);
      last.delete(monitor);
      waiting = waiting.filter((each) => each.monitor !== monitor);
      sql.statement('DELETE FROM evidence WHERE monitor = ?').run(monitor);
    },
    close: () => {
      clearInterval(timer);
      carefully();
    },
  };
}

type Row = {
  at: number;
  status: string;
  reason: string | null;
  seen: string;
  screenshot_type: string | null;
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
