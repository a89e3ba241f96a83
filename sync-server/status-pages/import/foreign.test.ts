import { expect, test } from 'vitest';
import { emptyForeignPage, plainWords } from './foreign.ts';

const read = (text: string) => plainWords(text, emptyForeignPage().notes);

test.each([
  ['No markup: 3 < 4 & 5 > 2', 'No markup: 3 < 4 & 5 > 2'],
  ['<p>One</p><p>Two<br/>three</p>', 'One\nTwo\nthree'],
  ['<ul><li>a</li><li><b>b</b></li></ul>', '- a\n- b'],
  [
    '<p>See <a class="x" href="https://x.example">the <b>page</b></a>.</p>',
    'See the page (https://x.example).',
  ],
  ['<p><a href="https://x.example">https://x.example</a></p>', 'https://x.example'],
  ['<p><a>no address</a> <a href="u">open', 'no address open'],
  [
    '<p>&lt;b&gt; &amp; &#8364; &#0; &#55357; &#9999999; &unknown;</p>',
    '<b> & € \uFFFD \uFFFD \uFFFD &unknown;',
  ],
  ['<P TITLE="x">Big</P>', 'Big'],
])('[SP120] %s is told as plain words', (given, words) => {
  expect(read(given)).toBe(words);
});

test('[SP120] a file that was made to hold the server up is read in a moment', () => {
  const started = performance.now();
  for (const piece of [
    '<p ',
    '<a ',
    '<a href="x"',
    '<a href="x">',
    '<',
    '&#1234567',
    '&a',
    '<br ',
    '</a',
    '<li ',
  ])
    read(`<p>x</p>${piece.repeat(100_000)}`);
  expect(performance.now() - started).toBeLessThan(20_000);
});
