// Starts the built server, on whatever Node started this: `node server.js [options]`. Where that is older than what the
// server needs, or was started without the flags that keep its memory small, the server runs in a process of its own.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const flags = ['--v8-pool-size=1', '--max-semi-space-size=4', '--heap-growing-percent=20'];
const leastMajor = 24;
const folder = path.dirname(fileURLToPath(import.meta.url));
const entry = path.join(folder, 'lib/index.js');
const isNewEnough = Number(process.versions.node.split('.')[0]) >= leastMajor;

if (isNewEnough && process.execArgv.includes(flags[0])) {
  // The process that started this one may be killed; then this one ends too.
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel?.unref();
  await import(pathToFileURL(entry).href);
} else {
  const carried = path.join(folder, 'runtime', process.platform === 'win32' ? 'node.exe' : 'node');
  const runtime = isNewEnough ? process.execPath : existsSync(carried) ? carried : null;
  if (runtime === null) {
    process.stderr.write(
      `This is Node ${process.versions.node}, and the server needs ${leastMajor} or newer. The one that belongs to it is missing: ${carried}.\n`,
    );
    process.exit(1);
  }
  const server = spawn(runtime, [...flags, path.join(folder, 'server.js'), ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => server.kill(signal));
  server.once('error', (error) => {
    process.stderr.write(`${runtime} cannot be started: ${error.message}\n`);
    process.exit(1);
  });
  server.once('exit', (code, signal) => process.exit(code ?? (signal === null ? 0 : 1)));
}
