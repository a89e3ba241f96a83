// `npm run dev`: the renderer with hot reload; main, preload and server rebuilt and Electron restarted on change.
import { spawn, type ChildProcess } from 'node:child_process';
import { watch } from 'node:fs';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { createServer } from 'vite';
import { buildMain, buildPreload } from './build.ts';
import { root, say } from './command.ts';
import { electronEnvironment, findElectron } from './electron-runtime.ts';

const server = await createServer({
  configFile: false,
  root: path.join(root, 'renderer'),
  plugins: [react()],
  server: { host: '127.0.0.1' },
});
await server.listen();
const url = server.resolvedUrls?.local[0] ?? '';
say(`Every part of the screens, in both themes: ${url}#/parts`);
const runtime = await findElectron({ registryAllowed: process.env.MUSTER_ALLOW_REGISTRY_ELECTRON === '1' });
if (runtime === null) {
  say('No Electron to run: see `npm start` for what can be done.');
  process.exit(1);
}
const env = { ...electronEnvironment(runtime), MUSTER_DEV_URL: url };
let desktop: ChildProcess | null = null;
let restart: NodeJS.Timeout | undefined;

async function rebuildAndRun() {
  await Promise.all([buildMain(), buildPreload()]);
  const previous = desktop;
  previous?.removeAllListeners('exit');
  const launch = () => {
    desktop = spawn(runtime!.executable, [root, ...process.argv.slice(2)], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env,
    });
    desktop.once('exit', () => void stop());
  };
  if (previous === null) return launch();
  previous.once('exit', launch);
  previous.kill();
}

async function stop() {
  desktop?.removeAllListeners('exit');
  desktop?.kill();
  await server.close();
  process.exit(0);
}

for (const folder of ['main', 'sync-server', 'room', 'wire', 'status-page']) {
  watch(path.join(root, folder), { recursive: true }, () => {
    clearTimeout(restart);
    restart = setTimeout(
      () => void rebuildAndRun().catch((error: unknown) => say(`Not rebuilt: ${String(error)}`)),
      150,
    );
  });
}
process.on('SIGINT', () => void stop());
process.on('SIGTERM', () => void stop());
await rebuildAndRun();
