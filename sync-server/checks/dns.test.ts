// What a name server says, octet by octet, and what is made of it.
import type { Answer } from 'dns-packet';
import { expect, test } from 'vitest';
import { dns } from './dns.ts';
import { contextOf } from './testing/context.ts';
import { nameServer } from './testing/name-server.ts';

const name = 'shop.example';

async function run(answers: Answer[], settings: object) {
  await using server = await nameServer(() => answers);
  const parsed = dns.schema.parse({ name, server: `${server.host}:${server.port}`, ...settings });
  const { status, reason } = await dns.run(parsed, contextOf(AbortSignal.timeout(5_000)));
  return { status, reason };
}
const up = { status: 'up', reason: null };

test.each(['A', 'AAAA', 'MX', 'TXT', 'SRV', 'CAA'])(
  '[CK17] a CNAME that leads to a name without %s records is down',
  async (type) => {
    const answers: Answer[] = [{ type: 'CNAME', name, data: 'gone.example' }];
    const found = await run(answers, { type });
    expect(found.status).toBe('down');
    expect(found.reason).toMatch(new RegExp(`^shop\\.example has no ${type} record`));
  },
);

const text = (...data: (string | Buffer)[]): Answer[] => [{ type: 'TXT', name, data: data as string[] }];
test.each([
  [text('google-site-verification=AbC'), 'google-site-verification=AbC', true],
  [text('google-site-verification=AbC'), 'google-site-verification=abc', false],
  [text('ends with a dot.'), 'ends with a dot.', true],
  [text('ends with a dot.'), 'ends with a dot', false],
  [text('two  spaces'), 'two spaces', false],
  [text('v=spf1 ', '-all'), 'v=spf1 -all', true],
  [text('grüße'), 'grüße', true],
  [text(Buffer.from([0x67, 0xfc])), 'gü', true],
])('[CK17] the text %j is %j: %j', async (answers, expected, fits) => {
  expect((await run(answers, { type: 'TXT', expected })).status).toBe(fits ? 'up' : 'down');
});

const address = (data: string): Answer[] => [{ type: 'AAAA', name, data }];
test.each([
  ['2001:db8::7', '2001:0DB8:0:0:0:0:0:0007', true],
  ['2001:db8:0:0:1::1', '2001:db8::1:0:0:1', true],
  ['::ffff:10.0.0.1', '::ffff:a00:1', true],
  ['2001:db8::7', '2001:db8::8', false],
])('[CK17] the address %s is %s: %j', async (data, expected, fits) => {
  const found = await run(address(data), { type: 'AAAA', expected, match: 'nothing else' });
  expect(found.status).toBe(fits ? 'up' : 'down');
});

const mail = (preference: number, exchange: string): Answer[] => [
  { type: 'MX', name, data: { preference, exchange } },
];
test('[CK17] a null MX is no mail server, unless it is what is expected', async () => {
  expect(await run(mail(0, '.'), { type: 'MX' })).toEqual({
    status: 'down',
    reason: 'shop.example takes no mail (null MX)',
  });
  expect(await run(mail(0, '.'), { type: 'MX', expected: '0 .', match: 'nothing else' })).toEqual(up);
  expect((await run(mail(10, 'mail.shop.example'), { type: 'MX', expected: '0 .' })).status).toBe('down');
});

test.each([
  [mail(10, 'mail.shop.example'), 'MX', '10 Mail.Shop.Example.'],
  [mail(10, 'mail.shop.example'), 'MX', '10   mail.shop.example'],
  [mail(10, 'xn--kln-sna.example'), 'MX', '10 köln.example'],
  [
    [
      {
        type: 'SOA',
        name,
        data: {
          mname: 'ns1.shop.example',
          rname: 'ana.shop.example',
          serial: 7,
          refresh: 1,
          retry: 1,
          expire: 1,
          minimum: 1,
        },
      } satisfies Answer,
    ],
    'SOA',
    'ns1.shop.example. ana.shop.example. 7',
  ],
])(
  '[CK17] names are the same in any case and with or without their last dot',
  async (answers, type, expected) => {
    expect(await run(answers, { type, expected, match: 'nothing else' })).toEqual(up);
  },
);
