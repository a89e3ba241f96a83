// OP22: a whole copy of a data folder, made while a server runs, and its restore. A copy is verified before it counts,
// and so are restored files: the database by SQLite and by its hash, each attached file by its name.
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { isSha256 } from '#room/view/attachments.ts';
import { databaseFileIn, holdDataFolder, incomingFolder } from './data-folder.ts';
import { copyDatabase, countAttached, countRooms, readBucketName, verifyDatabase } from './database-copy.ts';
import { migrations } from './migrations/migrations.ts';
import { isPlainFile } from './plain-file.ts';

/** The message is for the operator and gives the next step; nothing was changed. */
export class BackupRefused extends Error {
  override name = 'BackupRefused';
}

const manifestSchema = z.object({
  muster: z.string(),
  at: z.number(),
  schema: z.int(),
  database: z.object({ bytes: z.int(), sha256: z.string() }),
  /** Number of rooms in the copy; absent in copies of older versions. */
  rooms: z.int().optional(),
  attachments: z.array(z.object({ sha256: z.string().refine(isSha256), bytes: z.int() })),
  /** AT10: number of further attached files in the database itself, as in a copy of PostgreSQL. */
  attachedInside: z.int().optional(),
  /** AT11: the bucket with attached files, which are not copied. */
  attachedIn: z.string().optional(),
});
type Manifest = z.output<typeof manifestSchema>;
const manifestIn = (folder: string) => join(folder, 'backup.json');
const attachmentsIn = (folder: string) => join(folder, 'attachments');
const tokenIn = (folder: string) => join(folder, 'owner-token');
const filesOf = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);

export type Backup = {
  dataFolder: string;
  /** PG5: PostgreSQL's address; null when the database is in the data folder. */
  database?: string | null;
  folder: string;
  version: string;
  now: () => number;
};
/** `attachedIn`: the bucket with attached files that the backup does not hold; null without one. */
export type BackupOutcome = { rooms: number; attachments: number; bytes: number; attachedIn: string | null };

/** Copies into a new or empty folder. Throws BackupRefused. A server may run on the data folder meanwhile. */
export async function backUp({
  dataFolder,
  database = null,
  folder,
  version,
  now,
}: Backup): Promise<BackupOutcome> {
  const source = resolve(dataFolder);
  const target = resolve(folder);
  if (database === null && !existsSync(databaseFileIn(source)))
    throw new BackupRefused(`There is no Muster database in ${source}. Name its folder with --data.`);
  if (filesOf(target).length > 0)
    throw new BackupRefused(`${target} is not empty. Choose a new folder for each backup.`);
  const making = `${target}.new`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(attachmentsIn(making), { recursive: true, mode: 0o700 });
  chmodSync(making, 0o700);
  // The database first: a file that it names was already stored before that.
  const schema =
    database === null
      ? copyDatabase(databaseFileIn(source), databaseFileIn(making))
      : await (await import('./postgres/move.ts')).copyFromPostgres(database, databaseFileIn(making));
  const attachments = await copyAttachments(attachmentsIn(source), attachmentsIn(making));
  if (existsSync(tokenIn(source))) copyPrivate(tokenIn(source), tokenIn(making));
  const manifest: Manifest = {
    muster: version,
    at: now(),
    schema,
    database: await measure(making),
    attachments,
    ...countsOf(databaseFileIn(making)),
  };
  writeFileSync(manifestIn(making), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600, flush: true });
  await verifyBackup(making);
  if (existsSync(target)) rmSync(target, { recursive: true });
  mkdirSync(dirname(target), { recursive: true });
  renameSync(making, target);
  return outcomeOf(manifest);
}

/** Throws BackupRefused for a pipe, a device or a folder where a file should be; what is missing passes. */
function refuseOddFile(path: string): void {
  if (existsSync(path) && !isPlainFile(path)) throw new BackupRefused(`${path} is no plain file.`);
}

const measure = async (folder: string) => ({
  bytes: statSync(databaseFileIn(folder)).size,
  sha256: await hashOf(databaseFileIn(folder)),
});

function countsOf(database: string) {
  const attachedIn = readBucketName(database);
  return {
    rooms: countRooms(database),
    attachedInside: countAttached(database),
    ...(attachedIn !== null && { attachedIn }),
  };
}

const outcomeOf = ({
  database,
  rooms = 0,
  attachments,
  attachedInside = 0,
  attachedIn,
}: Manifest): BackupOutcome => ({
  rooms,
  attachments: attachments.length + attachedInside,
  bytes: attachments.reduce((sum, { bytes }) => sum + bytes, database.bytes),
  attachedIn: attachedIn ?? null,
});

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

function copyPrivate(from: string, to: string) {
  copyFileSync(from, to);
  chmodSync(to, 0o600);
}

/** Copies every file, and the marks of erased ones. Each is stored under its hash. */
async function copyAttachments(from: string, to: string): Promise<Manifest['attachments']> {
  const copied: Manifest['attachments'] = [];
  for (const sha256 of filesOf(from).filter(isSha256)) {
    const target = join(to, sha256);
    refuseOddFile(join(from, sha256));
    try {
      copyPrivate(join(from, sha256), target);
    } catch (error) {
      // Erased after the folder was listed.
      if (!existsSync(join(from, sha256))) continue;
      throw error;
    }
    if ((await hashOf(target)) !== sha256)
      throw new BackupRefused(
        `The attached file ${join(from, sha256)} is damaged: its content has another hash.`,
      );
    copied.push({ sha256, bytes: statSync(target).size });
  }
  mkdirSync(join(to, 'erased'), { recursive: true, mode: 0o700 });
  for (const sha256 of filesOf(join(from, 'erased')).filter(isSha256)) {
    refuseOddFile(join(from, 'erased', sha256));
    copyPrivate(join(from, 'erased', sha256), join(to, 'erased', sha256));
  }
  return copied;
}

/** Throws BackupRefused when anything is missing, damaged or from a newer version. */
async function verifyBackup(folder: string): Promise<Manifest> {
  if (!existsSync(manifestIn(folder)))
    throw new BackupRefused(`${folder} is no backup: it has no backup.json, which is written last.`);
  for (const part of [manifestIn(folder), databaseFileIn(folder), tokenIn(folder)]) refuseOddFile(part);
  const read = manifestSchema.safeParse(readJson(manifestIn(folder)));
  if (!read.success) throw new BackupRefused(`${manifestIn(folder)} is damaged.`);
  const { data: manifest } = read;
  if (manifest.schema > migrations.length)
    throw new BackupRefused(
      `The backup is of a newer version of Muster (schema ${manifest.schema}, this one knows ${migrations.length}).`,
    );
  const file = databaseFileIn(folder);
  if (!existsSync(file)) throw new BackupRefused(`${folder} is damaged: its database is missing.`);
  const { sha256 } = await measure(folder);
  if (sha256 !== manifest.database.sha256)
    throw new BackupRefused(`${file} is damaged: its content differs from what was backed up.`);
  const wrong = verifyDatabase(file);
  if (wrong !== null) throw new BackupRefused(`${file} is damaged: ${wrong}.`);
  const rooms = countRooms(file);
  if (manifest.rooms !== undefined && rooms !== manifest.rooms)
    throw new BackupRefused(`${file} is damaged: it has ${rooms} rooms, and had ${manifest.rooms}.`);
  for (const each of manifest.attachments) {
    const attached = join(attachmentsIn(folder), each.sha256);
    refuseOddFile(attached);
    if (!existsSync(attached) || (await hashOf(attached)) !== each.sha256)
      throw new BackupRefused(
        `${folder} is damaged: the attached file ${each.sha256} is missing or differs.`,
      );
  }
  return { ...manifest, rooms };
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/**
 * Restores a backup into a data folder that is new, empty, or not in use. Existing content is moved into
 * `before-restore-…` within it. With `database` the rows go into that empty PostgreSQL and the files into the data
 * folder. Throws BackupRefused, or DataFolderRefused when a server uses the folder or the database holds data.
 */
export async function restore({
  dataFolder,
  database = null,
  folder,
  now,
}: Omit<Backup, 'version'>): Promise<BackupOutcome> {
  const target = resolve(dataFolder);
  const source = resolve(folder);
  const manifest = await verifyBackup(source);
  refuseForeignFolder(target, database !== null);
  const held = holdDataFolder(target);
  try {
    const incoming = incomingFolder(target);
    await bringIn(source, incoming, database);
    const aside = join(target, `${asideName}${new Date(now()).toISOString().replaceAll(/[:.]/gu, '-')}`);
    const present = movedParts.filter((name) => existsSync(join(target, name)));
    if (present.length > 0) mkdirSync(aside, { mode: 0o700 });
    // The database leaves first and comes last: without it no server starts on a half-finished folder (OP23).
    for (const name of present) renameSync(join(target, name), join(aside, name));
    for (const name of movedParts.toReversed())
      if (existsSync(join(incoming, name))) renameSync(join(incoming, name), join(target, name));
  } finally {
    // Also after a refusal, so that a second try works.
    rmSync(incomingFolder(target), { recursive: true, force: true });
    held.release();
  }
  return outcomeOf(manifest);
}

const asideName = 'before-restore-';
/** The files that a restore moves, in this order. */
const movedParts = ['muster.db', 'muster.db-wal', 'muster.db-shm', 'attachments', 'owner-token'];

const isPart = (name: string) => movedParts.includes(name);

/**
 * Throws BackupRefused for a folder with anything but Muster's. A restore that was killed leaves `restore.new`, and
 * perhaps some parts that it had moved; then the next one may begin again.
 */
function refuseForeignFolder(target: string, isInPostgres: boolean): void {
  const incoming = incomingFolder(target);
  if (filesOf(incoming).some((name) => !isPart(name)))
    throw new BackupRefused(
      `${incoming} holds files that no restore put there. Move them elsewhere, then try again.`,
    );
  // With PostgreSQL a data folder has no database file.
  if (existsSync(databaseFileIn(target)) || (isInPostgres && existsSync(tokenIn(target)))) return;
  const wasCutShort = existsSync(incoming);
  const isLeftOver = (name: string) =>
    isPart(name) || name === basename(incoming) || name.startsWith(asideName);
  const isForeign = (name: string) => name !== 'lock' && !(wasCutShort && isLeftOver(name));
  if (filesOf(target).some(isForeign))
    throw new BackupRefused(`${target} is not empty and no data folder of Muster. Name another with --data.`);
}

/** Copies a backup to `incoming` and verifies it; with `database` its rows go into that PostgreSQL instead. */
async function bringIn(source: string, incoming: string, database: string | null): Promise<void> {
  rmSync(incoming, { recursive: true, force: true });
  mkdirSync(attachmentsIn(incoming), { recursive: true, mode: 0o700 });
  copyPrivate(databaseFileIn(source), databaseFileIn(incoming));
  await copyAttachments(attachmentsIn(source), attachmentsIn(incoming));
  if (existsSync(tokenIn(source))) copyPrivate(tokenIn(source), tokenIn(incoming));
  const wrong = verifyDatabase(databaseFileIn(incoming));
  if (wrong !== null) throw new BackupRefused(`The copy of ${source} came out damaged: ${wrong}.`);
  if (database === null) return;
  // PG4: into an empty database, in one transaction, with a comparison.
  await (await import('./postgres/move.ts')).copyToPostgres(incoming, database);
  for (const name of ['muster.db', 'muster.db-wal', 'muster.db-shm'])
    rmSync(join(incoming, name), { force: true });
}
