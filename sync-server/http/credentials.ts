import type { IncomingHttpHeaders } from 'node:http';
import { networkOf } from './network-of.ts';

/** The bearer token of a request, or null. A token in the URL is never read. */
export function tokenOf(headers: IncomingHttpHeaders): string | null {
  const given = /^Bearer +([\w.~+/=-]{1,500})$/i.exec(headers.authorization ?? '')?.[1];
  return given ?? tokenOfProtocols(headers['sec-websocket-protocol']);
}

/** SY2: browsers cannot send headers with a WebSocket, so the token comes as `bearer.<token>` beside `muster`. */
function tokenOfProtocols(protocols: string | undefined): string | null {
  const offered = (protocols ?? '').split(',').map((protocol) => protocol.trim());
  return offered.find((protocol) => protocol.startsWith('bearer.'))?.slice('bearer.'.length) ?? null;
}

// AU4
const mostFailures = 100;
const windowMs = 60_000;
const mostAddresses = 10_000;

/**
 * AU4: counts failed credentials by network. It never slows down valid credentials, and requests without any do not
 * count.
 */
export type FailedCredentials = {
  /** Counts one failure; returns whether the network of this address is still within the limit. */
  count: (address: string) => boolean;
  /** Whether another failure of this address would be within the limit; counts nothing. */
  mayTry: (address: string) => boolean;
};

export function countFailedCredentials(now: () => number): FailedCredentials {
  const failures = new Map<string, { count: number; startedAt: number }>();
  const current = (network: string, at: number) => {
    const known = failures.get(network);
    return known !== undefined && at - known.startedAt < windowMs ? known : null;
  };
  return {
    count: (address) => {
      const at = now();
      const network = networkOf(address);
      const known = current(network, at);
      const count = (known?.count ?? 0) + 1;
      // Bounded, so that an attacker with many addresses cannot use up memory.
      if (known === null && failures.size >= mostAddresses) failures.clear();
      failures.set(network, { count, startedAt: known?.startedAt ?? at });
      return count <= mostFailures;
    },
    mayTry: (address) => (current(networkOf(address), now())?.count ?? 0) < mostFailures,
  };
}
