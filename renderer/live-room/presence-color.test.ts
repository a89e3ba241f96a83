import { expect, test } from 'vitest';
import { contrast } from '#status-page/schema/theme.ts';
import { orderPeople, presenceColor } from './presence-color.ts';

/** Red, green and blue of `hsl(h s% l%)`, each from 0 to 1. */
function channels(color: string): readonly [number, number, number] {
  const [hue = 0, saturation = 0, lightness = 0] = (color.match(/\d+/g) ?? []).map(Number);
  const chroma = (saturation / 100) * Math.min(lightness / 100, 1 - lightness / 100);
  const channel = (offset: number) => {
    const turn = (offset + hue / 30) % 12;
    return lightness / 100 - chroma * Math.max(-1, Math.min(turn - 3, 9 - turn, 1));
  };
  return [channel(0), channel(8), channel(4)];
}

const hexOf = (color: string): string =>
  `#${channels(color)
    .map((value) =>
      Math.round(value * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;

const ten = Array.from({ length: 10 }, (_none, order) => presenceColor(order).color);

test('[PR6] white text can be read on everybody’s colour', () => {
  for (const color of ten) expect(contrast(hexOf(color), '#ffffff'), color).toBeGreaterThanOrEqual(4.5);
});

test('[PR6] ten people have ten colours that can be told apart', () => {
  for (const [index, one] of ten.entries())
    for (const other of ten.slice(index + 1)) {
      const [a, b] = [channels(one), channels(other)];
      const apart = Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
      expect(apart, `${one} and ${other}`).toBeGreaterThan(0.15);
    }
});

test('[PR6] people keep the colour of their arrival; who only looks comes after those who wrote', () => {
  expect([...orderPeople(['ana', 'bo'], ['viewer', 'bo', 'ana'])]).toEqual([
    ['ana', 0],
    ['bo', 1],
    ['viewer', 2],
  ]);
});
