// What PostgreSQL takes and gives, as the rest of this server knows it from SQLite.
import { types, type CustomTypesConfig } from 'pg';
import type { Value } from '../sql.ts';

const bytes = (text: string) => {
  // PostgreSQL writes them as \x and two digits each; a copy of their own, since a view would take its pool along.
  const { length } = text;
  const made = new Uint8Array((length - 2) / 2);
  Buffer.from(made.buffer).write(text.slice(2), 'hex');
  return made;
};

/** Counts and times are numbers here, and stay below 2^53. */
const parsers: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [types.builtins.INT8, Number],
  [types.builtins.NUMERIC, Number],
  [types.builtins.BYTEA, bytes],
]);

/** How a client reads what comes back. */
export const readers: CustomTypesConfig = {
  getTypeParser: (oid: Parameters<typeof types.getTypeParser>[0], format?: 'text' | 'binary') =>
    (format === 'binary' ? undefined : parsers.get(oid)) ?? types.getTypeParser(oid, format),
};

/** A value as `pg` sends it. Text in PostgreSQL cannot hold the character 0, which hostile bodies do. */
export const toSend = (value: Value): unknown => {
  if (typeof value === 'string') return value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value;
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  return typeof value === 'bigint' ? String(value) : value;
};

/** `?` and `?3` of SQLite as `$1` and `$3`; what stands in quotes stays. */
export function numberValues(text: string): string {
  let last = 0;
  return text.replaceAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|\?(\d*)/gu, (found, given: string | undefined) => {
    if (!found.startsWith('?')) return found;
    const number = given === undefined || given === '' ? last + 1 : Number(given);
    last = Math.max(last, number);
    return `$${number}`;
  });
}
