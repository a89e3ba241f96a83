// Databases in the PostgreSQL cluster of a test (checks/testing/databases.ts).
import { Client } from 'pg';
import { postgresPassword } from '../../checks/testing/databases.ts';

type At = { host: string; port: number };
let made = 0;

/** The address of one database in this cluster. */
export const addressOf = ({ host, port }: At, database: string): string =>
  `postgres://ana:${postgresPassword}@${host}:${port}/${database}`;

/** Creates an empty database and returns its address. */
export async function makeDatabase(cluster: At | null): Promise<string> {
  if (cluster === null) throw new Error('PostgreSQL is not installed');
  const name = `muster_${++made}`;
  const client = new Client({ connectionString: addressOf(cluster, 'postgres') });
  await client.connect();
  await client.query(`CREATE DATABASE ${name} TEMPLATE template0`);
  await client.end();
  return addressOf(cluster, name);
}

/** Makes the whole cluster refuse writes, like one with a full disk or one that became a standby; or ends that. */
export async function letOnlyRead(cluster: At, onlyRead: boolean): Promise<void> {
  const client = new Client({ connectionString: addressOf(cluster, 'postgres') });
  await client.connect();
  await client.query(`ALTER SYSTEM SET default_transaction_read_only = ${onlyRead ? 'on' : 'off'}`);
  await client.query('SELECT pg_reload_conf()');
  await client.end();
}
