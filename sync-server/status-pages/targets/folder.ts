// SP71: a folder that a web server serves. Generations lie beside it, whole; the folder itself is a link to one of
// them, which is replaced in one step, so that nobody ever reads a mixture.
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
import type { Generation } from '../generation.ts';
import type { Published } from './upload.ts';

/** What a crash left behind is younger than this for sure when it is somebody else's work under way. */
const oldMs = 600_000;

/** Rejects with a sentence for the operator. Two that write at once leave the newer one, whoever is last. */
export async function publishToFolder(
  path: string,
  generation: Generation,
  over = generation.sequence,
): Promise<Published> {
  const parent = dirname(path);
  const store = join(parent, `.${basename(path)}.generations`);
  await refuseOtherThings(path);
  await mkdir(store, { recursive: true });
  const there = Math.max(0, ...(await sequencesIn(store)));
  if (there > Math.min(over, generation.sequence)) return { newer: there };
  await writeWhole(store, generation);
  // Somebody may have put a newer one beside ours meanwhile: who switches last looks once more.
  for (let shown = -1; ;) {
    const newest = Math.max(...(await sequencesIn(store)));
    if (newest === shown) break;
    await switchTo(path, store, newest);
    shown = newest;
  }
  await tidy(store);
  return 'published';
}

async function refuseOtherThings(path: string) {
  const found = await lstat(path).catch(() => null);
  if (found === null || found.isSymbolicLink()) return;
  if (!found.isDirectory()) throw new Error('there is a file at this path, not a folder');
  if ((await readdir(path)).length === 0) return;
  throw new Error(
    'the folder holds other things: name one that is empty, or that is not there yet in a folder this server may write to',
  );
}

const sequencesIn = async (store: string): Promise<number[]> =>
  (await readdir(store)).filter((name) => /^\d+$/u.test(name)).map(Number);

/** Under another name first: what is called by its sequence is whole. */
async function writeWhole(store: string, { sequence, files }: Generation) {
  const draft = join(store, `${sequence}.${randomUUID()}.draft`);
  for (const folder of new Set([...files.keys()].map((path) => dirname(path))))
    await mkdir(join(draft, folder), { recursive: true });
  for (const [path, { bytes }] of files) await writeFile(join(draft, path), bytes);
  try {
    await rename(draft, join(store, String(sequence)));
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // The same generation, from a publishing before.
    if ((await sequencesIn(store)).includes(sequence)) return;
    throw error;
  }
}

async function switchTo(path: string, store: string, sequence: number) {
  const target = join(basename(store), String(sequence));
  if ((await readlink(path).catch(() => null)) === target) return;
  const link = join(store, `${randomUUID()}.link`);
  // A link is read from where it lies in the end, which is beside the store.
  await symlink(target, link, 'dir');
  const found = await lstat(path).catch(() => null);
  // It was empty: an operator made it for us.
  if (found?.isDirectory() === true) await rmdir(path);
  await rename(link, path);
}

/** Leaves the two newest: somebody may be reading the one before. */
async function tidy(store: string) {
  const old = (await sequencesIn(store)).toSorted((a, b) => b - a).slice(2);
  for (const sequence of old) await rm(join(store, String(sequence)), { recursive: true, force: true });
  for (const name of await readdir(store)) {
    if (!/\.(?:draft|link)$/u.test(name)) continue;
    const found = await stat(join(store, name)).catch(() => null);
    if (found === null || Date.now() - found.mtimeMs > oldMs)
      await rm(join(store, name), { recursive: true, force: true });
  }
}
