// Files that rooms name, stored in the data folder under their SHA-256 (AT1). A file is stored completely and verified,
// or not at all: it is written elsewhere, synced to disk, and then renamed. An erased file leaves a file of the same
// name in another folder (AT8). Knows nothing of rooms, people or HTTP; the file names are its only index.
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { attachmentLimits, isSha256 } from '#room/view/attachments.ts';
import { createListeners } from '../listeners.ts';

/** The bytes differ from the announced ones, or the file was erased before. Nothing is kept. */
export class AttachmentRefused extends Error {
  override name = 'AttachmentRefused';
  readonly why: 'too-large' | 'other-hash' | 'erased';
  constructor(why: 'too-large' | 'other-hash' | 'erased', message: string) {
    super(message);
    this.why = why;
  }
}

/** `keptAt`: epoch ms. */
export type KeptFile = { bytes: number; keptAt: number; read: (range?: { end: number }) => Readable };

/** `by` is a name, since the person may be removed later. */
export type Erasure = { at: number; by: string };

export type AttachmentStore = {
  /** Null when it is not here. */
  find(sha256: string): Promise<KeptFile | null>;
  /**
   * Durable when it resolves; false when it was here already (the bytes are then not read). Rejects with
   * AttachmentRefused, or with the error of the bytes or the disk.
   */
  keep(sha256: string, bytes: AsyncIterable<Uint8Array>): Promise<boolean>;
  /** AT8: deletes the bytes for good; durable when it resolves. The same file is refused from then on. */
  erase(sha256: string, erasure: Erasure): Promise<void>;
  erasureOf(sha256: string): Erasure | null;
  erasures(): readonly (Erasure & { sha256: string })[];
  /** Deletes a copy that is now stored elsewhere; it does not count as erased. */
  release(sha256: string): Promise<void>;
  /** Every file that is here. */
  list(): Promise<string[]>;
  /** A file was stored. */
  onKept(listener: (sha256: string) => void): () => void;
};

/** Throws AttachmentRefused when the file was erased. */
export function refuseErased({ erasureOf }: Pick<AttachmentStore, 'erasureOf'>, sha256: string): void {
  const erasure = erasureOf(sha256);
  if (erasure !== null) throw new AttachmentRefused('erased', `${erasure.by} erased this file`);
}

/** Makes `folder` if needed. Deletes unfinished files of an earlier process. */
export function openAttachmentStore(folder: string): AttachmentStore {
  const { incoming, graves } = makeFolders(folder);
  const erased = completeErasures(folder, graves);
  const listeners = createListeners<[sha256: string]>();
  const erasureOf = (sha256: string) => erased.get(sha256) ?? null;
  const find = (sha256: string) => findIn(folder, sha256);

  return {
    find,
    keep: async (sha256, bytes) => {
      const path = pathOf(folder, sha256);
      refuseErased({ erasureOf }, sha256);
      if ((await find(sha256)) !== null) return false;
      const temporary = join(incoming, randomUUID());
      try {
        await writeVerified(temporary, sha256, bytes);
        // It may have been erased meanwhile.
        refuseErased({ erasureOf }, sha256);
        await moveDurably(temporary, path);
      } catch (error) {
        await rm(temporary, { force: true }).catch(() => {}); // the next start deletes it
        throw error;
      }
      listeners.tell(sha256);
      return true;
    },
    erase: async (sha256, erasure) => {
      const path = pathOf(folder, sha256);
      const temporary = join(incoming, randomUUID());
      await writeFile(temporary, JSON.stringify(erasure), { mode: 0o600, flush: true });
      await moveDurably(temporary, join(graves, sha256));
      erased.set(sha256, erasure);
      await rm(path, { force: true });
      await syncFolder(folder);
    },
    erasureOf,
    erasures: () => [...erased].map(([sha256, erasure]) => ({ sha256, ...erasure })),
    release: (sha256) => rm(pathOf(folder, sha256), { force: true }),
    list: async () => (await readdir(folder)).filter(isSha256),
    onKept: listeners.add,
  };
}

function makeFolders(folder: string): { incoming: string; graves: string } {
  const incoming = join(folder, 'incoming');
  mkdirSync(incoming, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(incoming)) rmSync(join(incoming, name), { recursive: true, force: true });
  const graves = join(folder, 'erased');
  mkdirSync(graves, { recursive: true, mode: 0o700 });
  return { incoming, graves };
}

/** Reads all erasures, and completes one that a kill interrupted between its two steps. */
function completeErasures(folder: string, graves: string): Map<string, Erasure> {
  const erased = new Map(
    readdirSync(graves)
      .filter(isSha256)
      .map((sha256) => [sha256, readErasure(join(graves, sha256))]),
  );
  for (const sha256 of erased.keys()) rmSync(join(folder, sha256), { force: true });
  return erased;
}

/** Checks the name, because it becomes part of a path. */
function pathOf(folder: string, sha256: string): string {
  if (!isSha256(sha256)) throw new Error(`${JSON.stringify(sha256)} is not a SHA-256`);
  return join(folder, sha256);
}

async function findIn(folder: string, sha256: string): Promise<KeptFile | null> {
  const path = pathOf(folder, sha256);
  const found = await stat(path).catch(absent);
  if (found === null) return null;
  const keptAt = Math.round(found.mtimeMs);
  return { bytes: found.size, keptAt, read: (range) => createReadStream(path, range) };
}

function readErasure(path: string): Erasure {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Erasure;
  } catch {
    // A damaged disk: the person is lost, but the erasure still counts.
    return { at: 0, by: 'Somebody' };
  }
}

/** Reads all bytes into memory and checks that they have this hash. Throws AttachmentRefused. */
export async function gatherFile(sha256: string, bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const hash = createHash('sha256');
  const chunks: Uint8Array[] = [];
  let count = 0;
  for await (const chunk of bytes) {
    count += chunk.length;
    if (count > attachmentLimits.bytes)
      throw new AttachmentRefused('too-large', `the file is larger than ${attachmentLimits.bytes} bytes`);
    hash.update(chunk);
    chunks.push(chunk);
  }
  const actual = hash.digest('hex');
  if (actual !== sha256) throw new AttachmentRefused('other-hash', `the bytes have the SHA-256 ${actual}`);
  return Buffer.concat(chunks);
}

async function writeVerified(path: string, sha256: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const hash = createHash('sha256');
  let count = 0;
  async function* watched() {
    for await (const chunk of bytes) {
      count += chunk.length;
      if (count > attachmentLimits.bytes)
        throw new AttachmentRefused('too-large', `the file is larger than ${attachmentLimits.bytes} bytes`);
      hash.update(chunk);
      yield chunk;
    }
  }
  // The file is made before a byte is read: one that is still being made when the bytes break off could not be deleted.
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(watched());
    await file.sync();
  } finally {
    await file.close();
  }
  const actual = hash.digest('hex');
  if (actual !== sha256) throw new AttachmentRefused('other-hash', `the bytes have the SHA-256 ${actual}`);
}

async function moveDurably(from: string, to: string): Promise<void> {
  await rename(from, to);
  await syncFolder(dirname(to));
}

/** A file's name is durable only once its folder is. */
async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open folders; there the name becomes durable with the file.
  if (process.platform === 'win32') return;
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function absent(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
  throw error;
}
