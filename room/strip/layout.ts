// The position of every part of a strip, in pixels; drawing code makes no layout decisions.
import { roundTimes, roundValues } from './axis.ts';
import type { Band, StripCell, Curve, Lane, StripMark, Span, Strip } from './strip.ts';

/** `left` and `right` are margins beside the plot, for values and for names. `anchor`: a midnight. */
export type Frame = { width: number; left: number; right: number; anchor: number; gapWords: GapWords };
/** Labels for a gap, longest first: the first that fits is shown; the longest is its title. */
type GapWords = (ms: number) => readonly string[];

/** `isBefore`: the label ends where the band begins. */
export type DrawnBand = Band & { x: number; width: number; shown: string; isBefore: boolean };
export type DrawnMark = StripMark & { x: number; shown: string };
export type DrawnGap = Span & { x: number; width: number; title: string; shown: string };
export type DrawnCell = StripCell & { x: number; width: number };
/** `area` is the area between this curve and the middle curve; empty for the middle curve itself. */
export type DrawnCurve = Curve & { path: string; area: string; nameY: number | null };
export type DrawnLane = Omit<Lane, 'bands' | 'gaps' | 'marks' | 'curves' | 'cells'> & {
  top: number;
  height: number;
  levels: readonly { y: number; value: number }[];
  /** Null when the limit lies above the drawn range. */
  limitY: number | null;
  bands: readonly DrawnBand[];
  gaps: readonly DrawnGap[];
  marks: readonly DrawnMark[];
  curves: readonly DrawnCurve[];
  cells: readonly DrawnCell[];
};
export type Drawn = {
  width: number;
  height: number;
  /** The edges of the plot, between the margins. */
  left: number;
  right: number;
  step: number;
  ticks: readonly { at: number; x: number }[];
  lanes: readonly DrawnLane[];
  x: (at: number) => number;
  at: (x: number) => number;
};

export const axisHeight = 22;
/** Height of a band in a lane that is not tall. */
export const barHeight = 14;
const heights = { tall: 184, curved: 40, cells: 26, plain: 24 };
const space = 6;
const tickEvery = 88;

/** Approximate width of a label in our font at 11 px. */
export const textWidth = (text: string): number => text.length * 6.1;
const fits = (text: string, width: number): string => (textWidth(text) + 8 <= width ? text : '');
const round = (value: number): number => Math.round(value * 10) / 10;

/** The whole drawing, for a width in pixels. */
export function layOut(strip: Strip, frame: Frame): Drawn {
  const right = Math.max(frame.left + 1, frame.width - frame.right);
  const scale = (right - frame.left) / Math.max(1, strip.to - strip.from);
  const x = (at: number): number =>
    round(frame.left + (Math.min(strip.to, Math.max(strip.from, at)) - strip.from) * scale);
  const { step, times } = roundTimes(strip, Math.max(2, (right - frame.left) / tickEvery), frame.anchor);
  let top = axisHeight;
  const lanes = strip.lanes.map((lane) => {
    const height = heightOf(lane);
    const drawn = drawLane(lane, {
      top,
      height,
      x,
      strip,
      left: frame.left,
      right,
      gapWords: frame.gapWords,
    });
    top += height + (lane.isTall ? space * 2 : 0);
    return drawn;
  });
  return {
    width: frame.width,
    height: top + 2,
    left: frame.left,
    right,
    step,
    ticks: times.map((at) => ({ at, x: x(at) })),
    lanes,
    x,
    at: (place) => Math.min(strip.to, Math.max(strip.from, strip.from + (place - frame.left) / scale)),
  };
}

function heightOf({ isTall, curves, cells }: Lane): number {
  if (isTall) return heights.tall;
  if (cells.length > 0) return heights.cells;
  return curves.length > 0 ? heights.curved : heights.plain;
}

type Place = {
  top: number;
  height: number;
  x: (at: number) => number;
  strip: Span;
  left: number;
  right: number;
  gapWords: GapWords;
};

function drawLane(lane: Lane, place: Place): DrawnLane {
  const { top, height, x, strip, right } = place;
  const inSight = ({ from, to }: Span): boolean => to > strip.from && from < strip.to;
  const box = <T extends Span>(span: T, least: number) => {
    const start = Math.min(x(span.from), right - least);
    return { ...span, x: start, width: round(Math.max(x(span.to) - start, least)) };
  };
  return {
    ...lane,
    top,
    height,
    ...drawCurves(lane, place),
    bands: lane.bands.filter(inSight).map((band, _, all) => {
      const drawn = box(band, 2);
      if (!lane.isTall) return { ...drawn, shown: fits(band.label, drawn.width), isBefore: false };
      // In a tall lane the label is a flag above the line: after a thin band, or before it.
      const labelled = all.filter(({ label }) => label !== '');
      const next = labelled.find(({ from }) => from > band.from);
      const before = labelled.findLast(({ from }) => from < band.from);
      const after = fits(band.label, (next ? x(next.from) : right) - drawn.x);
      const free = drawn.x - (before ? x(before.to) + textWidth(before.label) : place.left);
      return { ...drawn, shown: after || fits(band.label, free), isBefore: after === '' };
    }),
    gaps: lane.gaps.filter(inSight).map((gap) => {
      const drawn = box(gap, 1);
      const labels = place.gapWords(gap.to - gap.from);
      const shown = labels.find((label) => fits(label, drawn.width) !== '') ?? '';
      return { ...drawn, title: labels[0] ?? '', shown };
    }),
    marks: spread(
      lane.marks.filter(({ at }) => at >= strip.from && at <= strip.to),
      place,
    ),
    cells: lane.cells.filter(inSight).map((cell) => box(cell, 1)),
  };
}

/** Labels never overlap: when one does not fit, a shorter one or none is shown. The mark stays. */
function spread(marks: readonly StripMark[], { x, right }: Place): DrawnMark[] {
  const sorted = marks.toSorted((a, b) => a.at - b.at);
  return sorted.map((mark, index) => {
    const here = x(mark.at);
    // A mark without labels leaves its space to the label of the mark before it.
    const next = sorted.slice(index + 1).find(({ labels }) => labels.length > 0);
    const room = (next ? x(next.at) : right) - here - 4;
    return { ...mark, x: here, shown: mark.labels.find((label) => fits(label, room) !== '') ?? '' };
  });
}

const known = (curves: readonly Curve[]): number[] =>
  curves.flatMap(({ points }) => points.flatMap(({ value }) => (value === null ? [] : [value])));

/**
 * A tall lane starts at zero and has round values on its axis. A small lane shows the shape between its minimum and
 * maximum, below its bands if it has any.
 */
function drawCurves(lane: Lane, { top, height, x, strip }: Place) {
  const { curves, isTall, limit, bands } = lane;
  const values = known(curves);
  if (curves.length === 0) return { curves: [], levels: [], limitY: null };
  const peak = Math.max(0, ...values);
  // A limit far above would flatten the line.
  const isNear = limit !== null && limit.value <= Math.max(peak * 2.5, 1);
  const levels = isTall ? roundValues(Math.max(peak, isNear ? limit.value : 0)) : [];
  const low = isTall ? 0 : Math.min(...values);
  const high = isTall ? (levels.at(-1) ?? 1) : peak;
  const [foot, head] = isTall
    ? [top + height, top + 18]
    : [top + height - 4, top + (bands.length > 0 ? 21 : 7)];
  const y = (value: number): number =>
    round(high === low ? (foot + head) / 2 : foot - ((value - low) / (high - low)) * (foot - head));
  const middle = curves.find(({ kind }) => kind === 'middle');
  return {
    levels: levels.map((value) => ({ value, y: y(value) })),
    limitY: isNear ? y(limit.value) : null,
    curves: nameCurves(
      curves.map((curve) => {
        const points = inSight(curve.points, strip);
        return {
          ...curve,
          path: drawPath(points, x, y),
          area: curve.kind === 'most' && middle ? drawArea(points, inSight(middle.points, strip), x, y) : '',
          nameY: lastY(points, y),
        };
      }),
    ),
  };
}

/** The visible points and one beyond each edge, so that the line reaches the edge. */
function inSight(points: readonly CurvePointOf[], { from, to }: Span): readonly CurvePointOf[] {
  const first = points.findIndex(({ at }) => at >= from);
  if (first < 0) return points.slice(-1);
  const after = points.findIndex(({ at }) => at > to);
  return points.slice(Math.max(0, first - 1), after < 0 ? points.length : after + 1);
}
type CurvePointOf = Curve['points'][number];

const lastY = (points: readonly CurvePointOf[], y: (value: number) => number): number | null => {
  const last = points.findLast(({ value }) => value !== null)?.value;
  return last === null || last === undefined ? null : y(last);
};

/** Keeps the names at the right end one line apart. */
function nameCurves(curves: readonly DrawnCurve[]): DrawnCurve[] {
  const least = 13;
  const [first, second] = curves;
  if (!first || !second || first.nameY === null || second.nameY === null) return [...curves];
  const [upper, lower] = first.nameY <= second.nameY ? [first, second] : [second, first];
  const missing = least - ((lower.nameY ?? 0) - (upper.nameY ?? 0));
  if (missing <= 0) return [...curves];
  const move = (curve: DrawnCurve, by: number) => ({ ...curve, nameY: (curve.nameY ?? 0) + by });
  return curves.map((curve) => (curve === upper ? move(curve, -missing) : curve));
}

type Put = (value: number) => number;

/** The line breaks where there is no value; a single point is still drawn. */
function drawPath(points: readonly CurvePointOf[], x: Put, y: Put): string {
  let path = '';
  points.forEach(({ at, value }, index) => {
    if (value === null) return;
    const follows = (points[index - 1]?.value ?? null) !== null;
    const isAlone = !follows && (points[index + 1]?.value ?? null) === null;
    path += `${follows ? 'L' : 'M'}${x(at)} ${y(value)}${isAlone ? 'h1.5' : ''}`;
  });
  return path;
}

/** The area between two curves, one piece for each run of values; both curves have points at the same times. */
function drawArea(above: readonly CurvePointOf[], below: readonly CurvePointOf[], x: Put, y: Put): string {
  const under = new Map(below.map(({ at, value }) => [at, value]));
  const runs: { at: number; top: number; foot: number }[][] = [[]];
  for (const { at, value } of above) {
    const foot = under.get(at) ?? null;
    if (value === null || foot === null) runs.push([]);
    else runs.at(-1)!.push({ at, top: value, foot });
  }
  return runs
    .filter((run) => run.length > 1)
    .map((run) => {
      const over = run.map(({ at, top }) => `${x(at)} ${y(top)}`).join('L');
      const back = run
        .toReversed()
        .map(({ at, foot }) => `${x(at)} ${y(foot)}`)
        .join('L');
      return `M${over}L${back}Z`;
    })
    .join('');
}
