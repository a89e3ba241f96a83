import { limits } from './limits.ts';

/**
 * The entry of a table under a name from outside; undefined also for names that every object has, such as
 * `constructor`.
 */
export const entryOf = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

/**
 * Why `value` is not plain JSON within the limits of FA2; null when it is. Refuses any prototype except Object's:
 * a decoded `__proto__` key can hide fields in one, and a document's shared types have one too.
 */
export function notPlain(value: unknown): string | null {
  const fault = findFault(value);
  return fault && (fault.field ? `${fault.field}: ${fault.what}` : fault.what);
}

/** As `notPlain`, with the faulty top-level field; empty when the whole value is at fault. */
export function findFault(value: unknown): { field: string; what: string } | null {
  const size = { least: 0, most: 0 };
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const what = walk(value, 0, size);
  if (what !== null) {
    const field = isObject
      ? Object.keys(value).find((key) => walk(Reflect.get(value, key), 1, { least: 0, most: 0 }))
      : '';
    return { field: field ?? '', what };
  }
  const isTooLarge = size.most > limits.factBytes && utf8Length(JSON.stringify(value)) > limits.factBytes;
  return isTooLarge ? { field: '', what: tooLarge } : null;
}

const tooLarge = `larger than ${limits.factBytes / 1024} KiB`;
const tooDeep = `nested more than ${limits.depth} deep`;

function walk(value: unknown, depth: number, size: { least: number; most: number }): string | null {
  if (depth > limits.depth) return tooDeep;
  switch (typeof value) {
    case 'string':
      size.least += value.length;
      size.most += value.length * 6 + 3;
      return size.least > limits.factBytes ? tooLarge : null;
    case 'number':
      size.most += 26;
      return Number.isFinite(value) ? null : 'a number that is not finite';
    case 'boolean':
    case 'undefined':
      size.most += 6;
      return null;
    case 'object':
      return value === null
        ? grow(size, 5)
        : Array.isArray(value)
          ? walkList(value, depth, size)
          : walkObject(value, depth, size);
    case 'bigint':
    case 'function':
    case 'symbol':
      return `a ${typeof value}, which is not JSON`;
    default:
      return 'not JSON';
  }
}

function grow(size: { least: number; most: number }, by: number): null {
  size.least += 1;
  size.most += by;
  return null;
}

function walkList(
  list: readonly unknown[],
  depth: number,
  size: { least: number; most: number },
): string | null {
  grow(size, 2 + list.length);
  if (size.least + list.length > limits.factBytes) return tooLarge;
  for (const item of list) {
    const reason = item === undefined ? 'a list with a gap' : walk(item, depth + 1, size);
    if (reason !== null) return reason;
  }
  return null;
}

function walkObject(value: object, depth: number, size: { least: number; most: number }): string | null {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return 'not a plain object';
  grow(size, 2);
  for (const key of Object.keys(value)) {
    if (key === '__proto__') return 'a field named __proto__';
    size.least += key.length;
    size.most += key.length * 6 + 4;
    if (size.least > limits.factBytes) return tooLarge;
    const reason = walk((value as Record<string, unknown>)[key], depth + 1, size);
    if (reason !== null) return reason;
  }
  return null;
}

export function utf8Length(text: string): number {
  let bytes = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    else if (unit >= 0xd800 && unit < 0xdc00 && index + 1 < text.length) {
      bytes += 4;
      index += 1;
    } else bytes += 3;
  }
  return bytes;
}

/** JSON with sorted keys: equal for equal values, whatever order their keys were written in (FO2). */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}
