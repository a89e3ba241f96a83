// Questions to a JSON document in JSONata, and comparing the answer with what was expected.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createContext, runInContext, type Context } from 'node:vm';
import type jsonata from 'jsonata';
import { quote } from './explain.ts';

const require = createRequire(import.meta.url);

// Loaded at the first question: an idle server does without. Synchronously, because a form asks too.
const load = (): typeof jsonata => require('jsonata') as typeof jsonata;

/** CK5: the longest an expression may take. Only the engine can end one that hangs in a regular expression. */
const longestMs = 1_000;

/** What was expected of a JSONata expression, or null when it is one. */
export function wrongInQuery(expression: string): string | null {
  try {
    load()(expression);
    return null;
  } catch (error) {
    return `a JSONata expression, such as status or items[0].name (${sayError(error)})`;
  }
}

/** The value an expression finds, undefined for none; it knows each binding as `$name`. Throws words for a person. */
export function askDocument(expression: string, document: unknown, bindings: object = {}): unknown {
  const { found, wrong } = runInside(askSource, { expression, document, bindings, limits });
  if (wrong !== undefined) throw new Error(`the query failed: ${wrong}`);
  return found;
}

/** The first group of a regular expression in a text, or all it matches; undefined for nothing. Throws when it hangs. */
export function findMatch({ source, flags }: RegExp, text: string): string | undefined {
  const { found } = runInside(matchSource, { source, flags, text });
  return typeof found === 'string' ? found : undefined;
}

const limits = { stack: 500, sequence: 100_000 };

const askSource = `
  const { expression, document, bindings, limits } = JSON.parse(given);
  (async () => jsonata(expression, limits).evaluate(document, bindings))().then(
    (found) => { answer = JSON.stringify({ found }) },
    (error) => { answer = JSON.stringify({ wrong: String(error?.message ?? error) }) },
  )`;
const matchSource = `
  const { source, flags, text } = JSON.parse(given);
  const match = new RegExp(source, flags).exec(text);
  answer = JSON.stringify({ found: match?.[1] ?? match?.[0] })`;

// Expressions run in a context of their own, whose promises settle before it returns: its deadline ends them all.
let inside: Context | null = null;

function openInside(): Context {
  const context = createContext(Object.create(null) as object, {
    microtaskMode: 'afterEvaluate',
    codeGeneration: { strings: false, wasm: false },
  });
  runInContext(readFileSync(require.resolve('jsonata'), 'utf8'), context);
  return context;
}

function runInside(source: string, given: object): { found?: unknown; wrong?: string } {
  inside ??= openInside();
  inside['given'] = JSON.stringify(given);
  try {
    runInContext(`(() => {${source}})()`, inside, { timeout: longestMs });
    return JSON.parse(String(inside['answer'])) as { found?: unknown; wrong?: string };
  } catch (error) {
    // What was ended in the middle may have left anything behind.
    inside = null;
    throw new Error('the query took longer than a second', { cause: error });
  }
}

/** JSONata throws plain objects. */
function sayError(error: unknown): string {
  const isTold = typeof error === 'object' && error !== null && 'message' in error;
  return isTold && typeof error.message === 'string' ? error.message : String(error);
}

export const operators = ['==', '!=', '>', '>=', '<', '<=', 'contains'] as const;
type Operator = (typeof operators)[number];

/** What is wrong, quoting at most 50 characters of what was found, or null. */
export function compare(found: unknown, operator: Operator, expected: string): string | null {
  if (found === undefined) return 'the query finds nothing in the answer';
  if (fits(found, operator, expected)) return null;
  const isOrder = operator.startsWith('>') || operator.startsWith('<');
  if (isOrder && Number.isNaN(Number(asText(found)))) return `${quote(asText(found))} is not a number`;
  return `${quote(asText(found))} ${sayNot[operator]} ${quote(expected)}`;
}

function fits(found: unknown, operator: Operator, expected: string): boolean {
  const text = asText(found);
  const [left, right] = [Number(text), Number(expected)];
  const areNumbers =
    text.trim() !== '' && expected.trim() !== '' && !Number.isNaN(left) && !Number.isNaN(right);
  if (operator === 'contains')
    return Array.isArray(found) ? found.some((each) => asText(each) === expected) : text.includes(expected);
  const isEqual = text === expected || (areNumbers && left === right);
  if (operator === '==' || operator === '!=') return isEqual === (operator === '==');
  if (!areNumbers) return false;
  return operator.startsWith('>')
    ? left > right || (operator === '>=' && left === right)
    : left < right || (operator === '<=' && left === right);
}

const sayNot: Record<Operator, string> = {
  '==': 'is not',
  '!=': 'is',
  '>': 'is not above',
  '>=': 'is below',
  '<': 'is not below',
  '<=': 'is above',
  contains: 'does not contain',
};

export const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Undefined, which is no JSON value, when it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
