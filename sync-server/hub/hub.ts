// HU: this server as a hub, open to the network until its owner closes it. Its state survives restarts, so that members
// find it again at the same place.
import { networkInterfaces } from 'node:os';
import type { Database } from '../storage/database.ts';
import { readKept, writeKept } from '../storage/kept-values.ts';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { HubState, Person } from '#room/feed/feed.ts';
import { makeTurns } from '../storage/turns.ts';
import type { Log } from '../sync/rooms.ts';
import { openCertificate, type HubCertificate } from './certificate.ts';
import { openHubListener, type HubListener } from './hub-listener.ts';
import { createListeners } from '../listeners.ts';

/** Expected: the address or the port is not available. The message gives the next step. */
export class HubRefused extends Error {
  override name = 'HubRefused';
}

export type HubView = {
  open: boolean;
  host: string;
  port: number | null;
  /** Plain HTTP, which anyone on that network can read. */
  plain: boolean;
  /** Fingerprint of its certificate; null before there was a hub here. */
  fingerprint: string | null;
  since: number | null;
  /** Addresses for others, the likeliest first; empty while it is closed. */
  addresses: string[];
  /** Addresses of this computer that a hub could use. */
  choices: string[];
  /** People connected to this server now, in any way. */
  people: (Pick<Person, 'id' | 'name' | 'role'> & { since: number })[];
  /** Why it is not open although it should be. */
  problem: string | null;
};

export type Hub = {
  /** Null while it is closed. */
  state(): HubState | null;
  view(): HubView;
  isOpen(): boolean;
  /** Opens the hub, or moves it. Rejects with HubRefused, and then nothing has changed. */
  open(where: { host: string; port: number; plain: boolean }): Promise<void>;
  stop(): Promise<void>;
  /** Sets the application to serve, and reopens a hub that was open before a restart. */
  serve(http: FastifyInstance): Promise<void>;
  /** Somebody connected to this server; call the returned function when they leave. */
  arrive(person: Pick<Person, 'id' | 'name' | 'role'>): () => void;
  /** HU4: whether this is one of its addresses, as far as it can know. */
  isAt(address: string): boolean;
  onChange(listener: () => void): () => void;
  /** Accepts no new connections; resolves at once. */
  shut(): void;
  close(): void;
};

export type HubOptions = {
  database: Database;
  /** Where it listens by default. */
  defaultHost: string;
  /** The person who runs this server; they count as present. */
  host: () => Pick<Person, 'id' | 'name'> | null;
  now: () => number;
  log: Log;
};

const keptSchema = z.object({
  host: z.string(),
  port: z.int(),
  // Absent in data of an older version, which knew plain HTTP only: members find the hub unchanged.
  plain: z.boolean().default(true),
  isOpen: z.boolean(),
  since: z.number(),
});
type Kept = z.infer<typeof keptSchema>;
type Where = Pick<Kept, 'host' | 'port' | 'plain'>;

export function openHub(options: HubOptions): Hub {
  const { now } = options;
  const listeners = createListeners();
  const tell = () => listeners.tell();
  const present = countPresent(now, tell);
  const listener = holdListener(options, tell);
  const kept = listener.kept;
  const addresses = () => {
    const where = kept();
    return !listener.isOpen() || where === null ? [] : addressesOf(where);
  };
  return {
    state() {
      const where = kept();
      if (!listener.isOpen() || where === null) return null;
      const host = options.host();
      const others = present.list().filter(({ id }) => id !== host?.id).length;
      return { host: host?.name ?? '', since: where.since, people: others + 1 };
    },
    view: () => ({
      open: listener.isOpen(),
      host: kept()?.host ?? options.defaultHost,
      port: kept()?.port ?? null,
      plain: kept()?.plain ?? false,
      fingerprint: listener.fingerprint(),
      since: listener.isOpen() ? (kept()?.since ?? null) : null,
      addresses: addresses(),
      choices: ownAddresses('0.0.0.0'),
      people: present.list(),
      problem: listener.problem(),
    }),
    isOpen: listener.isOpen,
    isAt: (address) =>
      kept()?.plain === true ? addresses().includes(address) : address.startsWith('https:'),
    open: listener.open,
    stop: listener.stop,
    serve: listener.serve,
    arrive: present.arrive,
    onChange: listeners.add,
    shut: listener.shut,
    close: listener.close,
  };
}

/** The people connected to this server now; `tell` is called when somebody comes or goes. */
function countPresent(now: () => number, tell: () => void) {
  const present = new Map<string, HubView['people'][number] & { count: number }>();
  const leave = (id: string) => {
    const left = present.get(id);
    if (left === undefined) return;
    if (left.count > 1) present.set(id, { ...left, count: left.count - 1 });
    else present.delete(id);
    if (left.count <= 1) tell();
  };
  const arrive: Hub['arrive'] = (person) => {
    const known = present.get(person.id);
    const here = { ...person, since: known?.since ?? now(), count: (known?.count ?? 0) + 1 };
    present.set(person.id, here);
    if (known === undefined) tell();
    return () => leave(person.id);
  };
  return {
    arrive,
    list: (): HubView['people'] => [...present.values()].map(({ count: _count, ...person }) => person),
  };
}

/** The listener that others connect to, and where it was kept open before. */
function holdListener({ database, now, log }: HubOptions, tell: () => void) {
  const inTurn = makeTurns();
  const place = keepPlace(database);
  const opening = prepareOpening({ database, now, log });
  const listener = keepOneOpen(opening.begin);
  let problem: string | null = null;
  const open = async ({ host, port, plain }: Where) => {
    const kept = place.kept();
    if (listener.isOpen() && isSamePlace(kept, { host, port, plain })) return;
    // The last port, so that members find it again.
    const wanted = { host, port: port === 0 ? (kept?.port ?? 0) : port, plain };
    const opened = await listener.move(wanted, { kept, isAnyPort: port === 0 });
    problem = null;
    place.keep({ host, port: opened.port, plain, isOpen: true, since: now() });
    log.info({ host, port: opened.port, plain }, 'this server is a hub now');
    tell();
  };
  const stop = async () => {
    place.keepClosed();
    listener.close();
    problem = null;
    log.info('this server is no longer a hub');
    tell();
  };
  const serve = async (application: FastifyInstance) => {
    opening.serve(application);
    const kept = place.kept();
    if (kept?.isOpen !== true) return;
    problem = await tryAgain(kept, listener.begin, log);
    tell();
  };
  return {
    ...listener,
    kept: place.kept,
    fingerprint: opening.fingerprint,
    problem: () => problem,
    open: (where: Where) => inTurn(() => open(where)),
    stop: () => inTurn(stop),
    serve,
  };
}

/** Port 0 stands for any port. */
const isSamePlace = (kept: Kept | null, { host, port, plain }: Where): boolean =>
  kept?.host === host && (port === 0 || port === kept.port) && kept.plain === plain;

/** The place where the hub was open last; kept in the database. */
function keepPlace(database: Database) {
  let kept = read(database);
  const keep = (next: Kept) => {
    kept = next;
    writeKept(database, keptName, JSON.stringify(next));
  };
  const keepClosed = () => {
    if (kept !== null) keep({ ...kept, isOpen: false });
  };
  return { kept: () => kept, keep, keepClosed };
}

/** What a listener needs before it can open: the application to serve, and a certificate. */
function prepareOpening({ database, now, log }: Pick<HubOptions, 'database' | 'now' | 'log'>) {
  let certificate: HubCertificate | null = null;
  let http: FastifyInstance | null = null;
  return {
    fingerprint: () => certificate?.fingerprint ?? null,
    serve: (application: FastifyInstance) => {
      http = application;
    },
    begin: async ({ host, port, plain }: Where): Promise<HubListener> => {
      if (http === null) throw new HubRefused('The server is only just starting. Try again in a moment.');
      certificate ??= await openCertificate(database, now);
      try {
        return await openHubListener(http, { host, port, tls: plain ? null : certificate }, log);
      } catch (error) {
        throw new HubRefused(sayWhyNot(error, host, port), { cause: error });
      }
    },
  };
}

type Begin = (where: Where) => Promise<HubListener>;
type Move = { kept: Kept | null; isAnyPort: boolean };

/** The open listener; there is at most one. */
function keepOneOpen(begin: Begin) {
  let listener: HubListener | null = null;
  return {
    isOpen: () => listener !== null,
    begin: async (where: Where) => {
      listener = await begin(where);
    },
    /** Replaces the open listener by one at `wanted`; if that fails, the old one is open again. */
    move: async (wanted: Where, { kept, isAnyPort }: Move): Promise<HubListener> => {
      // The same port on another address: the old listener must close first, and reopens if this fails.
      const before = listener !== null && kept?.port === wanted.port ? kept : null;
      if (before !== null) listener?.end();
      try {
        const next = await begin(wanted).catch((error: unknown) => {
          if (!isAnyPort || wanted.port === 0) throw error;
          return begin({ ...wanted, port: 0 }); // the old port is taken, and no port was asked for
        });
        listener?.end();
        listener = next;
        return next;
      } catch (error) {
        if (before !== null) listener = await begin(before);
        throw error;
      }
    },
    shut: () => listener?.shut(),
    close: () => {
      listener?.end();
      listener = null;
    },
  };
}

/** Opens the hub where it was before a restart; returns why it is not open, or null. */
async function tryAgain(
  kept: Kept,
  begin: (where: Where) => Promise<void>,
  log: Log,
): Promise<string | null> {
  try {
    await begin(kept);
    log.info({ host: kept.host, port: kept.port }, 'this server is a hub again');
    return null;
  } catch (error) {
    log.warn({ err: error }, 'this server was a hub and could not become one again');
    return error instanceof Error ? error.message : String(error);
  }
}

/** The addresses at which others find `host`, which may stand for every address of this computer. */
function addressesOf({ host, port, plain }: Kept): string[] {
  const isEvery = host === '0.0.0.0' || host === '::';
  const own = isEvery ? ownAddresses(host) : [host];
  // Without a network only this computer can connect, which is still useful.
  const hosts = own.length > 0 ? own : ['127.0.0.1'];
  const scheme = plain ? 'http' : 'https';
  return hosts.map((each) => `${scheme}://${each.includes(':') ? `[${each}]` : each}:${port}`);
}

/** IPv4 only by default: people can read such addresses to each other. */
function ownAddresses(host: '0.0.0.0' | '::'): string[] {
  return Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter(
      ({ internal, family, scopeid }) => !internal && (family === 'IPv4' || (host === '::' && !scopeid)),
    )
    .map(({ address }) => address);
}

function sayWhyNot(error: unknown, host: string, port: number): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE') return `Port ${port} is taken by another program. Choose another one.`;
  if (code === 'EACCES') return `This user may not listen on port ${port}. Choose one above 1023.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `${host} is no address of this computer just now. Choose another one.`;
  return `It cannot listen on ${host}, port ${port}: ${error instanceof Error ? error.message : String(error)}.`;
}

const keptName = 'hub';

const read = (database: Database): Kept | null =>
  keptSchema.safeParse(JSON.parse(readKept(database, keptName) ?? 'null')).data ?? null;
