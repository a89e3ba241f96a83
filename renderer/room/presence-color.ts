/**
 * A person's colour for cursors and marks, the same on every screen. Hues are between green and violet, because
 * red and yellow mean a severity. `color` has enough contrast for white text.
 */
export function presenceColor(person: string): { color: string; colorLight: string } {
  let sum = 0;
  for (const letter of person) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  const hue = 165 + (sum % 12) * 14;
  return { color: `hsl(${hue} 52% 31%)`, colorLight: `hsl(${hue} 60% 50% / 0.25)` };
}
