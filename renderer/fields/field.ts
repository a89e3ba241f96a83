// Forms that the server describes (of checks, of channels): a new kind needs nothing here.
import { ApiProblem, sayProblem } from '../http.ts';

/** How the server describes one field. */
export type FormField = {
  name: string;
  label: string;
  hint: string | null;
  input: 'url' | 'text' | 'secret' | 'lines' | 'number' | 'choice' | 'toggle' | 'steps';
  options: readonly string[] | null;
  unit: string | null;
  group: string | null;
  isMain: boolean;
  isSecret: boolean;
  isRequired: boolean;
  fallback: string | number | boolean | null;
};

/** Absent, null and '' are all 'left out'. */
export type FieldValue = string | number | boolean | readonly unknown[] | null;
export type FieldValues = Readonly<Record<string, FieldValue>>;

/** What is sent: what was left out gets the server's own default. */
export function toSettings(fields: readonly FormField[], values: FieldValues): Record<string, unknown> {
  return Object.fromEntries(
    fields.flatMap(({ name, input, isSecret }) => {
      const value = values[name];
      if (value === undefined || value === null || value === '') return [];
      const isWords = typeof value === 'string' && !isSecret && (input === 'url' || input === 'text');
      return [[name, isWords ? value.trim() : value]];
    }),
  );
}

const faultsOf = (problem: unknown) => (problem instanceof ApiProblem ? problem.errors : []);

/** What the server expected in a field, for the field itself. */
export function expectedIn(problem: unknown): (field: string) => string | undefined {
  const errors = faultsOf(problem);
  return (field) => errors.find((error) => error.field === field)?.expected;
}

export const faultyFields = (problem: unknown): readonly string[] =>
  faultsOf(problem).map(({ field }) => field);

/** Where fields are marked, they say themselves what was expected. */
export function sayRefusal(problem: unknown): string {
  return faultsOf(problem).length > 0 ? 'Correct what is marked, then send it again.' : sayProblem(problem);
}
