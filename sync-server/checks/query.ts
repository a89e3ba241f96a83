// Comparing what a question to a JSON document finds with what was expected.
import { wrongInExpression } from '../outgoing/expressions.ts';
import { quote } from './explain.ts';

/** What was expected of a JSONata expression, or null when it is one. */
export function wrongInQuery(expression: string): string | null {
  const wrong = wrongInExpression(expression);
  return wrong === null ? null : `a JSONata expression, such as status or items[0].name (${wrong})`;
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
