import { expect, test } from 'vitest';
import { examplePage, exampleUpdates } from '../fixtures/example.ts';
import { limits } from '../limits.ts';
import { allChecksSchema, pageSchema, publishedUpdateSchema } from './index.ts';
import { contrast, defaultColours } from './theme.ts';

const small = {
  slug: 'acme',
  name: 'Acme',
  visibility: 'public',
  components: [{ name: 'API', monitor: 'm1', group: 'Core' }],
};
const faultOf = (given: object) => {
  const { error } = pageSchema.safeParse({ ...small, ...given });
  return error?.issues[0] && { path: error.issues[0].path.join('.'), message: error.issues[0].message };
};

test('[SP1] the smallest record is a page, with a default for everything else', () => {
  const page = pageSchema.parse(small);
  expect(page).toMatchObject({
    language: 'en',
    languages: ['en', 'de', 'fr', 'es'],
    timeZone: 'UTC',
    method: { major: 1, partial: 0.5, degraded: 0, maintenance: 'left-out', group: 'mean' },
  });
  expect(page.components[0]?.id).toMatch(/^[a-z0-9]{12}$/u);
  expect(pageSchema.parse({ ...small, method: 'strict' }).method.degraded).toBe(1);
});

test.each([
  ['slug', { slug: 'Acme' }],
  ['slug', { slug: '../etc' }],
  ['slug', { slug: 'a'.repeat(10_000) }],
  ['name', { name: '\u0007\n ' }],
  ['name', { name: 'x'.repeat(limits.name + 1) }],
  ['timeZone', { timeZone: 'Europe/Atlantis' }],
  ['timeZone', { timeZone: '+01:00' }],
  ['language', { language: 'tlh' }],
  ['url', { url: 'javascript:alert(1)' }],
  ['url', { url: 'https://user:pass@acme.test/' }],
  ['home', { home: 'https://acme.test/"><script>' }],
  ['home', { home: 'https://acme.test/\nSet-Cookie: a=b' }],
  ['subscribe', { subscribe: '//acme.test' }],
  ['links.0.url', { links: [{ label: 'Terms', url: 'data:text/html,x' }] }],
  [
    'components',
    { components: Array.from({ length: limits.components + 1 }, (_, index) => ({ name: `C${index}` })) },
  ],
  ['components.1.name', { components: [{ name: 'API' }, { name: 'API' }] }],
  [
    'components.1.id',
    {
      components: [
        { id: 'a', name: 'A' },
        { id: 'a', name: 'B' },
      ],
    },
  ],
  ['components.0.id', { components: [{ id: '../a', name: 'A' }] }],
  ['groups.0.parent', { groups: [{ name: 'A', parent: 'A' }] }],
  ['groups.2.parent', { groups: [{ name: 'A' }, { name: 'B', parent: 'A' }, { name: 'C', parent: 'B' }] }],
  ['groups.1.name', { groups: [{ name: 'A' }, { name: 'A' }] }],
  ['method', { method: { major: 2 } }],
  ['', { surprise: true }],
])('[SP1] a bad %s is refused by its name', (path, given) => {
  const fault = faultOf(given);
  expect(fault?.path).toBe(path);
  expect(fault?.message).not.toBe('');
});

test('[SP4] our own colours stand out from the paper as we ask of others', () => {
  for (const { paper, line, ...rest } of Object.values(defaultColours)) {
    expect(contrast(line, paper)).toBeGreaterThan(1.2);
    for (const [name, colour] of Object.entries(rest))
      expect(contrast(colour, paper), name).toBeGreaterThanOrEqual(/ink|soft|accent/u.test(name) ? 4.5 : 3);
  }
  expect(contrast('#000', '#ffffff')).toBeCloseTo(21, 5);
});

test.each([
  ['theme.light.ink', { light: { ink: '#f0f0f0' } }],
  // Only the paper is changed: what was fine on the old one is not on the new one.
  ['theme.light.ink', { light: { paper: '#222222' } }],
  ['theme.dark.accent', { dark: { accent: '#111' } }],
  ['theme.light.ink', { light: { ink: 'red;}</style><script>' } }],
  ['theme.light.ink', { light: { ink: 'url(https://evil.test/x)' } }],
  ['theme.font', { font: 'x;} body{display:none' }],
  ['theme.font', { font: "'IBM Plex" }],
  ['theme.font', { font: 'a'.repeat(limits.variable + 1) }],
  ['theme.light', { light: { shadow: '#000' } }],
])('[SP4] a theme in which %s breaks is refused', (path, theme) => {
  expect(faultOf({ theme })?.path).toBe(path);
});

const drawing = (inside: string, attributes = '') =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"${attributes}>${inside}</svg>`;

test('[SP5] a drawing is a logo', () => {
  const logos = [
    drawing('<g id="a" fill="#f00"><path d="M0 0h8v8z"/></g><use href="#a" x="2"/>'),
    `<?xml version="1.0" encoding="UTF-8"?>\n${drawing('<linearGradient id="b"><stop offset="0" stop-color="#fff"/></linearGradient><rect fill="url(#b)" width="8" height="8"/>')}`,
    drawing('<text x="1" y="2">A &amp; B</text><title>Acme</title>'),
    drawing(
      '<g transform="translate(1, 2) rotate(45) skewX(3)" fill="rgb(1,2,3)"/>',
      ' aria-label="Acme (Inc)"',
    ),
  ];
  for (const logo of logos) expect(faultOf({ logo })).toBeUndefined();
});

test.each([
  drawing('<script>alert(1)</script>'),
  drawing('<SCRIPT>alert(1)</SCRIPT>'),
  drawing('<path d="M0 0" onclick="alert(1)"/>'),
  drawing('', ' onload="alert(1)"'),
  drawing('', '\n\tonload = "alert(1)"'),
  drawing('', '/onload="alert(1)"'),
  drawing('<foreignObject><body/></foreignObject>'),
  drawing('<image href="https://evil.test/x.png"/>'),
  drawing('<use href="https://evil.test/x.svg#a"/>'),
  drawing('<use xlink:href="data:image/svg+xml;base64,AAAA"/>'),
  drawing('<rect fill="url(https://evil.test/#a)"/>'),
  drawing(`<rect fill="image-set('//evil.test/x' 1x)"/>`),
  drawing(`<rect fill="src('//evil.test/x')"/>`),
  drawing('<rect fill="cross-fade (url(#a), x)"/>'),
  drawing('<rect fill="url(&#104;ttps://evil.test)"/>'),
  drawing('<a href="#x"><path d="M0 0"/></a>'),
  drawing('<animate attributeName="href" to="javascript:alert(1)"/>'),
  drawing('<set attributeName="onload" to="alert(1)"/>'),
  drawing('<style>@import "https://evil.test/x.css";</style>'),
  drawing('<path style="background:url(//evil.test)" d="M0 0"/>'),
  drawing('<!-- --><path d="M0 0"/>'),
  drawing('<![CDATA[<script>]]>'),
  `<!DOCTYPE svg [<!ENTITY a "b">]>${drawing('')}`,
  drawing('<g>'),
  drawing('</g>'),
  `${drawing('')}<script>alert(1)</script>`,
  drawing('<path d="M0 0">< script></path>'),
  drawing('<path d=M0 />'),
  '<html></html>',
  '',
  drawing('\u0000'),
  drawing('\uD800'),
  drawing(`<path d="${'M0 0'.repeat(10_000)}"/>`),
  drawing('<g/>'.repeat(3_000)),
])('[SP5] %s is no logo', (logo) => {
  expect(faultOf({ logo })?.path).toBe('logo');
});

const read = (name: string) => pageSchema.parse({ ...small, name }).name;

test('[SP1] words are cleaned once, where they come in', () => {
  expect(read('  A\r\nSet-Cookie:\tb\u0000\u0085c ')).toBe('A Set-Cookie: b c');
  expect(read('a\uD800b')).toBe('a\uFFFDb');
  expect(read('abc\u202Ecba')).toBe('abccba');
  const [first] = exampleUpdates;
  const body = publishedUpdateSchema.parse({ ...first, body: 'One.\r\n\r\nTwo.\u0007' }).body;
  expect(body).toEqual({ '': 'One.\n\nTwo.' });
});

test.each([
  ['body', { body: 'x'.repeat(limits.body + 1) }],
  ['id', { id: 'a/../b' }],
  ['incident', { incident: '' }],
  ['at', { at: -1 }],
  ['at', { at: 1.5 }],
  ['status', { status: 'full_outage' }],
  ['components.0.status', { components: [{ id: 'a', status: 'full_outage' }] }],
])('[SP11] an update with a bad %s is refused by its name', (path, given) => {
  const { error } = publishedUpdateSchema.safeParse({ ...exampleUpdates[0], ...given });
  expect(error?.issues[0]?.path.join('.')).toBe(path);
});

test('[SP10] an interval that ends before it begins is refused by its name', () => {
  const intervals = [{ from: 10, to: 5, state: 'up' }];
  const { error } = allChecksSchema.safeParse([
    { component: 'a', checkedAt: 10, everyMs: 60_000, intervals },
  ]);
  expect(error?.issues[0]?.path.join('.')).toBe('0.intervals.0.to');
});

test('[SP1] the example is a page', () => {
  expect(pageSchema.safeParse(examplePage).success).toBe(true);
});
