// A fast answer for nearly every fact: does the schema of its kind surely accept it? zod takes a good part of the time
// in which a large room opens, most of all where a content security policy keeps it from compiling. Where the answer
// is not a plain yes, zod decides.
import type { z } from 'zod';

type Accepts = (value: unknown) => boolean;

/** Returns true only for values that the schema accepts; false for all others, and for some that it accepts too. */
export function quickCheckOf(schema: z.ZodObject): (value: Readonly<Record<string, unknown>>) => boolean {
  const fields = Object.entries(schema.shape).map(
    ([name, field]) => [name, acceptsOf(field as unknown as Field)] as const,
  );
  return (value) => fields.every(([name, accepts]) => accepts(value[name]));
}

/** What is read here of zod's definitions. */
type Field = {
  def: { type: string; innerType?: Field; element?: Field; entries?: object; checks?: readonly Check[] };
};
type Check = { _zod: { def: Bounds } };
type Bounds = {
  check: string;
  minimum?: number;
  maximum?: number;
  value?: number;
  inclusive?: boolean;
  pattern?: RegExp;
};

function acceptsOf({ def }: Field): Accepts {
  const checks = (def.checks ?? []).map(({ _zod }) => acceptsWithin(_zod.def));
  const all = (is: Accepts): Accepts => [is, ...checks].reduce(both);
  switch (def.type) {
    case 'optional': {
      const accepts = def.innerType === undefined ? never : acceptsOf(def.innerType);
      return all((value) => value === undefined || accepts(value));
    }
    case 'array': {
      const accepts = def.element === undefined ? never : acceptsOf(def.element);
      return all((value) => Array.isArray(value) && value.every(accepts));
    }
    case 'string':
      return all((value) => typeof value === 'string');
    case 'number':
      return all(Number.isFinite);
    case 'boolean':
      return all((value) => typeof value === 'boolean');
    case 'enum': {
      const known = new Set<unknown>(Object.values(def.entries ?? {}));
      return all((value) => known.has(value));
    }
    default:
      return never;
  }
}

const never: Accepts = () => false;

const both =
  (first: Accepts, second: Accepts): Accepts =>
  (value) =>
    first(value) && second(value);

/** A check of a value whose type is right. A check that is not known here accepts nothing. */
function acceptsWithin({
  check,
  minimum = NaN,
  maximum = NaN,
  value: bound = NaN,
  ...more
}: Bounds): Accepts {
  const { pattern, inclusive } = more;
  switch (check) {
    case 'min_length':
      return (value) => (value as string | unknown[]).length >= minimum;
    case 'max_length':
      return (value) => (value as string | unknown[]).length <= maximum;
    case 'string_format':
      // A pattern with a position of its own would answer differently each time.
      return pattern === undefined || pattern.global || pattern.sticky
        ? never
        : (value) => pattern.test(value as string);
    case 'greater_than':
      return inclusive === true ? (value) => (value as number) >= bound : never;
    case 'less_than':
      return inclusive === true ? (value) => (value as number) <= bound : never;
    default:
      return never;
  }
}
