import { isoTime } from '../../time/time.ts';
import type { Review, ReviewRecord } from '../review.ts';

const instants = new Set([
  'at',
  'asOf',
  'from',
  'until',
  'notedLate',
  'doneAt',
  'promisedAt',
  'keptAt',
  'since',
]);

/** RV6: the content of the review, and its source record as written. */
export function renderJson({ record, ...review }: Review): string {
  const told = JSON.parse(JSON.stringify({ ...review, shown: undefined }, withTimes)) as object;
  return `${JSON.stringify({ format: 'muster-review', version: 2, ...told, record }, null, 2)}\n`;
}

const withTimes = (key: string, value: unknown): unknown =>
  typeof value === 'number' && instants.has(key) ? isoTime(value) : value;

/**
 * Reads the record of a saved review: its facts, to fold or to write into a room, and its texts by name. Throws
 * an error that names the field when the file is invalid. Data that RV8 withholds is not in it.
 */
export function readRecord(text: string): ReviewRecord {
  const saved = parse(text);
  if (saved.format !== 'muster-review') throw new Error('format: expected muster-review');
  if (saved.version !== 2) throw new Error('version: expected 2; earlier reviews hold no record of facts');
  const record = isObject(saved.record) ? saved.record : {};
  if (!Array.isArray(record.facts)) throw new Error('record.facts: expected an array');
  if (!isObject(record.texts)) throw new Error('record.texts: expected an object');
  if (!isObject(record.names)) throw new Error('record.names: expected an object');
  return {
    facts: record.facts as unknown[],
    texts: strings('record.texts', record.texts),
    names: strings('record.names', record.names),
  };
}

function strings(field: string, values: Record<string, unknown>): Record<string, string> {
  const checked = Object.entries(values).map(([name, value]) => {
    if (typeof value !== 'string') throw new Error(`${field}.${name}: expected a string`);
    return [name, value] as const;
  });
  return Object.fromEntries(checked);
}

function parse(text: string): Record<string, unknown> {
  let saved: unknown;
  try {
    saved = JSON.parse(text);
  } catch {
    throw new Error('expected JSON');
  }
  if (!isObject(saved)) throw new Error('expected an object');
  return saved;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
