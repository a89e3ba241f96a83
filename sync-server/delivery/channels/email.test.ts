// What the e-mail channel does with hosts of several addresses and with strict mail servers.
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { makeEgress } from '../../outgoing/egress.ts';
import { page } from '../testing/queue.ts';
import { email } from './email.ts';

/** Takes any mail, but only from who greets as RFC 5321, 4.1.4 has it; remembers the greetings. */
async function strictServer() {
  const greetings: string[] = [];
  const server = createServer((socket) => {
    let isMail = false;
    socket.write('220 mail.example ESMTP\r\n');
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      for (const line of chunk.toString().split('\r\n').filter(Boolean)) {
        if (line.startsWith('EHLO')) greetings.push(line);
        const isStrict = /^EHLO (?:\[[\d.]+\]|\[IPv6:[\da-f:]+\]|[a-z\d-]+(?:\.[a-z\d-]+)+)$/i.test(line);
        if (isMail && line !== '.') continue;
        isMail = line === 'DATA';
        if (line.startsWith('EHLO') && !isStrict) socket.write('501 5.5.4 Invalid domain name\r\n');
        else
          socket.write(line === 'DATA' ? '354 go on\r\n' : line === 'QUIT' ? '221 bye\r\n' : '250 well\r\n');
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    greetings,
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      server.close();
    },
  };
}

const to = { person: { id: 'bo', name: 'Bo Lind', email: 'bo@example.org', phone: '' } };
const send = (port: number, host: string) =>
  email.send(
    page({ to }),
    email.schema.parse({ host: 'mail.example', port, security: 'none', from: 'muster@example.org' }),
    {
      signal: AbortSignal.timeout(10_000),
      egress: makeEgress({
        allowsLinkLocal: false,
        lookup: (_name, _options, callback) =>
          callback(null, [
            { address: '::1', family: 6 },
            { address: '127.0.0.1', family: 4 },
          ]),
      }),
      deliveryId: '01JZZZZZZZZZZZZZZZZZZZZZZZ',
      now: 1_800_000_000_000,
      host,
    },
  );

test.each([
  ['build-7', 'EHLO [127.0.0.1]'],
  ['muster.example.org', 'EHLO muster.example.org'],
])(
  '[CK14] [CK18] from %s mail goes by the address that answers, greeted with “%s”',
  async (host, greeting) => {
    await using server = await strictServer();
    expect(await send(server.port, host)).toEqual({ ok: true });
    expect(server.greetings).toEqual([greeting]);
  },
);
