import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { isNetwork, makeTrust } from './trusted-proxies.ts';

const asked = (remoteAddress: string, forwarded?: string) =>
  ({ socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } }) as unknown as IncomingMessage;

test('[OP20] the caller is the last address that no trusted proxy has', () => {
  const { addressOf } = makeTrust(['127.0.0.1', '10.0.0.0/8', 'fd00::/8']);
  for (const [remote, forwarded, expected] of [
    ['127.0.0.1', undefined, '127.0.0.1'],
    ['127.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['::ffff:127.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['127.0.0.1', '198.51.100.1, 203.0.113.9, 10.1.2.3', '203.0.113.9'],
    ['127.0.0.1', '2001:db8::1, fd00::7', '2001:db8::1'],
    // What a stranger says of itself is not believed.
    ['203.0.113.9', '127.0.0.1', '203.0.113.9'],
    ['127.0.0.1', '10.0.0.1, 10.0.0.2', '10.0.0.1'],
    ['127.0.0.1', 'nonsense', 'nonsense'],
    // Some gateways write a port behind it.
    ['127.0.0.1', '203.0.113.9:4711, 10.1.2.3:443', '203.0.113.9'],
    ['127.0.0.1', '[2001:db8::1]:4711, [fd00::7]', '2001:db8::1'],
  ] as const)
    expect(addressOf(asked(remote, forwarded))).toBe(expected);
  expect(makeTrust([]).addressOf(asked('127.0.0.1', '203.0.113.9'))).toBe('127.0.0.1');
});

test('[OP20] a network is an address with or without its bits', () => {
  for (const text of ['127.0.0.1', '::1', '10.0.0.0/8', 'fd00::/8']) expect(isNetwork(text), text).toBe(true);
  for (const text of ['', 'proxy', '10.0.0.0/33', '10.0.0.0/8/8', '::1/129', '10.0.0/8', '10.0.0.0/'])
    expect(isNetwork(text), text).toBe(false);
});
