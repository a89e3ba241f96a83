// Spans of time, each belonging to a person, in order and without overlap.

export type CoverSpan<T> = { from: number; to: number; what: T };

/** `top` where it covers, `base` elsewhere. Both inputs and the result are in order and without overlap. */
export function overlay<T>(base: readonly CoverSpan<T>[], top: readonly CoverSpan<T>[]): CoverSpan<T>[] {
  if (top.length === 0) return [...base];
  const result: CoverSpan<T>[] = [];
  let next = 0;
  for (const span of base) {
    let { from } = span;
    while (next < top.length && top[next]!.to <= from) result.push(top[next++]!);
    for (let index = next; index < top.length && top[index]!.from < span.to; index++) {
      const above = top[index]!;
      if (above.from > from) result.push({ ...span, from, to: above.from });
      from = Math.max(from, above.to);
      if (above.to > span.to) break;
      result.push(above);
      next = index + 1;
    }
    if (from < span.to) result.push({ ...span, from });
  }
  for (; next < top.length; next++) result.push(top[next]!);
  return result;
}

/** The parts of `spans` that lie in `windows`; both in order and without overlap. */
export function intersect<T>(
  spans: readonly CoverSpan<T>[],
  windows: readonly CoverSpan<unknown>[],
): CoverSpan<T>[] {
  const result: CoverSpan<T>[] = [];
  let first = 0;
  for (const span of spans) {
    while (first < windows.length && windows[first]!.to <= span.from) first++;
    for (let index = first; index < windows.length && windows[index]!.from < span.to; index++) {
      const window = windows[index]!;
      const from = Math.max(span.from, window.from);
      const to = Math.min(span.to, window.to);
      if (from < to) result.push({ ...span, from, to });
    }
  }
  return result;
}

/** The parts of `from`..`to` that no span covers. */
export function gapsBetween(
  spans: readonly CoverSpan<unknown>[],
  from: number,
  to: number,
): { from: number; to: number }[] {
  const gaps: { from: number; to: number }[] = [];
  let at = from;
  for (const span of spans) {
    if (span.from >= to) break;
    if (span.from > at) gaps.push({ from: at, to: span.from });
    at = Math.max(at, span.to);
  }
  if (at < to) gaps.push({ from: at, to });
  return gaps;
}
