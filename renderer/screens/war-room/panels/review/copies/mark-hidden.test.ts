import { expect, test } from 'vitest';
import { markHidden } from './mark-hidden.ts';

const page =
  '<head><title>Commander 1</title><style>.host-1 { }</style></head><a href="http://host-1/">by Commander 1 at host-12, host-1</a>';

test('[RV14] the preview marks what was put in, in words alone', () => {
  const marked = markHidden(
    page,
    new Map([
      ['Ana', 'Commander 1'],
      ['db.example', 'host-1'],
      ['x', 'host-12'],
    ]),
  );
  expect(marked).toContain('<title>Commander 1</title>');
  expect(marked).toContain(
    '<a href="http://host-1/">by <mark>Commander 1</mark> at <mark>host-12</mark>, <mark>host-1</mark></a>',
  );
  expect(markHidden(page, new Map())).toBe(page);
});
