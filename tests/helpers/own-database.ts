// With TEST_DATABASE=postgres://user:password@host/name, every server of the tests, except replicas, uses its own
// database in that cluster. So the tests cover PostgreSQL as well as SQLite.
import { createHash } from 'node:crypto';
import { Client } from 'pg';

/** The address of the database for this data folder, created if missing; null without TEST_DATABASE. */
export async function findOwnDatabase(dataFolder: string): Promise<string | null> {
  const cluster = process.env['TEST_DATABASE'];
  return cluster === undefined ? null : makeDatabase(cluster, dataFolder);
}

/** A database in this cluster for the owner of this name. */
export async function makeDatabase(cluster: string, owner: string): Promise<string> {
  const name = `test_${createHash('sha256').update(owner).digest('hex').slice(0, 16)}`;
  const client = new Client({ connectionString: cluster });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${name} TEMPLATE template0`);
  } finally {
    await client.end();
  }
  const url = new URL(cluster);
  url.pathname = `/${name}`;
  return url.href;
}
