import { expect, test } from 'vitest';
import { EgressRefused, makeEgress } from './egress.ts';

const guarded = makeEgress({ allowsLinkLocal: false });
const open = makeEgress({ allowsLinkLocal: true });

const refused = [
  '169.254.169.254',
  '169.254.0.1',
  '0.0.0.0',
  '0.1.2.3',
  '100.100.100.200',
  '192.0.0.192',
  '168.63.129.16',
  '224.0.0.1',
  '255.255.255.255',
  'fe80::1',
  'fe80::1%eth0',
  '[fe80::1]',
  'fd00:ec2::254',
  '::',
  '::ffff:169.254.169.254',
  '::ffff:a9fe:a9fe',
  '64:ff9b::a9fe:a9fe',
  '2002:a9fe:a9fe::1',
  // Metadata services of AWS, Google, Oracle, Linode and Scaleway over IPv6, in any spelling.
  'fd00:ec2::23',
  'FD00:0EC2:0:0:0:0:0:254',
  'fd20:ce::254',
  'fd00:c1::a9fe:a9fe',
  'fd00:a9fe:a9fe::1',
  'fd00:42::42',
  // Forbidden IPv4 addresses in every dress of IPv6.
  '::ffff:100.100.100.200',
  '::169.254.169.254',
  '::ffff:0:169.254.169.254',
  '64:ff9b::100.100.100.200',
  '64:ff9b::a83f:8110',
  '64:ff9b:1::a9fe:a9fe',
  '64:ff9b:1:a9fe:a9:fe00::',
  '64:ff9b:1:a9:fe:a9fe::',
  '64:ff9b:1:0:a9:fea9:fe00::',
  '2002:6464:64c8::1',
  '2001:0:a9fe:a9fe::1',
  '2001::5601:5601',
  'fd12::5efe:169.254.169.254',
  '2001:db8::200:5efe:100.100.100.200',
  'ff02::1',
];
const allowed = [
  '127.0.0.1',
  '::1',
  '10.0.0.1',
  '192.168.1.1',
  '172.16.0.1',
  '100.64.0.1',
  'fd12::1',
  '8.8.8.8',
  '::ffff:10.0.0.1',
  '64:ff9b::10.0.0.1',
  '64:ff9b:1::a00:1',
  '2002:a00:1::1',
  'fd00:ec3::254',
  '2001:db8::7',
];

test.each(refused)('[CK1] %s is refused, unless the owner allows it', (host) => {
  expect(() => guarded.assertAllowed(host)).toThrow(EgressRefused);
  expect(() => open.assertAllowed(host)).not.toThrow();
});

test.each(allowed)('[CK1] %s is what monitoring is for', (host) => {
  expect(() => guarded.assertAllowed(host)).not.toThrow();
});

test.each(['2852039166', '0xa9fea9fe', '0251.0376.0251.0376'])(
  '[CK1] an address written as %s is seen through by the lookup',
  async (host) => {
    await expect(guarded.resolve(host)).rejects.toThrow(EgressRefused);
  },
);

test('[CK1] a name and an allowed address resolve to an address', async () => {
  expect(['127.0.0.1', '::1']).toContain(await guarded.resolve('localhost'));
  expect(await guarded.resolve('[::1]')).toBe('::1');
  await expect(guarded.resolve('169.254.169.254')).rejects.toThrow(/--allow-link-local/);
  await expect(guarded.resolve('no-such-name.invalid')).rejects.toThrow();
});

test('[CK1] a name fails in words of its own, at its deadline too, and many ask one question', async () => {
  let asked = 0;
  const answers: ((error: NodeJS.ErrnoException | null) => void)[] = [];
  const egress = makeEgress({
    allowsLinkLocal: false,
    lookup: (_name, _options, callback) => {
      asked += 1;
      answers.push((error) => callback(error, [{ address: '10.0.0.7', family: 4 }]));
    },
  });
  const ending = new AbortController();
  const late = egress.resolve('shop.example', ending.signal);
  const [first, second] = [egress.resolve('shop.example'), egress.resolve('shop.example')];
  ending.abort();
  await expect(late).rejects.toMatchObject({ code: 'NAME_TIMEOUT', isUnanswered: true });
  answers[0]?.(null);
  expect(await Promise.all([first, second])).toEqual(['10.0.0.7', '10.0.0.7']);
  expect(asked).toBe(1);
  const gone = egress.resolve('shop.example');
  answers[1]?.(Object.assign(new Error('gone'), { code: 'ENOTFOUND' }));
  await expect(gone).rejects.toMatchObject({ code: 'ENOTFOUND', isUnanswered: false });
});

test('[CK1] the lookup answers in both of the shapes node asks for', async () => {
  const one = await new Promise((resolve) =>
    guarded.guardedLookup('localhost', { family: 4 }, (error, address, family) =>
      resolve([error, address, family]),
    ),
  );
  expect(one).toEqual([null, '127.0.0.1', 4]);
  const all = await new Promise((resolve) =>
    guarded.guardedLookup('localhost', { all: true, family: 4 }, (_error, addresses) => resolve(addresses)),
  );
  expect(all).toEqual([{ address: '127.0.0.1', family: 4 }]);
});
