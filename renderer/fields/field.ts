// Forms described by the server, for checks and channels. A new kind needs no change here.
import type { FormField } from '#wire/api/forms.ts';
import { ApiProblem, sayProblem } from '../server/http.ts';
import { strings } from '../strings/index.ts';

const words = strings.fields;

export type { FormField };

/** Absent, null and '' all mean "not set". Steps are a list of values of their own form. */
export type FieldValue = string | number | boolean | readonly FieldValues[] | null;
export type FieldValues = { readonly [field: string]: FieldValue };

/** At least one step, which may be empty. */
export const stepsIn = (value: FieldValue | undefined): readonly FieldValues[] =>
  Array.isArray(value) && value.length > 0 ? (value as readonly FieldValues[]) : [{}];

/** The settings to send, without unset fields: the server uses its defaults for them. */
export function toSettings(fields: readonly FormField[], values: FieldValues): Record<string, unknown> {
  return Object.fromEntries(
    fields.flatMap(({ name, input, isSecret, steps }): [string, unknown][] => {
      const value = values[name];
      if (steps) return [[name, stepsIn(value).map((step) => toSettings(steps.fields, step))]];
      if (value === undefined || value === null || value === '') return [];
      const isWords = typeof value === 'string' && !isSecret && (input === 'url' || input === 'text');
      return [[name, isWords ? value.trim() : value]];
    }),
  );
}

const faultsOf = (problem: unknown) => (problem instanceof ApiProblem ? problem.errors : []);

/**
 * What is still wrong with `draft` after the server refused `sent`: a field that was changed since has no error any
 * more, and when none is left, nothing is wrong. The error of a row of a list goes where that row went.
 */
export function stillWrong(problem: unknown, sent: object, draft: object): unknown {
  if (!(problem instanceof ApiProblem) || problem.errors.length === 0) return problem;
  const { status, title, detail } = problem;
  const errors = problem.errors.flatMap(({ field, expected }) => {
    const now = fieldNow(field, sent, draft);
    return now === null ? [] : [{ field: now, expected }];
  });
  return errors.length === 0 ? null : new ApiProblem({ status, title, detail, errors });
}

/** Where the refused value of a path such as `layers.0.name` is now; null when it was changed. */
function fieldNow(field: string, sent: object, draft: object): string | null {
  const path = field.split('.');
  const at = path.findIndex((part) => /^\d+$/u.test(part));
  const [list, place, rest] = [path.slice(0, at), Number(path[at]), path.slice(at + 1)];
  const [rows, before] = [valueAt(draft, list), valueAt(sent, list)];
  if (at > 0 && Array.isArray(rows) && Array.isArray(before)) {
    const row = JSON.stringify(before[place]);
    const places = rows.flatMap((each, index) => (JSON.stringify(each) === row ? [index] : []));
    const [first] = places;
    if (first !== undefined && !places.includes(place)) return [...list, first, ...rest].join('.');
  }
  return JSON.stringify(valueAt(sent, path)) === JSON.stringify(valueAt(draft, path)) ? field : null;
}

const valueAt = (draft: object, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (value, part) => (typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined),
    draft,
  );

/** The server's error for a field or anything below it, such as `steps.0.targets` for `steps.0.targets.1.id`. */
export function expectedUnder(problem: unknown, field: string): string | undefined {
  return faultsOf(problem).find((each) => each.field === field || each.field.startsWith(`${field}.`))
    ?.expected;
}

/** The server's error for exactly this field. */
export function expectedIn(problem: unknown): (field: string) => string | undefined {
  const errors = faultsOf(problem);
  return (field) => errors.find((error) => error.field === field)?.expected;
}

export const faultyFields = (problem: unknown): readonly string[] =>
  faultsOf(problem).map(({ field }) => field);

/** A general hint when fields are marked, because each shows its own error. */
export function sayRefusal(problem: unknown): string {
  return faultsOf(problem).length > 0 ? words.correctWhatMarked : sayProblem(problem);
}
