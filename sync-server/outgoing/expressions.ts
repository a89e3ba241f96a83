// CK5: runs JSONata and regular expressions that people write, in a separate process. An expression that never ends
// or uses up the memory ends only that process. The next expression starts a new one.
import { createRequire } from 'node:module';
import type jsonata from 'jsonata';
import type { Job, ExpressionOutcome } from './expression-runner.ts';
import { startRunner, type Runner } from './start-runner.ts';

const require = createRequire(import.meta.url);

// Loaded at the first use, to save memory in an idle server. Synchronous, because form validation uses it too.
const load = (): typeof jsonata => require('jsonata') as typeof jsonata;

/** Time limit of one expression, from when its process starts on it. */
const longestMs = 1_000;
/** A process that is not ready by then is given up. */
const longestStartMs = 20_000;
/** The process ends after this time without work. */
const idleMs = 30_000;

/** A number that no double can hold, with its digits as written. */
export class ExactNumber {
  readonly digits: string;
  constructor(digits: string) {
    this.digits = digits;
  }
  toJSON(): unknown {
    return rawJson(this.digits);
  }
}

// Node 20 has no rawJSON; there numbers stay doubles anyway.
const rawJson = (digits: string): unknown =>
  'rawJSON' in JSON && typeof JSON.rawJSON === 'function' ? JSON.rawJSON(digits) : Number(digits);

/** The given text is not JSON. */
export class NoJson extends Error {
  override name = 'NoJson';
}

/** The syntax error of a JSONata expression, or null. Does not run it. */
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

/**
 * The value that an expression finds, or undefined; each binding is available as `$name`. Throws a message for a
 * person.
 */
export async function evaluate(
  expression: string,
  document: unknown,
  bindings: object = {},
): Promise<unknown> {
  return valueOf(await run(expression, { kind: 'jsonata', expression, document, bindings }));
}

/**
 * Like `evaluate`, for a document as text. A number that no double can hold becomes an ExactNumber. Rejects with
 * NoJson when the text is not JSON.
 */
export async function evaluateJson(
  expression: string,
  json: string,
  bindings: object = {},
): Promise<unknown> {
  return valueOf(await run(expression, { kind: 'json', expression, json, bindings }));
}

/**
 * The first group of a regular expression in a text, or the whole match; undefined without a match. Throws when it
 * hangs.
 */
export async function findMatch({ source, flags }: RegExp, text: string): Promise<string | undefined> {
  const { found } = await run(source, { kind: 'match', source, flags, text });
  return typeof found === 'string' ? found : undefined;
}

function valueOf({ found, exact = [], noJson }: ExpressionOutcome): unknown {
  if (noJson) throw new NoJson('it is not JSON');
  const numbers = new Set(exact);
  return numbers.size === 0 ? found : withNumbers(found, numbers);
}

function withNumbers(found: unknown, numbers: ReadonlySet<string>): unknown {
  if (typeof found === 'string') return numbers.has(found) ? new ExactNumber(found) : found;
  if (Array.isArray(found)) return found.map((each) => withNumbers(each, numbers));
  if (typeof found !== 'object' || found === null) return found;
  return Object.fromEntries(
    Object.entries(found).map(([name, value]) => [name, withNumbers(value, numbers)]),
  );
}

const tooLong = 'the query took longer than a second';
const tooMuch = 'the query needed too much memory';

// A check repeats an expression that had to be stopped. Such expressions share a slow queue and delay no others.
const [quick, slow] = [openLane(), openLane()];
const suspects = new Set<string>();
const mostSuspects = 1_000;

async function run(text: string, job: Job): Promise<ExpressionOutcome> {
  const lane = suspects.has(text) ? slow : quick;
  try {
    const outcome = await lane(JSON.stringify(job));
    suspects.delete(text);
    return outcome;
  } catch (error) {
    const isEnded = error instanceof Error && (error.message === tooLong || error.message === tooMuch);
    if (isEnded && suspects.size < mostSuspects) suspects.add(text);
    throw error;
  }
}

type Waiting = {
  given: string;
  resolve: (outcome: ExpressionOutcome) => void;
  reject: (error: Error) => void;
};

/** Runs expressions one at a time in one process, so that each has the process and its time limit to itself. */
function openLane(): (given: string) => Promise<ExpressionOutcome> {
  const waiting: Waiting[] = [];
  let current: Waiting | null = null;
  const timer = makeTimer();
  const next = () => {
    if (current !== null) return;
    timer.stop();
    current = waiting.shift() ?? null;
    if (current === null) timer.start(idleMs, runner.dismiss).unref();
    else runner.ask(current.given);
  };
  const settle = (end: (job: Waiting) => void) => {
    timer.stop();
    runner.release();
    const job = current;
    current = null;
    if (job) end(job);
    next();
  };
  const runner = keepRunner({
    timer,
    isIdle: () => current === null,
    answered: (outcome) =>
      settle((job) =>
        outcome.wrong === undefined ? job.resolve(outcome) : job.reject(new Error(outcome.wrong)),
      ),
    gaveUp: (why) => settle((job) => job.reject(new Error(why))),
  });
  return (given) => {
    const { promise, resolve, reject } = Promise.withResolvers<ExpressionOutcome>();
    waiting.push({ given, resolve, reject });
    next();
    return promise;
  };
}

/** One timer at a time: a start replaces the one before. */
function makeTimer() {
  let timer: NodeJS.Timeout | undefined;
  const stop = () => clearTimeout(timer);
  const start = (afterMs: number, call: () => void): NodeJS.Timeout => {
    stop();
    timer = setTimeout(call, afterMs);
    return timer;
  };
  return { start, stop };
}

type Lane = {
  timer: ReturnType<typeof makeTimer>;
  isIdle: () => boolean;
  answered: (outcome: ExpressionOutcome) => void;
  gaveUp: (why: string) => void;
};

/** The process of a lane: started when it is needed, and given up when it hangs. */
function keepRunner({ timer, isIdle, answered, gaveUp }: Lane) {
  let runner: Runner | null = null;
  const dismiss = () => {
    runner?.end();
    runner = null;
  };
  const giveUp = (asked: Runner, why: string) => {
    if (asked !== runner) return;
    dismiss();
    gaveUp(why);
  };
  const limit = (asked: Runner, why: string, mostMs: number) => timer.start(mostMs, () => giveUp(asked, why));
  const begin = (): Runner => {
    const started = startRunner({
      onMessage: (message) => {
        if (started !== runner) return;
        if ('begun' in message) limit(started, tooLong, longestMs);
        else answered(JSON.parse(message.answer) as ExpressionOutcome);
      },
      onEnd: () => {
        if (started !== runner) return;
        // A process without work may end freely.
        if (isIdle()) dismiss();
        else giveUp(started, tooMuch);
      },
    });
    return started;
  };
  return {
    ask: (given: string) => {
      runner ??= begin();
      runner.hold();
      limit(runner, 'the query could not be begun', longestStartMs);
      runner.ask(given);
    },
    release: () => runner?.release(),
    dismiss,
  };
}
