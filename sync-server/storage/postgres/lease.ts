// MP1: which process is the lead. One row of the database names it for a few seconds at a time, by the database's
// clock, with a number that grows at each change of the lead. Tables that only the lead may write compare that number
// in every transaction. So a lead that was replaced and does not know it yet can do no harm (MP2).
import { randomBytes } from 'node:crypto';
import { replacedCode } from '../disk-trouble.ts';
import { migrations } from '../migrations/migrations.ts';
import type { Pool } from './pool.ts';

export const leaseMs = 6_000;
export const renewEveryMs = 2_000;

/** The lead's address for the other processes, and the secret that lets them ask it to identify a caller. */
export type Lead = { token: number; address: string; secret: string };

export type Lease = {
  /** Lets another process send requests to this one while it leads. */
  readonly secret: string;
  /**
   * Our token once we hold the lease; null while another process holds it, or when a newer version made the tables.
   * Rejects while the database is away.
   */
  take(): Promise<number | null>;
  /** False when another process holds it. Rejects while the database is away. */
  renew(token: number, address: string): Promise<boolean>;
  /** Lets another process take it at once. */
  release(token: number): Promise<void>;
  /** The holder, if it can be asked; null when nobody holds the lease. Rejects while the database is away. */
  lead(): Promise<Lead | null>;
};

const nowMs = '(extract(epoch from clock_timestamp()) * 1000)::bigint';

/** `token` is a unique key: changing it waits for readers with FOR KEY SHARE; renewing the lease does not. */
const makeTable = `
  CREATE TABLE IF NOT EXISTS process_lease (
    token bigint PRIMARY KEY,
    is_all boolean NOT NULL UNIQUE DEFAULT true CHECK (is_all),
    address text NOT NULL,
    secret text NOT NULL,
    expires bigint NOT NULL
  );
  INSERT INTO process_lease (token, address, secret, expires) VALUES (0, '', '', 0) ON CONFLICT DO NOTHING`;

/** Tables that all processes may write. */
const shared = ['document_updates', 'document_clients', 'document_snapshots', 'log_head', 'process_lease'];

const guardTables = `
  CREATE OR REPLACE FUNCTION only_the_lead() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE mine text := current_setting('muster.lead', true);
  BEGIN
    -- A person at the database, or a tool.
    IF coalesce(mine, '') = '' THEN RETURN NULL; END IF;
    PERFORM 1 FROM process_lease WHERE token = mine::bigint FOR KEY SHARE;
    IF NOT FOUND THEN RAISE EXCEPTION 'another process is the lead now' USING ERRCODE = '${replacedCode}'; END IF;
    RETURN NULL;
  END $$;
  DO $$
  DECLARE each text;
  BEGIN
    FOR each IN SELECT table_name FROM information_schema.tables t
      WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'
        AND table_name NOT IN (${shared.map((name) => `'${name}'`).join(', ')})
        AND NOT EXISTS (SELECT 1 FROM pg_trigger g WHERE g.tgname = 'only_the_lead'
          AND g.tgrelid = format('%I.%I', t.table_schema, t.table_name)::regclass)
    LOOP
      EXECUTE format('CREATE TRIGGER only_the_lead BEFORE INSERT OR UPDATE OR DELETE ON %I
        FOR EACH STATEMENT EXECUTE FUNCTION only_the_lead()', each);
    END LOOP;
  END $$`;

/** Lock for processes that start at the same moment. */
const lock = 0x4d555355;

/** Makes the table of the lease if needed. Rejects while the database is away. */
export async function openLease(pool: Pool): Promise<Lease> {
  await underLock(pool, makeTable);
  const secret = randomBytes(24).toString('base64url');
  const ask = async <Row>(text: string, values: unknown[] = []) =>
    (await pool.query({ text, values })).rows as Row[];
  return {
    secret,
    take: async () => {
      const [taken] = await ask<{ token: number }>(
        `UPDATE process_lease SET token = token + 1, address = '', secret = $1, expires = ${nowMs} + ${leaseMs}
         WHERE expires < ${nowMs} AND (SELECT max(version) FROM muster_schema) <= $2 RETURNING token`,
        [secret, migrations.length],
      );
      return taken?.token ?? null;
    },
    renew: async (token, address) => {
      const rows = await ask(
        `UPDATE process_lease SET expires = ${nowMs} + ${leaseMs}, address = $2 WHERE token = $1 RETURNING token`,
        [token, address],
      );
      return rows.length > 0;
    },
    release: async (token) => {
      await ask('UPDATE process_lease SET expires = 0 WHERE token = $1', [token]);
    },
    lead: async () => {
      const [row] = await ask<Lead>(
        `SELECT token, address, secret FROM process_lease WHERE expires >= ${nowMs} AND address <> ''`,
      );
      return row ?? null;
    },
  };
}

/** MP2: from now on the tables compare the number. The lead calls this once it has migrated them. */
export const guardWrites = (pool: Pool): Promise<void> => underLock(pool, guardTables);

/** Several statements in one text are one transaction. */
async function underLock(pool: Pool, script: string): Promise<void> {
  await pool.query({ text: `SELECT pg_advisory_xact_lock(${lock}); ${script}` });
}

/** The database address for connections with the write rights of this token's holder; token 0 has no holder. */
export function markedWith(url: string, token: number): string {
  const marked = new URL(url);
  const options = [
    marked.searchParams.get('options') ?? '',
    `-c muster.lead=${token}`,
    // A lead that hangs within a transaction must not block the next lead.
    '-c idle_in_transaction_session_timeout=5000',
  ];
  marked.searchParams.set('options', options.join(' ').trim());
  return marked.href;
}
