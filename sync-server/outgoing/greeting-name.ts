// How this server introduces itself to mail servers.
import { isIP } from 'node:net';
import { hostname } from 'node:os';

/**
 * RFC 5321, 4.1.4: a full host name, or else the local address in brackets. Strict servers refuse a single word.
 * `localAddress` is the socket's.
 */
export function greetingName(localAddress: string | undefined, own: string = hostname()): string {
  const label = String.raw`[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?`;
  const isFull = new RegExp(String.raw`^(?:${label}\.)+[a-z](?:[a-z\d-]{0,61}[a-z\d])?$`, 'i');
  if (own.length <= 253 && isFull.test(own)) return own;
  const address = (localAddress ?? '127.0.0.1').replace(/^::ffff:(?=\d+\.)/, '').split('%')[0] ?? '';
  return isIP(address) === 6 ? `[IPv6:${address}]` : `[${address}]`;
}
