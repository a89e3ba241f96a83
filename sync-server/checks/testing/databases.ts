// Starts this machine's PostgreSQL and Redis for one test file, each in its own folder.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { refused, type TestTarget } from './targets.ts';

/** The path of a program; null when it is not installed. */
export function findProgram(name: string, ...folders: readonly string[]): string | null {
  const patterns = [...folders, ...(process.env['PATH'] ?? '').split(delimiter)].map((folder) =>
    join(folder, name),
  );
  return patterns.flatMap((pattern) => globSync(pattern)).at(0) ?? null;
}

const postgresFolder = '/usr/lib/postgresql/*/bin';
export const hasPostgres = findProgram('postgres', postgresFolder) !== null;
export const hasRedis = findProgram('redis-server') !== null;

export const postgresPassword = 'canary-postgres-9';

/** It can be stopped and started again; its port stays the same. */
export type Cluster = TestTarget & {
  stop(signal?: NodeJS.Signals): Promise<void>;
  start(): Promise<void>;
  /** Freezes the server: it and all its connections stay silent. */
  pause(): void;
  goOn(): void;
};

/** A new cluster with the user `ana` and a password, over TCP only. */
export async function startPostgres(): Promise<Cluster> {
  const programs = {
    init: findProgram('initdb', postgresFolder),
    server: findProgram('postgres', postgresFolder),
  };
  if (programs.init === null || programs.server === null) throw new Error('PostgreSQL is not installed');
  const folder = mkdtempSync(join(tmpdir(), 'muster-postgres-'));
  // PostgreSQL refuses to run as root.
  const user = process.getuid?.() === 0 ? idsOf('postgres') : null;
  if (user) chownSync(folder, user.uid, user.gid);
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, postgresPassword);
  const cluster = join(folder, 'cluster');
  const init = [
    '-D',
    cluster,
    '-U',
    'ana',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--no-sync',
    '-E',
    'UTF8',
  ];
  execFileSync(programs.init, init, { ...user, stdio: 'pipe', cwd: folder });
  const { port } = await refused();
  const settings = ['listen_addresses=127.0.0.1', `port=${port}`, 'unix_socket_directories=', 'fsync=off'];
  const { server } = programs;
  const launch = () =>
    spawn(server, ['-D', cluster, ...settings.flatMap((setting) => ['-c', setting])], {
      ...user,
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd: folder,
    });
  // SIGINT is PostgreSQL's fast shutdown, which does not wait for clients.
  const ending = { folder, signal: 'SIGINT' } as const;
  let child = launch();
  const target = await running(child, port, ending);
  const stop = async (signal: NodeJS.Signals = ending.signal) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  };
  return {
    ...target,
    stop,
    start: async () => {
      child = launch();
      await saysReady(child);
    },
    pause: () => signalAll(child, 'SIGSTOP'),
    goOn: () => signalAll(child, 'SIGCONT'),
    [Symbol.asyncDispose]: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Signals a process and its children. */
function signalAll({ pid = 0 }: ChildProcess, signal: NodeJS.Signals) {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  for (const each of [String(pid), ...children]) process.kill(Number(each), signal);
}

export const redisPassword = 'canary-redis-9';

/** `at`: the port of a server that ended and is replaced. */
export async function startRedis(at?: number): Promise<TestTarget> {
  const program = findProgram('redis-server');
  if (program === null) throw new Error('Redis is not installed');
  const folder = mkdtempSync(join(tmpdir(), 'muster-redis-'));
  const port = at ?? (await refused()).port;
  const flags = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--requirepass',
    redisPassword,
    '--save',
    '',
    '--dir',
    folder,
  ];
  return running(spawn(program, flags), port, { folder, signal: 'SIGTERM' });
}

function idsOf(user: string): { uid: number; gid: number } {
  const id = (flag: string) => Number(execFileSync('id', [flag, user], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

type Ending = { folder: string; signal: NodeJS.Signals };

async function running(child: ChildProcess, port: number, { folder, signal }: Ending): Promise<TestTarget> {
  const exited = once(child, 'exit');
  await saysReady(child);
  return {
    host: '127.0.0.1',
    port,
    [Symbol.asyncDispose]: async () => {
      child.kill(signal);
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Both print the same words, one on stderr and one on stdout. */
function saysReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const read = (chunk: Buffer) => {
      said += chunk.toString();
      if (/ready to accept connections/i.test(said)) resolve();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => reject(new Error(`it ended at once (${code}): ${said}`)));
  });
}
