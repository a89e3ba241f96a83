// A server on PostgreSQL, as one of several processes on that database (MP1). It leads when the lease is free;
// otherwise it serves the rooms beside the lead. It switches by itself.
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { startServer, type Server } from '../server.ts';
import { DatabaseAway } from '../storage/postgres/away.ts';
import { makePostgresReady, refusal } from '../storage/postgres/open.ts';
import { openPool, type Pool } from '../storage/postgres/pool.ts';
import { openFanOut, type FanOut } from './fan-out.ts';
import { startFollower, type Follower } from './follower.ts';
import { markedWith, openLease, renewEveryMs, type Lead, type Lease } from '../storage/postgres/lease.ts';
import { viaPostgres } from './postgres-carrier.ts';
import { viaRedis } from './redis-carrier.ts';

const lookEveryMs = 500;
const mostTries = 5;
/** Wait after a failed attempt to lead. */
const restMs = 5_000;

type Role = { name: 'lead'; token: number; server: Server } | { name: 'follower'; server: Follower };

/** Throws the same errors as starting a server. */
export async function startMember(config: Config, database: string, log: Logger): Promise<Server> {
  await makePostgresReady(database);
  const pool = openPool(database);
  try {
    const lease = await openLeaseInTime(pool);
    const carrier = config.redis === null ? viaPostgres(database, log) : viaRedis(config.redis, log);
    return await join({ config, database, log, lease, fanOut: openFanOut(carrier), pool });
  } catch (error) {
    await pool.end();
    // It ended, or was slow, since its tables were looked at.
    throw error instanceof DatabaseAway ? refusal(database, error) : error;
  }
}

/** Right after a machine started, everything is slow: a connection may take longer than a working server waits. */
async function openLeaseInTime(pool: Pool): Promise<Lease> {
  for (let tries = 1; ; tries++)
    try {
      return await openLease(pool);
    } catch (error) {
      if (!(error instanceof DatabaseAway) || tries === mostTries) throw error;
    }
}

async function join(options: Options): Promise<Server> {
  const member = new Member(options);
  try {
    await member.start();
  } catch (error) {
    await member.close();
    throw error;
  }
  return { url: member.url, close: () => member.close() };
}

/** Half of the old lead would continue beside the new one. So the process ends, and its supervisor starts it again. */
function endInTwoMinds(cause: unknown): never {
  const error = new Error('this process could not stop leading', { cause });
  setImmediate(() => {
    throw error;
  });
  throw error;
}

type Options = {
  config: Config;
  database: string;
  log: Logger;
  lease: Lease;
  fanOut: FanOut;
  pool: Pool;
};

class Member {
  readonly #options: Options;
  #role: Role | null = null;
  #lead: Lead | null = null;
  #port: number;
  #timer: NodeJS.Timeout | null = null;
  #stopHearing: () => void = () => undefined;
  /** Role changes run one after the other. */
  #work: Promise<void> = Promise.resolve();
  #isEnding = false;
  #isAway = false;
  /** On the monotonic clock. */
  #restsUntil = 0;

  constructor(options: Options) {
    this.#options = options;
    this.#port = options.config.port;
  }

  get url(): string {
    return this.#role?.server.url ?? '';
  }

  async start(): Promise<void> {
    await this.#look();
    const every = this.#role?.name === 'lead' ? renewEveryMs : lookEveryMs;
    this.#again(every);
    this.#stopHearing = this.#options.fanOut.onMessage(({ message }) => {
      if (message.kind === 'lease' && this.#role?.name !== 'lead') this.#again(0);
    });
  }

  async close(): Promise<void> {
    this.#isEnding = true;
    this.#stopHearing();
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#work;
    const { lease, fanOut, pool, log } = this.#options;
    const role = this.#role;
    await role?.server.close();
    if (role?.name === 'lead') {
      await lease
        .release(role.token)
        .catch((error: unknown) =>
          log.warn({ error }, 'the lease could not be given back; it runs out by itself'),
        );
      fanOut.tell({ kind: 'lease' });
    }
    await fanOut.close();
    await pool.end();
  }

  #again(afterMs: number): void {
    if (this.#isEnding) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#work = this.#work.then(async () => {
        if (this.#isEnding) return;
        try {
          await this.#look();
          this.#isAway = false;
        } catch (error) {
          if (!this.#isAway)
            this.#options.log.warn({ error }, 'the lease could not be read; the server tries again');
          this.#isAway = true;
        }
        this.#again(this.#role?.name === 'lead' ? renewEveryMs : lookEveryMs);
      });
    }, afterMs);
  }

  /** Renews the lease, takes it when it is free, or finds its holder. */
  async #look(): Promise<void> {
    const { lease, config, log } = this.#options;
    if (this.#role?.name === 'lead') {
      const { token, server } = this.#role;
      if (await lease.renew(token, config.internalUrl ?? server.url)) return;
      // MP2: its pending work no longer belongs to it.
      log.error('another process leads now; this one only serves rooms');
      this.#role = null;
      await server.close().catch(endInTwoMinds);
    }
    const token = performance.now() < this.#restsUntil ? null : await lease.take();
    if (token !== null) return this.#becomeLead(token);
    const before = this.#lead;
    this.#lead = await lease.lead();
    if (this.#role === null) await this.#follow();
    else if (this.#role.name === 'follower' && before !== null && before.token !== this.#lead?.token)
      this.#role.server.leadChanged();
  }

  async #becomeLead(token: number): Promise<void> {
    const { lease, log, database, fanOut } = this.#options;
    const before = this.#role;
    this.#role = null;
    this.#lead = null;
    // A busy machine may take longer to start than the lease lasts. Without an address, nobody is sent here yet.
    let renewal: Promise<unknown> = Promise.resolve();
    const renewing = setInterval(() => {
      renewal = lease.renew(token, '').catch(() => undefined);
    }, renewEveryMs);
    try {
      await before?.server.close();
      const config = { ...this.#options.config, port: this.#port, database: markedWith(database, token) };
      const server = await startServer(config, log, { group: { fanOut, secret: lease.secret } });
      this.#role = { name: 'lead', token, server };
      this.#port = Number(new URL(server.url).port);
      clearInterval(renewing);
      await renewal;
      await lease.renew(token, config.internalUrl ?? server.url);
      log.info({ token }, 'this process leads');
    } catch (error) {
      clearInterval(renewing);
      await renewal;
      await lease.release(token).catch(() => undefined);
      if (before === null) throw error;
      this.#restsUntil = performance.now() + restMs;
      log.error({ err: error }, 'this process cannot lead; it follows the process that does');
      await this.#follow();
    }
  }

  async #follow(): Promise<void> {
    const { config, database, fanOut, log } = this.#options;
    const server = await startFollower({
      config: { ...config, port: this.#port },
      database: markedWith(database, 0),
      fanOut,
      lead: () => this.#lead,
      log,
    });
    this.#role = { name: 'follower', server };
    this.#port = Number(new URL(server.url).port);
    log.info({ url: server.url, lead: this.#lead?.address ?? null }, 'this process follows');
  }
}
