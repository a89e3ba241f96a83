// A strip's content at one instant, as text: for the line beside the crosshair and for screen readers.
import type { Lane, Strip } from './strip.ts';

export type LaneReading = { lane: string; words: string };

type ReadOptions = {
  /** How far a mark may be from the instant, ms. */
  reachMs: number;
  sayValue: (value: number) => string;
  sayShare: (share: number) => string;
  noResults: string;
};

/** One reading for each lane with content at that instant, in lane order. */
export function readStrip({ lanes }: Strip, at: number, options: ReadOptions): LaneReading[] {
  return lanes.flatMap((lane) => {
    const words = [...readBands(lane, at), ...readMarks(lane, at, options), ...readValues(lane, at, options)];
    return words.length === 0
      ? []
      : [{ lane: lane.name, words: [...new Set(words)].map(withoutName(lane)).join(', ') }];
  });
}

/** The name of the lane stands before the words already. */
const withoutName =
  ({ name }: Lane) =>
  (words: string): string =>
    words.startsWith(`${name} `) ? words.slice(name.length + 1) : words;

const holds = ({ from, to }: { from: number; to: number }, at: number): boolean => from <= at && at < to;

const readBands = ({ bands }: Lane, at: number): string[] =>
  bands.filter((band) => holds(band, at)).map(({ title }) => title);

function readMarks({ marks }: Lane, at: number, { reachMs }: ReadOptions): string[] {
  const near = nearestMark(marks, at, reachMs);
  return near === null ? [] : [near.title];
}

/** The mark nearest to an instant, within reach. */
export function nearestMark<T extends { at: number }>(
  marks: readonly T[],
  at: number,
  reachMs: number,
): T | null {
  const [near] = marks
    .filter((mark) => Math.abs(mark.at - at) <= reachMs)
    .toSorted((a, b) => Math.abs(a.at - at) - Math.abs(b.at - at));
  return near ?? null;
}

function readValues(lane: Lane, at: number, { sayValue, sayShare, noResults, reachMs }: ReadOptions) {
  if (lane.gaps.some((gap) => holds(gap, at))) return [noResults];
  const cell = lane.cells.find((each) => holds(each, at));
  const shares = cell === undefined ? [] : [cell.share === null ? noResults : sayShare(cell.share)];
  return [
    ...shares,
    ...lane.curves.flatMap(({ name, points }) => {
      const value = nearestMark(points, at, Math.max(reachMs, spacing(points)))?.value ?? null;
      return value === null ? [] : [`${name} ${sayValue(value)}`];
    }),
  ];
}

/** Three quarters of the average distance between points. */
function spacing(points: readonly { at: number }[]): number {
  const [first, last] = [points[0], points.at(-1)];
  return first && last && points.length > 1 ? ((last.at - first.at) / (points.length - 1)) * 0.75 : 0;
}
