// SP71: a folder that a web server serves. Complete generations are stored beside it. The folder itself is a link to
// one of them, replaced in one step, so that no visitor sees a mixture.
import { randomUUID } from 'node:crypto';
import {
  lstat,
  mkdir,
  readdir,
  readlink,
  rename,
  rm,
  rmdir,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Generation } from '../page/generation.ts';
import { isSequence, type Published } from './upload.ts';

/** Younger leftovers may be another process's work in progress; older ones are from a crash. */
const oldMs = 600_000;

/** Rejects with a sentence for the operator. When two write at once, the newer generation stays. */
export async function publishToFolder(
  path: string,
  generation: Generation,
  over = generation.sequence,
): Promise<Published> {
  const parent = dirname(path);
  const store = join(parent, `.${basename(path)}.generations`);
  try {
    await refuseOtherThings(path);
    await mkdir(store, { recursive: true });
    const there = Math.max(0, ...(await sequencesIn(store)));
    if (there > Math.min(over, generation.sequence)) return { newer: there };
    await writeWhole(store, generation);
    try {
      // Another process may have added a newer one meanwhile, so look again after each switch.
      for (let shown = -1; ;) {
        const newest = Math.max(...(await sequencesIn(store)));
        if (newest === shown) break;
        await switchTo(path, store, newest);
        shown = newest;
      }
    } finally {
      // Also after a failure: one generation every two minutes would fill the disk.
      await tidy(path, store);
    }
    return 'published';
  } catch (error) {
    throw explained(error, parent);
  }
}

const reasons: Readonly<Record<string, (folder: string) => string>> = {
  EACCES: (folder) => `this server may not write in ${folder}`,
  EPERM: (folder) => `this server may not write in ${folder}`,
  EROFS: (folder) => `the disk that holds ${folder} can only be read`,
  ENOSPC: (folder) => `the disk that holds ${folder} is full`,
  EDQUOT: (folder) => `the disk that holds ${folder} is full`,
  ENOTDIR: (folder) => `a part of ${folder} is a file, not a folder`,
};

/** In words where an operator can do something about it. */
function explained(error: unknown, folder: string): unknown {
  const reason = reasons[(error as NodeJS.ErrnoException).code ?? ''];
  return reason === undefined ? error : new Error(reason(folder), { cause: error });
}

async function refuseOtherThings(path: string) {
  const found = await lstat(path).catch(() => null);
  if (found === null || found.isSymbolicLink()) return;
  if (!found.isDirectory()) throw new Error('there is a file at this path, not a folder');
  if ((await readdir(path)).length === 0) return;
  throw new Error(
    'the folder holds other files: name an empty folder, or a new one in a folder that this server may write to',
  );
}

const sequencesIn = async (store: string): Promise<number[]> =>
  (await readdir(store))
    .filter((name) => /^\d+$/u.test(name))
    .map(Number)
    .filter(isSequence);

/** Written under another name first: a folder named by its sequence is complete. */
async function writeWhole(store: string, { sequence, files }: Generation) {
  const draft = join(store, `${sequence}.${randomUUID()}.draft`);
  try {
    for (const folder of new Set([...files.keys()].map((path) => dirname(path))))
      await mkdir(join(draft, folder), { recursive: true });
    for (const [path, { bytes }] of files) await writeFile(join(draft, path), bytes);
    await rename(draft, join(store, String(sequence)));
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // The same generation was published before.
    if ((await sequencesIn(store)).includes(sequence)) return;
    throw error;
  }
}

async function switchTo(path: string, store: string, sequence: number) {
  const target = join(basename(store), String(sequence));
  if ((await readlink(path).catch(() => null)) === target) return;
  const link = join(store, `${randomUUID()}.link`);
  // The link is relative to its final place, beside the store.
  await symlink(target, link, 'dir');
  try {
    const found = await lstat(path).catch(() => null);
    // An empty folder that an operator made in advance.
    if (found?.isDirectory() === true) await rmdir(path);
    await rename(link, path);
  } catch (error) {
    await rm(link, { force: true });
    throw error;
  }
}

/** Keeps the one that is shown and the two newest: a visitor may still be reading the previous one. */
async function tidy(path: string, store: string) {
  const shown = basename((await readlink(path).catch(() => null)) ?? '');
  const old = (await sequencesIn(store)).toSorted((a, b) => b - a).slice(2);
  for (const sequence of old.filter((each) => String(each) !== shown))
    await rm(join(store, String(sequence)), { recursive: true, force: true });
  for (const name of await readdir(store)) {
    if (!/\.(?:draft|link)$/u.test(name)) continue;
    const found = await stat(join(store, name)).catch(() => null);
    if (found === null || Date.now() - found.mtimeMs > oldMs)
      await rm(join(store, name), { recursive: true, force: true });
  }
}
