// RV19: the drawing of contributing factors as a picture, for formats without vectors.
import type { FactorBox, FactorDrawing } from '../factors.ts';
import { padding, textsOf } from './factor-figure.ts';
import { makeCanvas, widthOf, type Canvas, type Paint } from './raster.ts';

const size = 11;
const small = 10;
const scale = 3;
const ink: Paint = [27, 32, 35];
const soft: Paint = [91, 102, 108];
const edge: Paint = [213, 219, 222];
const faint: Paint = [244, 246, 247];
const paper: Paint = [255, 255, 255];

/** As PNG, 288 dots to the inch. */
export function factorPicture({ width, height, boxes, lines }: FactorDrawing): Uint8Array<ArrayBuffer> {
  const canvas = makeCanvas({ width, height, scale }, paper);
  for (const { from, to } of lines) {
    const middle = (from[0] + to[0]) / 2;
    canvas.box(Math.min(from[0], middle), from[1] - 0.5, Math.abs(middle - from[0]), 1, soft);
    canvas.box(middle - 0.5, Math.min(from[1], to[1]) - 0.5, 1, Math.abs(to[1] - from[1]) + 1, soft);
    canvas.box(to[0], to[1] - 0.5, middle - to[0], 1, soft);
  }
  for (const box of boxes) drawBox(canvas, box);
  return canvas.png();
}

function drawBox(canvas: Canvas, box: FactorBox): void {
  const { x, y, width, height, kind } = box;
  canvas.box(x, y, width, height, kind === 'outcome' ? ink : edge);
  canvas.box(x + 1, y + 1, width - 2, height - 2, kind === 'outcome' ? paper : faint);
  for (const { x: left, y: base, words, isKind } of textsOf(box)) {
    const wanted = isKind ? small : size;
    const fits = Math.min(1, (width - 2 * padding) / Math.max(1, widthOf(words, wanted)));
    canvas.write(words, { x: left, y: base, size: wanted * fits }, isKind ? soft : ink);
  }
}
