import { expect, test } from 'vitest';
import { filesOf, namePasted } from './transferred.ts';

const picture = new File(['x'], 'image.png', { type: 'image/png' });
const files = [picture] as unknown as FileList;

test('[AT6] a pasted picture is a file, and text that brings its picture along is text', () => {
  expect(filesOf({ types: ['Files'], files })).toEqual([picture]);
  expect(filesOf({ types: ['text/plain', 'text/html', 'Files'], files })).toEqual([]);
  expect(filesOf(null)).toEqual([]);
});

test('[AT6] a pasted screenshot is named after when it was pasted; a file keeps its name', () => {
  const now = new Date(2026, 2, 4, 5, 6, 7).getTime();
  const named = namePasted(picture, now);
  expect([named.name, named.type]).toEqual(['Screenshot 2026-03-04 at 05.06.07.png', 'image/png']);
  const log = new File(['x'], 'nginx.log');
  expect(namePasted(log, now)).toBe(log);
});
