// SP51: the feeds against schemas of RSS 2.0 and of RFC 4287, for any text.
import Parser from 'rss-parser';
import { expect, test } from 'vitest';
import { exampleNow, fileOf, hourMs, makeInput } from '#status-page/fixtures/example.ts';
import { renderStatusPage } from '#status-page/render.ts';
import { atomSchema, faultsOfFeed, rssSchema } from './helpers/feed-schema.ts';

const hostile = '<script>alert("&amp;")</script> ]]> \u0000\u0008\uFFFF \uD800 & "\' &#x0; 日本 \u202Eabc';
const updatesOf = (count: number, words: string) =>
  Array.from({ length: count }, (_, index) => ({
    id: `u${index}`,
    incident: `i${Math.floor(index / 2)}`,
    at: exampleNow - (count - index) * hourMs,
    status: index % 2 === 0 ? 'investigating' : 'resolved',
    title: `${index} ${words}`,
    body: `${words}\n\n${words} https://example.org/?a=1&b=2`,
  }));

test.each([
  ['the example', makeInput()],
  ['a page on which nothing ever happened', makeInput({ updates: [], maintenance: [] })],
  ['120 incidents', makeInput({ updates: updatesOf(240, 'Words') })],
  ['hostile words', makeInput({ updates: updatesOf(6, hostile) })],
])('[SP51] every feed is valid and read by a reader: %s', async (_what, input) => {
  const files = renderStatusPage(input);
  const feeds = [...files.keys()].filter((path) => /\.(?:rss|atom)$/u.test(path));
  expect(feeds.length).toBe(input.page.languages.length * 4);
  for (const path of feeds) {
    const text = fileOf(files, path);
    expect(faultsOfFeed(text, path.endsWith('.rss') ? rssSchema : atomSchema), path).toEqual([]);
    const { items } = await new Parser().parseString(text);
    expect(items.length, path).toBeLessThanOrEqual(50);
    const ids = items.map((each) => String(each['guid'] ?? each['id']));
    expect(new Set(ids).size, path).toBe(ids.length);
  }
});

test('[SP51] with an item for each update a robot hears of every one, newest first, under an id of its own', async () => {
  const files = renderStatusPage(makeInput({ updates: updatesOf(4, 'Words'), maintenance: [] }));
  const { items } = await new Parser().parseString(fileOf(files, 'updates.rss'));
  expect(items.map(({ guid }) => guid)).toEqual(['update-u3', 'update-u2', 'update-u1', 'update-u0']);
  expect(items.map(({ title }) => title)).toEqual([
    '3 Words: Resolved',
    '3 Words: Investigating',
    '1 Words: Resolved',
    '1 Words: Investigating',
  ]);
});

const feed = fileOf(renderStatusPage(makeInput()), 'history.rss');
const atom = fileOf(renderStatusPage(makeInput()), 'history.atom');
test.each([
  ['no channel title', feed.replace(/<title>.*?<\/title>/u, ''), rssSchema],
  ['a guid that claims to be a link', feed.replace('isPermaLink="false"', 'isPermaLink="true"'), rssSchema],
  ['a wrong weekday', feed.replace(/<pubDate>\w{3}/u, '<pubDate>Xxx'), rssSchema],
  ['a relative link', feed.replace(/<link>[^<]*/u, '<link>/incidents/'), rssSchema],
  ['an unknown element', feed.replace('<item>', '<item><ttl>1</ttl>'), rssSchema],
  ['a broken tag', feed.replace('</item>', ''), rssSchema],
  ['no id', atom.replace(/<id>.*?<\/id>/u, ''), atomSchema],
  ['two ids', atom.replace(/<id>.*?<\/id>/u, '$&$&'), atomSchema],
  ['a local time', atom.replace(/<updated>[^<]*/u, '<updated>2026-11-21 14:03:20'), atomSchema],
  ['no author', atom.replace(/<author>.*?<\/author>/u, ''), atomSchema],
  ['content of an unknown type', atom.replace('type="html">', 'type="markdown">'), atomSchema],
])('[SP51] the schemas refuse %s', (_what, text, schema) => {
  expect(faultsOfFeed(text, schema)).not.toEqual([]);
});
