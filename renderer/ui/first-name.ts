/** The first word of a name, for where there is room for one. */
export const firstName = (name: string): string => name.trim().split(/\s+/u)[0] ?? name;

/** The first letters of their first and last word, for where there is room for two. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => Array.from(word ?? '')[0] ?? '',
  );
  return letters.join('').toUpperCase();
}
