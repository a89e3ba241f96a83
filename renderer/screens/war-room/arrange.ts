// The order of panels on one side: the default order, changed by this person's moves.

/** Sorts `panels` by the person's order. A panel missing from the order stays after its default predecessor. */
export function arranged(panels: readonly string[], order: readonly string[]): readonly string[] {
  const known = order.filter((name) => panels.includes(name));
  const result = [...known];
  for (const [i, name] of panels.entries()) {
    if (known.includes(name)) continue;
    const before = panels.slice(0, i).findLast((each) => result.includes(each));
    result.splice(before === undefined ? 0 : result.indexOf(before) + 1, 0, name);
  }
  return result;
}

/** The order after `name` moves one place up (-1) or down (1); unchanged at either end. */
export function moved(panels: readonly string[], name: string, step: 1 | -1): readonly string[] {
  const from = panels.indexOf(name);
  const to = from + step;
  if (from === -1 || to < 0 || to >= panels.length) return panels;
  const result = [...panels];
  [result[from], result[to]] = [result[to]!, result[from]!];
  return result;
}
