import type { z } from 'zod';
import { cleanStrings, cleanText } from '#room/text/clean-text.ts';
import { Problem, type FieldError } from './problem.ts';

/** Passwords, expressions and files of other programs: their text must stay exactly as it is. */
const opaque = new Set(['settings', 'content', 'contents', 'files', 'code', 'token']);

/** TX1: a copy with cleaned texts, apart from those that must stay as they are. */
export const cleanFields = (value: unknown): unknown =>
  cleanStrings(value, cleanText, (field) => opaque.has(field));

/** TX1: parses `value` with cleaned texts; otherwise throws a 400 that names each faulty field. */
export function parse<T>(schema: z.ZodType<T>, value: unknown, where: string): T {
  // Addresses are compared exactly.
  const clean = where === 'address' ? value : cleanFields(value);
  const result = schema.safeParse(clean);
  if (result.success) return result.data;
  throw new Problem(400, `The ${where} is not as expected.`, { errors: describeIssues(result.error) });
}

const mostErrors = 50;

export function describeIssues(error: z.core.$ZodError, prefix = ''): FieldError[] {
  return error.issues.slice(0, mostErrors).flatMap((issue) => describeIssue(issue, prefix));
}

function describeIssue(issue: z.core.$ZodIssue, prefix: string): FieldError[] {
  const path = issue.path.map(String);
  const field = [...(prefix === '' ? [] : [prefix]), ...path].join('.');
  const meant = issue.code === 'invalid_union' ? meantBranch(issue.errors) : undefined;
  if (meant) return meant.flatMap((inner) => describeIssue(inner, field));
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      field: field === '' ? key : `${field}.${key}`,
      expected: 'nothing: there is no such field',
    }));
  }
  return [{ field: field === '' ? '(body)' : field, expected: expectedBy(issue) }];
}

/** Chooses the allowed form that the sender meant: the one whose outermost type fits. */
function meantBranch(branches: readonly z.core.$ZodIssue[][]): readonly z.core.$ZodIssue[] | undefined {
  return branches.find((issues) =>
    issues.every(({ code, path }) => code !== 'invalid_type' || path.length > 0),
  );
}

const plainTypes: Readonly<Record<string, string>> = { int: 'whole number', record: 'object' };

function expectedBy(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return withArticle(plainTypes[issue.expected] ?? issue.expected);
    case 'invalid_value':
      return issue.values.length === 1 ? String(issue.values[0]) : `one of ${issue.values.join(', ')}`;
    case 'too_small':
      return `at least ${issue.minimum}${unitOf(issue)}`;
    case 'too_big':
      return `at most ${issue.maximum}${unitOf(issue)}`;
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`;
    case 'invalid_union':
      // A union that is told apart by one field names that field's values.
      if (issue.errors.length === 0 && 'options' in issue && issue.options)
        return `one of ${issue.options.join(', ')}`;
      return issue.errors.flatMap((branch) => branch.slice(0, 1).map(expectedBy)).join(' or ');
    case 'invalid_key':
      return `as a name: ${issue.issues.map(expectedBy).join(' or ')}`;
    default:
      return issue.message;
  }
}

function unitOf(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  const isOne = Number(issue.code === 'too_small' ? issue.minimum : issue.maximum) === 1;
  if (issue.origin === 'string') return isOne ? ' character' : ' characters';
  if (issue.origin === 'array' || issue.origin === 'set') return isOne ? ' entry' : ' entries';
  return '';
}

function withArticle(noun: string): string {
  return /^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`;
}
