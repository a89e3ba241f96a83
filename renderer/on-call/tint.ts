/** How many neutral tints there are: `--tint-0` and on in tokens.css. */
const tints = 6;

/** Each person's neutral tint (0 to 5), the same on every screen: by their place among all ids, so neighbours in the alphabet differ. */
export function tintsOf(people: readonly { id: string }[]): (person: string) => number {
  const order = new Map(
    people
      .map(({ id }) => id)
      .toSorted()
      .map((id, index) => [id, index % tints]),
  );
  return (person) => order.get(person) ?? 0;
}
