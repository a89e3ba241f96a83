import { expect, test } from 'vitest';
import type { Fact } from '../facts/fact.ts';
import { addressOf } from './address-of.ts';

const of = (part: object) => addressOf(part as Fact);

test('[TL9] a deploy and a named link can be opened, and nothing that is no web address', () => {
  const url = 'https://ci.example/deploys/412';
  expect(of({ kind: 'change', text: 'Deployed v412', url })).toBe(url);
  expect(of({ kind: 'link', url, label: 'Dashboard' })).toBe(url);
  // Its words are the address, which is a link already.
  expect(of({ kind: 'link', url })).toBeNull();
  expect(of({ kind: 'change', text: 'Deployed v412' })).toBeNull();
  expect(of({ kind: 'change', text: 'x', url: 'javascript:alert(1)' })).toBeNull();
  expect(of({ kind: 'note', text: url })).toBeNull();
});
