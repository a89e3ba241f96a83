// A thread that asks for one address at a steady rate over kept connections, as browsers do that look again. Each request
// is timed from when it should have left: one that waits for a slow answer counts what it waited.
import { Agent, get } from 'node:http';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

export type Load = { url: string; perSecond: number; seconds: number };
export type LoadOutcome = {
  /** How long each took, ms. */
  samplesMs: number[];
  /** How many were answered by each status, or by an error. */
  answers: Record<string, number>;
  /** Between the first request and the last answer. */
  tookMs: number;
};

/** Four of five know the page already and ask whether it changed. */
const knownShare = 0.8;
const stepMs = 5;
const sockets = 64;

/** Runs in a thread of its own, so that it does not hold up whoever measures something else meanwhile. */
export function askSteadily(load: Load): Promise<LoadOutcome> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: load });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

function run({ url, perSecond, seconds }: Load, done: (outcome: LoadOutcome) => void) {
  const agent = new Agent({ keepAlive: true, maxSockets: sockets });
  const all = perSecond * seconds;
  const outcome: LoadOutcome = { samplesMs: [], answers: {}, tookMs: 0 };
  const began = performance.now();
  let [sent, answered] = [0, 0];
  let tag = '';
  const finish = (dueAt: number, answer: string) => {
    outcome.samplesMs.push(performance.now() - dueAt);
    outcome.answers[answer] = (outcome.answers[answer] ?? 0) + 1;
    answered += 1;
    if (answered < all) return;
    agent.destroy();
    done({ ...outcome, tookMs: performance.now() - began });
  };
  const ask = (index: number) => {
    const dueAt = began + (index / perSecond) * 1_000;
    const isKnown = tag !== '' && index % 10 < knownShare * 10;
    const headers = { 'accept-encoding': 'br', ...(isKnown && { 'if-none-match': tag }) };
    get(url, { agent, headers }, (response) => {
      tag = response.headers.etag ?? tag;
      response.resume();
      response.once('end', () => finish(dueAt, String(response.statusCode)));
    }).once('error', (error) => finish(dueAt, error.message));
  };
  const timer = setInterval(() => {
    const due = Math.min(all, Math.floor(((performance.now() - began) / 1_000) * perSecond));
    for (; sent < due; sent += 1) ask(sent);
    if (sent === all) clearInterval(timer);
  }, stepMs);
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
if (!isMainThread) run(workerData as Load, (outcome) => parentPort?.postMessage(outcome));
