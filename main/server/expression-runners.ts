// Processes that run expressions for the desktop's own server (CK5). The server cannot start them, because a packaged
// binary runs only its own script. Each has little memory and no environment, and ends with the server.
import path from 'node:path';
import { MessageChannelMain, utilityProcess, type UtilityProcess } from 'electron';

const entry = path.join(import.meta.dirname, 'expression-runner.js');
/** The same as in sync-server/outgoing/start-runner.ts. */
const v8Flags = '--js-flags=--max-old-space-size=128 --max-semi-space-size=4';

/** Kills the process: an endless loop does not react to SIGTERM. */
function end(runner: UtilityProcess | undefined) {
  if (runner?.pid === undefined) runner?.kill();
  else process.kill(runner.pid, 'SIGKILL');
}

type FromServer = { startRunner: number } | { endRunner: number };

/** Starts and ends them as the server asks. */
export function lendRunners(server: UtilityProcess) {
  const runners = new Map<number, UtilityProcess>();
  const start = (id: number) => {
    const runner = utilityProcess.fork(entry, [], {
      serviceName: 'Muster expressions',
      execArgv: [v8Flags],
      stdio: 'ignore',
      env: {},
    });
    runners.set(id, runner);
    runner.once('exit', () => {
      runners.delete(id);
      server.postMessage({ runnerEnded: id }, []);
    });
    const { port1: forRunner, port2: forServer } = new MessageChannelMain();
    runner.postMessage(null, [forRunner]);
    server.postMessage({ runner: id }, [forServer]);
  };
  server.on('message', (message: FromServer) => {
    if ('startRunner' in message) start(message.startRunner);
    else end(runners.get(message.endRunner));
  });
  server.once('exit', () => {
    for (const runner of runners.values()) end(runner);
  });
}
