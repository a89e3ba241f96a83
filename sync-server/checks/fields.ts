// The fields of a check's settings. One declaration gives the form (label, hint, kind of input), the
// validation, and the type that `run` receives.
import { z } from 'zod';

export type FieldInput = 'url' | 'text' | 'lines' | 'number' | 'choice';

export type Field<T> = {
  input: FieldInput;
  label: string;
  hint: string | null;
  /** Absent in a field that must be filled in. */
  fallback?: T;
  options: readonly string[] | null;
  unit: string | null;
  /** Written, never read back: see secret.ts. */
  isSecret: boolean;
  schema: z.ZodType<T>;
};

// A field of whatever type: z.ZodType is invariant enough that `unknown` would not do.
export type Fields = Record<string, Field<string> | Field<number> | Field<number | null>>;
export type SettingsOf<F extends Fields> = { [Name in keyof F]: F[Name] extends Field<infer T> ? T : never };

type Words = { label: string; hint?: string };
const describe = ({ label, hint }: Words) => ({
  label,
  hint: hint ?? null,
  options: null,
  unit: null,
  isSecret: false,
});

export function urlField(words: Words & { protocols: readonly string[] }): Field<string> {
  const { protocols } = words;
  const expected = `an address starting with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`;
  const schema = z
    .string()
    .trim()
    .max(2_000)
    .refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), expected)
    .refine(
      (text) => !URL.canParse(text) || (new URL(text).username === '' && new URL(text).password === ''),
      'an address without user name and password (send them as an Authorization header)',
    );
  return { ...describe(words), input: 'url', schema };
}

type TextWords = Words & {
  lines?: boolean;
  max?: number;
  isSecret?: boolean;
  check?: (text: string) => string | null;
};

/** Text that may stay empty. `check` answers what was expected, or null when it is fine. */
export function textField(words: TextWords & { fallback?: string }): Field<string> {
  const { lines = false, max = 2_000, isSecret = false, fallback = '', check = () => null } = words;
  const schema = z
    .string()
    .max(max)
    .superRefine((text, context) => {
      const expected = check(text);
      if (expected !== null) context.addIssue({ code: 'custom', message: expected });
    });
  return { ...describe(words), input: lines ? 'lines' : 'text', isSecret, fallback, schema };
}

/** A number that may be left out. */
export function optionalNumberField(
  words: Words & { min: number; max: number; unit: string },
): Field<number | null> {
  const schema = z.number().min(words.min).max(words.max).nullable();
  return { ...describe(words), input: 'number', unit: words.unit, fallback: null, schema };
}

export function choiceField(words: Words & { options: readonly [string, ...string[]] }): Field<string> {
  const schema = z.enum(words.options);
  return { ...describe(words), input: 'choice', options: words.options, fallback: words.options[0], schema };
}

/** What the settings of such a check must be; fields with a fallback may be left out. */
export function settingsSchema<F extends Fields>(fields: F): z.ZodType<SettingsOf<F>> {
  const shape = Object.fromEntries(
    Object.entries(fields).map(([name, field]) => {
      const schema: z.ZodType = field.schema;
      return [name, field.fallback === undefined ? schema : schema.default(field.fallback)];
    }),
  );
  // zod cannot follow a shape that is computed; the names and types are those of the fields.
  return z.strictObject(shape) as unknown as z.ZodType<SettingsOf<F>>;
}
