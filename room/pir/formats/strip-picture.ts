// RV16: the strip of an incident as a picture, for formats without vector drawings. Same lanes and positions as on the
// page. Black on white: shapes and words carry everything that colour shows elsewhere.
import {
  axisHeight,
  barHeight,
  type Drawn,
  type DrawnBand,
  type DrawnLane,
  type DrawnMark,
} from '../../strip/layout.ts';
import type { Review } from '../review.ts';
import { makeCanvas, widthOf, type Canvas, type Paint, type Point } from './raster.ts';
import { labelTicks, layOutStrip, mostOfLegend, numberActions, shortName, signsOfActions } from './strip.ts';

/** The width of a page between its margins, in pixels of 1/96 inch. */
const width = 642;
/** For print: 288 dots to the inch. */
const scale = 3;
const small = 10;
const usual = 11;

const paints = {
  ink: [27, 32, 35],
  paper: [255, 255, 255],
  soft: [91, 102, 108],
  line: [213, 219, 222],
  faint: [244, 246, 247],
  late: [255, 178, 36],
  helped: [44, 122, 75],
} as const satisfies Record<string, Paint>;

export type Picture = { png: Uint8Array<ArrayBuffer>; width: number; height: number };

/** Sizes in pixels of 1/96 inch; null where there is nothing to draw. */
export function pictureStrip(review: Review): Picture | null {
  const drawn = layOutStrip(review, width);
  if (drawn === null) return null;
  const legend = legendOf(review);
  const height = drawn.height + legend.length * legendLine + (legend.length > 0 ? 4 : 0);
  const canvas = makeCanvas({ width, height, scale }, paints.paper);
  drawTicks(canvas, drawn, review);
  for (const lane of drawn.lanes) drawLane(canvas, lane, drawn);
  for (const [index, words] of legend.entries()) {
    const at = { x: drawn.left, y: drawn.height + (index + 1) * legendLine, size: small };
    write(canvas, words, at, paints.soft);
  }
  return { png: canvas.png(), width, height };
}

const legendLine = 15;

/** The key to the signs, then one line per numbered action. */
function legendOf(review: Review): string[] {
  const actions = numberActions(review);
  if (actions.length === 0) return [];
  const lines = actions.slice(0, mostOfLegend).map(({ number, text }) => cut(`${number} ${text}`));
  const more = actions.length - lines.length;
  return [signsOfActions, ...lines, ...(more > 0 ? [`and ${more} more`] : [])];
}

/** Shortens a line to the available width. */
function cut(text: string): string {
  const signs = Array.from(text);
  let room = width - 2 * 12 - widthOf('…', small);
  const kept = signs.findIndex((sign) => (room -= widthOf(sign, small)) < 0);
  return kept < 0 ? text : `${signs.slice(0, kept).join('')}…`;
}

function drawTicks(canvas: Canvas, drawn: Drawn, { zone }: Review): void {
  for (const { x, label } of labelTicks(drawn, zone)) {
    canvas.box(x - 0.5, axisHeight - 4, 1, drawn.height - axisHeight + 4, paints.line);
    const at = { x: x - widthOf(label, small) / 2, y: 12, size: small };
    canvas.write(label, at, paints.soft);
  }
}

function drawLane(canvas: Canvas, { name, top, height, bands, marks }: DrawnLane, drawn: Drawn): void {
  const middle = top + height / 2;
  canvas.box(drawn.left, middle - 0.5, drawn.right - drawn.left, 1, paints.line);
  for (const band of bands) drawBand(canvas, band, middle);
  for (const mark of marks) drawMark(canvas, mark, middle);
  write(canvas, shortName(name), { x: drawn.right + 12, y: middle + 4, size: usual }, paints.ink);
}

/** The colours of a band and of its label; a `held` band also has an edge. */
function paintsOf(kind: DrawnBand['kind']): { fill: Paint; words: Paint; edge?: Paint } {
  if (kind === 'down') return { fill: paints.ink, words: paints.paper };
  if (kind === 'held') return { fill: paints.faint, words: paints.ink, edge: paints.line };
  if (kind === 'late' || kind === 'contested') return { fill: paints.late, words: paints.ink };
  return { fill: paints.soft, words: paints.paper };
}

function drawBand(canvas: Canvas, { kind, x, width: wide, shown, isOpen }: DrawnBand, middle: number): void {
  const { fill, words, edge } = paintsOf(kind);
  const top = middle - barHeight / 2;
  if (edge !== undefined) canvas.box(x - 1, top - 1, wide + 2, barHeight + 2, edge);
  canvas.box(x, top, wide, barHeight, fill);
  const end = x + wide;
  const tip: Point[] = [
    [end, top],
    [end + 6, middle],
    [end, top + barHeight],
  ];
  if (isOpen) canvas.shape([tip], fill);
  write(canvas, shown, { x: x + 4, y: middle + 4, size: small }, words);
}

function drawMark(canvas: Canvas, { kind, x, shown }: DrawnMark, middle: number): void {
  const paint = kind === 'helped' ? paints.helped : kind === 'internal' ? paints.soft : paints.ink;
  const thick = kind === 'internal' ? 1 : 2;
  canvas.box(x - thick / 2, middle - 8, thick, 16, paint);
  const flag: Point[] = [
    [x, middle - 8],
    [x + 7, middle - 8],
    [x + 4.5, middle - 4.5],
    [x + 7, middle - 1],
    [x, middle - 1],
  ];
  if (kind !== 'internal') canvas.shape([flag], paint);
  const at = { x: x + 9, y: middle + 4, size: usual };
  // Draw the label's background first, to separate it from a band behind.
  for (const [dx, dy] of around) write(canvas, shown, { ...at, x: at.x + dx, y: at.y + dy }, paints.paper);
  write(canvas, shown, at, paint);
}

const around: readonly Point[] = [-1.5, 0, 1.5].flatMap((dx) => [-1.5, 0, 1.5].map((dy): Point => [dx, dy]));

type At = { x: number; y: number; size: number };

/** Writes text, and draws the two grade signs that the font lacks. */
function write(canvas: Canvas, text: string, { x, y, size }: At, paint: Paint): void {
  let left = x;
  for (const part of text.split(/([✓✗])/u)) {
    if (part === '✓' || part === '✗') {
      const strokes = part === '✓' ? tick : cross;
      for (const stroke of strokes)
        canvas.shape([stroke.map(([px, py]): Point => [left + px * size, y + py * size])], paint);
      left += 0.8 * size;
    } else {
      canvas.write(part, { x: left, y, size }, paint);
      left += widthOf(part, size);
    }
  }
}

const tick: readonly Point[][] = [
  [
    [0.08, -0.34],
    [0.17, -0.42],
    [0.32, -0.24],
    [0.62, -0.68],
    [0.72, -0.61],
    [0.33, -0.04],
  ],
];
const cross: readonly Point[][] = [
  [
    [0.08, -0.59],
    [0.17, -0.68],
    [0.68, -0.11],
    [0.59, -0.02],
  ],
  [
    [0.59, -0.68],
    [0.68, -0.59],
    [0.17, -0.02],
    [0.08, -0.11],
  ],
];
