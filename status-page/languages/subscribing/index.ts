import type { Language } from '../index.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import type { SubscribingWords } from './words.ts';

export type { LinkPlace, SubscribingWords, WorkPhase } from './words.ts';
export const subscribingWordsIn: Record<Language, SubscribingWords> = { en, de, fr, es };
