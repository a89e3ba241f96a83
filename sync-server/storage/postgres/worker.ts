// The thread with the PostgreSQL connection for immediate answers. The server's own thread blocks until this one writes
// into their shared memory. Reconnects by itself.
import { workerData, type MessagePort } from 'node:worker_threads';
import { Client } from 'pg';
import { reasonOf, isLoss } from './away.ts';
import {
  answeredAt,
  connectedAt,
  type WorkerAnswer,
  type Given,
  type Limits,
  type Request,
} from './messages.ts';
import { readers, toSend } from './values.ts';
import type { Row } from '../sql.ts';

const againAfterMs = 200;
/** Right after a machine started, everything is slow. */
const firstConnectMs = 14_000;
const connectMs = 4_000;

const { url, shared, port, limits: firstLimits } = workerData as Given & { port: MessagePort };
let limits = firstLimits;
let client: Client | null = null;
/** Counts connections, so that a transaction never continues on another connection. */
let generation = 0;
let begunIn = 0;
let isEnding = false;
const names = new Map<string, string>();

async function connect(withinMs: number): Promise<void> {
  const made = new Client({
    connectionString: url,
    application_name: 'muster',
    connectionTimeoutMillis: withinMs,
    keepAlive: true,
    types: readers,
  });
  made.on('error', () => lose(made));
  made.on('end', () => lose(made));
  try {
    await made.connect();
    await limit(made, limits);
  } catch (error) {
    void made.end().catch(() => null);
    throw error;
  }
  client = made;
  generation += 1;
  Atomics.store(shared, connectedAt, 1);
}

const limit = (made: Client, { statementMs, lockMs, idleMs }: Limits) =>
  made.query(
    `SET statement_timeout = ${statementMs}; SET lock_timeout = ${lockMs}; SET idle_in_transaction_session_timeout = ${idleMs}`,
  );

function lose(lost: Client): void {
  if (client !== lost) return;
  client = null;
  Atomics.store(shared, connectedAt, 0);
  // Not `end`, which waits for the running statement.
  (lost as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
  if (!isEnding) setTimeout(connectAgain, againAfterMs);
}

function connectAgain(): void {
  if (isEnding || client !== null) return;
  connect(connectMs).catch(() => setTimeout(connectAgain, againAfterMs));
}

/** The connection of this request is gone; the present one is not affected. */
class Gone extends Error {}

type Result = { rows?: Row[]; rowCount: number | null; command: string };

async function carryOut(request: Request): Promise<Result> {
  const none = { rowCount: 0, command: '' };
  if (request.what === 'connect') {
    await connect(firstConnectMs);
    return none;
  }
  const open = client;
  if (open === null) throw new Gone('there is no connection');
  if ('isWithin' in request && request.isWithin && begunIn !== generation)
    throw new Gone('the connection was lost in the middle of a transaction');
  if ('begins' in request && request.begins) {
    await open.query('BEGIN');
    begunIn = generation;
  }
  if (request.what === 'statement') {
    const { text } = request;
    let name = names.get(text);
    if (name === undefined) names.set(text, (name = `s${names.size}`));
    return open.query({ name, text, values: request.values.map(toSend) });
  }
  if (request.what === 'script') {
    const result: Result | Result[] = await open.query(request.text);
    return (Array.isArray(result) ? result.at(-1) : result) ?? none;
  }
  if (request.what === 'limits') await limit(open, (limits = request.limits));
  return none;
}

async function serve(request: Request): Promise<void> {
  const asked = client;
  let answer: WorkerAnswer;
  try {
    const { rows = [], rowCount, command } = await carryOut(request);
    answer = { id: request.id, rows, changes: rowCount ?? 0, command };
  } catch (error) {
    const isAway = isLoss(error);
    if (isAway && asked !== null && !(error instanceof Gone)) lose(asked);
    const { code } = error as { code?: string };
    answer = { id: request.id, error: reasonOf(error), code, isAway };
  }
  port.postMessage(answer);
  Atomics.store(shared, answeredAt, request.id);
  Atomics.notify(shared, answeredAt);
}

async function end(request: Request): Promise<void> {
  isEnding = true;
  const open = client;
  client = null;
  await open?.end().catch(() => null);
  port.postMessage({ id: request.id, rows: [], changes: 0, command: '' } satisfies WorkerAnswer);
  Atomics.store(shared, answeredAt, request.id);
  Atomics.notify(shared, answeredAt);
  port.close();
}

port.on('message', (request: Request) => {
  if (request.what === 'abandon') {
    if (client !== null) lose(client);
  } else if (request.what === 'end') void end(request);
  else void serve(request);
});
