// CK1: where our requests may go. A person who can set up a check or a webhook must not be able to make the server
// call its cloud's metadata service, which gives credentials to anybody on the machine. Private networks and loopback
// stay open, because people watch them with Muster.
import { lookup as lookupInSystem, type LookupAddress, type LookupOptions } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { isForbidden } from './forbidden.ts';
import { NameFailure } from './name-failure.ts';

/** The message is for a person. */
export class EgressRefused extends Error {
  override name = 'EgressRefused';
  readonly code = 'EGRESS_REFUSED';
}

export type Egress = {
  /**
   * For the `lookup` option of Node's net, tls, http and https. They never look up a literal address: call
   * `assertAllowed` first.
   */
  guardedLookup: LookupFunction;
  /** Throws EgressRefused when `host` is a forbidden address. A name passes; guardedLookup checks its addresses. */
  assertAllowed(host: string): void;
  /**
   * Every address of a host, in the system's order. Rejects with EgressRefused, or with NameFailure when there is
   * none or the signal aborts.
   */
  resolveAll(host: string, signal?: AbortSignal): Promise<readonly LookupAddress[]>;
  /** The first address of a host. */
  resolve(host: string, signal?: AbortSignal): Promise<string>;
};

type SystemLookup = (
  hostname: string,
  options: { all: true; family?: LookupOptions['family'] | undefined; hints?: number | undefined },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

type Options = {
  /** The owner's option (OP, --allow-link-local): then nothing is refused. */
  allowsLinkLocal: boolean;
  lookup?: SystemLookup;
};

/** The system resolves only a few names at a time, so checks of the same name share one lookup. */
function shareLookups(look: LookupFunction) {
  const asked = new Map<string, Promise<readonly LookupAddress[]>>();
  return (name: string): Promise<readonly LookupAddress[]> => {
    const waiting = asked.get(name);
    if (waiting) return waiting;
    const { promise, resolve, reject } = Promise.withResolvers<readonly LookupAddress[]>();
    asked.set(name, promise);
    look(name, { all: true }, (error, found) => {
      asked.delete(name);
      if (error) reject(error instanceof EgressRefused ? error : new NameFailure(error));
      else resolve(Array.isArray(found) ? found : []);
    });
    return promise;
  };
}

export function makeEgress({ allowsLinkLocal, lookup = lookupInSystem }: Options): Egress {
  const assertAllowed = (host: string) => {
    if (!allowsLinkLocal && isForbidden(host)) throw refusal(host);
  };
  const guardedLookup: LookupFunction = (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const wrong = error ?? (allowsLinkLocal ? null : refusalOf(hostname, addresses));
      if (wrong) return callback(wrong, options.all === true ? [] : '', 0);
      if (options.all === true) return callback(null, addresses);
      const [first] = addresses;
      return callback(null, first?.address ?? '', first?.family ?? 4);
    });
  };
  const ask = shareLookups(guardedLookup);
  const resolveAll = async (host: string, signal?: AbortSignal) => {
    const bare = withoutBrackets(host);
    assertAllowed(bare);
    const family = isIP(bare);
    if (family !== 0) return [{ address: bare, family }];
    signal?.throwIfAborted();
    const found = await (signal ? Promise.race([ask(bare), whenEnded(signal)]) : ask(bare));
    if (found.length === 0) throw new NameFailure(Object.assign(new Error(bare), { code: 'ENOTFOUND' }));
    return found;
  };
  return {
    assertAllowed,
    guardedLookup,
    resolveAll,
    resolve: async (host, signal) => (await resolveAll(host, signal))[0]?.address ?? '',
  };
}

const whenEnded = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    const late = Object.assign(new Error('aborted'), { code: 'NAME_TIMEOUT' });
    signal.addEventListener('abort', () => reject(new NameFailure(late)), { once: true });
  });

const withoutBrackets = (host: string): string => host.replace(/^\[(.*)\]$/, '$1');

/** One forbidden address among several is enough, because chance decides which one is used. */
function refusalOf(hostname: string, addresses: readonly LookupAddress[]): EgressRefused | null {
  const found = addresses.find(({ address }) => isForbidden(address));
  return found === undefined ? null : refusal(`${hostname} (${found.address})`);
}

const refusal = (what: string) =>
  new EgressRefused(
    `${what} is a link-local or metadata address, which this server does not ask (--allow-link-local allows it)`,
  );
