/** The first word of a name, where space is short. */
export const firstName = (name: string): string => name.trim().split(/\s+/u)[0] ?? name;

/** The initials of the first and last word. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => Array.from(word ?? '')[0] ?? '',
  );
  return letters.join('').toUpperCase();
}
