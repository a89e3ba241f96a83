// A whole server in this process, with the test's own clock, a real database and real sockets.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { WallClock } from '#sync-server/clock.ts';
import { readConfig } from '#sync-server/config.ts';
import { startServer } from '#sync-server/server.ts';
import type { ApiAnswer } from './server.ts';

export type OwnServer = AsyncDisposable & {
  readonly url: string;
  readonly ownerToken: string;
  readonly dataFolder: string;
  api<T = unknown>(
    path: string,
    json?: unknown,
    more?: { method?: string; token?: string },
  ): Promise<ApiAnswer<T>>;
  /** Stops it and starts it again in the same folder; `between` gets the folder while it is stopped. */
  restart(between?: (folder: string) => void): Promise<void>;
};

export async function startOwnServer(options: {
  clock: WallClock;
  environment?: Record<string, string>;
}): Promise<OwnServer> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-own-'));
  const config = readConfig(['--port', '0', '--data', folder], options.environment ?? {});
  if (typeof config === 'string') throw new Error('no settings');
  const start = () => startServer(config, pino({ level: 'silent' }), { clock: options.clock });
  let server = await start();
  const ownerToken = readFileSync(join(folder, 'owner-token'), 'utf8').trim();
  return {
    get url() {
      return server.url;
    },
    ownerToken,
    dataFolder: folder,
    api: (path, json, more) => callApi(server.url, { token: ownerToken, ...more }, path, json),
    restart: async (between) => {
      await server.close();
      between?.(folder);
      server = await start();
    },
    [Symbol.asyncDispose]: async () => {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function callApi<T>(
  url: string,
  { token, method }: { token: string; method?: string },
  path: string,
  json: unknown,
): Promise<ApiAnswer<T>> {
  const response = await fetch(new URL(path, url), {
    method: method ?? (json === undefined ? 'GET' : 'POST'),
    headers: {
      authorization: `Bearer ${token}`,
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  });
  const text = await response.text();
  const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    body: (isJson ? JSON.parse(text) : text) as T,
    headers: response.headers,
  };
}
