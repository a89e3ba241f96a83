import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DataFolderRefused, holdDataFolder, writePrivateFile } from './data-folder.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('[OP3] the folder is made for this user alone, even when it was open to others', () => {
  const path = join(folder, 'a/b');
  holdDataFolder(path).release();
  expect(statSync(path).mode & 0o777).toBe(0o700);
  chmodSync(path, 0o755);
  holdDataFolder(path).release();
  expect(statSync(path).mode & 0o777).toBe(0o700);
});

test('[OP3] one process holds it at a time, and the next may when it is released', () => {
  const first = holdDataFolder(folder);
  expect(() => holdDataFolder(folder)).toThrow(/in use by another Muster server[^]*--data/);
  first.release();
  holdDataFolder(folder).release();
});

test('[OP3] a path that is a file is refused with what to do', () => {
  const path = join(folder, 'file');
  writeFileSync(path, '');
  expect(() => holdDataFolder(path)).toThrow(DataFolderRefused);
  expect(() => holdDataFolder(path)).toThrow(/Choose a folder this user may write with --data/);
});

test('[AU2] a private file is written whole, mode 0600, over whatever a crash left', () => {
  const file = join(folder, 'token');
  writeFileSync(`${file}.new`, 'half', { mode: 0o644 });
  writePrivateFile(file, 'secret\n');
  expect(readFileSync(file, 'utf8')).toBe('secret\n');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(existsSync(`${file}.new`)).toBe(false);
});
