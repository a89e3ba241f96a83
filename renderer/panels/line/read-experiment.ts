import type { FactDraft } from '#room/fact.ts';
import { parseDue } from './typed-time.ts';

type Typed = { text: string; refutes: string };

/** `10m drain eu-2`: a time box in front, as with tasks; null while nothing is tried. */
export function readExperiment(
  { text, refutes }: Typed,
  now: number,
): Pick<FactDraft<'experiment'>, 'text' | 'refutes' | 'due'> | null {
  const [, word = '', rest = ''] = /^(\S*)\s*([\s\S]*)$/u.exec(text.trim()) ?? [];
  const due = parseDue(word, now);
  const words = due === null ? text.trim() : rest;
  if (words === '') return null;
  return {
    text: words,
    ...(refutes.trim() !== '' && { refutes: refutes.trim() }),
    ...(due !== null && { due }),
  };
}
