// Texts that may be in several languages: a form edits the one in the page's own language and keeps the others.
import type { Texts } from '#wire/api/status-pages.ts';
import { plainText } from '../status-page.ts';

export const ownText = (texts: Texts | undefined): string => (texts === undefined ? '' : plainText(texts));

export function withOwnText(before: Texts | undefined, text: string): Texts {
  const trimmed = text.trim();
  if (before === undefined || typeof before === 'string') return trimmed;
  const own = '' in before ? '' : (Object.keys(before)[0] ?? '');
  return { ...before, [own]: trimmed };
}
