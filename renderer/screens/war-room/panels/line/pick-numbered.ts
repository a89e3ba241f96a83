import type { Numbered } from './line.ts';

type Picked<T> = { state: 'picked'; item: T; rest: string } | { state: 'none' } | { state: 'unclear' };

/**
 * Finds the item of a list that a command means: by a leading number, by the start of its text, by the entry that
 * the line answers, or because it is the only item. `rest` is the text after the number.
 */
export function pickNumbered<T extends Numbered>(
  text: string,
  items: readonly T[],
  answered: string | null,
): Picked<T> {
  if (items.length === 0) return { state: 'none' };
  const number = /^#?(\d{1,3})(?:\s+([\s\S]*))?$/u.exec(text);
  if (number) return picked(items[Number(number[1]) - 1], number[2] ?? '');
  const words = text.trim().toLowerCase();
  const begun = words === '' ? [] : items.filter((item) => item.text.toLowerCase().startsWith(words));
  if (begun.length === 1) return picked(begun[0], '');
  const own = items.find(({ id }) => id === answered);
  return own ? picked(own, text) : items.length === 1 ? picked(items[0], text) : { state: 'unclear' };
}

const picked = <T>(item: T | undefined, rest: string): Picked<T> =>
  item === undefined ? { state: 'unclear' } : { state: 'picked', item, rest };
