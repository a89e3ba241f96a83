// A real sync server in its own process and folder, stopped and cleaned up with `await using`.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findOwnDatabase } from './own-database.ts';

/** The server as the desktop and the package have it: built, which starts in less than half of the time. */
export const builtServer = join(import.meta.dirname, '../../out/main/sync-server.js');

const patienceMs = 120_000;

/** The Node flags of `npm run server`: tests run the server that people run. */
export const nodeFlags = readNodeFlags();
function readNodeFlags(): string[] {
  const file = join(import.meta.dirname, '../../package.json');
  const { scripts } = JSON.parse(readFileSync(file, 'utf8')) as { scripts: { server: string } };
  return scripts.server.split(' ').filter((word) => word.startsWith('--'));
}

export type ServerOptions = {
  upstreams?: readonly string[];
  /** The token for every upstream, or one for each. */
  upstreamToken?: string | readonly string[];
  /** A given folder is kept at the end; otherwise a temporary one is made and removed. */
  dataFolder?: string;
  /** A restart uses the port of the first start, as a real server does. */
  port?: number;
  ownerName?: string;
  flags?: readonly string[];
  /** Further variables; undefined takes one away. */
  environment?: Record<string, string | undefined>;
  /** A command with arguments that starts Node, for a server on another kind of machine. */
  under?: readonly string[];
};

export type ApiAnswer<T = unknown> = { status: number; body: T; headers: Headers };

export type RunningServer = {
  readonly url: string;
  readonly port: number;
  readonly dataFolder: string;
  readonly ownerToken: string;
  readonly pid: number;
  /** Everything written to stderr since the first start. */
  log(): string;
  /** Resolves once the log after its first `from` characters matches. */
  logged(pattern: RegExp, from?: number): Promise<void>;
  /** Kills it at once, like a power cut. */
  kill9(): Promise<void>;
  /** Sends SIGTERM; returns the exit code. */
  stop(): Promise<number | null>;
  /** Starts it again with the same folder and port; stops it first when it runs. */
  restart(): Promise<void>;
  /** One API call with the owner's token, or with `token`; JSON bodies are parsed. */
  api<T = unknown>(path: string, init?: ApiInit): Promise<ApiAnswer<T>>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** `json` is sent as JSON; `token: null` sends no credentials. */
export type ApiInit = Omit<RequestInit, 'headers'> & {
  json?: unknown;
  token?: string | null;
  headers?: Record<string, string>;
};

/** Starts a server and waits until it accepts connections; rejects with its stderr when it does not start. */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), 'muster-server-'));
  let log = '';
  const readers = new Set<() => void>();
  let port = options.port ?? 0;
  const database = (options.upstreams ?? []).length > 0 ? null : await findOwnDatabase(dataFolder);
  let child = launch();
  let url = await ready();

  function launch(): ChildProcess {
    const args = [
      ...nodeFlags,
      builtServer,
      '--port',
      String(port),
      '--data',
      dataFolder,
      ...(options.flags ?? []),
    ];
    for (const upstream of options.upstreams ?? []) args.push('--upstream', upstream);
    const [program, ...before] = options.under ?? [process.execPath];
    const rest = options.under === undefined ? args : [...before, process.execPath, ...args];
    const started = spawn(program ?? process.execPath, rest, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...withoutMusterVariables(process.env),
        ...(database !== null && { MUSTER_DATABASE: database }),
        ...variables(options),
        ...options.environment,
      },
    });
    started.stderr?.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      for (const look of readers) look();
    });
    return started;
  }

  async function ready(): Promise<string> {
    const line = await readyLine(child, () => log).catch(async (error: unknown) => {
      await end('SIGKILL');
      throw error;
    });
    port = Number(new URL(line).port);
    return line;
  }

  async function end(signal: NodeJS.Signals): Promise<number | null> {
    if (child.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit');
      child.kill(signal);
      await exited;
    }
    return child.exitCode;
  }

  const server: RunningServer = {
    get url() {
      return url;
    },
    get port() {
      return port;
    },
    get pid() {
      return child.pid ?? 0;
    },
    get ownerToken() {
      return readFileSync(join(dataFolder, 'owner-token'), 'utf8').trim();
    },
    dataFolder,
    log: () => log,
    logged: (pattern, from = 0) => untilLogged(() => pattern.test(log.slice(from)), readers, String(pattern)),
    kill9: async () => {
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
    restart: async () => {
      await end('SIGTERM');
      child = launch();
      url = await ready();
    },
    api: (path, init = {}) =>
      callApi(url, init.token === undefined ? server.ownerToken : init.token, path, init),
    [Symbol.asyncDispose]: async () => {
      await end('SIGKILL');
      if (options.dataFolder === undefined) rmSync(dataFolder, { recursive: true, force: true });
    },
  };
  return server;
}

/** Runs a server that must refuse to start; returns how it ended. */
export async function startRefused(
  flags: readonly string[],
  environment: Record<string, string> = {},
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [builtServer, ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...withoutMusterVariables(process.env), ...environment },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  await once(child, 'close');
  clearTimeout(timer);
  return { code: child.exitCode, stdout, stderr };
}

function readyLine(child: ChildProcess, log: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    let stdout = '';
    const timer = setTimeout(
      () => finish(new Error(`The server was not ready after ${patienceMs} ms.\n${log()}`)),
      patienceMs,
    );
    const finish = (outcome: string | Error) => {
      clearTimeout(timer);
      child.off('close', onEnd);
      if (typeof outcome === 'string') resolve(outcome);
      else reject(outcome);
    };
    const onEnd = () =>
      finish(new Error(`The server ended (${child.exitCode ?? child.signalCode}).\n${log()}`));
    child.on('close', onEnd);
    child.stdout?.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      const url = /^muster-server ready (\S+)$/m.exec(stdout)?.[1];
      if (url !== undefined) finish(url);
    });
  });
}

function untilLogged(isThere: () => boolean, readers: Set<() => void>, what: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      readers.delete(look);
      reject(new Error(`waited ${patienceMs} ms in vain for ${what} in the server's log`));
    }, patienceMs);
    const look = () => {
      if (!isThere()) return;
      clearTimeout(timer);
      readers.delete(look);
      resolve();
    };
    readers.add(look);
    look();
  });
}

function variables(options: ServerOptions): Record<string, string> {
  const tokens = options.upstreamToken;
  const list =
    tokens === undefined ? null : typeof tokens === 'string' ? options.upstreams?.map(() => tokens) : tokens;
  return {
    ...(options.ownerName === undefined ? {} : { MUSTER_OWNER_NAME: options.ownerName }),
    ...(list === null || list === undefined ? {} : { MUSTER_UPSTREAM_TOKEN: list.join(',') }),
  };
}

/** The environment of the tests must not configure the server under test. */
function withoutMusterVariables(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('MUSTER_')));
}

async function callApi<T>(
  url: string,
  token: string | null,
  path: string,
  init: ApiInit,
): Promise<ApiAnswer<T>> {
  const { json, token: _token, headers, ...rest } = init;
  const response = await fetch(new URL(path, url), {
    ...rest,
    ...(json === undefined ? {} : { body: JSON.stringify(json), method: init.method ?? 'POST' }),
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
  });
  const text = await response.text();
  const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    body: (isJson ? JSON.parse(text) : text) as T,
    headers: response.headers,
  };
}
