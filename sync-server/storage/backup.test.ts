import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { BackupRefused, backUp, restore } from './backup.ts';
import { DataFolderRefused, databaseFileIn, holdDataFolder, refuseHalfRestored } from './data-folder.ts';
import { openDatabase } from './database.ts';

const now = () => Date.UTC(2026, 0, 2);
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

/** A data folder with one attached file, and places for copies. */
async function openData() {
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-backup-'));
  const at = (name: string) => path.join(folder, name);
  mkdirSync(at('data/attachments/erased'), { recursive: true });
  await openDatabase(databaseFileIn(at('data'))).close();
  writeFileSync(at(`data/attachments/${hashOf('bytes')}`), 'bytes');
  writeFileSync(at(`data/attachments/erased/${hashOf('gone')}`), '{"at":1,"by":"Ana"}');
  writeFileSync(at('data/owner-token'), 'token');
  const copy = (to: string, from = 'data') =>
    backUp({ dataFolder: at(from), folder: at(to), version: '1.0.0', now });
  const putBack = (from: string, to: string) => restore({ dataFolder: at(to), folder: at(from), now });
  return { at, copy, putBack, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) };
}

test('[OP22] [OP23] everything comes back, also what was erased', async () => {
  using data = await openData();
  expect(await data.copy('copy')).toMatchObject({ attachments: 1 });
  await data.putBack('copy', 'new');
  for (const name of [
    `attachments/${hashOf('bytes')}`,
    `attachments/erased/${hashOf('gone')}`,
    'owner-token',
  ])
    expect(existsSync(data.at(`new/${name}`)), name).toBe(true);
  await openDatabase(databaseFileIn(data.at('new'))).close();
  // Over an older one: what was there stays beside it.
  writeFileSync(data.at('new/owner-token'), 'other');
  await data.putBack('copy', 'new');
  expect(existsSync(data.at('new/before-restore-2026-01-02T00-00-00-000Z/owner-token'))).toBe(true);
});

test('[OP22] data that cannot be copied whole is refused, and nothing is left', async () => {
  using data = await openData();
  await expect(data.copy('copy', 'none')).rejects.toThrow('no Muster database');
  await expect(data.copy('data')).rejects.toThrow('is not empty');
  await data.copy('copy');
  await expect(data.copy('copy')).rejects.toThrow(BackupRefused);
  writeFileSync(data.at(`data/attachments/${hashOf('x')}`), 'other bytes');
  await expect(data.copy('second')).rejects.toThrow(hashOf('x'));
  expect(existsSync(data.at('second'))).toBe(false);
});

test('[OP23] a restore that was cut short after it had moved some parts begins again, and sets them aside', async () => {
  using data = await openData();
  await data.copy('copy');
  mkdirSync(data.at('new/restore.new/attachments'), { recursive: true });
  mkdirSync(data.at('new/before-restore-2025-01-01'));
  writeFileSync(data.at('new/before-restore-2025-01-01/muster.db'), 'the data of before');
  writeFileSync(data.at('new/owner-token'), 'moved already');
  expect(() => refuseHalfRestored(data.at('new'))).toThrow('was cut short');
  writeFileSync(data.at('new/letter.txt'), 'words');
  await expect(data.putBack('copy', 'new')).rejects.toThrow('no data folder of Muster');
  rmSync(data.at('new/letter.txt'));

  await data.putBack('copy', 'new');
  await openDatabase(databaseFileIn(data.at('new'))).close();
  expect(readFileSync(data.at('new/owner-token'), 'utf8')).toBe('token');
  const aside = data.at('new/before-restore-2026-01-02T00-00-00-000Z/owner-token');
  expect(readFileSync(aside, 'utf8')).toBe('moved already');
  expect(existsSync(data.at('new/before-restore-2025-01-01/muster.db'))).toBe(true);
  expect(existsSync(data.at('new/restore.new'))).toBe(false);
  expect(() => refuseHalfRestored(data.at('new'))).not.toThrow();
});

test('[OP23] a backup that is none, damaged, newer or in the way is refused, and nothing changes', async () => {
  using data = await openData();
  await data.copy('copy');
  await expect(data.putBack('data', 'new')).rejects.toThrow('no backup.json');
  mkdirSync(data.at('other'));
  writeFileSync(data.at('other/letter.txt'), 'words');
  await expect(data.putBack('copy', 'other')).rejects.toThrow('no data folder of Muster');

  const held = holdDataFolder(data.at('data'));
  await expect(data.putBack('copy', 'data')).rejects.toThrow(DataFolderRefused);
  held.release();

  rmSync(data.at(`copy/attachments/${hashOf('bytes')}`));
  await expect(data.putBack('copy', 'new')).rejects.toThrow(hashOf('bytes'));
  writeFileSync(data.at(`copy/attachments/${hashOf('bytes')}`), 'bytes');
  appendFileSync(data.at('copy/muster.db'), 'x');
  await expect(data.putBack('copy', 'new')).rejects.toThrow('is damaged');
  writeFileSync(data.at('copy/backup.json'), '{');
  await expect(data.putBack('copy', 'new')).rejects.toThrow('is damaged');
  expect(existsSync(data.at('new'))).toBe(false);
});
