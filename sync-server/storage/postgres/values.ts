// Converts PostgreSQL's values to and from the form that SQLite gives.
import { types, type CustomTypesConfig } from 'pg';
import type { Value } from '../sql.ts';

const bytes = (text: string) => {
  // PostgreSQL writes bytes as \x and two digits each. They are copied: a view would keep the whole buffer pool.
  const { length } = text;
  const made = new Uint8Array((length - 2) / 2);
  Buffer.from(made.buffer).write(text.slice(2), 'hex');
  return made;
};

/** Counts and times are numbers here, below 2^53. */
const parsers: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [types.builtins.INT8, Number],
  [types.builtins.NUMERIC, Number],
  [types.builtins.BYTEA, bytes],
]);

/** How a client parses result values. */
export const readers: CustomTypesConfig = {
  getTypeParser: (oid: Parameters<typeof types.getTypeParser>[0], format?: 'text' | 'binary') =>
    (format === 'binary' ? undefined : parsers.get(oid)) ?? types.getTypeParser(oid, format),
};

/** A value for `pg`. PostgreSQL's text cannot hold the character 0, which hostile input may contain. */
export const toSend = (value: Value): unknown => {
  if (typeof value === 'string') return value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value;
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  return typeof value === 'bigint' ? String(value) : value;
};

/** Turns `?` and `?3` of SQLite into `$1` and `$3`; quoted text stays. */
export function numberValues(text: string): string {
  let last = 0;
  return text.replaceAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|\?(\d*)/gu, (found, given: string | undefined) => {
    if (!found.startsWith('?')) return found;
    const number = given === undefined || given === '' ? last + 1 : Number(given);
    last = Math.max(last, number);
    return `$${number}`;
  });
}
