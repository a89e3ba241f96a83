// What every script that drives the desktop needs first: libraries, an Electron, a build, screens.
import { build, isBuildStale } from './build.ts';
import { startTestDisplays } from './display.ts';
import { electronEnvironment, findElectron } from './electron-runtime.ts';
import { ensureSystemLibraries } from './system-libraries.ts';

/** The environment to run it in and how to end it; null, with the reason already said, when it cannot be. */
export async function prepareDesktop(): Promise<{ env: NodeJS.ProcessEnv; stop(): void } | null> {
  if (!(await ensureSystemLibraries('test'))) return null;
  const runtime = await findElectron({ registryAllowed: true });
  if (runtime === null) return null;
  if (isBuildStale()) await build();
  const displays = await startTestDisplays();
  return { env: { ...electronEnvironment(runtime), ...displays.env }, stop: displays.stop };
}
