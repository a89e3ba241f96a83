import { z } from 'zod';
import { cleanName, cleanStrings, hidesSomething, readableText } from '../text/clean-text.ts';
import { isFactKind, type Fact } from './fact.ts';
import { envelope } from './kind.ts';
import { kinds } from './index.ts';
import { findFault } from '../text/plain.ts';

export type FieldError = { field: string; expected: string };
export type ParsedFact =
  /** `known` is false for a kind of a later version: kept and shown, not interpreted. */
  | { ok: true; fact: Fact; known: boolean }
  /** `noted` is the value's own `noted`, 0 without one. `raw` is null when the value is not JSON. */
  | { ok: false; reason: string; errors: readonly FieldError[]; raw: unknown; noted: number };

const unknownKind = z.looseObject(envelope);

/** FO4: every value in a document is either a fact or reported as invalid; nothing throws. */
export function parseFact(raw: unknown): ParsedFact {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    const isScalar =
      raw === null || typeof raw === 'string' || typeof raw === 'boolean' || Number.isFinite(raw);
    return refuse([{ field: '', expected: 'an object' }], isScalar ? raw : null);
  }
  const fault = findFault(raw);
  // A value that is not plain JSON cannot be listed. The document keeps it, and the reason describes it.
  if (fault)
    return refuse(
      [{ field: fault.field, expected: `plain JSON within the limits; this is ${fault.what}` }],
      null,
      raw,
    );
  const fact = cleanFact(raw as Record<string, unknown>);
  const kind = typeof fact['kind'] === 'string' ? fact['kind'] : '';
  const known = isFactKind(kind);
  if (known && kinds[kind].surelyAccepts(fact)) return { ok: true, fact: fact as Fact, known };
  const checked = (known ? kinds[kind].schema : unknownKind).safeParse(fact);
  if (!checked.success) return refuse(checked.error.issues.map(describeIssue), fact);
  return { ok: true, fact: fact as Fact, known };
}

/**
 * TX2: cleans a fact's texts on reading, so that it reads the same on every screen, also in rooms of older versions.
 * Returns the same object when it is clean. The author and ids stay unchanged, because access checks compare them.
 */
function cleanFact(raw: Record<string, unknown>): Record<string, unknown> {
  const fact = cleanStrings(raw, readableText, isEnvelope);
  const { kind, name } = fact;
  if (kind !== 'joined' || typeof name !== 'string' || !hidesSomething(name)) return fact;
  return { ...fact, name: cleanName(name) };
}

const isEnvelope = (field: string): boolean => field === 'id' || field === 'kind' || field === 'by';

function refuse(errors: readonly FieldError[], raw: unknown, source: unknown = raw): ParsedFact {
  const reason = errors.map(({ field, expected }) =>
    field ? `${field}: expected ${expected}` : `expected ${expected}`,
  );
  return { ok: false, reason: reason.slice(0, 5).join('; '), errors, raw, noted: claimOf(source) };
}

function claimOf(source: unknown): number {
  const isObject = typeof source === 'object' && source !== null && Object.hasOwn(source, 'noted');
  const noted: unknown = isObject ? (source as { noted: unknown }).noted : 0;
  return typeof noted === 'number' && Number.isFinite(noted) ? noted : 0;
}

/** A fault in the common form of refusals: the field and the expected value. */
export function describeIssue(issue: z.core.$ZodIssue): FieldError {
  return { field: issue.path.map(String).join('.'), expected: expectation(issue) };
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return article(issue.expected);
    case 'invalid_value':
      return `one of ${issue.values.map(String).join(', ')}`;
    case 'too_big':
      return `at most ${String(issue.maximum)}${unit(issue.origin)}`;
    case 'too_small':
      return `at least ${String(issue.minimum)}${unit(issue.origin)}`;
    case 'invalid_format':
      return issue.message;
    case 'unrecognized_keys':
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'not_multiple_of':
    case 'custom':
      return issue.message;
    default:
      return 'another value';
  }
}

const unit = (origin: string): string =>
  origin === 'string' ? ' characters' : origin === 'array' ? ' entries' : '';
const article = (type: string): string => (/^[aeio]/u.test(type) ? `an ${type}` : `a ${type}`);
