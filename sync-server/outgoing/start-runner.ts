// Starts expression-runner.ts: as a process with a limit of memory, and within Electron, whose packaged binary runs
// no other script, as a thread with one.
import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

export type RunnerMessage = { begun: true } | { answer: string };
export type Runner = {
  ask(given: string): void;
  /** While held, it keeps this process alive. */
  hold(): void;
  release(): void;
  end(): void;
};
type Listening = { onMessage: (message: RunnerMessage) => void; onEnd: () => void };

/** What a runner may hold. */
const mostMegabytes = 128;

export function startRunner(listening: Listening): Runner {
  return process.versions['electron'] === undefined ? startProcess(listening) : startThread(listening);
}

/** The file beside this one, or the one that the build makes of it beside its entries. */
function findFile(): URL {
  const candidates = ['./expression-runner.ts', './expression-runner.js', '../expression-runner.js'].map(
    (name) => new URL(name, import.meta.url),
  );
  const found = candidates.find((url) => existsSync(fileURLToPath(url)));
  if (found === undefined) throw new Error('the program for expressions is missing from this installation');
  return found;
}

function startProcess({ onMessage, onEnd }: Listening): Runner {
  const child = fork(findFile(), [], {
    // Without them it would take over what the server was started with, a debugger's port for one.
    execArgv: [`--max-old-space-size=${mostMegabytes}`, '--max-semi-space-size=4', '--v8-pool-size=1'],
    // Windows needs its own to start anything.
    env: process.env['SystemRoot'] === undefined ? {} : { SystemRoot: process.env['SystemRoot'] },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    cwd: '/',
  });
  const end = () => void child.kill('SIGKILL');
  process.once('exit', end);
  child.on('message', (message) => onMessage(message as RunnerMessage));
  child.on('error', onEnd);
  child.on('exit', () => {
    process.off('exit', end);
    onEnd();
  });
  return {
    ask: (given) => void child.send(given),
    hold: () => {
      child.ref();
      child.channel?.ref();
    },
    release: () => {
      child.unref();
      child.channel?.unref();
    },
    end,
  };
}

function startThread({ onMessage, onEnd }: Listening): Runner {
  const worker = new Worker(findFile(), {
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: mostMegabytes },
  });
  worker.on('message', onMessage).on('error', onEnd).on('exit', onEnd);
  return {
    ask: (given) => worker.postMessage(given, []),
    hold: () => worker.ref(),
    release: () => worker.unref(),
    end: () => void worker.terminate(),
  };
}
