import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../storage/database.ts';
import { openSequence } from './sequence.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-sequence-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('[SP65] [SP112] a sequence rises whatever the clock does, above what others published, over a restart too', async () => {
  let now = 1_000;
  const file = join(folder, 'muster.db');
  const database = openDatabase(file);
  const sequence = openSequence(database, () => now);
  expect([sequence.last(), sequence.next(), sequence.next()]).toEqual([0, 1_000, 1_001]);
  sequence.raise(5_000);
  sequence.raise(2_000);
  expect(sequence.next()).toBe(5_001);
  now = 9_000;
  expect(sequence.next()).toBe(9_000);
  await database.close();
  now = 10;
  const again = openDatabase(file);
  expect(openSequence(again, () => now).next()).toBe(9_001);
  await again.close();
});
