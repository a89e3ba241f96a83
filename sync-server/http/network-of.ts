// AU4: the network that a limit counts. A client with one IPv6 address has a whole /64 of them, or more.
import { isIP, isIPv4, isIPv6 } from 'node:net';

/**
 * The network that an address belongs to: an IPv4 address by itself, also as IPv6 writes it, or the first 64 bits of
 * an IPv6 address. Without the port that some proxies write behind it. What is no address comes back as it is.
 */
export function networkOf(address: string): string {
  const plain = withoutPort(address.trim());
  if (!isIPv6(plain)) return plain;
  const groups = groupsOf(plain);
  const isMapped = groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff';
  if (!isMapped) return groups.slice(0, 4).join(':');
  const octets = groups.slice(6).map((group) => Number.parseInt(group, 16));
  return octets.flatMap((pair) => [pair >> 8, pair & 0xff]).join('.');
}

/** `1.2.3.4:567` and `[2001:db8::1]:567`, as Azure's gateway and RFC 7239 write them. */
export function withoutPort(address: string): string {
  const bare = address.replace(/%.*$/u, '');
  if (isIP(bare) !== 0) return bare;
  const inside = /^\[([^\]]*)\](?::\d{1,5})?$/u.exec(bare)?.[1] ?? bare.replace(/:\d{1,5}$/u, '');
  return isIPv4(inside) || isIPv6(inside.replace(/%.*$/u, '')) ? inside.replace(/%.*$/u, '') : address;
}

/** The eight groups, in hexadecimal without leading zeros. */
function groupsOf(address: string): string[] {
  // A URL writes an IPv6 address in one way only.
  const written = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = [], tail = []] = written
    .split('::')
    .map((part) => part.split(':').filter((group) => group !== ''));
  return [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail];
}
