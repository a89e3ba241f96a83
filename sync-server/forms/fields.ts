// The fields of a form: of a check's settings, of a channel's. One declaration gives the form (label, hint,
// kind of input), the validation, and the type of the settings.
import { isIP } from 'node:net';
import { z } from 'zod';

export type FieldInput = 'url' | 'text' | 'secret' | 'lines' | 'number' | 'choice' | 'toggle' | 'steps';

export type Field<T> = {
  input: FieldInput;
  label: string;
  hint: string | null;
  /** Absent in a field that must be filled in. */
  fallback?: T;
  options: readonly string[] | null;
  unit: string | null;
  /** The heading it stands under in the form; null stands first. */
  group: string | null;
  /** Shown at once although it may be left out; the others fold away. */
  isMain: boolean;
  /** Written, never read back: see secret.ts. */
  isSecret: boolean;
  /** Of a list of steps: the form of one step, and how many there may be. */
  steps: { fields: Fields; most: number } | null;
  schema: z.ZodType<T>;
};

// A field of whatever type: z.ZodType is invariant enough that `unknown` would not do.
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

/** `check` answers what was expected, or null when it is fine. */
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

/** A host name or IP address that must be given, without scheme and port. */
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

/** Text that may stay empty. */
export function textField(words: TextWords & { fallback?: string }): Field<string> {
  const { lines = false, max = 2_000, isSecret = false, fallback = '', check = () => null } = words;
  const input = lines ? 'lines' : isSecret ? 'secret' : 'text';
  return { ...describe(words), input, isSecret, fallback, schema: checked(z.string().max(max), check) };
}

/** Text that must be given. */
export function requiredTextField(words: TextWords): Field<string> {
  const { lines = false, max = 2_000, isSecret = false, check = () => null } = words;
  const input = lines ? 'lines' : isSecret ? 'secret' : 'text';
  return { ...describe(words), input, isSecret, schema: checked(z.string().min(1).max(max), check) };
}

type NumberWords = Words & { min: number; max: number; unit?: string };

/** A number that may be left out. */
export function optionalNumberField(words: NumberWords): Field<number | null> {
  const schema = z.number().min(words.min).max(words.max).nullable();
  return { ...describe(words), input: 'number', unit: words.unit ?? null, fallback: null, schema };
}

/** A number that is `fallback` when left out; one without a fallback must be given. */
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

/** */
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

/** A list of at least one step, each of the same form. The fields of a step hold no secrets and no steps. */
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

/** What the settings of such a form must be; fields with a fallback may be left out. */
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

/** The form as the API describes it, in the order of the declaration. */
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
