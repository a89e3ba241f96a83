// The process that runs expressions, started by start-runner.ts. An expression that uses up the memory ends only this
// process. Expressions run in their own context, which holds nothing but the language.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createContext, runInContext, Script } from 'node:vm';
import type jsonata from 'jsonata';
import { fitsDouble } from './decimals.ts';

/** `json` is a document as text, whose large numbers keep their digits; `document` is already parsed. */
export type Job =
  | { kind: 'jsonata'; expression: string; document: unknown; bindings: object }
  | { kind: 'json'; expression: string; json: string; bindings: object }
  | { kind: 'match'; source: string; flags: string; text: string };

/** `exact`: the strings in `found` that stand for numbers no double can hold. `noJson`: `json` is not JSON. */
export type ExpressionOutcome = { found?: unknown; exact?: string[]; wrong?: string; noJson?: true };

const limits = { stack: 500, sequence: 100_000 };
/** Longer answers are useless, and the server would have to hold them. */
const longestAnswer = 4 * 1024 * 1024;
/** The server ends this process after a second. When the server is gone, the process ends itself. */
const longestMs = 5_000;

const language: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
const inside = createContext(language, {
  microtaskMode: 'afterEvaluate',
  codeGeneration: { strings: false, wasm: false },
});
const library = readFileSync(createRequire(import.meta.url).resolve('jsonata'), 'utf8');
runInContext(library, inside);
// Objects made in the context do not lead out of it through their prototypes.
const own = runInContext('({ jsonata, JSON, RegExp })', inside) as {
  jsonata: typeof jsonata;
  JSON: typeof JSON;
  RegExp: typeof RegExp;
};
const call = new Script('call()');

/** Runs `work` with its microtasks in the context of expressions. */
function runInside(work: () => void) {
  language['call'] = work;
  call.runInContext(inside, { timeout: longestMs });
}

function evaluate(expression: string, document: unknown, bindings: object): Promise<ExpressionOutcome> {
  return new Promise((resolve) => {
    const fail = (error: unknown) => resolve({ wrong: `the query failed: ${messageOf(error)}` });
    runInside(() => {
      try {
        const asked = own.jsonata(expression, limits);
        asked
          .evaluate(document, bindings as Record<string, unknown>)
          .then((found) => resolve({ found }), fail);
      } catch (error) {
        fail(error);
      }
    });
  });
}

const messageOf = (error: unknown): string => {
  const message = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
  return String(message).slice(0, 1_000);
};

const inner = (value: unknown): unknown =>
  value === undefined ? undefined : own.JSON.parse(JSON.stringify(value));

/** Evaluates with large numbers as digits; when arithmetic needs numbers, evaluates again with doubles. */
async function evaluateText({
  expression,
  json,
  bindings,
}: Extract<Job, { kind: 'json' }>): Promise<ExpressionOutcome> {
  const known = inner(bindings) as object;
  let document: unknown;
  const exact = new Set<string>();
  try {
    document = own.JSON.parse(json);
    if (mayHoldLarge.test(json)) document = own.JSON.parse(json, keepDigits(exact) as never);
  } catch {
    // The caller reports the beginning of the text, which says more than this error.
    return { noJson: true };
  }
  begun();
  if (exact.size === 0) return evaluate(expression, document, known);
  const outcome = await evaluate(withDigits(expression), document, known);
  if (outcome.wrong === undefined) return { ...outcome, exact: [...exact] };
  return evaluate(expression, own.JSON.parse(json), known);
}

const mayHoldLarge = /\d[\d.]{15}|\d[eE][-+]?\d{2}/;

type Source = { source?: string };
/** Node passes the source text of a number (JSON.parse source text access); without it, numbers stay doubles. */
const keepDigits = (exact: Set<string>) => (_key: string, value: unknown, context?: Source) => {
  const source = context?.source;
  if (typeof value !== 'number' || source === undefined || fitsDouble(source)) return value;
  exact.add(source);
  return source;
};

/** Turns large numbers in the expression, outside of quotes, into text as well. */
const withDigits = (expression: string): string =>
  expression.replaceAll(
    /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`|\/\*[^]*?\*\/|(?<![\w$.])\d+(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w])/g,
    (token) => (/^\d/.test(token) && !fitsDouble(token) ? `"${token}"` : token),
  );

async function run(job: Job): Promise<ExpressionOutcome> {
  if (job.kind === 'json') return evaluateText(job);
  begun();
  if (job.kind === 'jsonata')
    return evaluate(job.expression, inner(job.document), inner(job.bindings) as object);
  const match = new own.RegExp(job.source, job.flags).exec(job.text);
  return { found: match?.[1] ?? match?.[0] };
}

type Message = { begun: true } | { answer: string };
let post: (message: Message) => void = (message) => process.send?.(message);
const begun = () => post({ begun: true });

async function answer(given: string) {
  let outcome: ExpressionOutcome;
  try {
    outcome = await run(JSON.parse(given) as Job);
  } catch (error) {
    outcome = { wrong: `the query failed: ${messageOf(error)}` };
  }
  // A value without a form in JSON, such as a function, counts as nothing found.
  const told = JSON.stringify(outcome);
  const isLong = told.length > longestAnswer;
  post({ answer: isLong ? JSON.stringify({ wrong: 'the query finds more than 4 MiB' }) : told });
}

/** Electron's port for a process that a desktop started. Its first message brings the server's port. */
type DesktopPort = {
  once(event: 'message', listener: (event: { ports: AskersPort[] }) => void): void;
};
type AskersPort = {
  postMessage(message: Message, transfer: []): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
  start(): void;
};
const desktop = (process as { parentPort?: DesktopPort }).parentPort;
const take = (given: unknown) => void answer(String(given));
if (desktop === undefined) process.on('message', take).on('disconnect', () => process.exit());
else
  desktop.once('message', ({ ports: [port] }) => {
    if (port === undefined) return;
    post = (message) => port.postMessage(message, []);
    port.on('message', ({ data }) => take(data));
    port.start();
  });
