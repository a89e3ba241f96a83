import type { Socket } from 'node:net';
import type { Client, QueryArrayConfig } from 'pg';
import { choiceField, hostField, portField, requiredTextField, textField } from '../forms/fields.ts';
import { dial } from '../outgoing/dial.ts';
import { tlsOptions } from './certificate.ts';
import { defineCheck, type CheckContext } from './check.ts';
import { quote } from './explain.ts';
import { measure, slowField, whenAborted, type Finding } from './measure.ts';

export const postgres = defineCheck({
  label: 'PostgreSQL',
  about: 'Signs in to a PostgreSQL database, and runs a query when one is given.',
  fields: {
    host: hostField({ label: 'Host' }),
    port: portField({ label: 'Port', isMain: true, fallback: 5432 }),
    user: requiredTextField({ label: 'User', max: 200 }),
    password: textField({ label: 'Password', isMain: true, isSecret: true, max: 1_000 }),
    database: textField({
      label: 'Database',
      isMain: true,
      hint: 'Empty: the one named as the user',
      max: 200,
    }),
    query: textField({
      label: 'Query',
      hint: 'One statement, run in a transaction that may only read',
      group: 'Answer',
      lines: true,
      max: 10_000,
    }),
    expected: textField({
      label: 'Its first value must be',
      hint: 'As psql shows it, such as 2026-01-05 or {1,2}',
      group: 'Answer',
      max: 500,
    }),
    slowAfterMs: slowField,
    security: choiceField({
      label: 'Encryption',
      group: 'Connection',
      options: ['none', 'TLS', 'TLS with any certificate'],
    }),
  },
  target: ({ host, port }) => ({ url: '', hostname: host, port: String(port) }),
  run: (settings, context) => measure(context, settings.slowAfterMs, () => ask(settings, context)),
});

type Settings = {
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
  query: string;
  expected: string;
  security: string;
};

async function ask(settings: Settings, { signal, egress }: CheckContext): Promise<Finding> {
  const { default: pg } = await import('pg');
  const { host, port, user, password, database, query, expected, security } = settings;
  const socket = await dial({ host, port, signal, egress });
  const client = new pg.Client({
    // Connected already, by the first address that answered.
    stream: () => asConnected(socket),
    host,
    port,
    user,
    // Undefined, it would look into the environment and the home folder of this server.
    password: password === '' ? () => '' : password,
    database: database === '' ? user : database,
    ssl: security === 'none' ? false : tlsOptions({ name: host, isTrusting: security !== 'TLS' }),
    application_name: 'muster',
  });
  const aborted = whenAborted(signal);
  // Its errors after the end are nobody's any more.
  client.on('error', () => {});
  try {
    await Promise.race([client.connect(), aborted]);
    if (query.trim() === '') return {};
    return judge(await Promise.race([readOnly(client, query), aborted]), expected);
  } finally {
    // Not `end()`: that waits for a server that may never answer.
    const { stream } = client.connection;
    if (stream.writable) stream.end(farewell, () => stream.destroy());
    else stream.destroy();
  }
}

/** pg connects by itself and waits for the event. */
function asConnected(socket: Socket): Socket {
  return Object.assign(socket, {
    connect: () => {
      queueMicrotask(() => socket.emit('connect'));
      return socket;
    },
  });
}

/** Terminate (PostgreSQL, 54.7): an ending without it is a line in the log of the server. */
const farewell = Buffer.from([0x58, 0, 0, 0, 4]);

/** A value as PostgreSQL prints it, null for NULL, undefined without a row. */
type Value = { text: string | null; type: number };

/**
 * CK7: the transaction is read-only before the query begins, and a snapshot is taken, after which nothing makes it
 * writable again. The extended protocol takes one statement, so that none can follow a COMMIT.
 */
async function readOnly(client: Client, query: string): Promise<Value | undefined> {
  await client.query('BEGIN TRANSACTION READ ONLY');
  await client.query('SELECT 1');
  const asked: QueryArrayConfig & { queryMode: 'extended' } = {
    text: query,
    rowMode: 'array',
    queryMode: 'extended',
    // Dates in the server's zone, arrays, intervals: node would make something else of them.
    types: { getTypeParser: () => (text: unknown) => text },
  };
  try {
    const { rows, fields } = await client.query<(string | null)[]>(asked);
    const text = rows[0]?.[0];
    return text === undefined ? undefined : { text, type: fields[0]?.dataTypeID ?? 0 };
  } catch (error) {
    const isMany = error instanceof Error && error.message.includes('multiple commands');
    throw isMany
      ? new Error('the query is more than one statement; only one is run', { cause: error })
      : error;
  } finally {
    // A pooler behind the server gets its connection back unchanged.
    client.query('ROLLBACK').catch(() => {});
  }
}

const booleanType = 16;

function judge(found: Value | undefined, expected: string): Finding {
  if (expected === '') return {};
  if (found === undefined) return { wrong: `the query finds nothing; expected ${quote(expected)}` };
  const text = found.text ?? 'null';
  // PostgreSQL writes t and f; both ways are meant.
  const words = found.type === booleanType ? [text, text === 't' ? 'true' : 'false'] : [text];
  return words.includes(expected) ? {} : { wrong: `the query finds ${quote(text)}, not ${quote(expected)}` };
}
