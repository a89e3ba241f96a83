// A small canvas that writes shapes and letters as a PNG, with the same bytes everywhere and without a browser.
// Antialiased: a pixel's colour is weighted by the share of it that the shape covers.
import { zlibSync } from 'fflate';
import { outlinesOfLetters } from './letters.ts';

export type Paint = readonly [red: number, green: number, blue: number];
export type Point = readonly [x: number, y: number];

export type Canvas = {
  /** Fills the area inside these outlines. */
  shape(outlines: readonly (readonly Point[])[], paint: Paint): void;
  box(x: number, y: number, width: number, height: number, paint: Paint): void;
  /** `y` is the baseline. A letter without an outline is drawn as a box. */
  write(text: string, at: { x: number; y: number; size: number }, paint: Paint): void;
  png(): Uint8Array<ArrayBuffer>;
};

/** The advance width and outline of each letter, in thousandths of the font size. */
const letters: ReadonlyMap<string, readonly [advance: number, outline: string]> = new Map(
  outlinesOfLetters
    .trim()
    .split('\n')
    .map((line) => {
      const [code = '', advance = '', outline = ''] = line.split('|');
      return [String.fromCodePoint(Number(code)), [Number(advance), outline]] as const;
    }),
);

/** The width of a text at this font size. */
export const widthOf = (text: string, size: number): number =>
  Array.from(text).reduce((sum, sign) => sum + (letters.get(sign)?.[0] ?? unknownAdvance), 0) *
  (size / 1_000);

const unknownAdvance = 600;

/** `scale`: picture pixels per drawing unit. */
export function makeCanvas(size: { width: number; height: number; scale: number }, paper: Paint): Canvas {
  const { scale } = size;
  const width = Math.ceil(size.width * scale);
  const height = Math.ceil(size.height * scale);
  const pixels = new Uint8Array(width * height * 3);
  for (let at = 0; at < pixels.length; at += 1) pixels[at] = paper[at % 3] ?? 0;
  const canvas: Canvas = {
    shape(outlines, paint) {
      const scaled = outlines.map((outline) => outline.map(([x, y]): Point => [x * scale, y * scale]));
      cover(scaled, { width, height }, (at, share) => mix(pixels, at * 3, paint, share));
    },
    box: (x, y, wide, high, paint) =>
      canvas.shape(
        [
          [
            [x, y],
            [x + wide, y],
            [x + wide, y + high],
            [x, y + high],
          ],
        ],
        paint,
      ),
    write(text, { x, y, size: letterSize }, paint) {
      const unit = letterSize / 1_000;
      let left = x;
      for (const sign of text) {
        const [advance = unknownAdvance, outline = unknownOutline] = letters.get(sign) ?? [];
        const outlines = readOutline(outline).map((points) =>
          points.map(([px, py]): Point => [left + px * unit, y + py * unit]),
        );
        if (outlines.length > 0) canvas.shape(outlines, paint);
        left += advance * unit;
      }
    },
    png: () => encodePng(pixels, width, height),
  };
  return canvas;
}

const unknownOutline = 'M60-640L540-640L540 0L60 0ZM110-590L110-50L490-50L490-590Z';

function mix(pixels: Uint8Array, at: number, paint: Paint, share: number): void {
  for (let part = 0; part < 3; part += 1)
    pixels[at + part] = Math.round((pixels[at + part] ?? 0) * (1 - share) + (paint[part] ?? 0) * share);
}

const curveSteps = 5;
const outlines = new Map<string, Point[][]>();

/** Reads an SVG path with only M, L, Q and Z; curves become short lines. */
function readOutline(path: string): Point[][] {
  const known = outlines.get(path);
  if (known !== undefined) return known;
  const made: Point[][] = [];
  for (const [, letter = '', rest = ''] of path.matchAll(/([MLQ])([^MLQZ]*)/gu)) {
    const numbers = (rest.match(/-?\d+/gu) ?? []).map(Number);
    const [x = 0, y = 0, toX = 0, toY = 0] = numbers;
    if (letter === 'M') made.push([[x, y]]);
    else if (letter === 'L') made.at(-1)?.push([x, y]);
    else {
      const [fromX = 0, fromY = 0] = made.at(-1)?.at(-1) ?? [];
      for (let step = 1; step <= curveSteps; step += 1) {
        const t = step / curveSteps;
        const [a, b, c] = [(1 - t) * (1 - t), 2 * t * (1 - t), t * t];
        made.at(-1)?.push([a * fromX + b * x + c * toX, a * fromY + b * y + c * toY]);
      }
    }
  }
  outlines.set(path, made);
  return made;
}

type Within = { width: number; height: number };

/** Computes for each pixel the share inside the outlines, from 0 to 1. */
function cover(
  shape: readonly (readonly Point[])[],
  { width, height }: Within,
  tell: (pixel: number, share: number) => void,
): void {
  const points = shape.flat();
  const left = Math.max(0, Math.floor(Math.min(...points.map(([x]) => x))));
  const top = Math.max(0, Math.floor(Math.min(...points.map(([, y]) => y))));
  const right = Math.min(width, Math.ceil(Math.max(...points.map(([x]) => x))));
  const bottom = Math.min(height, Math.ceil(Math.max(...points.map(([, y]) => y))));
  if (right <= left || bottom <= top) return;
  // Two extra cells per row, so that a value beyond the last pixel does not enter the next row.
  const wide = right - left + 2;
  const areas = new Float64Array(wide * (bottom - top));
  for (const outline of shape)
    for (const [index, [x, y]] of outline.entries()) {
      const [toX, toY] = outline[(index + 1) % outline.length] ?? [x, y];
      addEdge(areas, wide, [x - left, y - top], [toX - left, toY - top]);
    }
  for (let row = 0; row < bottom - top; row += 1) {
    let sum = 0;
    for (let column = 0; column < right - left; column += 1) {
      sum += areas[row * wide + column] ?? 0;
      const share = Math.min(1, Math.abs(sum));
      if (share > 1 / 512) tell((row + top) * width + column + left, share);
    }
  }
}

/** Adds the area to the right of an edge, row by row, as differences that are summed later. */
function addEdge(areas: Float64Array, wide: number, from: Point, to: Point): void {
  if (from[1] === to[1]) return;
  const sign = from[1] < to[1] ? 1 : -1;
  const [start, end] = sign === 1 ? [from, to] : [to, from];
  const slope = (end[0] - start[0]) / (end[1] - start[1]);
  const rows = areas.length / wide;
  for (let row = Math.max(0, Math.floor(start[1])); row < Math.min(rows, Math.ceil(end[1])); row += 1) {
    const [upper, lower] = [Math.max(row, start[1]), Math.min(row + 1, end[1])];
    const xs = [start[0] + slope * (upper - start[1]), start[0] + slope * (lower - start[1])];
    addRow(areas, { at: row * wide, wide }, Math.min(...xs), Math.max(...xs), sign * (lower - upper));
  }
}

/** An edge from `x0` to `x1` within one row: distributes its area over the pixels it crosses. */
function addRow(
  areas: Float64Array,
  { at, wide }: { at: number; wide: number },
  x0: number,
  x1: number,
  area: number,
): void {
  const most = wide - 2;
  const first = Math.min(most, Math.max(0, Math.floor(x0)));
  const last = Math.min(most, Math.max(0, Math.floor(x1)));
  const add = (pixel: number, value: number) => {
    areas[at + pixel] = (areas[at + pixel] ?? 0) + value;
  };
  for (let pixel = first; pixel <= last; pixel += 1) {
    const [left, right] = [Math.max(pixel, x0), Math.min(pixel + 1, x1)];
    const part = x1 > x0 ? (Math.max(0, right - left) / (x1 - x0)) * area : area;
    const share = Math.min(1, Math.max(0, (left + Math.max(left, right)) / 2 - pixel));
    add(pixel, part * (1 - share));
    add(pixel + 1, part * share);
  }
}

const crcs = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let index = 0; index < 4; index += 1) bytes[4 + index] = type.charCodeAt(index);
  bytes.set(data, 8);
  let crc = 0xffffffff;
  for (const byte of bytes.subarray(4, 8 + data.length)) crc = (crc >>> 8) ^ (crcs[(crc ^ byte) & 255] ?? 0);
  view.setUint32(8 + data.length, (crc ^ 0xffffffff) >>> 0);
  return bytes;
}

/** 8 bits per channel, no filters: flat colours compress well without them. */
function encodePng(pixels: Uint8Array, width: number, height: number): Uint8Array<ArrayBuffer> {
  const head = new Uint8Array(13);
  const view = new DataView(head.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  head.set([8, 2, 0, 0, 0], 8);
  const rows = new Uint8Array((width * 3 + 1) * height);
  for (let row = 0; row < height; row += 1)
    rows.set(pixels.subarray(row * width * 3, (row + 1) * width * 3), row * (width * 3 + 1) + 1);
  const parts = [
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', head),
    // More effort saves a twentieth of the bytes and takes five times as long.
    chunk('IDAT', zlibSync(rows, { level: 4 })),
    chunk('IEND', new Uint8Array()),
  ];
  const png = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    png.set(part, at);
    at += part.length;
  }
  return png;
}
