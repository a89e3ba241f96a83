// Starts expression-runner.ts as a process with a memory limit. The packaged desktop cannot run other scripts, so
// there the desktop starts it and passes a port (main/server/expression-runners.ts).
import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export type RunnerMessage = { begun: true } | { answer: string };
export type Runner = {
  ask(given: string): void;
  /** While held, it keeps this process alive. */
  hold(): void;
  release(): void;
  end(): void;
};
type Listening = { onMessage: (message: RunnerMessage) => void; onEnd: () => void };

/** Memory limit of a runner. */
const mostMegabytes = 128;

export function startRunner(listening: Listening): Runner {
  const desktop = (process as { parentPort?: DesktopPort }).parentPort;
  return desktop === undefined ? startProcess(listening) : borrowProcess(desktop, listening);
}

/** The file beside this one, or its built copy beside the build's entries. */
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
    // Without execArgv it would inherit the server's options, such as a debugger port.
    execArgv: [`--max-old-space-size=${mostMegabytes}`, '--max-semi-space-size=4', '--v8-pool-size=1'],
    // Windows needs SystemRoot to start a process.
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

/** The part of Electron's utility process that this file uses. */
type DesktopPort = {
  postMessage(message: { startRunner: number } | { endRunner: number }, transfer: []): void;
  on(event: 'message', listener: (event: { data: FromDesktop; ports: RunnerPort[] }) => void): void;
};
type FromDesktop = { runner: number } | { runnerEnded: number };
type RunnerPort = {
  postMessage(given: string, transfer: []): void;
  on(event: 'message', listener: (event: { data: RunnerMessage }) => void): void;
  start(): void;
};

type Borrowed = { onPort: (port: RunnerPort) => void; onEnd: () => void };
const borrowed = new Map<number, Borrowed>();
let count = 0;

function borrowProcess(desktop: DesktopPort, { onMessage, onEnd }: Listening): Runner {
  if (count === 0) desktop.on('message', hearDesktop);
  const id = ++count;
  const { promise: port, resolve } = Promise.withResolvers<RunnerPort>();
  borrowed.set(id, {
    onPort: (given) => {
      given.on('message', ({ data }) => onMessage(data));
      given.start();
      resolve(given);
    },
    onEnd,
  });
  desktop.postMessage({ startRunner: id }, []);
  return {
    ask: (given) => void port.then((open) => open.postMessage(given, [])),
    // A desktop's server runs until the desktop ends it.
    hold: () => undefined,
    release: () => undefined,
    end: () => {
      borrowed.delete(id);
      desktop.postMessage({ endRunner: id }, []);
    },
  };
}

function hearDesktop({ data, ports: [port] }: { data: FromDesktop; ports: RunnerPort[] }) {
  if ('runner' in data) {
    if (port !== undefined) borrowed.get(data.runner)?.onPort(port);
    return;
  }
  const ended = borrowed.get(data.runnerEnded);
  borrowed.delete(data.runnerEnded);
  ended?.onEnd();
}
