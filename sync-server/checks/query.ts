// Compares the value that a query finds in a JSON document with the expected value.
import { ExactNumber, NoJson, wrongInExpression } from '../outgoing/expressions.ts';
import { compareDecimals, isDecimal } from '../outgoing/decimals.ts';
import { quote } from './explain.ts';

/** The expected form of a JSONata expression, or null when the text is valid. */
export function wrongInQuery(expression: string): string | null {
  const wrong = wrongInExpression(expression);
  return wrong === null ? null : `a JSONata expression, such as status or items[0].name (${wrong})`;
}

export const operators = ['==', '!=', '>', '>=', '<', '<=', 'contains'] as const;
type Operator = (typeof operators)[number];

/** The fault, with at most 50 characters of the found value; null when the value fits. */
export function compare(found: unknown, operator: Operator, expected: string): string | null {
  if (found === undefined) return 'the query finds nothing in the answer';
  if (fits(found, operator, expected)) return null;
  const isOrder = operator.startsWith('>') || operator.startsWith('<');
  if (isOrder && !isDecimal(asText(found))) return `${quote(asText(found))} is not a number`;
  if (isOrder && !isDecimal(expected)) return `${quote(expected)}, which is expected, is not a number`;
  return `${quote(asText(found))} ${sayNot[operator]} ${quote(expected)}`;
}

function fits(found: unknown, operator: Operator, expected: string): boolean {
  switch (operator) {
    case 'contains':
      return Array.isArray(found)
        ? found.some((each) => isEqual(each, expected))
        : asText(found).includes(expected);
    case '==':
      return isEqual(found, expected);
    case '!=':
      return !isEqual(found, expected);
    default: {
      const text = asText(found);
      if (!isDecimal(text) || !isDecimal(expected)) return false;
      const order = compareDecimals(text, expected);
      return operator.startsWith('>')
        ? order > 0 || (operator === '>=' && order === 0)
        : order < 0 || (operator === '<=' && order === 0);
    }
  }
}

/** Numbers are compared by value. Text stays text, even when it looks like a number (`"007"`, `"1e3"`). */
function isEqual(found: unknown, expected: string): boolean {
  const text = asText(found);
  const isNumber = typeof found === 'number' || found instanceof ExactNumber;
  return text === expected || (isNumber && isDecimal(expected) && compareDecimals(text, expected) === 0);
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

export const asText = (value: unknown): string => {
  if (value instanceof ExactNumber) return value.digits;
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** Like JSONata's own $boolean: an empty list or object is false. */
export function isTruthy(value: unknown): boolean {
  if (value instanceof ExactNumber) return true;
  if (Array.isArray(value)) return value.some(isTruthy);
  return typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : Boolean(value);
}

/** Why a query found no value. `unread`: the part of the answer that was not read (Answer). */
export function sayWrongJson(error: unknown, text: string, unread: string | null): string {
  if (!(error instanceof NoJson)) return error instanceof Error ? error.message : String(error);
  return unread === null
    ? `the answer is not JSON: it begins ${quote(text)}`
    : `the answer cannot be read as JSON: ${unread}`;
}
