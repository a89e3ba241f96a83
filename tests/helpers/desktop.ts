// A real Muster desktop: Electron driven by Playwright, with its own user data and embedded server. Its end leaves
// nothing behind.
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron, expect, test, type ElectronApplication, type Page } from '@playwright/test';
import type { DesktopBridge } from '#main/bridge.ts';
import { understandPseudo } from './pseudo/pseudo-locale.ts';

// Each worker has its own display, so that parallel stories do not take each other's focus, keys or clipboard.
const displays = process.env.MUSTER_TEST_DISPLAYS?.split(' ') ?? [];
const ownDisplay = displays[Number(process.env.TEST_PARALLEL_INDEX ?? 0)];
if (ownDisplay !== undefined) process.env.DISPLAY = ownDisplay;

export const appFolder = path.resolve(import.meta.dirname, '../..');

/** The type of the renderer's global object, for `page.evaluate`. */
export type WithBridge = { muster?: DesktopBridge };

export type DesktopOptions = {
  /** A given folder is kept; otherwise a fresh one is made and removed at the end. */
  userData?: string;
  args?: readonly string[];
  env?: Readonly<Record<string, string>>;
  /** The session bus for its notifications and tray. */
  bus?: { address: string };
};

export type Desktop = {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly userData: string;
  /** Process id of Electron's main process. */
  readonly pid: number;
  /** From process start to content in the window, in milliseconds. */
  readonly readyMs: number;
  /** Completes the first-run screen: a war room on this computer. */
  firstRun(name: string): Promise<void>;
  /** Completes the first-run screen: joins a team by its invitation link. */
  joinTeam(link: string, name: string): Promise<void>;
  /** The embedded server's address and owner's token, for a test's own calls. */
  server(): Promise<{ url: string; token: string }>;
  /** One API call to the embedded server. */
  api<T = unknown>(path: string, init?: { method?: string; json?: unknown; token?: string }): Promise<T>;
  log(): string;
  /** Kills it at once, like a power cut. */
  kill9(): Promise<void>;
  /** Quits as a person would. */
  quit(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

export async function launchDesktop(options: DesktopOptions = {}): Promise<Desktop> {
  const userData = options.userData ?? mkdtempSync(path.join(os.tmpdir(), 'muster-desktop-'));
  const begun = performance.now();
  const app = await _electron.launch({
    executablePath: electronExecutable(),
    args: [appFolder, `--user-data-dir=${userData}`, ...(options.args ?? [])],
    env: desktopEnvironment(options),
    colorScheme: null, // the desktop's own theme, not Playwright's
  });
  const child = app.process();
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  const page = await findMainWindow(app);
  understandPseudo(page);
  await page.locator('#root main').first().waitFor();
  const readyMs = Math.round(performance.now() - begun);

  const server = async () => {
    const session = await page.evaluate(() => (globalThis as WithBridge).muster?.session());
    if (!session) throw new Error('this desktop has not been through its first run');
    return { url: session.server, token: session.token };
  };
  const kill9 = async () => {
    if (isOver()) return;
    const ended = once(child, 'exit');
    process.kill(child.pid!, 'SIGKILL');
    await ended;
  };
  return {
    app,
    page,
    userData,
    pid: child.pid!,
    readyMs,
    server,
    kill9,
    async firstRun(name) {
      await page.getByLabel('Your name').fill(name);
      await page.getByRole('button', { name: 'Start here' }).click();
      await expect(page.getByLabel('Your name')).toBeHidden();
    },
    async joinTeam(link, name) {
      await page.getByLabel('Your name').fill(name);
      await page.getByLabel('Invitation link').fill(link);
      await page.getByRole('button', { name: 'Join the team' }).click();
      await expect(page.getByLabel('Your name')).toBeHidden();
    },
    async api<T>(apiPath: string, init: { method?: string; json?: unknown; token?: string } = {}) {
      const { url, token } = await server();
      const response = await fetch(`${url}${apiPath}`, {
        method: init.method ?? (init.json === undefined ? 'GET' : 'POST'),
        headers: { authorization: `Bearer ${init.token ?? token}`, 'content-type': 'application/json' },
        ...(init.json === undefined ? {} : { body: JSON.stringify(init.json) }),
      });
      if (!response.ok) throw new Error(`${apiPath}: ${response.status} ${await response.text()}`);
      return (response.status === 204 ? undefined : await response.json()) as T;
    },
    log: () => {
      const file = path.join(userData, 'logs/muster.log');
      return existsSync(file) ? readFileSync(file, 'utf8') : '';
    },
    quit: async () => {
      if (!isOver()) await app.close();
    },
    async [Symbol.asyncDispose]() {
      if (!isOver()) await app.close().catch(kill9);
      if (!options.userData)
        rmSync(userData, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

/**
 * One desktop for the tests of a file or a group, past its first run: starting one takes longer than most tests.
 * Each test begins in the lobby with no open incident; everything else that earlier tests left is still there.
 */
export function shareDesktop(name: string, options: () => DesktopOptions = () => ({})): () => Desktop {
  let desktop: Desktop | undefined;
  test.beforeAll(async () => {
    desktop = await launchDesktop(options());
    await desktop.firstRun(name);
  });
  test.beforeEach(async () => {
    if (desktop) await closeAll(desktop);
  });
  test.afterAll(() => desktop?.[Symbol.asyncDispose]());
  return () => desktop!;
}

async function closeAll(desktop: Desktop): Promise<void> {
  const { items } = await desktop.api<{ items: { id: string }[] }>('/api/v1/incidents');
  for (const { id } of items)
    await desktop.api(`/api/v1/incidents/${id}/facts`, { json: { kind: 'status', status: 'closed' } });
  await desktop.page.evaluate(() => (location.hash = '#/'));
  await expect(desktop.page.getByRole('heading', { name: 'No open incidents' })).toBeVisible();
}

/** Skips the hidden scribe bar, which may open first. */
async function findMainWindow(app: ElectronApplication): Promise<Page> {
  const find = () => app.windows().find((each) => /^(?!.*scribe\.html)(?:app|http):/.test(each.url()));
  await expect.poll(() => find() !== undefined, { intervals: [20] }).toBe(true);
  return find()!;
}

/** Set by `npm test` and `npm run e2e`, which first find an Electron. */
export function electronExecutable(): string {
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (!dist) throw new Error('ELECTRON_OVERRIDE_DIST_PATH is not set: run these tests with `npm run e2e`.');
  return path.join(dist, process.platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron');
}

export function desktopEnvironment({
  bus,
  env,
}: Pick<DesktopOptions, 'bus' | 'env'>): Record<string, string> {
  const own = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  // Never use the tester's own session bus: without a recording bus there is none.
  return {
    ...Object.fromEntries(own),
    DBUS_SESSION_BUS_ADDRESS: bus?.address ?? 'disabled:',
    ...env,
  };
}

/** Declares an incident as the person at this desktop; returns its id. */
export async function declareOn(desktop: Desktop, title: string, severity?: string): Promise<string> {
  const { id } = await desktop.api<{ id: string }>('/api/v1/incidents', { json: { title, severity } });
  return id;
}
