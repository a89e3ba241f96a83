// The languages of a page. A new one needs its file, one line here and its tag in the list of fields.ts.
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import type { Language } from '../schema/fields.ts';
import type { Words } from './words.ts';

export { languages, type Language } from '../schema/fields.ts';
export const wordsIn: Record<Language, Words> = { en, de, fr, es };
