import { describe, expect, test } from 'vitest';
import tokens from './tokens.css?raw';

const schemes = ['dark', 'light'] as const;
const severities = ['p1', 'p2', 'p3', 'p4'];

describe.each(schemes)('the %s scheme', (scheme) => {
  const colors = readScheme(scheme);
  const grounds = ['bg', 'surface', 'raised', 'hover', 'selected'];
  const texts = [
    'text',
    'text-soft',
    'text-label',
    'act-text',
    'late-text',
    'good-text',
    ...severities.map((p) => `${p}-text`),
  ];

  test.each([0, 1, 2, 3, 4, 5])('names read on --tint-%s (4.5)', (tint) => {
    expect(contrast(colors, 'text', `tint-${tint}`)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(texts)('--%s reads on every ground (WCAG AA, 4.5)', (text) => {
    for (const ground of grounds) expect(contrast(colors, text, ground), ground).toBeGreaterThanOrEqual(4.5);
  });

  test.each(['act', 'late', 'good', ...severities])('text on a --%s mark reads (4.5)', (mark) => {
    expect(contrast(colors, `${mark}-ink`, mark)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(['act', 'rest', 'p1', 'p2', 'p4', 'good'])(
    'a --%s mark stands out from the ground (3)',
    (mark) => {
      expect(contrast(colors, mark, 'raised')).toBeGreaterThanOrEqual(3);
    },
  );
});

function readScheme(scheme: string): Map<string, string> {
  const block = tokens.split(`[data-mantine-color-scheme='${scheme}'] {`)[1]?.split('}')[0] ?? '';
  return new Map(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name ?? '', value ?? '']),
  );
}

function contrast(colors: Map<string, string>, one: string, other: string): number {
  const [dark, light] = [luminance(colors.get(one)), luminance(colors.get(other))].toSorted((a, b) => a - b);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

function luminance(hex: string | undefined): number {
  if (!hex) throw new Error('A colour that this test compares is not defined');
  const channels = [1, 3, 5].map((start) => {
    const value = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  const [red = 0, green = 0, blue = 0] = channels;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
