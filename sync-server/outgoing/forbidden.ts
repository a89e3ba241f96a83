// CK1: the addresses that this server never sends a request to, in every notation.
import { isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';

const ranges = (texts: readonly string[]) => texts.map((text) => ipaddr.parseCIDR(text));

const forbidden = {
  ipv4: ranges([
    '0.0.0.0/8',
    '169.254.0.0/16',
    '224.0.0.0/4',
    '255.255.255.255/32',
    // Metadata services outside the link-local range: Alibaba, Oracle, Azure.
    '100.100.100.200/32',
    '192.0.0.192/32',
    '168.63.129.16/32',
  ]),
  ipv6: ranges([
    '::/128',
    'fe80::/10',
    'ff00::/8',
    // Metadata services: AWS (instances, then pods), Google, Oracle, Linode, Scaleway.
    'fd00:ec2::254/128',
    'fd00:ec2::23/128',
    'fd20:ce::254/128',
    'fd00:c1::a9fe:a9fe/128',
    'fd00:a9fe:a9fe::1/128',
    'fd00:42::42/128',
  ]),
};

/** The IPv4 addresses inside an IPv6 address of this range: the indexes of the four octets, for each notation. */
type Disguise = {
  range: string;
  octets: readonly (readonly [number, number, number, number])[];
  isInverted?: boolean;
};
const last = [12, 13, 14, 15] as const;
const disguises: readonly Disguise[] = [
  // IPv4-mapped and IPv4-compatible (RFC 4291, 2.5.5), IPv4-translated (RFC 2765), NAT64 (RFC 6052).
  { range: '::ffff:0:0/96', octets: [last] },
  { range: '::/96', octets: [last] },
  { range: '::ffff:0:0:0/96', octets: [last] },
  { range: '64:ff9b::/96', octets: [last] },
  // Local NAT64 (RFC 8215): its operator chooses a prefix of 48, 56, 64 or 96 bits (RFC 6052, 2.2).
  {
    range: '64:ff9b:1::/48',
    octets: [last, [6, 7, 9, 10], [7, 9, 10, 11], [9, 10, 11, 12]],
  },
  // 6to4 (RFC 3056), Teredo (RFC 4380: its server, and its client with every bit turned over), ISATAP (RFC 5214).
  { range: '2002::/16', octets: [[2, 3, 4, 5]] },
  { range: '2001::/32', octets: [[4, 5, 6, 7]] },
  { range: '2001::/32', octets: [last], isInverted: true },
];
const known = disguises.map((disguise) => ({ ...disguise, range: ipaddr.parseCIDR(disguise.range) }));

/** Whether `host` is a forbidden address (with or without brackets and zone). A name is not an address. */
export function isForbidden(host: string): boolean {
  // A zone (`fe80::1%eth0`) names the network card, not the destination.
  const [address = ''] = host.replace(/^\[(.*)\]$/, '$1').split('%');
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return isIn(ipaddr.IPv4.parse(address), forbidden.ipv4);
  if (!ipaddr.IPv6.isValid(address)) return false;
  const parsed = ipaddr.IPv6.parse(address);
  return isIn(parsed, forbidden.ipv6) || hidden(parsed).some((found) => isIn(found, forbidden.ipv4));
}

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Range = [Address, number];

const isIn = (address: Address, list: readonly Range[]): boolean =>
  list.some(([range, bits]) => address.kind() === range.kind() && address.match(range, bits));

/** The IPv4 addresses that an IPv6 address may stand for. */
function hidden(address: ipaddr.IPv6): ipaddr.IPv4[] {
  const bytes = address.toByteArray();
  const isIsatap = (bytes[8]! & 0xfd) === 0 && bytes[9] === 0 && bytes[10] === 0x5e && bytes[11] === 0xfe;
  const places = known.flatMap(({ range, octets, isInverted = false }) =>
    address.match(range) ? octets.map((at) => ({ at, isInverted })) : [],
  );
  if (isIsatap) places.push({ at: last, isInverted: false });
  return places.flatMap(({ at, isInverted }) => {
    const octets = at.map((index) => (isInverted ? bytes[index]! ^ 0xff : bytes[index]!));
    // The zeros of a prefix, read at the wrong place, look like 0.0.0.0/8. ::1 is loopback, which is allowed.
    return octets[0] === 0 ? [] : [new ipaddr.IPv4(octets)];
  });
}

/**
 * Whether a host, as a URL writes it, is this computer: `localhost` or a loopback address, and no name that only begins
 * like one.
 */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
