// Redis as proxies and old versions speak it, where no real one is at hand.
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { redis } from './redis.ts';
import { contextOf } from './testing/context.ts';
import { target } from './testing/targets.ts';

type Answering = (command: string, words: readonly string[]) => string;

/** Reads RESP arrays of bulk strings, and answers each. */
const speaking = (answer: Answering) =>
  target(
    createServer((socket) => {
      let heard = '';
      socket.on('data', (chunk) => {
        heard += chunk.toString();
        for (let found = readCommand(heard); found !== null; found = readCommand(heard)) {
          heard = heard.slice(found.length);
          socket.write(answer(found.words[0]?.toUpperCase() ?? '', found.words));
        }
      });
    }),
  );

function readCommand(text: string): { words: string[]; length: number } | null {
  const count = Number(/^\*(\d+)\r\n/.exec(text)?.[1] ?? 0);
  const whole = new RegExp(`^\\*\\d+\\r\\n(?:\\$\\d+\\r\\n[^\\r]*\\r\\n){${count}}`).exec(text)?.[0];
  if (count === 0 || whole === undefined) return null;
  return {
    words: [...whole.matchAll(/\$\d+\r\n([^\r]*)\r\n/g)].map((match) => match[1] ?? ''),
    length: whole.length,
  };
}

const run = (at: { host: string; port: number }, more: object = {}) =>
  redis.run(redis.schema.parse({ ...at, ...more }), contextOf(AbortSignal.timeout(5_000)));
const only = ({ host, port }: { host: string; port: number }) => ({ host, port });

test.each(['-ERR no such thing as HELLO', '-NOPROTO sorry', '-DENIED by the proxy', '-unknown command'])(
  '[CK15] a server that refuses all new commands with “%s” is up',
  async (refusal) => {
    await using server = await speaking((command) => (command === 'PING' ? '+PONG\r\n' : `${refusal}\r\n`));
    expect(await run(only(server))).toMatchObject({ status: 'up', reason: null });
  },
);

test('[CK15] an answer to PING as a bulk string, and in pieces, is one', async () => {
  await using server = await speaking(() => '$4\r\nPONG\r\n');
  expect(await run(only(server))).toMatchObject({ status: 'up' });
});

test('[CK15] a password that a server without one does not want is no outage', async () => {
  await using server = await speaking((command) =>
    command === 'AUTH' ? '-ERR Client sent AUTH, but no password is set\r\n' : '+PONG\r\n',
  );
  expect(await run(only(server), { password: 'canary-redis-1' })).toMatchObject({ status: 'up' });
});

test.each([
  [
    '-LOADING Redis is loading the dataset in memory',
    'it answers “LOADING Redis is loading the dataset in memory”',
  ],
  ['-NOAUTH Authentication required.', 'it wants a password'],
  ['+HELLO', 'it answers “HELLO” to PING'],
  ['220 mail.example ESMTP', 'the answer is not Redis'],
])('[CK15] %s to PING is down', async (answer, reason) => {
  await using server = await speaking(() => `${answer}\r\n`);
  expect(await run(only(server))).toMatchObject({ status: 'down', reason });
});

test('[CK15] a database that it refuses is down, in whatever words', async () => {
  await using server = await speaking((command) =>
    command === 'SELECT' ? '-ERR SELECT is not allowed in cluster mode\r\n' : '+PONG\r\n',
  );
  expect(await run(only(server), { database: 1 })).toMatchObject({
    status: 'down',
    reason: 'it answers “ERR SELECT is not allowed in cluster mode”',
  });
  expect(await run(only(server), { database: 0 })).toMatchObject({ status: 'up' });
});
