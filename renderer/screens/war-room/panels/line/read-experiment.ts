import type { FactDraft } from '#room/facts/fact.ts';
import { shownCalendar } from '#renderer/ui/say-time.ts';
import { readDue, splitDue } from '#room/time/typed-time.ts';

type Typed = { text: string; refutes: string };

/**
 * Reads `10m drain eu-2`: an optional time box first, as with tasks. Null when the text is empty; an error
 * sentence when the time is invalid.
 */
export function readExperiment(
  { text, refutes }: Typed,
  now: number,
): Pick<FactDraft<'experiment'>, 'text' | 'refutes' | 'due'> | string | null {
  const box = splitDue(text);
  const read = box && readDue(box.time, now, shownCalendar);
  if (read && 'wrong' in read) return read.wrong;
  const due = read?.at ?? null;
  const words = box && due !== null ? box.rest : text.trim();
  if (words === '') return null;
  return {
    text: words,
    ...(refutes.trim() !== '' && { refutes: refutes.trim() }),
    ...(due !== null && { due }),
  };
}
