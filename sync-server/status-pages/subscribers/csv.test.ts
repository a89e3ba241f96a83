import { expect, test } from 'vitest';
import { readSubscribersCsv } from './csv.ts';

const components = [
  { id: 'api', name: 'API' },
  { id: 'web', name: 'Website' },
];
const read = (text: string) => readSubscribersCsv(text, components);
const addresses = async (text: string) => (await read(text)).rows.map(({ address }) => address);

test.each([
  ['commas', 'email,components\na@x.org,api\nb@x.org,API;Website\n'],
  [
    'semicolons, as a German spreadsheet writes',
    'email;components\r\na@x.org;api\r\nb@x.org;"API;Website"\r\n',
  ],
  ['tabs', 'email\tcomponents\na@x.org\tapi\nb@x.org\tAPI;Website'],
  ['a byte order mark and old line ends', '\uFEFFEmail,Components\ra@x.org,api\rb@x.org,API;Website\r'],
  ['other columns and spaces', 'name, E-Mail ,components\n"Bo, L.", a@x.org ,api\n,b@x.org,"API;Website"'],
])('[SP94] a list with %s', async (_what, text) => {
  expect(await read(text)).toMatchObject({
    rows: [
      { address: 'a@x.org', components: ['api'] },
      { address: 'b@x.org', components: ['api', 'web'] },
    ],
    faults: [],
  });
});

test('[SP94] a quote without an end is said, and loses only what stands behind it', async () => {
  const { rows, faults } = await read('email\na@x.org\n"b@x.org\nc@x.org\n');
  expect(rows.map(({ address }) => address)).toEqual(['a@x.org']);
  expect(faults).toMatchObject([{ line: 3, expected: expect.stringContaining('has no end') }]);
});

test('[SP94] a cell that a spreadsheet would work out is an address or a fault, never anything else', async () => {
  const { rows, faults } = await read(
    'email\n=HYPERLINK("http://x.example")\n@SUM(1)\n+1+1@x.org\n"a@x.org\r\nBcc: b@x.org"\n<a@x.org>\na@x.org,b@x.org',
  );
  expect(rows.map(({ address }) => address)).toEqual(['+1+1@x.org', 'a@x.org']);
  expect(faults.map(({ line }) => line)).toEqual([2, 3, 5, 7]);
});

test('[SP94] a list says where it is too long, and what came before is read', async () => {
  const { rows, faults } = await read(`\n\nemail\n\n${'a@x.org\n'.repeat(40_001)}`);
  expect(rows).toHaveLength(40_000);
  expect(faults).toMatchObject([{ line: 40_005, expected: expect.stringContaining('at most 40000 lines') }]);
});

test('[SP94] megabytes of quotes, separators and nonsense are read in a moment', async () => {
  const started = performance.now();
  for (const sign of ['"', ',', ';', '@', 'a.', '\n', '"\n'])
    expect(await addresses(`email\n${sign.repeat(1_000_000)}`)).toEqual([]);
  expect(performance.now() - started).toBeLessThan(20_000);
});
