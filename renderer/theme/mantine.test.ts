import { expect, test } from 'vitest';

const theme = import.meta.glob<string>('./mantine.ts', { query: '?raw', import: 'default', eager: true });
const sources = import.meta.glob<string>('../**/*.tsx', { query: '?raw', import: 'default', eager: true });
const styleSheets = Object.keys(import.meta.glob('/node_modules/@mantine/core/styles/*.layer.css')).map(
  (file) => file.split('/').at(-1)?.replace('.layer.css', '') ?? '',
);

// A slider without its styles has no height, and hidden words without theirs are read by everybody.
test('each component of Mantine that a screen uses has its styles', () => {
  const used = Object.values(sources).flatMap((source) =>
    [...source.matchAll(/import \{([^}]*)\} from '@mantine\/core'/gu)].flatMap(([, names = '']) =>
      names.split(',').map((name) => name.trim()),
    ),
  );
  const styled = [...new Set(used)].filter((name) => styleSheets.includes(name));
  expect(styled).toContain('Slider');
  const missing = styled.filter(
    (name) => !theme['./mantine.ts']?.includes(`@mantine/core/styles/${name}.layer.css`),
  );
  expect(missing).toEqual([]);
});
