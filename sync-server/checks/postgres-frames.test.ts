import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { postgres } from './postgres.ts';
import { contextOf } from './testing/context.ts';
import { target } from './testing/targets.ts';

const message = (kind: string, ...body: readonly number[]) =>
  Buffer.from([kind.charCodeAt(0), 0, 0, 0, 4 + body.length, ...body]);
const int = (value: number) => [0, 0, 0, value];
const [welcome, ready] = [message('R', ...int(0)), message('Z', 0x49)];

/** A program that says this to the first words of a client, in parts. */
async function ask(...parts: readonly Buffer[]) {
  await using server = await target(
    createServer((socket) =>
      socket.once('data', () => {
        for (const part of parts) socket.write(part);
      }),
    ),
  );
  const settings = postgres.schema.parse({ host: '127.0.0.1', port: server.port, user: 'ana' });
  return await postgres.run(settings, contextOf(AbortSignal.timeout(20_000)));
}

test.each([
  ['a way to sign in that there is not', message('R', ...int(99))],
  ['a message that is shorter than its head', Buffer.from([0x52, 0, 0, 0, 3])],
  ['an answer with more columns than it has', message('T', 0xff, 0xff, 0x61, 0)],
])('[CK7] %s is down, and ends no process', async (_, ...parts) => {
  expect(await ask(...parts)).toMatchObject({ status: 'down', reason: 'the answer is not PostgreSQL' });
});

test('[CK7] an error whose fields do not end is an error, and not one that is read for ever', async () => {
  const { status, reason } = await ask(message('E', ...Buffer.from('Mno such door\0')));
  expect([status, reason]).toEqual(['down', 'no such door']);
});

test('[CK7] a message that would not fit into memory is not waited for', async () => {
  const { status, reason } = await ask(Buffer.from([0x44, 0x7f, 0xff, 0xff, 0xff]));
  expect([status, reason]).toEqual(['down', 'the answer is longer than 16 MiB']);
});

test('[CK7] messages that arrive byte by byte, and several at once, are understood', async () => {
  const said = Buffer.concat([welcome, message('S', 0x61, 0, 0x62, 0), ready]);
  expect(await ask(...[...said].map((byte) => Buffer.from([byte])))).toMatchObject({ status: 'up' });
  expect(await ask(said)).toMatchObject({ status: 'up' });
});
