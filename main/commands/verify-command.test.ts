import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readVerifyCommand, verifyAt } from './verify-command.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'muster-verify-'));
afterAll(() => rmSync(folder, { recursive: true }));
const unsigned = path.join(import.meta.dirname, '../../tests/fixtures/records/unsigned.muster');

test('[JN6] verify is read from the command line, behind what Chromium is given', () => {
  expect(readVerifyCommand(['--user-data-dir=x', 'verify', 'INC-1.muster'])).toEqual({
    file: 'INC-1.muster',
  });
  expect(readVerifyCommand(['verify'])).toMatchObject({
    says: expect.stringContaining('muster verify FILE'),
  });
  expect(readVerifyCommand(['verify', 'a', 'b'])).toHaveProperty('says');
  expect(readVerifyCommand(['note', 'verify'])).toBeNull();
  expect(readVerifyCommand([])).toBeNull();
});

test('[JN6] [JN8] each verdict about a file has its exit code', async () => {
  expect(await verifyAt(unsigned)).toMatchObject({
    exitCode: 1,
    text: expect.stringMatching(/^not signed: 5/),
  });
  const file = path.join(folder, 'x.muster');
  expect(await verifyAt(file)).toMatchObject({ exitCode: 2, text: expect.stringContaining(file) });
  writeFileSync(file, 'PK and no more');
  expect(await verifyAt(file)).toMatchObject({ exitCode: 1, text: expect.stringContaining('cut off') });
  writeFileSync(file, 'no record');
  expect(await verifyAt(file)).toMatchObject({
    exitCode: 1,
    text: 'not whole:\n- This is not a Muster record.',
  });
});
