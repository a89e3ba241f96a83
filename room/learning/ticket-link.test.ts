import { expect, test } from 'vitest';
import { expectTicketLink, fillTicketLink, hostOfTicketLink } from './ticket-link.ts';

const template = 'https://tracker.example/new?summary={title}&description={body}';

test('[TK5] the address of a new ticket carries the item, encoded, and is cut before a browser refuses it', () => {
  const filled = new URL(fillTicketLink(template, { title: 'Fix & test #1', body: 'Line 1\nÜber "x"' }));
  expect(filled.searchParams.get('summary')).toBe('Fix & test #1');
  expect(filled.searchParams.get('description')).toBe('Line 1\nÜber "x"');
  expect(hostOfTicketLink(template)).toBe('tracker.example');
  const long = fillTicketLink(template, { title: 'x', body: 'ü'.repeat(20_000) });
  expect(long.length).toBeLessThan(6_001);
  expect(new URL(long).searchParams.get('description')?.endsWith('…')).toBe(true);
});

test('[TK5] a template names its host and {title}, and nothing else in braces', () => {
  expect(expectTicketLink(template)).toBeNull();
  expect(expectTicketLink('javascript:alert({title})')).toMatch('begins with https://');
  expect(expectTicketLink('https://{title}/new')).toMatch('written-out host');
  expect(expectTicketLink('https://tracker.example:99999/{title}')).toMatch('written-out host');
  expect(expectTicketLink('https://tracker.example/new')).toMatch('with {title}');
  expect(expectTicketLink('https://tracker.example/new?t={title}&o={owner}')).toMatch('not {owner}');
});
