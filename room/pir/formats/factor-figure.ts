// RV19: the drawing of contributing factors, as vectors for the page.
import type { FactorBox, FactorDrawing } from '../factors.ts';
import { escapeHtml } from './escape.ts';

const lineHeight = 14;
export const padding = 6;

/** Where each line of words of a box begins: its kind first. */
export function textsOf({
  x,
  y,
  kind,
  lines,
}: FactorBox): { x: number; y: number; words: string; isKind: boolean }[] {
  const rows = [
    ...(kind === null ? [] : [{ words: kind, isKind: true }]),
    ...lines.map((words) => ({ words, isKind: false })),
  ];
  return rows.map((row, index) => ({
    ...row,
    x: x + padding,
    y: y + padding + (index + 1) * lineHeight - 4,
  }));
}

/** A figure of the page. `description` is for people who cannot see it. */
export function factorFigure({ width, height, boxes, lines }: FactorDrawing, description: string): string {
  const ties = lines.map(({ from, to }) => {
    const middle = (from[0] + to[0]) / 2;
    return `<path d="M${from[0]} ${from[1]}H${middle}V${to[1]}H${to[0]}"/>`;
  });
  const drawn = boxes.map(
    (box) =>
      `<rect class="${box.kind ?? 'factor'}" x="${box.x + 0.5}" y="${box.y + 0.5}" width="${box.width - 1}" height="${box.height - 1}"/>` +
      textsOf(box)
        .map(
          ({ x, y, words, isKind }) =>
            `<text${isKind ? ' class="kind"' : ''} x="${x}" y="${y}">${escapeHtml(words)}</text>`,
        )
        .join(''),
  );
  return `<figure class="factors"><svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeHtml(description)}">${ties.join('')}${drawn.join('')}</svg></figure>`;
}
