import type { Socket } from 'node:net';
import type { Client, QueryArrayConfig } from 'pg';
import { choiceField, hostField, portField, requiredTextField, textField } from '../forms/fields.ts';
import { dial } from '../outgoing/dial.ts';
import { tlsOptions } from './certificate.ts';
import { defineCheck, type CheckContext } from './check.ts';
import { quote } from './explain.ts';
import { readWholeMessages } from './postgres-frames.ts';
import { measure, slowField, whenAborted, type Finding } from './measure.ts';

export const postgres = defineCheck({
  label: 'PostgreSQL',
  about: 'Signs in to a PostgreSQL database. It can also run a query.',
  area: 'infrastructure',
  fields: {
    host: hostField({ label: 'Host' }),
    port: portField({ label: 'Port', isMain: true, fallback: 5432 }),
    user: requiredTextField({ label: 'User', max: 200 }),
    password: textField({ label: 'Password', isMain: true, isSecret: true, max: 1_000 }),
    database: textField({
      label: 'Database',
      isMain: true,
      hint: 'Empty means the database with the user’s name',
      max: 200,
    }),
    query: textField({
      label: 'Query',
      hint: 'One statement, which runs in a read-only transaction',
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
    // Already connected, to the first address that answered.
    stream: () => asConnected(socket),
    host,
    port,
    user,
    // With undefined, pg would read this server's environment and home folder.
    password: password === '' ? () => '' : password,
    database: database === '' ? user : database,
    ssl: security === 'none' ? false : tlsOptions({ name: host, isTrusting: security !== 'TLS' }),
    application_name: 'muster',
  });
  readWholeMessages(client.connection);
  const aborted = whenAborted(signal);
  // Errors after the end do not matter.
  client.on('error', () => {});
  try {
    await Promise.race([client.connect(), aborted]);
    if (query.trim() === '') return {};
    return judge(await Promise.race([readOnly(client, query), aborted]), expected);
  } finally {
    // `end()` would wait for a server that may never answer.
    const { stream } = client.connection;
    if (stream.writable) stream.end(farewell, () => stream.destroy());
    else stream.destroy();
  }
}

/** pg calls `connect` itself and waits for the event. */
function asConnected(socket: Socket): Socket {
  return Object.assign(socket, {
    connect: () => {
      queueMicrotask(() => socket.emit('connect'));
      return socket;
    },
  });
}

/** Terminate (PostgreSQL, 54.7): without it the server logs an unexpected end. */
const farewell = Buffer.from([0x58, 0, 0, 0, 4]);

/** A value as PostgreSQL prints it, null for NULL, undefined without a row. */
type Value = { text: string | null; type: number };

/**
 * CK7: the transaction is read-only before the query begins, and its snapshot is taken: after that it cannot become
 * writable again. The extended protocol takes one statement, so none can follow a COMMIT.
 */
async function readOnly(client: Client, query: string): Promise<Value | undefined> {
  const word = firstWord(query);
  if (word === 'COPY' || word === 'DO')
    throw new Error(`the query begins with ${word}, which may write files also in a read-only transaction`);
  await client.query('BEGIN TRANSACTION READ ONLY');
  await client.query('SELECT 1');
  const asked: QueryArrayConfig & { queryMode: 'extended' } = {
    text: query,
    rowMode: 'array',
    queryMode: 'extended',
    // pg would convert dates, arrays and intervals; keep the server's text.
    types: { getTypeParser: () => (text: unknown) => text },
  };
  try {
    const { rows, fields } = await client.query<(string | null)[]>(asked);
    const text = rows[0]?.[0];
    return text === undefined ? undefined : { text, type: fields[0]?.dataTypeID ?? 0 };
  } catch (error) {
    const isMany = error instanceof Error && error.message.includes('multiple commands');
    throw isMany
      ? new Error('the query has more than one statement, and only one is allowed', { cause: error })
      : error;
  } finally {
    // A connection pooler gets its connection back unchanged.
    client.query('ROLLBACK').catch(() => {});
  }
}

/** In capitals, after spaces and comments. */
function firstWord(query: string): string {
  const rest = query.replace(/^(?:[\s;]|--[^\r\n]*)+/u, '');
  if (!rest.startsWith('/*')) return /^\w*/u.exec(rest)?.[0].toUpperCase() ?? '';
  let depth = 0;
  for (const mark of rest.matchAll(/\/\*|\*\//gu)) {
    depth += mark[0] === '/*' ? 1 : -1;
    if (depth === 0) return firstWord(rest.slice(mark.index + 2));
  }
  return '';
}

const booleanType = 16;

function judge(found: Value | undefined, expected: string): Finding {
  if (expected === '') return {};
  if (found === undefined) return { wrong: `the query finds nothing; expected ${quote(expected)}` };
  const text = found.text ?? 'null';
  // PostgreSQL prints t and f; true and false are accepted too.
  const words = found.type === booleanType ? [text, text === 't' ? 'true' : 'false'] : [text];
  return words.includes(expected) ? {} : { wrong: `the query finds ${quote(text)}, not ${quote(expected)}` };
}
