/** The number of neutral tints: `--tint-0` to `--tint-5` in tokens.css. */
const tints = 6;

/**
 * Each person's neutral tint (0 to 5), the same on every screen. It follows the order of ids, so neighbours differ.
 */
export function tintsOf(people: readonly { id: string }[]): (person: string) => number {
  const order = new Map(
    people
      .map(({ id }) => id)
      .toSorted()
      .map((id, index) => [id, index % tints]),
  );
  return (person) => order.get(person) ?? 0;
}
