// The server's side of its database thread (worker.ts): sends a request and blocks until the answer. It blocks only as
// long as the process may wait (PG3). Then it drops the connection, and refuses requests until there is a new one.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import { DatabaseAway, willPass } from './away.ts';
import {
  answeredAt,
  connectedAt,
  type WorkerAnswer,
  type Given,
  type Limits,
  type Request,
} from './messages.ts';

type Without<R> = R extends unknown ? Omit<R, 'id'> : never;
type Result = Extract<WorkerAnswer, { rows: unknown }>;

export type WorkerLink = {
  readonly isOpen: boolean;
  readonly isConnected: boolean;
  /** Throws DatabaseAway when the database does not answer in time, and PostgreSQL's own error when it refuses. */
  ask(request: Without<Request>): Result;
  /** Sets new limits from now on. */
  limit(limits: Limits): void;
  close(): void;
};

/** Limits for a running server. */
export const usualLimits: Limits = { statementMs: 2_000, lockMs: 1_000, idleMs: 10_000 };
/** Limits for opening and moving a database. */
export const longLimits: Limits = { statementMs: 600_000, lockMs: 60_000, idleMs: 0 };
const graceMs = 500;
const connectMs = 15_000;

/** The file beside this one, or the one that the build places beside its entries. */
function findFile(): URL {
  const candidates = ['./worker.ts', './postgres-worker.js', '../postgres-worker.js'].map(
    (name) => new URL(name, import.meta.url),
  );
  const found = candidates.find((url) => existsSync(fileURLToPath(url)));
  if (found === undefined) throw new Error('the program for PostgreSQL is missing from this installation');
  return found;
}

/** The answers of the thread. Each call blocks until the answer to its request is there, or until its time is up. */
function readAnswers(port: MessagePort, shared: Int32Array) {
  /** Late answers to earlier requests are dropped. */
  const take = (id: number): WorkerAnswer | null => {
    for (;;) {
      const next = receiveMessageOnPort(port);
      if (next === undefined) return null;
      const answer = next.message as WorkerAnswer;
      if (answer.id === id) return answer;
    }
  };
  return (id: number, forMs: number): WorkerAnswer | null => {
    const until = performance.now() + forMs;
    for (;;) {
      const answered = Atomics.load(shared, answeredAt);
      const answer = answered < id ? null : take(id);
      const left = until - performance.now();
      if (answer !== null || left <= 0) return answer;
      Atomics.wait(shared, answeredAt, answered, left);
    }
  };
}

/** The rows of an answer; throws its error. */
function resultOf(answer: WorkerAnswer, isConnecting: boolean): Result {
  if ('rows' in answer) return answer;
  if (isConnecting) throw new Error(answer.error);
  if (answer.isAway || willPass(answer.code))
    throw new DatabaseAway(`the database does not answer: ${answer.error}`);
  throw Object.assign(new Error(answer.error), { code: answer.code });
}

/** Starts the thread. */
function startThread(url: string, limits: Limits) {
  const shared = new Int32Array(new SharedArrayBuffer(8));
  const { port1: port, port2 } = new MessageChannel();
  const given: Given & { port: typeof port2 } = { url, limits, shared, port: port2 };
  const worker = new Worker(findFile(), { workerData: given, transferList: [port2], execArgv: [] });
  worker.unref();
  port.unref();
  return { shared, port, worker };
}

/** Sends requests one at a time; each waits for its answer. */
function converse({ shared, port }: Pick<ReturnType<typeof startThread>, 'shared' | 'port'>) {
  const wait = readAnswers(port, shared);
  let lastId = 0;
  return {
    ask: (request: Without<Request>, forMs: number): Result => {
      const isConnecting = request.what === 'connect';
      if (!isConnecting && Atomics.load(shared, connectedAt) === 0)
        throw new DatabaseAway('the database does not answer');
      const id = ++lastId;
      port.postMessage({ ...request, id });
      const answer = wait(id, forMs);
      if (answer === null) {
        // Also set here, so that no request is sent before the thread knows.
        Atomics.store(shared, connectedAt, 0);
        port.postMessage({ what: 'abandon', id: 0 } satisfies Request);
        throw new DatabaseAway(`the database has not answered for ${Math.round(forMs)} ms`);
      }
      return resultOf(answer, isConnecting);
    },
    end: () => {
      const id = ++lastId;
      port.postMessage({ what: 'end', id } satisfies Request);
      wait(id, graceMs);
    },
  };
}

/** Connects. On failure it throws DatabaseAway, or PostgreSQL's own error. */
export function openLink(url: string): WorkerLink {
  let limits = longLimits;
  const { shared, port, worker } = startThread(url, limits);
  const conversation = converse({ shared, port });
  let isOpen = true;

  const ask = (request: Without<Request>, forMs = limits.statementMs + graceMs): Result => {
    if (!isOpen) throw new Error('database is not open');
    return conversation.ask(request, forMs);
  };

  const link: WorkerLink = {
    get isOpen() {
      return isOpen;
    },
    get isConnected() {
      return isOpen && Atomics.load(shared, connectedAt) === 1;
    },
    ask,
    limit: (next) => {
      limits = next;
      ask({ what: 'limits', limits });
    },
    close: () => {
      if (!isOpen) return;
      conversation.end();
      isOpen = false;
      void worker.terminate();
      port.close();
    },
  };
  try {
    ask({ what: 'connect' }, connectMs);
  } catch (error) {
    link.close();
    throw error;
  }
  return link;
}
