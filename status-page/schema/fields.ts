// Fields shared by settings, updates and maintenance. Their cleaned text is safe anywhere.
import { z } from 'zod';
import { limits } from '../limits.ts';
import { cleanLine, cleanText } from '../text.ts';

/** Text without any visible character counts as empty. */
const hasWords = (text: string): boolean => /[\p{L}\p{N}\p{S}\p{P}]/u.test(text);

export const line = (most: number) =>
  z
    .string()
    .max(most, `at most ${most} characters`)
    .transform(cleanLine)
    .refine(hasWords, 'some words on one line');
export const prose = (most: number) =>
  z.string().max(most, `at most ${most} characters`).transform(cleanText).refine(hasWords, 'some words');

/** Ids appear in addresses and file names, so they contain nothing with a meaning in a path. */
export const id = z
  .string()
  .max(limits.id)
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]*$/u, 'letters, digits, - and _, at most 64, such as c1 or a ULID');

export const instant = z.int('a time in epoch milliseconds').min(0).max(8_640_000_000_000_000);

/** The languages of the page's fixed texts (SP32). */
export const languages = ['en', 'de', 'fr', 'es'] as const;
export type Language = (typeof languages)[number];

const languageTag = z
  .string()
  .regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?$/u, 'a language, such as de or pt-BR');

/** Text in the languages its author wrote; a plain string is in the page's own language. */
const texts = (field: z.ZodType<string, string>, most: number) =>
  z.union(
    [
      field.transform((text): Texts => ({ '': text })),
      z
        .record(languageTag, field)
        .refine((all) => Object.keys(all).length > 0, 'words in at least one language')
        .refine((all) => Object.keys(all).length <= limits.languages, `at most ${limits.languages} languages`)
        .transform((all): Texts => all),
    ],
    { error: `words of at most ${most} characters, or such words by language, as in {"de": "…"}` },
  );
/** By language; the empty key is the page's own language. */
export type Texts = Readonly<Record<string, string>>;

export const lineTexts = (most: number) => texts(line(most), most);
export const proseTexts = (most: number) => texts(prose(most), most);

/** An address for visitors: http or https, without user name and password. */
export const webAddress = z
  .string()
  .max(limits.url)
  .refine(isWebAddress, 'an address that begins with https:// or http://');

function isWebAddress(text: string): boolean {
  return /^https?:\/\/[^\s/?#@\\<>"'`]+(?:[/?#][^\s\\<>"'`]*)?$/iu.test(text) && !/\p{C}/u.test(text);
}
