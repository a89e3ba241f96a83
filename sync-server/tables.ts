import type { Generated } from 'kysely';

/** The columns of migrations.ts, as Kysely reads and writes them. Times are epoch milliseconds. */
export type Tables = {
  document_updates: { seq: Generated<number>; document: string; at: number; author: string; data: Uint8Array };
  document_snapshots: { document: string; up_to: number; data: Uint8Array };
  /** How far in our own log an upstream has acknowledged a document. */
  upstream_marks: { upstream: string; document: string; sent_up_to: number };
  /** Small things remembered across restarts, as JSON: the last feed of an upstream, clock offsets. */
  values_kept: { name: string; value: string };
  incidents: { id: string; number: string | null; summary: string };
  people: { id: string; name: string; role: string; version: Generated<number>; created_at: number; removed_at: number | null };
  tokens: { hash: string; person: string; replica: Generated<number>; created_at: number };
  invitations: {
    hash: string;
    role: string;
    person: string | null;
    created_at: number;
    expires_at: number;
    used_at: number | null;
  };
  /** `settings` is the monitor as configured, as JSON; the rest is its state. */
  monitors: {
    id: string;
    settings: string;
    version: Generated<number>;
    status: string;
    since: number;
    reason: string | null;
    streak: Generated<number>;
  };
  samples: { monitor: string; at: number; status: string; latency_ms: number | null; reason: string | null };
};
