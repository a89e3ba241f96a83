// The needs of every script that drives the desktop: libraries, an Electron, a build and screens.
import { build, isBuildStale } from './build.ts';
import { startTestDisplays } from './display.ts';
import { electronEnvironment, findElectron } from './electron-runtime.ts';
import { ensureSystemLibraries } from './system-libraries.ts';

/** The environment, and how to stop it; null when it is not possible, with the reason already printed. */
export async function prepareDesktop(): Promise<{ env: NodeJS.ProcessEnv; stop(): void } | null> {
  if (!(await ensureSystemLibraries('test'))) return null;
  const runtime = await findElectron({ registryAllowed: true });
  if (runtime === null) return null;
  if (isBuildStale()) await build();
  const displays = await startTestDisplays();
  return { env: { ...electronEnvironment(runtime), ...displays.env }, stop: displays.stop };
}
