import { describe, expect, test } from 'vitest';
import { contrast } from '#status-page/schema/theme.ts';
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
    expect(between(colors, 'text', `tint-${tint}`)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(texts)('--%s reads on every ground (WCAG AA, 4.5)', (text) => {
    for (const ground of grounds) expect(between(colors, text, ground), ground).toBeGreaterThanOrEqual(4.5);
  });

  test.each(['act', 'late', 'good', ...severities])('text on a --%s mark reads (4.5)', (mark) => {
    expect(between(colors, `${mark}-ink`, mark)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(['act', 'rest', 'p1', 'p2', 'p4', 'good'])(
    'a --%s mark stands out from the ground (3)',
    (mark) => {
      expect(between(colors, mark, 'raised')).toBeGreaterThanOrEqual(3);
    },
  );
});

function readScheme(scheme: string): Map<string, string> {
  const block = tokens.split(`[data-mantine-color-scheme='${scheme}'] {`)[1]?.split('}')[0] ?? '';
  return new Map(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name ?? '', value ?? '']),
  );
}

function between(colors: Map<string, string>, one: string, other: string): number {
  const [a, b] = [colors.get(one), colors.get(other)];
  if (!a || !b) throw new Error('A colour that this test compares is not defined');
  return contrast(a, b);
}
