// Reads an object of another tool, and knows which of its fields nobody has read.

export const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
export const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
export const asText = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : '';
export const isOn = (value: unknown): boolean => [1, true, '1', 'true'].includes(value as never);

/** Without meaning: absent, empty or off. */
const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  ['', 'false', 'null', '0', 0, false].includes(value as never) ||
  (typeof value === 'object' && Object.keys(value).length === 0);

export type FieldSource = {
  take(field: string): unknown;
  text(field: string): string;
  /** The fields that were not read and differ from their default. */
  rest(): string[];
};

/** Wraps an object of another tool and remembers which fields were read. `under` is its place in the file. */
export function openSource(
  value: unknown,
  { under = '', defaults = {} }: { under?: string; defaults?: Readonly<Record<string, unknown>> } = {},
): FieldSource {
  const fields = asRecord(value);
  const taken = new Set<string>();
  const take = (field: string): unknown => {
    taken.add(field);
    return Object.hasOwn(fields, field) ? fields[field] : undefined;
  };
  return {
    take,
    text: (field) => asText(take(field)),
    rest: () =>
      Object.entries(fields)
        .filter(([field, each]) => !taken.has(field) && !isEmpty(each))
        .filter(([field, each]) => JSON.stringify(defaults[field]) !== JSON.stringify(each))
        .map(([field, each]) => `${under}${field}: not imported${sayValue(each)}`),
  };
}

/** Does not repeat a value that may be a secret. */
const sayValue = (value: unknown): string =>
  typeof value === 'number' || typeof value === 'boolean' ? ` (${value})` : '';
