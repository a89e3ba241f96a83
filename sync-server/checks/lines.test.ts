// The kinds that speak in lines: SMTP and plain TCP.
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { makeEgress } from '../outgoing/egress.ts';
import { greetingName } from '../outgoing/greeting-name.ts';
import { smtp } from './smtp.ts';
import { tcp } from './tcp.ts';
import { contextOf } from './testing/context.ts';
import { target } from './testing/targets.ts';

const soon = () => contextOf(AbortSignal.timeout(5_000));

/** A mail server that gives the chosen answer to each command and remembers the commands. */
async function mailServer(answer: (command: string) => string) {
  const heard: string[] = [];
  const server = await target(
    createServer((socket) => {
      socket.write('220 mail.example ESMTP\r\n');
      socket.on('data', (chunk) => {
        for (const line of chunk.toString().split('\r\n').filter(Boolean)) {
          heard.push(line);
          socket.write(`${answer(line)}\r\n`);
        }
      });
    }),
  );
  return { ...server, heard };
}
const greet = ({ host, port }: { host: string; port: number }, context = soon()) =>
  smtp.run(smtp.schema.parse({ host, port }), context);

/** RFC 5321, 4.1.2 and 4.1.3: a domain of at least two parts, or an address in brackets. */
const strict = /^(?:EHLO|HELO) (?:\[(?:\d+\.\d+\.\d+\.\d+|IPv6:[\da-f:]+)\]|[a-z\d-]+(?:\.[a-z\d-]+)+)$/i;

test('[CK18] it greets with a name that strict servers take', async () => {
  await using server = await mailServer((line) =>
    line.startsWith('EHLO') && !strict.test(line) ? '501 5.5.4 Invalid domain name' : '250 mail.example',
  );
  expect(await greet(server)).toMatchObject({ status: 'up', reason: null });
  expect(server.heard[0]).toMatch(strict);
});

test.each(['500 what is that', '502 not implemented', '504 no', '550 no'])(
  '[CK18] after the answer “%s” to EHLO it says HELO',
  async (refusal) => {
    await using server = await mailServer((line) => (line.startsWith('EHLO') ? refusal : '250 mail.example'));
    expect(await greet(server)).toMatchObject({ status: 'up', reason: null });
    expect(server.heard[1]).toMatch(/^HELO /);
    expect(server.heard[1]).toMatch(strict);
  },
);

test('[CK18] a server that is busy is not greeted again', async () => {
  await using server = await mailServer(() => '421 too busy');
  expect(await greet(server)).toMatchObject({ status: 'down', reason: 'it answers “421 too busy”' });
  expect(server.heard.filter((line) => /^(?:EHLO|HELO)/.test(line))).toHaveLength(1);
});

test('[CK14] a host of two addresses is up when the second answers', async () => {
  await using server = await mailServer(() => '250 mail.example');
  const egress = makeEgress({
    allowsLinkLocal: false,
    lookup: (_name, _options, callback) =>
      callback(null, [
        { address: '::1', family: 6 },
        { address: '127.0.0.1', family: 4 },
      ]),
  });
  const context = contextOf(AbortSignal.timeout(5_000), { egress });
  expect(await greet({ host: 'mail.example', port: server.port }, context)).toMatchObject({ status: 'up' });
});

test.each([
  ['mail.example.org', '192.0.2.7', 'mail.example.org'],
  ['build-7', '192.0.2.7', '[192.0.2.7]'],
  ['build_7.example', '::ffff:192.0.2.7', '[192.0.2.7]'],
  ['localhost', '2001:db8::7', '[IPv6:2001:db8::7]'],
  ['', 'fe80::1%eth0', '[IPv6:fe80::1]'],
  ['127.0.0.1', undefined, '[127.0.0.1]'],
])('[CK18] a computer called “%s” at %s greets as %s', (own, address, name) => {
  expect(greetingName(address, own)).toBe(name);
});

const saying = (...chunks: Buffer[]) =>
  target(
    createServer((socket) => {
      const next = () => {
        const chunk = chunks.shift();
        if (chunk === undefined) socket.end();
        else socket.write(chunk, () => setImmediate(next));
      };
      next();
    }),
  );
const words = Buffer.from('grüße 状态 gut');

test.each([
  ['in UTF-8', [words], 'grüße 状态'],
  ['in UTF-8, cut within a letter', [words.subarray(0, 3), words.subarray(3)], 'grüße 状态'],
  ['in Latin-1', [Buffer.from('grüße\r\n', 'latin1')], 'grüße'],
  ['however it composes its accents', [Buffer.from('gru\u0308ße')], 'grüße'],
  ['of two programs', [Buffer.from([0xff]), Buffer.from('OK ready')], 'OK'],
])('[CK18] what a port must answer is found %s', async (_how, chunks, expected) => {
  await using server = await saying(...chunks);
  const settings = tcp.schema.parse({ host: server.host, port: server.port, expected });
  expect(await tcp.run(settings, soon())).toMatchObject({ status: 'up', reason: null });
});

test('[CK18] another answer is quoted as it was meant', async () => {
  await using server = await saying(words);
  const settings = tcp.schema.parse({ host: server.host, port: server.port, expected: 'nichts' });
  expect((await tcp.run(settings, soon())).reason).toBe(
    '“nichts” is not in what it said, which begins “grüße 状态 gut”',
  );
  await using long = await saying(Buffer.alloc(200_000, 'x'));
  const ofLong = tcp.schema.parse({ host: long.host, port: long.port, expected: 'gut' });
  expect((await tcp.run(ofLong, soon())).reason).toContain(
    '“gut” is not in the first 64 KiB of what it said, which begins',
  );
});
