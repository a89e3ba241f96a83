// IT10: reads payloads leniently. A field that is null, blank or of another type counts as absent. No field name is
// special, and nesting that is too deep is shortened.
import { cleanText } from '#room/text/clean-text.ts';
import { cutText } from '#room/text/cut.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** Deeper than any tool's alert, and shallow enough for recursive code. */
export const deepest = 12;
const mostEntries = 5_000;
const mostFields = 1_000;

/**
 * A copy with clean texts (TX1), objects without a prototype, at most 12 levels deep. So no field name is special.
 */
export function tame(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= deepest) return '…';
  if (Array.isArray(value)) return value.slice(0, mostEntries).map((each) => tame(each, depth + 1));
  const fields = Object.create(null) as Record<string, unknown>;
  for (const [name, each] of Object.entries(value).slice(0, mostFields))
    fields[cleanText(name)] = tame(each, depth + 1);
  return fields;
}

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Empty when it is not an object. */
export const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : noFields);
const noFields = Object.create(null) as Fields;

export const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? (value as unknown[]) : [];

/** A trimmed text that is not empty, or a number as text; null for everything else. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' ? null : text;
}

const longestLine = 4_000;
/**
 * The start of a text on one line, one space between words. Only such a line is searched with patterns: a run of many
 * spaces would cost its square.
 */
export const shortLine = (text: string): string =>
  cutText(text, longestLine, '').replaceAll(/\s+/g, ' ').trim();

/** The first value that is a text. */
export const firstText = (...values: readonly unknown[]): string | null =>
  values.map(textOf).find((text) => text !== null) ?? null;

/** A flat object as one line per field, anything else as JSON; null when it is empty. */
export function sayValue(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'object') return textOf(value) ?? (typeof value === 'boolean' ? String(value) : null);
  if (Array.isArray(value)) return value.length === 0 ? null : JSON.stringify(value);
  const lines = Object.entries(value).map(
    ([name, each]) => `${name}: ${typeof each === 'string' ? each : JSON.stringify(each)}`,
  );
  return lines.join('\n') || null;
}
