// Starts without Electron: this desktop's server as a plain process, and a one-time sign-in link for the browser. It
// uses the desktop's data folder, so nothing is lost when switching.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { ended, forwardSignals, isOnPath, root, say } from './command.ts';

export async function startInBrowser(args: readonly string[]): Promise<number> {
  const userData = userDataFolder(args);
  const dataFolder = path.join(userData, 'server');
  const server = spawn(
    process.execPath,
    [path.join(root, 'sync-server/index.ts'), '--port', await portOf(userData), '--data', dataFolder],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...upstreamOf(userData) } },
  );
  forwardSignals(server);
  const over = ended(server);
  const url = await Promise.race([readyUrl(server), over.then(() => null)]);
  if (url === null) {
    say(`The server did not start. Its own words are above; its data folder is ${dataFolder}.`);
    return 1;
  }
  keepPort(userData, Number(new URL(url).port));
  const link = await makeSignInLink(url, readFileSync(path.join(dataFolder, 'owner-token'), 'utf8').trim());
  say(`\nYour room is at\n\n  ${link}\n\nThe link works once. Ctrl+C ends the server.`);
  const page = writeSignInPage(userData, link);
  openInBrowser(page);
  const code = await over;
  rmSync(page, { force: true });
  return code;
}

function userDataFolder(args: readonly string[]): string {
  const named = args.find((arg) => arg.startsWith('--user-data-dir='));
  if (named) return path.resolve(named.slice('--user-data-dir='.length));
  if (process.platform === 'darwin') return path.join(os.homedir(), 'Library/Application Support/Muster');
  if (process.platform === 'win32') {
    return path.join(process.env.APPDATA ?? path.join(os.homedir(), 'AppData/Roaming'), 'Muster');
  }
  return path.join(process.env.XDG_CONFIG_HOME || path.join(os.homedir(), '.config'), 'Muster');
}

/** The part of the desktop's settings that is needed here. */
type KeptSettings = {
  membership?: { team: { url: string; token: { how: 'keyring' | 'file'; value: string } } | null } | null;
  port?: number | null;
};

const settingsFile = (userData: string) => path.join(userData, 'settings.json');

function readSettings(userData: string): KeptSettings {
  const file = settingsFile(userData);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as KeptSettings) : {};
}

/**
 * DE21: the port of the last start, so that open browser windows keep working. `0` means any free port: at the
 * first start, or when another program uses the port, which is printed.
 */
async function portOf(userData: string): Promise<string> {
  const { port } = readSettings(userData);
  if (typeof port !== 'number') return '0';
  const probe = createServer();
  const isFree = await new Promise<boolean>((resolve) => {
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
  if (isFree) return String(port);
  say(`Port ${port} is taken by another program. Browsers that were open on it must sign in again.`);
  return '0';
}

function keepPort(userData: string, port: number): void {
  const settings = readSettings(userData);
  if (settings.port === port) return;
  writeFileSync(settingsFile(userData), JSON.stringify({ ...settings, port }), { mode: 0o600 });
}

/** The team that the desktop joined, if any. Without it this server would act as the team's. */
function upstreamOf(userData: string): NodeJS.ProcessEnv {
  const { membership } = readSettings(userData);
  if (!membership?.team) return {};
  const { url, token } = membership.team;
  if (token.how === 'file') return { MUSTER_UPSTREAM: url, MUSTER_UPSTREAM_TOKEN: token.value };
  say(
    `The token for ${url} is in the desktop's keyring: what you write here is sent when the desktop runs again.`,
  );
  return { MUSTER_UPSTREAM: url };
}

/** The address from the server's ready line on stdout. */
function readyUrl(server: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    const lines = createInterface({ input: server.stdout! });
    lines.on('line', (line) => {
      const ready = /^muster-server ready (http:\S+)$/.exec(line);
      if (ready?.[1]) resolve(ready[1]);
    });
  });
}

/** An owner's invitation for one use within an hour. */
async function makeSignInLink(url: string, ownerToken: string): Promise<string> {
  const response = await fetch(`${url}/api/v1/invitations`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ownerToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ role: 'owner', expiresInHours: 1 }),
  });
  if (!response.ok) throw new Error(`The server refused to make a sign-in link: ${await response.text()}`);
  const { code } = (await response.json()) as { code: string };
  return `${url}/join#${code}`;
}

/**
 * Writes a page that only this user can read and that opens the link. Program arguments are readable by every user
 * of the computer, and the link grants owner rights.
 */
export function writeSignInPage(userData: string, link: string): string {
  const page = path.join(userData, 'sign-in.html');
  const to = link.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  rmSync(page, { force: true });
  writeFileSync(
    page,
    `<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer"><meta http-equiv="refresh" content="0;url=${to}"><a href="${to}">Open Muster</a>`,
    { mode: 0o600, flag: 'wx' },
  );
  return page;
}

/** Never pass a secret here: see writeSignInPage. */
function openInBrowser(page: string) {
  const opener = process.env.BROWSER || (process.platform === 'darwin' ? 'open' : 'xdg-open');
  if (!isOnPath(opener)) return;
  const child = spawn(opener, [pathToFileURL(page).href], { stdio: 'ignore', detached: true });
  child.once('error', () => say('No browser could be opened; open the link yourself.'));
  child.unref();
}
