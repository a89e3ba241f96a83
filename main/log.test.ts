import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLog } from './log.ts';

let folder = '';
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'muster-desktop-log-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('[DE20] the log of a desktop that runs for long never takes more than twice its limit', async () => {
  const file = path.join(folder, 'logs/muster.log');
  const log = openLog(file, 1_000);
  const line = 'x'.repeat(100);
  for (let i = 0; i < 100; i++) {
    log(`${i} ${line}`);
    // As much time passes as the disk needs: the line is there before the next.
    await expect.poll(() => readFileSync(file, 'utf8').includes(`Z ${i} `)).toBe(true);
  }
  expect(statSync(file).size).toBeLessThan(1_500);
  expect(statSync(`${file}.old`).size).toBeLessThan(1_500);
  expect(readFileSync(`${file}.old`, 'utf8') + readFileSync(file, 'utf8')).toContain('Z 99 ');
});
