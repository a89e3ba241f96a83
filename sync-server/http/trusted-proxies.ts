// OP20: which proxies' X-Forwarded-For is trusted. Without it, everybody behind a proxy shares one address, and one
// person who guesses tokens makes all of them wait.
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import { withoutPort } from './network-of.ts';

export const proxyExpected = 'an IP address or a network, such as 127.0.0.1 or 10.0.0.0/8';

export function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/u.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

export type Trust = {
  isTrusted: (address: string) => boolean;
  /** The caller's address: the last one in X-Forwarded-For that is not a trusted proxy. */
  addressOf: (request: IncomingMessage) => string;
};

export function makeTrust(networks: readonly string[]): Trust {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  const isTrusted = (address: string): boolean => {
    // An IPv4 address on a dual-stack socket.
    const plain = withoutPort(address).replace(/^::ffff:(?=\d+\.)/iu, '');
    const family = isIP(plain);
    return family !== 0 && list.check(plain, family === 6 ? 'ipv6' : 'ipv4');
  };
  return {
    isTrusted,
    addressOf: ({ socket, headers }) => {
      const forwarded = [headers['x-forwarded-for'] ?? ''].flat().join(',').split(',');
      let address = socket.remoteAddress ?? '';
      for (const before of forwarded.toReversed()) {
        if (before.trim() === '' || !isTrusted(address)) return address;
        address = withoutPort(before.trim());
      }
      return address;
    },
  };
}
