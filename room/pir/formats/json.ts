import { isoTime } from '../../time.ts';
import type { Format } from './format.ts';

const instants = new Set(['at', 'asOf', 'from', 'until', 'due', 'notedLate']);

export const json: Format = {
  label: 'JSON',
  extension: 'json',
  mediaType: 'application/json; charset=utf-8',
  render: (review) =>
    `${JSON.stringify(
      { format: 'muster-review', version: 1, ...review },
      (key, value: unknown) => (typeof value === 'number' && instants.has(key) ? isoTime(value) : value),
      2,
    )}\n`,
};
