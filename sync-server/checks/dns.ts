import type { CaaRecord } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import { isUtf8 } from 'node:buffer';
import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import ipaddr from 'ipaddr.js';
import { choiceField, hostField, textField } from '../forms/fields.ts';
import { defineCheck, type CheckContext } from './check.ts';
import { quote } from './explain.ts';
import { measure, slowField } from './measure.ts';

const types = ['A', 'AAAA', 'CNAME', 'MX', 'NS', 'TXT', 'SOA', 'PTR', 'SRV', 'CAA'] as const;
type Type = (typeof types)[number];

export const dns = defineCheck({
  label: 'DNS record',
  about: 'Asks a name server for a record and compares it with what is expected.',
  area: 'infrastructure',
  fields: {
    name: hostField({ label: 'Name', hint: 'example.org; for PTR an IP address' }),
    type: choiceField({ label: 'Record', isMain: true, options: types }),
    expected: textField({
      label: 'Expected',
      hint: 'One value on each line. The answer must have all of them. Empty means any answer.',
      isMain: true,
      lines: true,
    }),
    match: choiceField({
      label: 'Other values',
      group: 'Answer',
      options: ['others may be there', 'nothing else'],
    }),
    slowAfterMs: slowField,
    server: textField({
      label: 'Name server',
      hint: 'An address such as 1.1.1.1 or 127.0.0.1:5353. Empty means the name server of this server.',
      group: 'Connection',
      max: 260,
      check: (text) =>
        text === '' || parseServer(text) ? null : 'a host or address, with a port if it is not 53',
    }),
  },
  target: ({ name, type, server }) => {
    const { host, port } = parseServer(server) ?? { host: name, port: '53' };
    return { url: `${type} ${name}`, hostname: host, port };
  },
  run: ({ name, type, expected, match, server, slowAfterMs }, context) =>
    measure(context, slowAfterMs, async () => {
      const resolver = new Resolver({ timeout: attemptMs, tries: 2 });
      if (server !== '') resolver.setServers(await addressesOf(server, context));
      const end = () => resolver.cancel();
      context.signal.addEventListener('abort', end, { once: true });
      try {
        const found = await ask[type](resolver, name);
        const wanted = { type, name, expected, isAll: match === 'nothing else' };
        return { wrong: wrongIn(found, wanted), evidence: { log: found } };
      } catch (error) {
        // After an abort, the signal says more than the resolver's error.
        const reason = context.signal.aborted ? null : explain(error, type, name);
        throw reason === null ? error : new Error(reason, { cause: error });
      } finally {
        context.signal.removeEventListener('abort', end);
      }
    }),
});

// Two attempts fit into the deadline of 10 s.
const attemptMs = 4_000;

/** RFC 7505 and RFC 2782: a single dot says that there is no such service here. */
const isNone = (type: Type, value: string): boolean =>
  (type === 'MX' || type === 'SRV') && value.endsWith(' .');

/** The normal form of a value: names without case and last dot, addresses as in RFC 5952, texts byte by byte. */
function plain(type: Type, value: string): string {
  if (type === 'TXT') return value;
  const line = value.trim();
  if (type === 'A' || type === 'AAAA') return isIP(line) === 6 ? ipaddr.parse(line).toString() : line;
  return line
    .split(/\s+/)
    .map((word) => (word === '.' ? word : (domainToASCII(word) || word).toLowerCase().replace(/\.$/, '')))
    .join(' ');
}

type Wanted = { type: Type; name: string; expected: string; isAll: boolean };

function wrongIn(found: readonly string[], { type, name, expected, isAll }: Wanted): string | null {
  if (found.length === 0) return `${name} has no ${type} record: its CNAME leads to a name without one`;
  const wanted = expected
    .split('\n')
    .map((line) => line.replace(/\r$/, ''))
    .filter((line) => line.trim() !== '')
    .map((line) => plain(type, line));
  const there = new Set(found.map((value) => plain(type, value)));
  if (wanted.length === 0 && found.every((value) => isNone(type, value)))
    return type === 'MX' ? `${name} takes no mail (null MX)` : `${name} says that there is no such service`;
  const missing = wanted.find((value) => !there.has(value));
  if (missing !== undefined) return `${quote(missing)} is not among the answers: ${quote(found.join(', '))}`;
  const other = isAll && wanted.length > 0 ? [...there].find((value) => !wanted.includes(value)) : undefined;
  return other === undefined ? null : `${quote(other)} is among the answers and was not expected`;
}

/** How to query and print each record type. */
const ask: Record<Type, (resolver: Resolver, name: string) => Promise<string[]>> = {
  A: (resolver, name) => resolver.resolve4(name),
  AAAA: (resolver, name) => resolver.resolve6(name),
  CNAME: (resolver, name) => resolver.resolveCname(name),
  NS: (resolver, name) => resolver.resolveNs(name),
  PTR: (resolver, name) => (isIP(name) === 0 ? resolver.resolvePtr(name) : resolver.reverse(name)),
  MX: async (resolver, name) =>
    (await resolver.resolveMx(name)).map(({ priority, exchange }) => `${priority} ${exchange || '.'}`),
  TXT: async (resolver, name) => (await resolver.resolveTxt(name)).map((parts) => octets(parts.join(''))),
  SOA: async (resolver, name) => {
    const { nsname, hostmaster, serial } = await resolver.resolveSoa(name);
    return [`${nsname} ${hostmaster} ${serial}`];
  },
  SRV: async (resolver, name) =>
    (await resolver.resolveSrv(name)).map((found) =>
      [found.priority, found.weight, found.port, found.name || '.'].join(' '),
    ),
  CAA: async (resolver, name) => (await resolver.resolveCaa(name)).map(sayCaa),
};

/** Node reads each octet as Latin-1, but most non-ASCII texts are UTF-8. */
function octets(text: string): string {
  const bytes = Buffer.from(text, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : text;
}

function sayCaa({ critical, ...tags }: CaaRecord): string {
  const [tag, value] = Object.entries(tags).find(([name]) => name !== 'type') ?? [];
  return `${critical} ${tag} ${value}`;
}

const reasons: Readonly<Record<string, (type: Type, name: string) => string>> = {
  ENOTFOUND: (_type, name) => `there is no ${name} (NXDOMAIN)`,
  ENODATA: (type, name) => `${name} has no ${type} record`,
  ESERVFAIL: () => 'the name server failed (SERVFAIL)',
  EREFUSED: () => 'the name server refuses to answer (REFUSED)',
  EFORMERR: () => 'the name server does not understand the question (FORMERR)',
  ENOTIMP: () => 'the name server does not know this record (NOTIMP)',
  ETIMEOUT: () => 'the name server does not answer',
  ECONNREFUSED: () => 'connection refused',
  EBADRESP: () => 'the answer is not DNS',
  EBADNAME: (_type, name) => `${name} is no name`,
};

function explain(error: unknown, type: Type, name: string): string | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return reasons[code]?.(type, name) ?? null;
}

function parseServer(text: string): { host: string; port: string } | null {
  const match = /^(?:\[([^\]]+)\]|([^:\s]+)|([0-9a-f:]+))(?::(\d{1,5}))?$/i.exec(text.trim());
  const host = match?.[1] ?? match?.[2] ?? match?.[3];
  return host === undefined ? null : { host, port: match?.[4] ?? '53' };
}

async function addressesOf(server: string, { egress, signal }: CheckContext): Promise<string[]> {
  const { host, port } = parseServer(server) ?? { host: server, port: '53' };
  const found = await egress.resolveAll(host, signal);
  return found.map(({ address, family }) => (family === 6 ? `[${address}]:${port}` : `${address}:${port}`));
}
