// Red and yellow mean a severity and green means up, so hues are between teal and plum; two tints have almost none.
// Neighbours differ in hue and in lightness. White text has enough contrast on each.
const tints = [
  [268, 48, 50],
  [186, 75, 24],
  [214, 70, 42],
  [318, 48, 32],
  [210, 12, 42],
  [238, 45, 32],
  [300, 36, 47],
  [225, 30, 22],
  [30, 12, 33],
  [250, 60, 62],
] as const;

export type PresenceColor = { color: string; colorLight: string };

/**
 * A person's colour for cursors and faces. `order` is the person's place among all people of the room, from 0; the
 * first ten have colours of their own.
 */
export function presenceColor(order: number): PresenceColor {
  const [hue, saturation, lightness] = tints[order % tints.length]!;
  return {
    color: `hsl(${hue} ${saturation}% ${lightness}%)`,
    colorLight: `hsl(${hue} ${saturation}% 50% / 0.25)`,
  };
}

/** Gives a place to each of `known`, in order, then to those `present` who are not known, ordered by id. */
export function orderPeople(known: Iterable<string>, present: readonly string[]): Map<string, number> {
  const people = [...new Set([...known, ...present.toSorted((a, b) => (a < b ? -1 : 1))])];
  return new Map(people.map((person, order) => [person, order]));
}
