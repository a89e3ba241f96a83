// Two threads: one requests an address at a steady rate over kept connections, as browsers that reload do; one
// answers with only Node's own server. Each request is timed from its planned start, so waiting for a slow answer
// counts. Written on bare sockets, so that asking costs the machine less than answering.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

export type Load = { url: string; perSecond: number; seconds: number };
export type LoadOutcome = {
  /** The duration of each request, ms. */
  samplesMs: number[];
  /** The number of answers for each status, or for errors. */
  answers: Record<string, number>;
  /** From the first request to the last answer. */
  tookMs: number;
};
/** A server's answer: the compressed body, and the tag for which it answers 304. */
export type Bare = { body: Uint8Array; headers: Record<string, string>; tag: string };
type Work = { ask: Load } | { serve: Bare };

/** Four in five requests know the page already and ask whether it changed. */
const knownShare = 0.8;
const stepMs = 5;
const sockets = 64;

/** Runs in its own thread, so that it does not delay other measurements. */
export async function askSteadily(load: Load): Promise<LoadOutcome> {
  const worker = new Worker(new URL(import.meta.url), { workerData: { ask: load } satisfies Work });
  const [outcome] = (await once(worker, 'message')) as [LoadOutcome];
  return outcome;
}

/** A server with no other work, in its own thread: the fastest possible server on Node. */
export async function serveBare(bare: Bare): Promise<{ url: string } & AsyncDisposable> {
  const worker = new Worker(new URL(import.meta.url), { workerData: { serve: bare } satisfies Work });
  const [port] = (await once(worker, 'message')) as [number];
  return {
    url: `http://127.0.0.1:${port}/`,
    [Symbol.asyncDispose]: async () => void (await worker.terminate()),
  };
}

function serve({ body, headers, tag }: Bare, ready: (port: number) => void) {
  const server = createServer((request, response) => {
    if (request.headers['if-none-match'] === tag) response.writeHead(304, { ...headers, etag: tag }).end();
    else response.writeHead(200, { ...headers, etag: tag, 'content-length': body.length }).end(body);
  });
  server.listen(0, '127.0.0.1', () => ready((server.address() as AddressInfo).port));
}

type Answer = { status: string; tag: string };
/** One connection with one request at a time. */
function openConnection({ hostname, port }: URL, free: () => void) {
  let waiting: ((answer: Answer) => void) | null = null;
  let heard = '';
  const settle = (answer: Answer) => {
    const told = waiting;
    waiting = null;
    heard = '';
    told?.(answer);
  };
  const open = (): Socket => {
    const made = connect({ host: hostname, port: Number(port), noDelay: true });
    made.setEncoding('latin1');
    made.on('data', (text: string) => {
      heard += text;
      const answer = wholeAnswer(heard);
      if (answer === null) return;
      settle(answer);
      free();
    });
    made.once('error', (error) => settle({ status: error.message, tag: '' }));
    made.once('close', () => {
      if (waiting !== null) settle({ status: 'hung up', tag: '' });
    });
    return made;
  };
  let socket = open();
  return {
    isFree: () => waiting === null,
    ask: (text: string, told: (answer: Answer) => void) => {
      if (socket.destroyed) socket = open();
      waiting = told;
      socket.write(text);
    },
    close: () => socket.destroy(),
  };
}

/** Null until the last byte has arrived. */
function wholeAnswer(heard: string): Answer | null {
  const end = heard.indexOf('\r\n\r\n');
  if (end === -1) return null;
  const head = heard.slice(0, end);
  const length = Number(/\r\ncontent-length: (\d+)/iu.exec(head)?.[1] ?? 0);
  if (heard.length < end + 4 + length) return null;
  return { status: head.slice(9, 12), tag: /\r\netag: (.*)/iu.exec(head)?.[1] ?? '' };
}

function run({ url, perSecond, seconds }: Load, done: (outcome: LoadOutcome) => void) {
  const target = new URL(url);
  const all = perSecond * seconds;
  const outcome: LoadOutcome = { samplesMs: [], answers: {}, tookMs: 0 };
  const began = performance.now();
  const dueAt = (index: number) => began + (index / perSecond) * 1_000;
  let [sent, due, answered] = [0, 0, 0];
  let tag = '';
  const finish = (index: number, { status, tag: now }: Answer) => {
    outcome.samplesMs.push(performance.now() - dueAt(index));
    outcome.answers[status] = (outcome.answers[status] ?? 0) + 1;
    if (now !== '') tag = now;
    answered += 1;
    if (answered < all) return;
    for (const each of connections) each.close();
    done({ ...outcome, tookMs: performance.now() - began });
  };
  const send = () => {
    for (const each of connections) {
      if (sent === due) return;
      if (!each.isFree()) continue;
      const index = sent++;
      const isKnown = tag !== '' && index % 10 < knownShare * 10;
      const known = isKnown ? `if-none-match: ${tag}\r\n` : '';
      const text = `GET ${target.pathname} HTTP/1.1\r\nhost: ${target.host}\r\naccept-encoding: br\r\n${known}\r\n`;
      each.ask(text, (answer) => finish(index, answer));
    }
  };
  const connections = Array.from({ length: sockets }, () => openConnection(target, () => setImmediate(send)));
  const timer = setInterval(() => {
    due = Math.min(all, Math.floor(((performance.now() - began) / 1_000) * perSecond));
    send();
    if (due === all) clearInterval(timer);
  }, stepMs);
}

if (!isMainThread) {
  const work = workerData as Work;
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
  const tell = (news: LoadOutcome | number) => parentPort?.postMessage(news);
  if ('ask' in work) run(work.ask, tell);
  else serve(work.serve, tell);
}
