// A real HTTP service in its own process, for a monitor to watch. It keeps its port through every kill.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

// Answers 200 until stdin tells it another status.
const program = `
  const http = require('node:http');
  let status = 200;
  process.stdin.on('data', (data) => { status = Number(String(data).trim()); });
  const server = http.createServer((request, response) => { response.statusCode = status; response.end('status ' + status); });
  server.listen(Number(process.argv[1]), '127.0.0.1', () => process.stdout.write(server.address().port + '\\n'));
`;

export type DyingService = {
  readonly url: string;
  /** Kills it at once; from then on connections are refused. */
  kill(): Promise<void>;
  /** Starts it again on the same port. */
  revive(): Promise<void>;
  /** Answers with this status from the next request on. */
  answerWith(status: number): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

export async function startDyingService(): Promise<DyingService> {
  let child: ChildProcess | null = null;
  let port = 0;

  async function start() {
    child = spawn(process.execPath, ['-e', program, String(port)], { stdio: ['pipe', 'pipe', 'inherit'] });
    const [line] = (await once(child.stdout!, 'data')) as [Buffer];
    port = Number(line);
  }

  async function kill() {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  await start();
  const url = `http://127.0.0.1:${port}/`;
  return {
    url,
    kill,
    revive: start,
    async answerWith(status) {
      child?.stdin?.write(`${status}\n`);
      while ((await fetch(url)).status !== status);
    },
    [Symbol.asyncDispose]: kill,
  };
}
