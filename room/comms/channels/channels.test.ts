import { describe, expect, test } from 'vitest';
import { countBytes } from './channel.ts';
import { channelNames, channels } from './index.ts';
import { weigh } from './short.ts';

const update = [
  'Some payments fail',
  '',
  'One in four cards is refused. <b>Nothing</b> & nobody is charged twice.',
  '',
  'Next update: 21 November, 14:30 UTC.',
].join('\n');
const long = `${'Word '.repeat(80)}\n\n${'Sentence number one is here. '.repeat(900)}`;

describe.each(channelNames)('[CM6] %s', (name) => {
  test.each([update, 'One line', long, 'x'.repeat(20_001), '🙂'.repeat(200), 'a\u2028b\n\n\n\nc'])(
    'is a function of the text alone, and never sends what is over its limit: %#',
    (text) => {
      const copy = channels[name].render(text);
      expect(copy).toEqual(channels[name].render(text));
      if (copy.fits) expect(copy.length <= copy.limit || copy.isShortened).toBe(true);
      if (copy.fits) expect(copy.sent.length).toBeLessThanOrEqual(20_000);
      if (copy.payload !== null) expect(() => JSON.parse(copy.payload ?? '')).not.toThrow();
    },
  );
});

test('[CM6] an e-mail has the headline as a subject of one line, at most 150 characters', () => {
  expect(channels.email.render(update).sent.startsWith('Subject: Some payments fail\n\nOne in four')).toBe(
    true,
  );
  const [subject] = channels.email.render(long).parts;
  expect(subject?.text.length).toBeLessThanOrEqual(150);
  expect(subject?.text.endsWith('…')).toBe(true);
  expect(channels.email.render('a\rBcc: x').parts[0]?.text).toBe('a Bcc: x');
});

const readBlocks = (text: string) =>
  JSON.parse(channels.slack.render(text).payload ?? '') as {
    text: string;
    blocks: { type: string; text: { text: string } }[];
  };

test('[CM6] Slack escapes its own characters, keeps links and bold, and cuts at 3,000 and 50', () => {
  const { blocks } = readBlocks(`${update}\n\n**Now** see [the page](https://example.com/a)`);
  expect(blocks[0]).toEqual({ type: 'header', text: { type: 'plain_text', text: 'Some payments fail' } });
  expect(blocks[1]?.text.text).toContain('&lt;b&gt;Nothing&lt;/b&gt; &amp; nobody');
  expect(blocks[1]?.text.text).toContain('*Now* see <https://example.com/a|the page>');
  const many = readBlocks(`Head\n\n${'word '.repeat(2_000)}`).blocks;
  expect(many.length).toBeGreaterThan(3);
  for (const block of many) expect(block.text.text.length).toBeLessThanOrEqual(3_000);
});

test('[CM6] Slack is never cut within a link, an escape or an emoji, wherever the limit falls', () => {
  const link = '[the status page of ours](https://status.example/a?b=1&c=2)';
  const shown = '<https://status.example/a?b=1&amp;c=2|the status page of ours>';
  const family = '👨‍👩‍👧‍👦';
  for (const [piece, whole] of [
    [link, shown],
    ['&', '&amp;'],
    [family, family],
  ] as const) {
    for (let before = 2_930; before <= 3_003; before++) {
      const texts = readBlocks(`H\n\n${'x'.repeat(before)}${piece.repeat(3)} end`)
        .blocks.slice(1)
        .map(({ text }) => text.text);
      expect(texts.every((text) => text.length <= 3_000)).toBe(true);
      expect(texts.join('').split(whole)).toHaveLength(4);
    }
  }
  const calls = readBlocks('@channel now\n\n<!here> @everyone [<!channel>](https://a.example)');
  // The header is plain text, in which Slack calls nobody.
  const read = [calls.text, ...calls.blocks.slice(1).map(({ text }) => text.text)];
  expect(read.join('\n')).not.toMatch(/<!|@(?:channel|everyone|here)/);
});

test('[CM6] Teams gets an adaptive card, of 28 KiB at most', () => {
  const { payload, fits } = channels.teams.render(update);
  expect(JSON.parse(payload ?? '')).toMatchObject({
    type: 'message',
    attachments: [
      { content: { type: 'AdaptiveCard', version: '1.4', body: [{ text: 'Some payments fail' }, {}, {}] } },
    ],
  });
  expect(fits).toBe(true);
  expect(channels.teams.render(`H\n\n${'ü'.repeat(15_000)}`).fits).toBe(false);
});

test('[CM6] a short post keeps whole sentences in turn and counts as the networks do', () => {
  const { sent, isShortened } = channels.short.render(update);
  expect(sent).toBe(
    'Some payments fail. One in four cards is refused. <b>Nothing</b> & nobody is charged twice. Next update: 21 November, 14:30 UTC.',
  );
  expect(isShortened).toBe(false);
  const cut = channels.short.render(`${update}\n${'This sentence makes it too long for a post. '.repeat(9)}`);
  expect(cut.isShortened).toBe(true);
  expect(cut.sent.endsWith('too long for a post.')).toBe(true);
  expect(weigh(cut.sent)).toBeLessThanOrEqual(280);
  const one = channels.short.render('word '.repeat(100));
  expect(one.sent.endsWith('word…')).toBe(true);
  expect(weigh(one.sent)).toBeLessThanOrEqual(280);
  expect(weigh('ab https://example.com/a/very/long/address/that/counts/less ü 漢🙂')).toBe(33);
  // One character, however long.
  expect(channels.short.render(`e${'\u0301'.repeat(900)}`).fits).toBe(false);
});

test('[CM6] a short post of a language without spaces keeps whole sentences, and cuts only the first', () => {
  const sentence = '一部の支払いが失敗しています。';
  const { sent } = channels.short.render(sentence.repeat(30));
  expect(sent.replaceAll(sentence, '')).toBe('');
  expect(weigh(sent)).toBeGreaterThan(250);
  expect(channels.short.render(`${sentence}${sentence}`)).toMatchObject({
    sent: `${sentence}${sentence}`,
    isShortened: false,
  });
  for (const long of ['漢'.repeat(400), '🇩🇪'.repeat(200)]) {
    const cut = channels.short.render(long);
    expect([cut.fits, cut.isShortened, cut.sent.endsWith('…')]).toEqual([true, true, true]);
    expect(long.startsWith(cut.sent.slice(0, -1))).toBe(true);
    expect(weigh(cut.sent)).toBeGreaterThan(270);
    expect(weigh(cut.sent)).toBeLessThanOrEqual(280);
  }
});

test.each([
  ['状況は https://status.example.com/a をご覧ください', 45],
  ['https://status.example.com/aをご覧', 29],
  ['see status.example.com now', 31],
  ['👨‍👩‍👧‍👦'.repeat(100), 200],
  ['🏳️‍🌈🇩🇪👍🏽', 6],
  ['99.9 % of requests, db-1.internal', 33],
])('[CM6] a short post counts as the networks’ own parser does: %s', (text, weight) => {
  expect(weigh(text)).toBe(weight);
});

test('[CM6] a headline of 100 family emoji leaves room for the body', () => {
  const { sent, isShortened } = channels.short.render(`${'👨‍👩‍👧‍👦'.repeat(100)}\n\nWe are back.`);
  expect([sent.endsWith('We are back.'), isShortened]).toEqual([true, false]);
});

test('bytes are those of UTF-8', () => {
  expect(countBytes('aü漢🙂')).toBe(
    new Uint8Array([0x61, 0xc3, 0xbc, 0xe6, 0xbc, 0xa2, 0xf0, 0x9f, 0x99, 0x82]).length,
  );
});
