import { expect, test } from 'vitest';
import { findLinks } from './find-links.ts';

const links = (text: string) => findLinks(text).flatMap(({ text, isLink }) => (isLink ? [text] : []));

test('an address in a note is set apart, the punctuation around it is not part of it', () => {
  expect(links('see https://grafana.example/d/1?from=now-1h, then (http://wiki.example/x).')).toEqual([
    'https://grafana.example/d/1?from=now-1h',
    'http://wiki.example/x',
  ]);
});

test('nothing else becomes a link', () => {
  expect(links('javascript:alert(1) ftp://x file:///etc/passwd https:// www.example.org http://[')).toEqual(
    [],
  );
});

test('no word is lost', () => {
  for (const text of ['', 'plain', 'https://a.example', 'a https://a.example/b. c https://d.example']) {
    expect(
      findLinks(text)
        .map(({ text }) => text)
        .join(''),
    ).toBe(text);
  }
});
