import { expect, test } from 'vitest';
import { presenceColor } from './presence-color.ts';

/** Relative luminance as WCAG 2 defines it, of `hsl(h s% l%)`. */
function luminance(color: string): number {
  const [hue = 0, saturation = 0, lightness = 0] = (color.match(/\d+/g) ?? []).map(Number);
  const chroma = (saturation / 100) * Math.min(lightness / 100, 1 - lightness / 100);
  const channel = (offset: number) => {
    const turn = (offset + hue / 30) % 12;
    const value = lightness / 100 - chroma * Math.max(-1, Math.min(turn - 3, 9 - turn, 1));
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(0) + 0.7152 * channel(8) + 0.0722 * channel(4);
}

test('white text can be read on everybody’s colour', () => {
  const colors = new Set(
    Array.from({ length: 500 }, (_none, index) => presenceColor(`person-${index}`).color),
  );
  expect(colors.size).toBe(12);
  for (const color of colors) expect(1.05 / (luminance(color) + 0.05), color).toBeGreaterThanOrEqual(4.5);
});
