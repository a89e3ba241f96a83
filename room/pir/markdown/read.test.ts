import type { RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { expect, test } from 'vitest';
import { tellStory } from '../../fixtures/story.ts';
import { createRandom } from '../../fixtures/random.ts';
import { formats } from '../formats/index.ts';
import { renderHtml } from '../formats/html.ts';
import { renderMarkdown } from '../formats/markdown.ts';
import { collectReview, type Review } from '../review.ts';
import { markdownLimits, readMarkdown } from './read.ts';

function reviewWith(text: string, note = 'a note'): Review {
  const { write, open } = tellStory();
  write(
    'ana',
    { kind: 'declared', title: 'Shop down', source: { type: 'person' } },
    { kind: 'note', text: note },
  );
  return collectReview({
    id: 'x',
    room: open.room(),
    texts: (name) => (name === 'review/root-cause' ? text : ''),
    names: (id) => id,
  });
}
const isHeading = (node: RootContent): boolean => node.type === 'heading' && node.depth === 2;
/** The part of the root cause, as a reader of CommonMark would find it in the exported file. */
const exported = (text: string): RootContent[] => {
  const { children } = fromMarkdown(renderMarkdown(reviewWith(text)), {
    extensions: [gfm()],
    mdastExtensions: [gfmFromMarkdown()],
  });
  const from = children.findIndex((node) => isHeading(node) && JSON.stringify(node).includes('Root Cause'));
  const after = children.slice(from + 1);
  return after.slice(0, after.findIndex(isHeading));
};
const bare = (nodes: readonly unknown[]): unknown =>
  JSON.parse(
    JSON.stringify(nodes, (key, value: unknown) =>
      key === 'position' ||
      key === 'data' ||
      key === 'spread' ||
      key === 'title' ||
      key === 'meta' ||
      key === 'lang' ||
      key === 'align' ||
      key === 'checked'
        ? undefined
        : value,
    ),
  );

test.each([
  ['an address with _ and &', 'See https://a.example/x_y_z?a=1&b_c=2&amp=3 now'],
  ['~~~~ around ```', '~~~~\n```\ninside\n```\n~~~~\nafter'],
  ['``` within ````', '````\n```js\ncode\n```\n````\nafter'],
  ['a link with brackets', '[the [inner] words](https://a.example/x_(y)) and [b](<https://a.example/c d>)'],
  ['a list from 5', '5. five\n6. six'],
  ['code within a list', '- one\n\n  ```\n  code\n    deep\n  ```\n- two'],
  ['a list within a list', '1. a\n   - b\n     - c\n2. d'],
  ['a fence that is never closed', '```\nleft open'],
  ['a setext heading', 'Why\n===\n\ntext'],
  ['a table with bars', '| a | b |\n| - | - |\n| `x\\|y` | z |'],
  ['a hard break', 'one  \ntwo\\\nthree'],
  ['a quote of a list', '> - a\n> - b'],
  ['emphasis within words', 'snake_case_name and **bold**text and *it*'],
])('[RV9] %s is the same after it was exported as Markdown and read again', (_, text) => {
  expect(bare(exported(text))).toEqual(bare(readMarkdown(text)));
});

test('[RV9] an address can be followed whole, from a fact and from a text, in Markdown and in HTML', async () => {
  const address = 'https://graphs.example.com/d/x_y?from=now-1h&var_pool=db_main&c=[1]';
  const review = reviewWith(`Look at ${address}.`, `It is on ${address}, see there`);
  expect(renderMarkdown(review).split(`<${address}>`)).toHaveLength(3);
  expect(renderHtml(review).split(`href="${address.replaceAll('&', '&amp;')}"`)).toHaveLength(3);
});

test('[RV9] a list keeps its first number in HTML, and code in it is code', () => {
  const page = renderHtml(reviewWith('5. five\n\n   ```\n   a < b\n   ```\n6. six'));
  expect(page).toContain('<ol start="5">');
  expect(page).toContain('<pre><code>a &lt; b</code></pre>');
});

test('[RV9] names are no mentions where Markdown is shown by a forge; code stays as it is', () => {
  const text = renderMarkdown(
    reviewWith('Ask @octocat and @org/team, mail a@b.example, run `@cmd`', 'cc @octocat'),
  );
  expect(text).not.toMatch(/(?<![\w`\u2060])@(?=octocat|org)/u);
  expect(text).toContain('`@cmd`');
});

test('[RV4] links that could run something lose the link and keep the words', () => {
  const page = renderHtml(
    reviewWith(
      '[a](javascript:alert(1)) [b](data:text/html,x) [c](vbscript:x)\n\n[d][e]\n\n[e]: javascript:alert(2)',
    ),
  );
  expect(page).not.toMatch(/href="(?!https?:|#s\d)/u);
  for (const words of ['a', 'b', 'c', 'd']) expect(page).toContain(words);
});

const heavy: readonly (readonly [name: string, text: string])[] = [
  ['*a_ 15,000 times', '*a_'.repeat(15_000)],
  ['> 20,000 times', '>'.repeat(20_000)],
  ['> and a space 20,000 times', '> '.repeat(20_000)],
  ['- 20,000 times', '- '.repeat(20_000)],
  ['[ 30,000 times', '['.repeat(30_000)],
  ['[a]( 20,000 times', '[a]('.repeat(20_000)],
  ['** 20,000 times', '**a '.repeat(20_000)],
  ['runs of ` that get longer', Array.from({ length: 400 }, (_, i) => '`'.repeat(i + 1)).join(' ')],
  ['lists that get deeper', Array.from({ length: 400 }, (_, i) => `${'  '.repeat(i)}- a`).join('\n')],
  ['quotes that get deeper', Array.from({ length: 400 }, (_, i) => `${'> '.repeat(i)}a`).join('\n')],
  ['a megabyte of words', 'word '.repeat(200_000)],
  ['<a 20,000 times', '<a '.repeat(20_000)],
];

test.each(heavy)('[RV9] %s is read and written in every format', async (_, text) => {
  const review = reviewWith(text, text.slice(0, 20_000).trim());
  for (const format of Object.values(formats))
    expect((await format.render(review)).length).toBeGreaterThan(1_000);
});

test.each([
  ['emphasis', '*a_'.repeat(15_000)],
  ['quotes', `${'>'.repeat(33)} a`],
  ['lists in lists', `${'- '.repeat(33)}a`],
  ['indented lists', Array.from({ length: 70 }, (_, i) => `${'  '.repeat(i)}- a`).join('\n')],
  ['length', `*a*\n\n${'word '.repeat(markdownLimits.characters / 5)}`],
  ['brackets', '[a]('.repeat(3_000)],
])('[RV9] a text beyond the limit of %s is shown as it was typed', (_, text) => {
  const kinds = JSON.stringify(readMarkdown(text));
  expect(kinds).not.toMatch(/"type":"(?:emphasis|strong|blockquote|list|link)"/u);
});

test.each([
  ['emphasis', `${'*a* '.repeat(400)}\n\n${'*a* '.repeat(400)}`, 'emphasis'],
  ['quotes', `${'>'.repeat(30)} a`, 'blockquote'],
])('[RV9] a text within the limit of %s is read', (_, text, kind) => {
  expect(JSON.stringify(readMarkdown(text))).toContain(`"type":"${kind}"`);
});

test('[RV9] any text at all gives a page, a file and words', () => {
  const signs = [
    '*',
    '_',
    '`',
    '~',
    '[',
    ']',
    '(',
    ')',
    '<',
    '>',
    '#',
    '-',
    '1.',
    '|',
    '\n',
    '\n\n',
    '  ',
    '\t',
    '&amp;',
    '\\',
    'a',
    '!',
    ':',
    'http://x.y',
    '@b',
    '\u0000',
    '\uD800',
    '```',
    '[^1]',
    '$',
  ];
  for (let seed = 1; seed <= 300; seed += 1) {
    const random = createRandom(seed);
    const text = Array.from({ length: random.below(60) }, () => random.pick(signs)).join('');
    const page = renderHtml(reviewWith(text, text.trim() === '' ? 'x' : text));
    expect(page.isWellFormed(), `seed ${seed}`).toBe(true);
    const file = renderMarkdown(reviewWith(text));
    const own = file.split('\n').filter((line) => line.startsWith('## '));
    expect(own.length, `seed ${seed}: ${JSON.stringify(text)}`).toBeGreaterThanOrEqual(9);
    expect(own[0]).toBe('## Still to write');
  }
});
