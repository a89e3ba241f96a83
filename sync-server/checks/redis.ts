import { hostField, numberField, portField, textField, toggleField } from '../forms/fields.ts';
import { defineCheck, type CheckContext } from './check.ts';
import { measure, slowField, whenAborted, type Finding } from './measure.ts';

export const redis = defineCheck({
  label: 'Redis',
  about: 'Sends PING to a Redis (or Valkey) server and waits for PONG.',
  fields: {
    host: hostField({ label: 'Host' }),
    port: portField({ label: 'Port', isMain: true, fallback: 6379 }),
    password: textField({ label: 'Password', isMain: true, isSecret: true, max: 1_000 }),
    user: textField({ label: 'User', hint: 'When it has users (ACL)', group: 'Sign in', max: 200 }),
    slowAfterMs: slowField,
    database: numberField({ label: 'Database', group: 'Connection', min: 0, max: 1_000, fallback: 0 }),
    isSecure: toggleField({ label: 'TLS', group: 'Connection', fallback: false }),
    ignoresTls: toggleField({ label: 'Take any certificate', group: 'Connection', fallback: false }),
  },
  target: ({ host, port }) => ({ url: '', hostname: host, port: String(port) }),
  run: (settings, context) => measure(context, settings.slowAfterMs, () => ask(settings, context)),
});

type Settings = {
  host: string;
  port: number;
  user: string;
  password: string;
  database: number;
  isSecure: boolean;
  ignoresTls: boolean;
};

async function ask(settings: Settings, { signal, egress }: CheckContext): Promise<Finding> {
  const { Redis } = await import('ioredis');
  const { host, port, user, password, database, isSecure, ignoresTls } = settings;
  const client = new Redis({
    host: await egress.resolve(host),
    port,
    ...(user === '' ? {} : { username: user }),
    ...(password === '' ? {} : { password }),
    db: Math.round(database),
    lazyConnect: true,
    enableReadyCheck: false,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    connectionName: 'muster',
    ...(isSecure ? { tls: { servername: host, rejectUnauthorized: !ignoresTls } } : {}),
  });
  // What it only emits is the reason; what it rejects with is often that the connection is closed.
  let first: Error | null = null;
  client.on('error', (error: Error) => (first ??= error));
  const aborted = whenAborted(signal);
  try {
    await Promise.race([client.connect(), aborted]);
    // The library itself refuses whatever is not PONG.
    await Promise.race([client.ping(), aborted]);
    return {};
  } catch (error) {
    throw say(first ?? error);
  } finally {
    client.disconnect();
  }
}

function say(error: unknown): unknown {
  const message = error instanceof Error ? error.message : '';
  if (message.startsWith('NOAUTH')) return new Error('it wants a password');
  if (message.startsWith('WRONGPASS')) return new Error('it does not take this user and password');
  if (/Protocol error|RESP type/.test(message) || error?.constructor.name === 'ParserError')
    return new Error('the answer is not Redis');
  return error;
}
