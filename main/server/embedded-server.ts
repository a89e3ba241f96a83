// The desktop's own sync server, in a utility process. It is restarted when it dies. It cannot outlive the desktop:
// Chromium ends a utility process when its browser process is gone, even after kill -9 (DE4).
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { utilityProcess, type UtilityProcess } from 'electron';
import { lendRunners } from './expression-runners.ts';
import { strings } from '../strings.ts';

export type ServerAddress = { url: string; token: string };
/** For a hub, `fingerprint` is that of its only valid certificate. */
export type Upstream = { url: string; token: string | null; fingerprint?: string | undefined };

export type EmbeddedServer = {
  /** Waits for the address; rejects with the server's own message when it refuses to start. */
  address(): Promise<ServerAddress>;
  /** Called after each start, including the first. */
  onReady(listener: (address: ServerAddress) => void): void;
  stop(): Promise<void>;
};

type Options = {
  dataFolder: string;
  /** The team's server first, then hubs. */
  upstreams: readonly Upstream[];
  /** The port of the last run. A free port is used when this is absent or taken by another program. */
  port?: string;
  log: (line: string) => void;
};

const entry = path.join(import.meta.dirname, 'sync-server.js');
// OP7, as `npm run server` has it: Chromium hands these to V8.
const v8Flags = '--js-flags=--max-semi-space-size=4 --heap-growing-percent=20';
const retryMs = { first: 200, most: 10_000 };
const stopWithinMs = 5_000;
const lastWordsWithinMs = 2_000;
// After this many failed starts in a row the server refuses to start, and Muster says why.
const refusalAfter = 2;

export function startEmbeddedServer(options: Options): EmbeddedServer {
  const listeners: ((address: ServerAddress) => void)[] = [];
  let run: Run | null = null;
  const stopping = new AbortController();
  let next = Promise.withResolvers<ServerAddress>();

  async function keepRunning() {
    let failures = 0;
    let port = options.port ?? '0';
    while (!stopping.signal.aborted) {
      run = startOnce(options, port, run?.lastWords());
      const address = await Promise.race([run.ready, run.exited.then(() => null)]);
      if (address) {
        failures = 0;
        port = new URL(address.url).port; // reuse the port, so that open windows find the server again
        next.resolve(address);
        for (const listener of listeners) listener(address);
        await run.exited;
        next = Promise.withResolvers();
        // Another server may take its place, so callers must ask again.
        if (stopping.signal.aborted) next = refuse(next, strings.wasStopped);
      } else {
        failures++;
        // A browser loses this war room when the port changes, so only this gives the port up.
        if (/^Port \d+ .* is taken/.test(run.lastWords())) port = '0';
        if (failures >= refusalAfter && !stopping.signal.aborted) next = refuse(next, run.lastWords());
      }
      if (stopping.signal.aborted) return;
      options.log(`the server ended; starting it again (attempt ${failures + 1})`);
      await wait(Math.min(retryMs.first * 2 ** failures, retryMs.most));
    }
  }

  void keepRunning();
  return {
    address: () => next.promise,
    onReady: (listener) => listeners.push(listener),
    stop: async () => {
      stopping.abort();
      await run?.stop();
    },
  };
}

/** Rejects all waiting callers, and makes a new promise for callers after the next attempt. */
function refuse(waiting: PromiseWithResolvers<ServerAddress>, words: string) {
  waiting.promise.catch(() => undefined); // nobody may be waiting
  waiting.reject(new Error(strings.thisComputersRoom(words)));
  const next = Promise.withResolvers<ServerAddress>();
  next.promise.catch(() => undefined);
  return next;
}

type Run = {
  ready: Promise<ServerAddress>;
  exited: Promise<void>;
  lastWords(): string;
  stop(): Promise<void>;
};

/**
 * `before`: the last words of the attempt before. They stay until this one says something: on a busy machine the last
 * output of an attempt may be lost, and the next ends for the same reason.
 */
function startOnce({ dataFolder, upstreams, log }: Options, port: string, before = ''): Run {
  const compiled = path.join(dataFolder, '../compiled');
  const child = utilityProcess.fork(entry, ['--host', '127.0.0.1', '--port', port, '--data', dataFolder], {
    serviceName: 'Muster room server',
    execArgv: [v8Flags],
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { NODE_COMPILE_CACHE: compiled, ...serverEnvironment(upstreams) },
  });
  lendRunners(child);
  let lastWords = before;
  const said = Promise.withResolvers<void>();
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  // Its last output may arrive after its end and says why it ended, so we wait for it.
  const exited = gone.then(() => Promise.race([said.promise, wait(lastWordsWithinMs)]));
  const ready = new Promise<ServerAddress>((resolve) => {
    readLines(child, said.resolve, (line) => {
      log(line);
      const url = /^muster-server ready (http:\S+)$/.exec(line)?.[1];
      if (!url) lastWords = line.startsWith('{') || !line.trim() ? lastWords : line.trim();
      else
        readToken(dataFolder).then(
          (token) => {
            lastWords = '';
            resolve({ url, token });
          },
          (error: unknown) => {
            lastWords = strings.tokenItsOwner(String(error));
            child.kill();
          },
        );
    });
  });
  return { ready, exited, lastWords: () => lastWords, stop: () => stopChild(child, gone) };
}

async function readToken(dataFolder: string): Promise<string> {
  return (await readFile(path.join(dataFolder, 'owner-token'), 'utf8')).trim();
}

const isForUs = (name: string) => !name.startsWith('MUSTER_') || name === 'MUSTER_HUB_HOST';

/** Our environment plus the upstream servers, without variables that people set for a server of their own. */
function serverEnvironment(upstreams: readonly Upstream[]): NodeJS.ProcessEnv {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => isForUs(name)));
  if (upstreams.length === 0) return env;
  env.MUSTER_UPSTREAM = upstreams
    .map(({ url, fingerprint }) => (fingerprint ? `${url}#${fingerprint}` : url))
    .join(',');
  // Tokens are matched by position, so an unreadable token needs a placeholder; its server refuses it and reports it.
  env.MUSTER_UPSTREAM_TOKEN = upstreams.map(({ token }) => token ?? 'unreadable').join(',');
  return env;
}

function readLines(child: UtilityProcess, onEnd: () => void, onLine: (line: string) => void) {
  const streams = new Set([child.stdout, child.stderr].filter((stream) => stream !== null) as Readable[]);
  const end = (input: Readable) => {
    if (streams.delete(input) && streams.size === 0) onEnd();
  };
  const read = (input: Readable) => {
    createInterface({ input })
      .on('line', onLine)
      .on('close', () => end(input));
  };
  streams.forEach(read);
  // At exit Electron removes all listeners from these streams, even with data left, so we read the rest again. What
  // arrives in between would be lost if the streams went on.
  child.once('exit', () => {
    for (const input of streams) input.pause();
    setImmediate(() => {
      for (const input of streams) (input.readableEnded ? end : read)(input);
    });
  });
}

/** Stops the server; its last output is not needed. */
async function stopChild(child: UtilityProcess, gone: Promise<void>) {
  child.kill(); // SIGTERM: it flushes and closes its sockets
  const giveUp = new AbortController();
  await Promise.race([gone, wait(stopWithinMs, undefined, { signal: giveUp.signal }).catch(() => undefined)]);
  giveUp.abort();
}
