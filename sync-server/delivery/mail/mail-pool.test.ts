// Connections to real mail servers, and what their answers mean for a letter.
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { makeEgress } from '../../outgoing/egress.ts';
import { openMailbox } from '../testing/mailbox.ts';
import type { Letter } from '../outbox/letter.ts';
import { openMailPool } from './mail-pool.ts';
import type { MailServer } from './mail-server.ts';

let clock = 1_800_000_000_000;
const openPool = () =>
  openMailPool({
    egress: makeEgress({ allowsLinkLocal: false }),
    host: 'muster.test',
    now: () => clock,
    log: pino({ level: 'silent' }),
  });
const serverAt = (port: number): MailServer => ({
  host: '127.0.0.1',
  port,
  security: 'none',
  user: '',
  password: '',
  checksCertificate: true,
  from: 'Status <status@example.org>',
  sender: 'status@example.org',
  domain: 'example.org',
});
const letter: Letter = {
  id: 'l',
  key: 'k',
  kind: 'mail',
  recipient: 'bo',
  payload: {},
  state: 'sending',
  reason: null,
  attempts: 0,
  tries: [],
  channel: null,
  incident: null,
  giveUpAt: null,
  maybeTwice: false,
  createdAt: clock,
  nextAt: clock,
  endedAt: null,
};
const envelope = { from: 'status@example.org', to: 'bo@example.org' };
const bytes = Buffer.from('Subject: Hello\r\n\r\nHello.\r\n');
const post = (pool: ReturnType<typeof openPool>, port: number, part: Partial<Letter> = {}) =>
  pool.send(serverAt(port), envelope, { bytes, letter: { ...letter, ...part } });

test('[OB5] many mails go over as few connections as there are hands', async () => {
  let connections = 0;
  await using mailbox = await openMailbox({
    hideSTARTTLS: true,
    closeTimeout: 100,
    onConnect: (_session, done) => {
      connections += 1;
      done();
    },
  });
  const pool = openPool();
  const hands = Array.from({ length: 4 }, async () => {
    for (let turn = 0; turn < 25; turn++) expect(await post(pool, mailbox.port)).toEqual({ went: 'sent' });
  });
  await Promise.all(hands);
  expect(mailbox.received).toHaveLength(100);
  expect(connections).toBe(4);
  pool.close();
});

test('[OB5] a server that cannot be reached is left alone for a while, and another goes on', async () => {
  const gone = createServer().listen(0, '127.0.0.1');
  await once(gone, 'listening');
  const { port } = gone.address() as AddressInfo;
  gone.close();
  await once(gone, 'close');
  await using mailbox = await openMailbox({ hideSTARTTLS: true, closeTimeout: 100 });
  const pool = openPool();
  expect(await post(pool, port)).toMatchObject({ went: 'shut', reason: 'connection refused', waitMs: 2_000 });
  clock += 500;
  expect(await post(pool, port)).toMatchObject({ went: 'shut', waitMs: 1_500 });
  expect(await post(pool, mailbox.port)).toEqual({ went: 'sent' });
  const old = { createdAt: clock - 25 * 3_600_000 };
  expect(await post(pool, port, old)).toMatchObject({
    went: 'failed',
    reason: 'given up: connection refused',
  });
  pool.close();
});

test.each([
  [550, '5.1.1 no such user', 'bounced'],
  [552, '5.2.2 mailbox full for good', 'bounced'],
  [554, '5.7.1 we do not like your words', 'failed'],
  [451, '4.7.1 greylisted', 'again'],
  [452, '4.2.2 mailbox full', 'again'],
  [421, '4.3.2 going down', 'shut'],
] as const)('[SP93] %i %s to the text of a mail: %s', async (code, words, went) => {
  await using mailbox = await openMailbox({
    hideSTARTTLS: true,
    closeTimeout: 100,
    answer: () => ({ code, words }),
  });
  const pool = openPool();
  const outcome = await post(pool, mailbox.port);
  expect(outcome).toMatchObject({ went });
  expect('reason' in outcome ? outcome.reason : '').toContain(words);
  pool.close();
});

/** A server that answers these lines in turn and hangs up at the word `end`. */
async function scripted(answers: readonly string[]) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    const left = [...answers];
    const next = () => {
      const line = left.shift() ?? 'end';
      if (line === 'end') socket.destroy();
      else socket.write(`${line}\r\n`);
    };
    let isText = false;
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      for (const line of chunk.toString().split('\r\n').filter(Boolean)) {
        if (isText && line !== '.') continue;
        isText = line === 'DATA';
        next();
      }
    });
    next();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      sockets.forEach((socket) => socket.destroy());
      server.close();
      await once(server, 'close');
    },
  };
}

test.each([
  ['before its text', ['220 hi', '250 hi', '250 ok', 'end'], 'again'],
  ['after its text', ['220 hi', '250 hi', '250 ok', '250 ok', '354 go', 'end'], 'maybe-sent'],
  ['at the address, refused', ['220 hi', '250 hi', '250 ok', '550 nobody here', '250 ok'], 'bounced'],
  ['at the sender, refused', ['220 hi', '250 hi', '550 not you', '250 ok'], 'again'],
] as const)('[OB4] a mail whose connection ends %s', async (_when, answers, went) => {
  await using server = await scripted(answers);
  const pool = openPool();
  expect(await post(pool, server.port)).toMatchObject({ went });
  pool.close();
});
