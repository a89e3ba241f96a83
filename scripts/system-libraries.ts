// Libraries that a bare Debian or Ubuntu lacks for Electron and the tests. As root they are installed; otherwise the
// install command is printed and nothing changes.
import { existsSync, readFileSync } from 'node:fs';
import { capture, isOnPath, run, say } from './command.ts';

type Need = {
  /** The Debian package; newer Ubuntu versions use another name for some. */
  packages: readonly [string, ...string[]];
  /** A shared library by its soname, or a program on the PATH. */
  library?: string;
  program?: string;
};

const forElectron: readonly Need[] = [
  { packages: ['libgtk-3-0', 'libgtk-3-0t64'], library: 'libgtk-3.so.0' },
  { packages: ['libnss3'], library: 'libnss3.so' },
  { packages: ['libasound2', 'libasound2t64'], library: 'libasound.so.2' },
  { packages: ['libgbm1'], library: 'libgbm.so.1' },
  { packages: ['libdrm2'], library: 'libdrm.so.2' },
  { packages: ['libnotify-bin'], program: 'notify-send' },
];
const forTests: readonly Need[] = [
  ...forElectron,
  { packages: ['xvfb'], program: 'Xvfb' },
  { packages: ['xauth'], program: 'xauth' },
  { packages: ['dbus'], program: 'dbus-daemon' },
  { packages: ['xdotool'], program: 'xdotool' },
  { packages: ['poppler-utils'], program: 'pdftotext' },
  { packages: ['chromium'], program: 'chromium' },
  { packages: ['iputils-ping'], program: 'ping' },
  // Real servers for the checks and the intake; each test starts its own on a free port.
  { packages: ['postgresql'], program: 'pg_ctlcluster' },
  { packages: ['redis-server'], program: 'redis-server' },
  { packages: ['prometheus-alertmanager'], program: 'prometheus-alertmanager' },
  { packages: ['openssh-server'], program: '/usr/sbin/sshd' },
  // Changes the clock of a running server.
  { packages: ['faketime'], program: 'faketime' },
  // Tests run the commands that users copy.
  { packages: ['curl'], program: 'curl' },
];
const forBenchmarks: readonly Need[] = [
  { packages: ['prometheus-blackbox-exporter'], program: 'prometheus-blackbox-exporter' },
];
const needs = { start: forElectron, test: forTests, bench: forBenchmarks } as const;

/** Ensures that the libraries exist; false when they cannot be installed, with instructions already printed. */
export async function ensureSystemLibraries(purpose: keyof typeof needs): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  let missing = findMissing(purpose);
  if (missing.length > 0 && isDebianLike() && process.getuid?.() === 0) {
    await install(missing);
    missing = findMissing(purpose);
  }
  if (missing.length === 0) return true;
  say(
    `This machine lacks ${missing.map((need) => need.library ?? need.program).join(', ')}. On Debian or Ubuntu:`,
  );
  say(
    `  sudo apt-get install -y --no-install-recommends ${missing.map((need) => need.packages[0]).join(' ')}`,
  );
  return false;
}

function findMissing(purpose: keyof typeof needs): Need[] {
  const known = capture('/sbin/ldconfig', ['-p']) ?? capture('ldconfig', ['-p']);
  const isThere = (need: Need) => {
    if (need.program) return isOnPath(need.program);
    // Without ldconfig (other libcs) this is unknown; Electron then reports what is missing.
    return known === null || known.includes(`${need.library ?? ''} `);
  };
  return needs[purpose].filter((need) => !isThere(need));
}

async function install(missing: readonly Need[]) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = ['-qq', '-o', 'Acquire::Retries=3'];
  await run('apt-get', ['update', ...apt], env); // on failure, the old package list may still do
  const names = missing.map((need) => need.packages.findLast(isInstallable) ?? need.packages[0]);
  say(`Installing ${names.join(' ')} …`);
  await run('apt-get', ['install', '-y', ...apt, '--no-install-recommends', ...names], env);
}

function isInstallable(name: string): boolean {
  return capture('apt-cache', ['show', name]) !== null;
}

function isDebianLike(): boolean {
  if (!existsSync('/etc/os-release') || !isOnPath('apt-get')) return false;
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync('/etc/os-release', 'utf8'));
}
