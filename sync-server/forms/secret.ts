// Settings of checks and channels that can be written but are never read back.
import type { Fields } from './fields.ts';

/** The mask of a secret in an answer. Sent back, it means "unchanged". */
export const mask = '••••••••';

type Settings = Readonly<Record<string, unknown>>;

/** Without `fields` (a kind that this server does not know), every setting counts as secret. */
export function hideSecrets(fields: Fields | undefined, settings: Settings): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => {
      const isSecret = fields === undefined || fields[name]?.isSecret === true;
      return [name, isSecret && value !== '' ? mask : value];
    }),
  );
}

export function restoreSecrets(settings: Settings, before: Settings): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [name, value === mask ? (before[name] ?? '') : value]),
  );
}

/** A shorter value is not a secret: masking it would make a text unreadable. */
export const shortestSecret = 4;

/**
 * CK2: masks all secret settings in a text, also as base64 and inside an address. In a secret of several lines, each
 * line counts, and so does the part after its first `:` or `=`.
 */
export function makeRedact(fields: Fields, settings: Settings): (text: string) => string {
  const values = Object.entries(fields)
    .filter(([, field]) => field.isSecret)
    .map(([name]) => settings[name])
    .filter((value) => typeof value === 'string' && value !== '') as string[];
  // HTTP basic authentication sends user and password as one base64 text.
  const pairs =
    typeof settings['user'] === 'string' ? values.map((value) => `${String(settings['user'])}:${value}`) : [];
  return strikeOut([...values.flatMap(partsOf), ...pairs]);
}

/** Masks these words in a text: as they are, percent-encoded, as a JSON string and as base64. */
export function strikeOut(words: readonly string[]): (text: string) => string {
  const forms = words
    .filter((word) => word.length >= shortestSecret)
    .flatMap((word) => [
      word,
      encodeURIComponent(word.toWellFormed()),
      JSON.stringify(word).slice(1, -1),
      Buffer.from(word).toString('base64'),
    ])
    .toSorted((a, b) => b.length - a.length);
  const distinct = [...new Set(forms)];
  if (distinct.length === 0) return (text) => text;
  return (text) => {
    const left = distinct.reduce((rest, form) => rest.replaceAll(form, mask), text);
    return strikeOutCut(left, distinct);
  };
}

/** A text that was cut (at its end, or before a `…`) may end with the first part of a secret. */
function strikeOutCut(text: string, forms: readonly string[]): string {
  const parts = text.split('…').map((part) => {
    const lengths = forms.map((form) => cutLength(part, form));
    const length = Math.max(...lengths);
    return length === 0 ? part : part.slice(0, -length) + mask;
  });
  return parts.join('…');
}

/** How many characters at the end of `text` are the start of `secret`; 0 when there are few. */
function cutLength(text: string, secret: string): number {
  for (let length = Math.min(text.length, secret.length - 1); length >= shortestSecret; length--)
    if (text.endsWith(secret.slice(0, length))) return length;
  return 0;
}

function partsOf(secret: string): string[] {
  return secret.split('\n').flatMap((line) => {
    const value = /[:=](.*)$/s.exec(line)?.[1]?.trim();
    // `Authorization: Bearer abc`: the word before the token is not a secret, and a server may repeat only the token.
    const last = value?.split(' ').at(-1);
    return [line.trim(), value ?? '', last ?? ''].filter((part) => part !== '');
  });
}
