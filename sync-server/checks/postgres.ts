import { choiceField, hostField, portField, requiredTextField, textField } from '../forms/fields.ts';
import { defineCheck, type CheckContext } from './check.ts';
import { quote } from './explain.ts';
import { measure, slowField, whenAborted, type Finding } from './measure.ts';
import { asText } from './query.ts';

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
      hint: 'Run in a transaction that may only read',
      group: 'Answer',
      lines: true,
      max: 10_000,
    }),
    expected: textField({ label: 'Its first value must be', group: 'Answer', max: 500 }),
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
  const client = new pg.Client({
    host: await egress.resolve(host),
    port,
    user,
    // Undefined, it would look into the environment and the home folder of this server.
    password: password === '' ? () => '' : password,
    database: database === '' ? user : database,
    ssl: security === 'none' ? false : { servername: host, rejectUnauthorized: security === 'TLS' },
    options: '-c default_transaction_read_only=on',
    application_name: 'muster',
  });
  const aborted = whenAborted(signal);
  // Its errors after the end are nobody's any more.
  client.on('error', () => {});
  try {
    await Promise.race([client.connect(), aborted]);
    if (query.trim() === '') return {};
    const { rows } = await Promise.race([
      client.query<unknown[]>({ text: query, rowMode: 'array' }),
      aborted,
    ]);
    return judge(rows, expected);
  } finally {
    // Not `end()`: that waits for a server that may never answer.
    client.connection.stream.destroy();
  }
}

function judge(rows: readonly unknown[][], expected: string): Finding {
  if (expected === '') return {};
  const [found] = rows[0] ?? [];
  if (found === undefined) return { wrong: `the query finds nothing; expected ${quote(expected)}` };
  return asText(found) === expected
    ? {}
    : { wrong: `the query finds ${quote(asText(found))}, not ${quote(expected)}` };
}
