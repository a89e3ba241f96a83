// HT10: refuses a request to this computer's own address under a foreign host name. It comes from a page whose owner
// pointed that name here (DNS rebinding); the browser takes this server for the page's own.
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import type { Config } from '../config.ts';

export type KnowsHost = (request: IncomingMessage) => boolean;

export const foreignHost =
  'This server is not known under that name. Use its address, or start it with --base-url.';

export function makeKnowsHost({ host, baseUrl }: Pick<Config, 'host' | 'baseUrl'>): KnowsHost {
  const own = hostname().toLowerCase();
  const base = baseUrl === null ? [] : [new URL(baseUrl).hostname];
  const known = new Set(['localhost', own, `${own}.local`, host, ...base]);
  const knows = (host: string) => {
    const name = nameOf(host);
    return name !== null && (isIP(name) !== 0 || known.has(name) || name.endsWith('.localhost'));
  };
  // Every request asks, nearly always for the same name.
  let last = { host: '', isKnown: false };
  return ({ socket, headers: { host }, rawHeaders }) => {
    if (namesSeveralHosts(rawHeaders)) return false;
    if (!isLoopback(socket.localAddress) || host === undefined) return true;
    if (last.host !== host) last = { host, isKnown: knows(host) };
    return last.isKnown;
  };
}

/** RFC 9112 3.2: answered with 400. Node takes the first `Host`, and a proxy in front may have looked at the last. */
export function namesSeveralHosts(rawHeaders: readonly string[]): boolean {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (name.length === 4 && name.toLowerCase() === 'host') count += 1;
  }
  return count > 1;
}

/** What proxies add; many add only some of these. */
const ofProxies = /^(?:forwarded|via|x-forwarded-.+|x-(?:real|client|original)-.+|true-client-ip|cf-.+)$/;

/**
 * Whether the request comes from this computer itself, without a proxy: one on this computer connects from here as
 * well, but adds a header or keeps the name by which it was asked.
 */
export const isFromHere = ({ socket, headers }: IncomingMessage): boolean =>
  isLoopback(socket.remoteAddress) &&
  isNameOfHere(nameOf(headers.host ?? '')) &&
  !Object.keys(headers).some((name) => ofProxies.test(name));

const isNameOfHere = (name: string | null) =>
  name !== null && (isIP(name) !== 0 || name === 'localhost' || name === hostname().toLowerCase());

const isLoopback = (address: string | undefined) =>
  address !== undefined && /^(::ffff:)?127\.|^::1$/.test(address);

/** The name without port and brackets; null when it is not a host. */
function nameOf(host: string): string | null {
  const url = URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : null;
  return url === null ? null : url.hostname.replaceAll(/^\[|\]$/g, '');
}
