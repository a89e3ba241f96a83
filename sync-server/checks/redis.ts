import { hostField, numberField, portField, textField, toggleField } from '../forms/fields.ts';
import { openTls } from './certificate.ts';
import { defineCheck, type CheckContext } from './check.ts';
import { quote } from './explain.ts';
import { measure, slowField, type Finding } from './measure.ts';
import { endWith, openSocket, readUntil } from './socket.ts';

export const redis = defineCheck({
  label: 'Redis',
  about: 'Sends PING to a Redis (or Valkey) server and waits for PONG.',
  area: 'infrastructure',
  fields: {
    host: hostField({ label: 'Host' }),
    port: portField({ label: 'Port', isMain: true, fallback: 6379 }),
    password: textField({ label: 'Password', isMain: true, isSecret: true, max: 1_000 }),
    user: textField({ label: 'User', hint: 'If the server has users (ACL)', group: 'Sign in', max: 200 }),
    slowAfterMs: slowField,
    database: numberField({ label: 'Database', group: 'Connection', min: 0, max: 1_000, fallback: 0 }),
    isSecure: toggleField({ label: 'TLS', group: 'Connection', fallback: false }),
    ignoresTls: toggleField({ label: 'Accept any certificate', group: 'Connection', fallback: false }),
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

/**
 * RESP2, which every server and proxy speaks. HELLO is not sent: many servers refuse it, each in other words. Rejects
 * with the reason.
 */
async function ask(settings: Settings, context: CheckContext): Promise<Finding> {
  const { host, port, user, password, database, isSecure, ignoresTls } = settings;
  const target = { host, port, ...context };
  const socket = isSecure ? await openTls({ ...target, isTrusting: ignoresTls }) : await openSocket(target);
  try {
    if (isSecure) endWith(socket, context.signal);
    const tell: Tell = async (...words) => {
      socket.write(`*${words.length}\r\n${words.map(bulk).join('')}`);
      return readReply(await readUntil(socket, (text) => isReply(text) || !mayBecomeReply(text)));
    };
    if (password !== '' || user !== '') await signIn(tell, user, password);
    const index = Math.round(database);
    if (index !== 0) await tell('SELECT', String(index));
    const pong = await tell('PING');
    return pong === 'PONG' ? {} : { wrong: `it answers ${quote(pong)} to PING` };
  } finally {
    socket.destroy();
  }
}

type Tell = (...words: string[]) => Promise<string>;

/** A server may refuse a password because it needs none, so PING decides. */
async function signIn(tell: Tell, user: string, password: string) {
  try {
    await tell('AUTH', ...(user === '' ? [] : [user]), password);
  } catch (error) {
    const isOpen = error instanceof Error && /no password is set|without any password/i.test(error.message);
    if (!isOpen) throw error;
  }
}

const bulk = (text: string) => `$${Buffer.byteLength(text)}\r\n${text}\r\n`;

/** The reply to AUTH, SELECT or PING: a simple string, an error or a bulk string. */
const reply = /^(?:\+([^\r\n]*)|-([^\r\n]*)|\$\d+\r\n([^\r\n]*))\r\n/;
const isReply = (text: string) => reply.test(text);
const mayBecomeReply = (text: string) => /^(?:[+-][^\r\n]*\r?|\$\d*\r?|\$\d+\r\n[^\r\n]*\r?)$/.test(text);

function readReply(text: string): string {
  const [whole, simple, error, long] = reply.exec(text) ?? [];
  if (whole === undefined) throw new Error('the answer is not Redis');
  if (error === undefined) return simple ?? long ?? '';
  if (/no password is set|without any password/i.test(error)) throw new Error(error);
  if (error.startsWith('NOAUTH')) throw new Error('it wants a password');
  if (error.startsWith('WRONGPASS') || /invalid password/i.test(error))
    throw new Error('it refused this user and password');
  throw new Error(`it answers ${quote(error)}`);
}
