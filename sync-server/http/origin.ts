// AU5: the start of links to this server. People get these links, so a caller must not decide where they lead.
import { hostname, networkInterfaces } from 'node:os';
import type { FastifyRequest } from 'fastify';
import type { Config } from '../config.ts';

export type OriginParts = { config: Pick<Config, 'baseUrl' | 'host'>; baseUrl: () => string };

/**
 * `--base-url` when it is given. Else the address of the request, when it is this computer's own, with the port that
 * it used; else the address that we listen on.
 */
export function originOf(
  { protocol, hostname: asked, raw }: FastifyRequest,
  { config, baseUrl }: OriginParts,
): string {
  if (config.baseUrl !== null) return config.baseUrl;
  const name = asked.replace(/^\[|\]$/g, '').toLowerCase();
  const isOwn = ['localhost', config.host, hostname()].some((each) => each.toLowerCase() === name);
  if (isOwn || addresses().some(({ address }) => address === name)) {
    return `${protocol}://${name.includes(':') ? `[${name}]` : name}:${raw.socket.localPort}`;
  }
  const listening = new URL(baseUrl());
  if (!['0.0.0.0', '[::]'].includes(listening.hostname)) return listening.origin;
  const own = addresses().find(({ internal, family }) => !internal && family === 'IPv4');
  return `${listening.protocol}//${own?.address ?? '127.0.0.1'}:${listening.port}`;
}

const addresses = () => Object.values(networkInterfaces()).flatMap((each) => each ?? []);
