import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from './database.ts';
import { openLives } from './lives.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-lives-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** One start of a server on this file; `write` adds so many updates to its log. */
function start(name: string) {
  const database = openDatabase(join(folder, name));
  const lives = openLives(database);
  const insert = database.sql.statement(
    "INSERT INTO document_updates (document, at, author, data) VALUES ('library', 0, 'ana', x'00')",
  );
  return {
    ...lives,
    write: (count: number) => {
      for (let n = 0; n < count; n++) insert.run();
    },
    forgetAll: () => database.sql.exec('DELETE FROM document_updates'),
    close: () => database.close(),
  };
}

test('[RE9] over restarts a server has all it had, even when what is old was taken out of its log', async () => {
  const first = start('a.db');
  first.write(5);
  const then = first.now();
  expect(then).toMatchObject({ head: 5 });
  first.forgetAll();
  await first.close();
  const second = start('a.db');
  expect(second.now().life).not.toBe(then.life);
  second.write(1);
  expect([second.hasAll(then), second.hasAll(second.now())]).toEqual([true, true]);
  await second.close();
  const third = start('a.db');
  expect(third.hasAll(then)).toBe(true);
  await third.close();
});

test('[RE9] an older copy says what it does not have, whether it was taken in this life or in one before', async () => {
  const first = start('a.db');
  first.write(5);
  const early = first.now();
  await first.close();
  copyFileSync(join(folder, 'a.db'), join(folder, 'copy.db'));
  const second = start('a.db');
  second.write(3);
  const late = second.now();
  await second.close();

  const restored = start('copy.db');
  // However much it gains by itself.
  restored.write(10);
  expect([restored.hasAll(early), restored.hasAll(late)]).toEqual([true, false]);
  expect(restored.hasAll({ life: early.life, head: 6 }), 'later in the same life').toBe(false);
  await restored.close();
  const fresh = start('fresh.db');
  expect([fresh.hasAll(early), fresh.hasAll(late)]).toEqual([false, false]);
  await fresh.close();
});
