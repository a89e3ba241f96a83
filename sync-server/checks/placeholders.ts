// Placeholders such as {{token}} in a journey or a browser script: secrets of the check and values that earlier steps
// stored.
import { textField, type Field } from '../forms/fields.ts';
import { shortestSecret } from '../forms/secret.ts';

export type SecretValues = ReadonlyMap<string, string>;

const isName = (text: string) => /^[A-Za-z_]\w{0,59}$/.test(text);

export const secretsField: Field<string> = textField({
  label: 'Secrets',
  hint: 'One on each line: NAME=value, used as {{NAME}}. Not shown again after you save.',
  isMain: true,
  lines: true,
  max: 8_000,
  isSecret: true,
  check: (text) =>
    parseSecrets(text) === null
      ? `lines of the form NAME=value, with a value of at least ${shortestSecret} characters`
      : null,
});

/** Null when a line is malformed or a value is too short to be masked (CK2). */
export function parseSecrets(text: string): Map<string, string> | null {
  const secrets = new Map<string, string>();
  for (const line of text.split('\n').filter((each) => each.trim() !== '')) {
    const [, name = '', value = ''] = /^\s*([^=\s]+)\s*=(.*)$/.exec(line) ?? [];
    if (!isName(name) || value.trim().length < shortestSecret) return null;
    secrets.set(name, value.trim());
  }
  return secrets;
}

/** The names of the placeholders in a text. */
export const namesIn = (text: string): string[] =>
  [...text.matchAll(/\{\{\s*([^{}]*?)\s*\}\}/g)].map(([, name]) => name ?? '');

/** Throws when a placeholder is unknown; the error names it. */
export function fillIn(text: string, known: SecretValues): string {
  return text.replaceAll(/\{\{\s*([^{}]*?)\s*\}\}/g, (_whole, name: string) => {
    const value = known.get(name);
    if (value === undefined) throw new Error(`there is no ${name}`);
    return value;
  });
}

/** One line of a step's `store`: a JSONata expression, or a regular expression in slashes. */
export type Storing = { name: string; from: { query: string } | { pattern: RegExp } };

/** Null when a line is malformed. */
export function parseStore(text: string): Storing[] | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const stored = lines.map((line): Storing | null => {
    const [, name = '', from = ''] = /^\s*([^=\s]+)\s*=\s*(.+?)\s*$/.exec(line) ?? [];
    if (!isName(name) || from === '') return null;
    const slashes = /^\/(.+)\/([imsu]*)$/.exec(from);
    if (slashes === null) return { name, from: { query: from } };
    const pattern = parsePattern(slashes[1] ?? '', slashes[2] ?? '');
    return pattern && { name, from: { pattern } };
  });
  const isValid = stored.every((each) => each !== null);
  return isValid ? stored.filter((each) => each !== null) : null;
}

function parsePattern(source: string, flags: string): RegExp | null {
  try {
    return new RegExp(source, flags);
  } catch {
    // The form describes the fault.
    return null;
  }
}
