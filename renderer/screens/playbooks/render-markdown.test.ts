import { expect, test } from 'vitest';
import { toHtml } from './render-markdown.ts';

test('[PB9] structure, boxes, tables and links come out', () => {
  const html = toHtml(
    '# Title\n\n- [ ] open `x`\n- [x] done\n\n|a|\n|-|\n|1|\n\n[b](https://b.example) ~~no~~',
  );
  expect(html).toContain('<h2>Title</h2>');
  expect(html).toContain('<span class="box" aria-hidden="true">☐</span> open <code>x</code>');
  expect(html).toContain('☑</span> done');
  expect(html).toContain('<td>1</td>');
  expect(html).toContain('<a href="https://b.example" title="https://b.example">b</a>');
  expect(html).toContain('<s>no</s>');
  expect(toHtml('https://c.example/x and payments.py')).toContain('<a href="https://c.example/x"');
  expect(toHtml('payments.py')).not.toContain('<a');
  expect(toHtml('# Only\n## one below')).toContain('<h3>one below</h3>');
});

test('[PB9] the assignee and the length of a step are chips, even after a command; elsewhere they are words', () => {
  expect(toHtml('- [ ] Look @technical (3 min)')).toContain(
    '</span> Look <span class="chip">technical</span> <span class="chip">3 min</span>',
  );
  expect(toHtml('- [ ] Run `df` (2 h) (approval)\n  more @bo')).toContain(
    'Run <code>df</code> <span class="chip">2 h</span> <span class="chip">needs an approval</span>\nmore @bo',
  );
  expect(toHtml('- Look @technical (3 min)')).not.toContain('chip');
  expect(toHtml('- [ ] Tell \\@channel')).not.toContain('chip');
  expect(toHtml('- [ ] a @<b>')).not.toContain('<b>');
});

test.each([
  '<div class="frame" style="position:fixed;inset:0" id="root">x</div>',
  '<a href="/evil" class="skip">x</a>',
  '<span class="box">x</span>',
  '<img src=x onerror=alert(1)>',
  '<style>*{display:none}</style>',
  '<!-- <b> -->',
])('[PB9] HTML of the text’s own is only words: %s', (text) => {
  expect(toHtml(text)).not.toMatch(/<(?!\/?(?:p|br)\b)[a-z!]/u);
});

test.each(['javascript:alert(1)', 'data:text/html,x', 'vbscript:x', 'file:///etc/passwd', ' javascript:x'])(
  '[PB9] %s is no link',
  (address) => {
    expect(toHtml(`[x](<${address}>)`)).not.toContain('href');
    expect(toHtml(`<${address}>`)).not.toContain('href');
  },
);

test('[PB9] a picture is a link, and a title is no place to lie', () => {
  expect(toHtml('![p](https://x.example/p.png)')).toContain('<a href="https://x.example/p.png">p</a>');
  expect(toHtml('[x](https://evil.example "https://good.example")')).toContain(
    'title="https://evil.example"',
  );
  expect(toHtml('![a"b<c](https://x.example/"onerror=)')).not.toMatch(/<img|" ?onerror/u);
});

// Each input takes seconds to hours, or overflows the stack, in a quadratic or recursive parser.
test.each([
  ['emphasis', '*a_'.repeat(15_000)],
  ['quotations', '>'.repeat(20_000)],
  ['quotations line by line', Array.from({ length: 300 }, (_, depth) => `${'>'.repeat(depth)} x`).join('\n')],
  ['lists', '- '.repeat(15_000)],
  ['brackets', '['.repeat(30_000)],
  ['links', '![[]()'.repeat(8_000)],
  ['strokes', '~~a'.repeat(15_000)],
  ['ticks', Array.from({ length: 400 }, (_, count) => '`'.repeat(count)).join(' ')],
  ['comments', '<!--'.repeat(10_000)],
  ['addresses', 'http://a'.repeat(6_000)],
])('[PB9] a text made to hang the window is drawn: %s', (_name, text) => {
  expect(toHtml(text).length).toBeGreaterThan(0);
});
