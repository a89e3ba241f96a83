// The browser for browser checks: the installed Chromium, one at a time, ended with all its processes.
import { accessSync, constants, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Browser } from 'playwright-core';

const programs = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const usualPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Finds Chromium: at MUSTER_CHROMIUM if that is set, else on the PATH or in the usual places; null for none. */
export function findBrowser(env: Readonly<Record<string, string | undefined>>): string | null {
  const named = env['MUSTER_CHROMIUM'] ?? '';
  if (named !== '') return isProgram(named) ? named : null;
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const places = programs.flatMap((program) => folders.map((folder) => join(folder, program)));
  return [...places, ...usualPlaces].find(isProgram) ?? null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Missing or not executable: no browser either way.
    return false;
  }
}

let turn: Promise<void> = Promise.resolve();

/**
 * Waits until no other browser runs; returns a function that lets the next one start. Rejects when the signal aborts.
 */
export async function takeTurn(signal: AbortSignal): Promise<() => void> {
  const before = turn;
  const mine = Promise.withResolvers<void>();
  turn = before.then(() => mine.promise);
  const ended = Promise.withResolvers<never>();
  const end = () => ended.reject(new Error('aborted'));
  signal.addEventListener('abort', end, { once: true });
  try {
    signal.throwIfAborted();
    await Promise.race([before, ended.promise]);
    return mine.resolve;
  } catch (error) {
    mine.resolve();
    throw error;
  } finally {
    signal.removeEventListener('abort', end);
  }
}

export type RunningBrowser = { browser: Browser; kill(): Promise<void> };
type Launching = { executablePath: string; proxy: string };

const longestStartMs = 20_000;

/** Starts a browser that reaches only `proxy`, with its own home folder. Rejects when it does not start. */
export async function launchBrowser({ executablePath, proxy }: Launching): Promise<RunningBrowser> {
  const { chromium } = await import('playwright-core');
  const home = mkdtempSync(join(tmpdir(), `muster-browser-${process.pid}-`));
  // Files that are still being written may stay; the system cleans up such folders.
  const forget = () => rm(home, { recursive: true, force: true, maxRetries: 5 }).catch(() => {});
  try {
    const server = await chromium.launchServer({
      executablePath,
      headless: true,
      timeout: longestStartMs,
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      // Chromium's sandbox does not work for root.
      chromiumSandbox: process.getuid?.() !== 0,
      // `<-loopback>` removes the default exceptions: loopback and link-local go through the proxy too.
      proxy: { server: proxy, bypass: '<-loopback>' },
      args: [...args, `--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`],
      // The browser gets none of this server's environment, which may hold secrets.
      env: { PATH: process.env['PATH'] ?? '', HOME: home, TMPDIR: home, LANG: 'C.UTF-8' },
    });
    let killing: Promise<void> | null = null;
    const kill = () => (killing ??= server.kill().finally(forget));
    try {
      return { browser: await chromium.connect(server.wsEndpoint()), kill };
    } catch (error) {
      await kill();
      throw error;
    }
  } catch (error) {
    await forget();
    throw error;
  }
}

/**
 * Turns off Playwright's own list, which a second switch replaces, and the popups of an address bar that nobody sees:
 * Chromium starts a process for them with each window, as much work as a page.
 */
export const withoutFeatures = `--disable-features=${[
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'TcpPortRandomizationWin',
  'ThirdPartyStoragePartitioning',
  'msEdgeUpdateLaunchServicesPreferredVersion',
  'msForceBrowserSignIn',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  'WebUIOmniboxPopup',
].join(',')}`;

// UDP bypasses the proxy, so features that use it are turned off.
const args = [
  withoutFeatures,
  '--disable-quic',
  '--webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-dev-shm-usage',
];
