// CH9: whether our own network is away, asked when something is about to be declared down, and again until it
// is back. With targets they decide alone; without, the default gateway does, once everything fails at once.
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Database } from '../storage/database.ts';
import type { Log } from '../sync/rooms.ts';

/** `host:port` */
export type Target = string;

export type Uplink = {
  targets(): readonly Target[];
  /** Kept across restarts. */
  setTargets(targets: readonly Target[]): void;
  blindSince(): number | null;
  /**
   * Whether nothing must be declared now. `look` says how the checks look (blind.ts); `since` is when the
   * failures began.
   */
  isAway(look: () => 'yes' | 'maybe' | 'no', since: number): Promise<boolean>;
  onChange(listener: (blindSince: number | null) => void): () => void;
  close(): void;
};

type Options = { database: Database; given: readonly Target[]; log: Log };

const probeMs = 2_000;
const askAgainMs = 3_000;
const rememberMs = 1_000;
const setting = 'uplink targets';

export function openUplink({ database, given, log }: Options): Uplink {
  const { sqlite } = database;
  const listeners = new Set<(blindSince: number | null) => void>();
  let targets = load(database) ?? given;
  let blindSince: number | null = null;
  let timer: NodeJS.Timeout | null = null;
  let latest: { at: number; answer: Promise<boolean> } | null = null;

  const reach = (): Promise<boolean> => {
    const at = performance.now();
    if (latest === null || at - latest.at > rememberMs) latest = { at, answer: reachAny(targets) };
    return latest.answer;
  };
  const set = (since: number | null) => {
    if (since === blindSince) return;
    blindSince = since;
    if (since === null) log.info({}, 'our own network is back; what fails is counted afresh');
    else log.warn({ targets, since }, 'our own network is away: monitoring is blind, nothing is declared');
    listeners.forEach((listener) => listener(since));
  };
  const askAgain = () => {
    timer = setTimeout(() => {
      void reach().then((isThere) => {
        timer = null;
        if (isThere) set(null);
        else if (blindSince !== null) askAgain();
      });
    }, askAgainMs);
  };

  return {
    targets: () => targets,
    setTargets: (next) => {
      targets = next;
      latest = null;
      sqlite
        .prepare(
          'INSERT INTO values_kept (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
        )
        .run(setting, JSON.stringify(next));
    },
    blindSince: () => blindSince,
    isAway: async (look, since) => {
      if (blindSince !== null) return true;
      const looks = targets.length === 0 ? look() : 'yes';
      // Without targets the gateway alone says little: it is asked only when everything else agrees.
      if (looks === 'no') return false;
      if (await reach()) return false;
      if (looks === 'maybe') return true;
      set(since);
      askAgain();
      return true;
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      if (timer !== null) clearTimeout(timer);
    },
  };
}

function load({ sqlite }: Database): readonly Target[] | null {
  const row = sqlite.prepare('SELECT value FROM values_kept WHERE name = ?').get(setting);
  return row === undefined ? null : (JSON.parse(String(row['value'])) as Target[]);
}

async function reachAny(targets: readonly Target[]): Promise<boolean> {
  if (targets.length > 0) return any(targets.map((target) => canConnect(target, { refusalCounts: false })));
  const gateway = await findGateway();
  if (gateway === null) return false;
  // Refusing is answering: any port of it will do.
  return any([53, 80].map((port) => canConnect(`${gateway}:${port}`, { refusalCounts: true })));
}

const any = (answers: readonly Promise<boolean>[]) =>
  Promise.any(answers.map(async (answer) => (await answer) || Promise.reject(new Error('no')))).catch(
    () => false,
  );

function canConnect(target: Target, { refusalCounts }: { refusalCounts: boolean }): Promise<boolean> {
  const { hostname, port } = new URL(`tcp://${target}`);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) });
    const end = (isThere: boolean) => {
      socket.destroy();
      resolve(isThere);
    };
    socket.setTimeout(probeMs, () => end(false));
    socket.on('connect', () => end(true));
    socket.on('error', (error: NodeJS.ErrnoException) => end(refusalCounts && error.code === 'ECONNREFUSED'));
  });
}

/** Null without one. Where the system does not say, any network at all stands for it. */
async function findGateway(): Promise<string | null> {
  if (process.platform !== 'linux') {
    const isUp = Object.values(networkInterfaces()).some((list) => list?.some(({ internal }) => !internal));
    return isUp ? '127.0.0.1' : null;
  }
  const table = await readFile('/proc/net/route', 'utf8').catch(() => '');
  const route = table
    .split('\n')
    .map((line) => line.split('\t'))
    .find(([, destination, gateway]) => destination === '00000000' && gateway !== '00000000');
  return route?.[2] === undefined ? null : readAddress(route[2]);
}

/** Little-endian hexadecimal, as Linux writes it. */
const readAddress = (hex: string) =>
  [6, 4, 2, 0].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)).join('.');
