// CK1: where requests of ours may go. Whoever can set up a check or a webhook must not be able to make the
// server ask its cloud's metadata service, which hands out credentials to anybody on the machine. Private
// networks and loopback stay open: watching them is what this is for.
import { lookup as lookupInSystem, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** The message is for a person. */
export class EgressRefused extends Error {
  override name = 'EgressRefused';
  readonly code = 'EGRESS_REFUSED';
}

export type Egress = {
  /** For the `lookup` option of node's net, tls, http and https. Those never look up a literal address: `assertAllowed` first. */
  guardedLookup: LookupFunction;
  /** Throws EgressRefused when `host` is a forbidden address. A name passes; guardedLookup sees what it stands for. */
  assertAllowed(host: string): void;
  /** The address to connect to, for libraries that take no `lookup`. Rejects with EgressRefused, or when there is no such name. */
  resolve(host: string): Promise<string>;
};

const forbidden = new BlockList();
forbidden.addSubnet('0.0.0.0', 8, 'ipv4');
forbidden.addSubnet('169.254.0.0', 16, 'ipv4');
forbidden.addSubnet('224.0.0.0', 4, 'ipv4');
forbidden.addAddress('255.255.255.255', 'ipv4');
// Metadata services outside the link-local range: Alibaba, Oracle, Azure, and AWS over IPv6.
forbidden.addAddress('100.100.100.200', 'ipv4');
forbidden.addAddress('192.0.0.192', 'ipv4');
forbidden.addAddress('168.63.129.16', 'ipv4');
forbidden.addAddress('fd00:ec2::254', 'ipv6');
forbidden.addAddress('::', 'ipv6');
forbidden.addSubnet('fe80::', 10, 'ipv6');
forbidden.addSubnet('ff00::', 8, 'ipv6');
// The same IPv4 addresses in IPv6 clothes: NAT64 and 6to4 (::ffff: is understood by BlockList itself).
for (const prefix of ['64:ff9b::', '64:ff9b:1::']) {
  forbidden.addSubnet(`${prefix}a9fe:0`, 112, 'ipv6');
  forbidden.addAddress(`${prefix}6464:64c8`, 'ipv6');
}
forbidden.addSubnet('2002:a9fe::', 32, 'ipv6');

/** `allowsLinkLocal` is the owner's word (OP, --allow-link-local); then nothing is refused. */
export function makeEgress({ allowsLinkLocal }: { allowsLinkLocal: boolean }): Egress {
  const assertAllowed = (host: string) => {
    if (!allowsLinkLocal && isForbidden(host)) throw refusal(host);
  };
  const guardedLookup: LookupFunction = (hostname, options, callback) => {
    lookupInSystem(hostname, { ...options, all: true }, (error, addresses) => {
      const wrong = error ?? (allowsLinkLocal ? null : refusalOf(hostname, addresses));
      if (wrong) return callback(wrong, options.all === true ? [] : '', 0);
      if (options.all === true) return callback(null, addresses);
      const [first] = addresses;
      return callback(null, first?.address ?? '', first?.family ?? 4);
    });
  };
  return {
    assertAllowed,
    guardedLookup,
    resolve: async (host) => {
      const bare = withoutBrackets(host);
      assertAllowed(bare);
      if (isIP(bare) !== 0) return bare;
      return new Promise((resolve, reject) => {
        guardedLookup(bare, {}, (error, address) =>
          typeof address === 'string' && error === null ? resolve(address) : reject(error ?? new Error(bare)),
        );
      });
    },
  };
}

function isForbidden(host: string): boolean {
  // A zone (`fe80::1%eth0`) says through which card, not where to.
  const [address = ''] = withoutBrackets(host).split('%');
  const version = isIP(address);
  return version !== 0 && forbidden.check(address, version === 4 ? 'ipv4' : 'ipv6');
}

const withoutBrackets = (host: string): string => host.replace(/^\[(.*)\]$/, '$1');

/** One forbidden address among several is enough: which of them is asked is up to chance. */
function refusalOf(hostname: string, addresses: readonly LookupAddress[]): EgressRefused | null {
  const found = addresses.find(({ address }) => isForbidden(address));
  return found === undefined ? null : refusal(`${hostname} (${found.address})`);
}

const refusal = (what: string) =>
  new EgressRefused(
    `${what} is a link-local or metadata address, which this server does not ask (--allow-link-local allows it)`,
  );
