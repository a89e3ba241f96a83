import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeServedFile, type Generation } from '../page/generation.ts';
import { publishToFolder } from './folder.ts';

let parent: string;
beforeEach(() => (parent = mkdtempSync(join(tmpdir(), 'muster-folder-'))));
afterEach(() => rmSync(parent, { recursive: true }));

/** Every file of it says which one it is. */
const generation = (sequence: number): Generation => ({
  sequence,
  renderedAt: 0,
  files: new Map(
    ['index.html', 'history/index.html', 'api/v2/summary.json', 'generation.json'].map((path) => [
      path,
      makeServedFile(JSON.stringify({ sequence }), 'text/plain'),
    ]),
  ),
});
function sequencesAt(path: string): Set<number> {
  // As a server that follows the link once and then reads.
  const whole = realpathSync(path);
  const files = readdirSync(whole, { recursive: true })
    .map(String)
    .filter((name) => /\.\w+$/.test(name));
  expect(files).toHaveLength(4);
  return new Set(
    files.map(
      (name) => (JSON.parse(readFileSync(join(whole, name), 'utf8')) as { sequence: number }).sequence,
    ),
  );
}

test('[SP71] of many that publish at once the newest remains, and nobody reads a mixture', async () => {
  const path = join(parent, 'site');
  await publishToFolder(path, generation(1));
  let isOver = false;
  const seen: Set<number>[] = [];
  const readAgain = () => {
    if (isOver) return;
    seen.push(sequencesAt(path));
    setImmediate(readAgain);
  };
  readAgain();
  const sequences = [7, 3, 9, 2, 8, 4, 6, 5];
  const outcomes = await Promise.all(sequences.map((each) => publishToFolder(path, generation(each))));
  isOver = true;
  expect(outcomes[2]).toBe('published');
  expect(sequencesAt(path)).toEqual(new Set([9]));
  for (const one of seen) expect(one.size).toBe(1);
  expect(await publishToFolder(path, generation(8))).toEqual({ newer: 9 });
  expect(await publishToFolder(path, generation(9))).toBe('published');
  expect(sequencesAt(path)).toEqual(new Set([9]));
});

test('[SP71] a half-written state after a crash is never shown', async () => {
  const path = join(parent, 'site');
  await publishToFolder(path, generation(1));
  const draft = join(parent, '.site.generations', '5.crashed.draft');
  mkdirSync(draft);
  await publishToFolder(path, generation(2));
  expect(sequencesAt(path)).toEqual(new Set([2]));
});

test('[SP71] a folder that fails half-way shows what it showed, keeps no pieces, and says why', async () => {
  const path = join(parent, 'site');
  await publishToFolder(path, generation(1));
  const broken = generation(2);
  // A file where a folder is needed.
  const files = new Map([...broken.files, ['api', makeServedFile('{}', 'text/plain')]]);
  await expect(publishToFolder(path, { ...broken, files })).rejects.toThrow('api');
  expect(readdirSync(join(parent, '.site.generations'))).toEqual(['1']);
  expect(sequencesAt(path)).toEqual(new Set([1]));
  writeFileSync(join(parent, 'file'), '');
  await expect(publishToFolder(join(parent, 'file', 'site'), generation(3))).rejects.toThrow(
    `a part of ${join(parent, 'file')} is a file, not a folder`,
  );
});

test('[SP71] a name that can be no sequence does not hold up those that come', async () => {
  const path = join(parent, 'site');
  await publishToFolder(path, generation(1));
  mkdirSync(join(parent, '.site.generations', '9'.repeat(30)));
  expect(await publishToFolder(path, generation(2))).toBe('published');
  expect(sequencesAt(path)).toEqual(new Set([2]));
});
