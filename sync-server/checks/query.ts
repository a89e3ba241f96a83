// Questions to a JSON document in JSONata, and comparing the answer with what was expected.
import { createRequire } from 'node:module';
import type jsonata from 'jsonata';
import { quote } from './explain.ts';

// Loaded at the first question: an idle server does without. Synchronously, because a form asks too.
const load = (): typeof jsonata => createRequire(import.meta.url)('jsonata') as typeof jsonata;

/** An expression that never ends must not end the server. */
const limits = { timeout: 1_000, stack: 500, sequence: 100_000 };

/** What was expected of a JSONata expression, or null when it is one. */
export function wrongInQuery(expression: string): string | null {
  try {
    load()(expression);
    return null;
  } catch (error) {
    return `a JSONata expression, such as status or items[0].name (${sayError(error)})`;
  }
}

/** The value an expression finds, undefined for none. Rejects with words for a person. */
export async function askDocument(expression: string, document: unknown): Promise<unknown> {
  try {
    return (await load()(expression, limits).evaluate(document)) as unknown;
  } catch (error) {
    throw new Error(`the query failed: ${sayError(error)}`, { cause: error });
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
