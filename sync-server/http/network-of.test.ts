import { expect, test } from 'vitest';
import { countFailedCredentials } from './credentials.ts';
import { networkOf } from './network-of.ts';

test('[AU4] every address of a /64 is one network, however it is written', () => {
  for (const [address, network] of [
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['::ffff:cb00:7109', '203.0.113.9'],
    ['203.0.113.9:49152', '203.0.113.9'],
    ['[2001:db8::1]:443', '2001:db8:0:0'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['2001:db8::2', '2001:db8:0:0'],
    ['2001:0DB8:0:0:ffff:ffff:ffff:ffff', '2001:db8:0:0'],
    ['2001:db8:0:1::1', '2001:db8:0:1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['::1', '0:0:0:0'],
    ['64:ff9b::203.0.113.9', '64:ff9b:0:0'],
    ['nonsense', 'nonsense'],
    ['nonsense:1', 'nonsense:1'],
    ['', ''],
  ] as const)
    expect([address, networkOf(address)]).toEqual([address, network]);
});

test('[AU4] a guesser with ever new addresses of one network is told to wait', () => {
  const { count } = countFailedCredentials(() => 0);
  const answers = Array.from({ length: 120 }, (_, index) => count(`2001:db8::${(index + 1).toString(16)}`));
  expect(answers.filter(Boolean)).toHaveLength(100);
  expect(count('2001:db8:0:1::1')).toBe(true);
  const ports = Array.from({ length: 120 }, (_, index) => count(`203.0.113.9:${40_000 + index}`));
  expect(ports.filter(Boolean)).toHaveLength(100);
});
