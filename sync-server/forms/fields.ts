// The fields of a form, such as a check's or a channel's settings. One declaration gives the form (label, hint, kind
// of input), the validation, and the type of the settings.
import { isIP } from 'node:net';
import { z } from 'zod';

export type FieldInput = 'url' | 'text' | 'secret' | 'lines' | 'number' | 'choice' | 'toggle' | 'steps';

export type Field<T> = {
  input: FieldInput;
  label: string;
  hint: string | null;
  /** Absent in a required field. */
  fallback?: T;
  options: readonly string[] | null;
  unit: string | null;
  /** The field's heading in the form; fields with null come first. */
  group: string | null;
  /** Always shown although it is optional; other optional fields are folded away. */
  isMain: boolean;
  /** Can be written but never read back: see secret.ts. */
  isSecret: boolean;
  /** For a list of steps: the form of one step, and how many steps are allowed. */
  steps: { fields: Fields; most: number } | null;
  schema: z.ZodType<T>;
};

// A field of any type. z.ZodType is invariant, so `unknown` would not do.
export type Fields = Record<
  string,
  Field<string> | Field<number> | Field<number | null> | Field<boolean> | Field<readonly object[]>
>;
export type SettingsOf<F extends Fields> = { [Name in keyof F]: F[Name] extends Field<infer T> ? T : never };

type Words = { label: string; hint?: string; group?: string; isMain?: boolean };
const describe = ({ label, hint, group, isMain }: Words) => ({
  label,
  hint: hint ?? null,
  options: null,
  unit: null,
  group: group ?? null,
  isMain: isMain ?? false,
  isSecret: false,
  steps: null,
});

/** `check` returns what was expected, or null when the text is valid. */
type Check = (text: string) => string | null;
const checked = (schema: z.ZodString, check: Check) =>
  schema.superRefine((text, context) => {
    const expected = check(text);
    if (expected !== null) context.addIssue({ code: 'custom', message: expected });
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
      'an address without user name and password (there are fields of their own for them)',
    );
  return { ...describe(words), input: 'url', schema };
}

/** A required host name or IP address, without scheme and port. */
export function hostField(words: Words & { fallback?: string }): Field<string> {
  const schema = checked(z.string().trim().max(253), (text) => {
    if (text === '' && words.fallback === '') return null;
    const isHost = isIP(text) !== 0 || /^[\p{L}\p{N}_](?:[\p{L}\p{N}._-]*[\p{L}\p{N}.])?$/u.test(text);
    return isHost ? null : 'a host name or an IP address, without http:// and without a port';
  });
  const { fallback } = words;
  return { ...describe(words), input: 'text', ...(fallback === undefined ? {} : { fallback }), schema };
}

type TextWords = Words & { lines?: boolean; max?: number; isSecret?: boolean; check?: Check };

/** Optional text. */
export function textField(words: TextWords & { fallback?: string }): Field<string> {
  const { lines = false, max = 2_000, isSecret = false, fallback = '', check = () => null } = words;
  const input = lines ? 'lines' : isSecret ? 'secret' : 'text';
  return { ...describe(words), input, isSecret, fallback, schema: checked(z.string().max(max), check) };
}

/** Required text. */
export function requiredTextField(words: TextWords): Field<string> {
  const { lines = false, max = 2_000, isSecret = false, check = () => null } = words;
  const input = lines ? 'lines' : isSecret ? 'secret' : 'text';
  return { ...describe(words), input, isSecret, schema: checked(z.string().min(1).max(max), check) };
}

type NumberWords = Words & { min: number; max: number; unit?: string };

/** An optional number. */
export function optionalNumberField(words: NumberWords): Field<number | null> {
  const schema = z.number().min(words.min).max(words.max).nullable();
  return { ...describe(words), input: 'number', unit: words.unit ?? null, fallback: null, schema };
}

/** A number that defaults to `fallback`; required without one. */
export function numberField(words: NumberWords & { fallback?: number }): Field<number> {
  const schema = z.number().min(words.min).max(words.max);
  const { fallback } = words;
  return {
    ...describe(words),
    input: 'number',
    unit: words.unit ?? null,
    ...(fallback === undefined ? {} : { fallback }),
    schema,
  };
}

/** A port: a whole number from 1 to 65,535. */
export function portField(words: Words & { fallback?: number }): Field<number> {
  return { ...numberField({ ...words, min: 1, max: 65_535 }), schema: z.int().min(1).max(65_535) };
}

export function choiceField<const O extends readonly [string, ...string[]]>(
  words: Words & { options: O },
): Field<O[number]> {
  const schema: z.ZodType<O[number]> = z.enum(words.options);
  return { ...describe(words), input: 'choice', options: words.options, fallback: words.options[0], schema };
}

/** Yes or no. */
export function toggleField(words: Words & { fallback: boolean }): Field<boolean> {
  return { ...describe(words), input: 'toggle', fallback: words.fallback, schema: z.boolean() };
}

/** A list of one or more steps, all of the same form. A step's fields hold no secrets and no steps. */
export function stepsField<F extends Fields>(
  words: Words & { fields: F; most: number },
): Field<readonly SettingsOf<F>[]> {
  const { fields, most } = words;
  const schema = z
    .array(settingsSchema(fields))
    .min(1, 'at least one step')
    .max(most, `at most ${most} steps`);
  return { ...describe(words), input: 'steps', steps: { fields, most }, schema };
}

/** The schema of a form's settings; fields with a fallback may be left out. */
export function settingsSchema<F extends Fields>(fields: F): z.ZodType<SettingsOf<F>> {
  const shape = Object.fromEntries(
    Object.entries(fields).map(([name, field]) => {
      const schema: z.ZodType = field.schema;
      return [name, field.fallback === undefined ? schema : schema.default(field.fallback)];
    }),
  );
  // zod cannot type a computed shape; its names and types are those of the fields.
  return z.strictObject(shape) as unknown as z.ZodType<SettingsOf<F>>;
}

/** The form as the API describes it, in declaration order. */
export function describeFields(fields: Fields) {
  return Object.entries(fields).map(([name, field]) => ({
    ...describeField(name, field),
    steps: field.steps && {
      most: field.steps.most,
      fields: Object.entries(field.steps.fields).map(([inner, each]) => describeField(inner, each)),
    },
  }));
}

function describeField(name: string, field: Fields[string]) {
  const { schema: _schema, steps: _steps, fallback, ...words } = field;
  return {
    name,
    ...words,
    isRequired: fallback === undefined,
    fallback: typeof fallback === 'object' || fallback === undefined ? null : fallback,
  };
}
