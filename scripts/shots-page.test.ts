import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { putAside, writePage } from './shots-page.ts';

test('the page of the tour shows each picture beside that of the commit before, what changed first', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-shots-'));
  const take = (name: string, bytes: string) => writeFileSync(path.join(folder, `${name}.png`), bytes);
  putAside(folder, 'aaaa one');
  take('lobby', '1');
  take('old', '1');
  take('room', '1');
  putAside(folder, 'bbbb two');
  take('lobby', '1');
  take('new', '1');
  take('room', '2');
  // A second run on the same commit still compares with the commit before.
  putAside(folder, 'bbbb two');
  take('room', '3');
  const page = readFileSync(writePage(folder, true), 'utf8');
  expect(page).toContain('Left: aaaa one. Right: bbbb two. 1 changed, 1 new, 1 gone, 1 same.');
  const names = [...page.matchAll(/<h2>(\w+) <small>(\w+)/gu)].map(([, name, state]) => `${name} ${state}`);
  expect(names).toEqual(['room changed', 'new new', 'old gone', 'lobby same']);
  expect(page).toContain('src="before/room.png"');
  expect(readFileSync(writePage(folder, false), 'utf8'), 'a part of the tour misses nothing').not.toContain(
    'old',
  );
  rmSync(folder, { recursive: true });
});
