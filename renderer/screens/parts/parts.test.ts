import { expect, test } from 'vitest';
import { parts, providers } from './parts.tsx';

const sources = import.meta.glob<string>('../../ui/*.{ts,tsx}', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const component = /^export (?:function|class|const) ([A-Z]\w*)/gmu;

test('[FM4] the page of parts shows every component of renderer/ui, and no other', () => {
  const exported = Object.values(sources).flatMap((source) =>
    [...source.matchAll(component)].map(([, name = '']) => name),
  );
  expect(exported.length).toBeGreaterThan(15);
  expect([...Object.keys(parts), ...providers].toSorted()).toEqual(exported.toSorted());
});
