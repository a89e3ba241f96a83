// CK5: what people write as JSONata or as regular expressions runs in a thread of its own. One that never ends takes
// only its thread with it; nobody else waits for it, and the next begins in a new one.
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type jsonata from 'jsonata';

const require = createRequire(import.meta.url);

// Loaded at the first question: an idle server does without. Synchronously, because a form asks too.
const load = (): typeof jsonata => require('jsonata') as typeof jsonata;

/** The longest an expression may take, from when its thread takes it up. */
const longestMs = 1_000;
/** Without work for as long, the thread ends. */
const idleMs = 30_000;
/** What a thread may hold. */
const mostMegabytes = 128;
const limits = { stack: 500, sequence: 100_000 };

/** What is wrong with the words of a JSONata expression, or null. Only reads it. */
export function wrongInExpression(expression: string): string | null {
  try {
    load()(expression);
    return null;
  } catch (error) {
    // JSONata throws plain objects.
    const isTold = typeof error === 'object' && error !== null && 'message' in error;
    return isTold && typeof error.message === 'string' ? error.message : String(error);
  }
}

/** The value an expression finds, undefined for none; it knows each binding as `$name`. Throws words for a person. */
export function evaluate(expression: string, document: unknown, bindings: object = {}): Promise<unknown> {
  return run(expression, { kind: 'jsonata', expression, document, bindings, limits });
}

/** The first group of a regular expression in a text, or all it matches; undefined for nothing. Throws when it hangs. */
export async function findMatch({ source, flags }: RegExp, text: string): Promise<string | undefined> {
  const found = await run(source, { kind: 'match', source, flags, text });
  return typeof found === 'string' ? found : undefined;
}

const tooLong = 'the query took longer than a second';

// What was ended before is asked again with every beat of its check: it waits with its like and holds up nobody else.
const [quick, slow] = [openLane(), openLane()];
const suspects = new Set<string>();
const mostSuspects = 1_000;

async function run(text: string, given: object): Promise<unknown> {
  const lane = suspects.has(text) ? slow : quick;
  try {
    const found = await lane(JSON.stringify(given));
    suspects.delete(text);
    return found;
  } catch (error) {
    if (error instanceof Error && error.message === tooLong && suspects.size < mostSuspects)
      suspects.add(text);
    throw error;
  }
}

type Job = { given: string; resolve: (found: unknown) => void; reject: (error: Error) => void };

/** One after the other in one thread, so that each has it, and the second, to itself. */
function openLane(): (given: string) => Promise<unknown> {
  const waiting: Job[] = [];
  let current: Job | null = null;
  let thread: Worker | null = null;
  let timer: NodeJS.Timeout | undefined;

  const dismiss = () => {
    void thread?.terminate();
    thread = null;
  };
  const next = () => {
    if (current !== null) return;
    clearTimeout(timer);
    current = waiting.shift() ?? null;
    if (current === null) {
      timer = setTimeout(dismiss, idleMs).unref();
      return;
    }
    thread ??= begin();
    thread.ref();
    thread.postMessage(current.given, []);
  };
  const settle = (end: (job: Job) => void) => {
    clearTimeout(timer);
    thread?.unref();
    const job = current;
    current = null;
    if (job) end(job);
    next();
  };
  const giveUp = (worker: Worker, why: string) => {
    if (worker !== thread) return;
    dismiss();
    settle((job) => job.reject(new Error(why)));
  };
  const begin = (): Worker => {
    const worker = startThread();
    worker.on('message', (message: { begun: true } | { answer: string }) => {
      if (worker !== thread) return;
      if ('begun' in message) {
        timer = setTimeout(() => giveUp(worker, tooLong), longestMs);
        return;
      }
      const { found, wrong } = JSON.parse(message.answer) as { found?: unknown; wrong?: string };
      settle((job) => (wrong === undefined ? job.resolve(found) : job.reject(new Error(wrong))));
    });
    worker.on('error', () => giveUp(worker, 'the query needed too much memory'));
    worker.on('exit', () => giveUp(worker, 'the query was ended'));
    return worker;
  };
  return (given) => {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    waiting.push({ given, resolve, reject });
    next();
    return promise;
  };
}

const startThread = (): Worker =>
  new Worker(program, {
    eval: true,
    env: {},
    execArgv: [],
    workerData: { jsonata: require.resolve('jsonata') },
    resourceLimits: { maxOldGenerationSizeMb: mostMegabytes },
  });

// Inside the thread expressions have a context of their own besides, with nothing in it but the language.
const program = `
  const { readFileSync } = require('node:fs');
  const { createContext, runInContext } = require('node:vm');
  const { parentPort, workerData } = require('node:worker_threads');
  const inside = createContext(Object.create(null), {
    microtaskMode: 'afterEvaluate',
    codeGeneration: { strings: false, wasm: false },
  });
  runInContext(readFileSync(workerData.jsonata, 'utf8'), inside);
  const source = ${JSON.stringify(`(() => {
    const job = JSON.parse(given);
    if (job.kind === 'match') {
      const match = new RegExp(job.source, job.flags).exec(job.text);
      answer = JSON.stringify({ found: match?.[1] ?? match?.[0] });
      return;
    }
    (async () => jsonata(job.expression, job.limits).evaluate(job.document, job.bindings))().then(
      (found) => { answer = JSON.stringify({ found }) },
      (error) => { answer = JSON.stringify({ wrong: 'the query failed: ' + String(error?.message ?? error) }) },
    );
  })()`)};
  parentPort.on('message', (given) => {
    parentPort.postMessage({ begun: true });
    inside.given = given;
    inside.answer = undefined;
    runInContext(source, inside);
    parentPort.postMessage({ answer: inside.answer ?? '{}' });
  });
`;
