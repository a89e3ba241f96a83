// AT10, AT11: where attached files are stored: in the bucket that --attachments names; else in PostgreSQL if that is the
// database, so that every process has them; else in the data folder. Files in another place, as after a move or a
// restore, are moved.
import type { WallClock } from '../clock.ts';
import type { Config } from '../config.ts';
import { DataFolderRefused } from '../storage/data-folder.ts';
import type { Database } from '../storage/database.ts';
import { attachmentsPlace, forgetKept, readKept, writeKept } from '../storage/kept-values.ts';
import type { S3Bucket } from '../outgoing/s3.ts';
import { openBucketAttachments, type BucketStore } from './bucket-store.ts';
import { openDatabaseAttachments } from './database-store.ts';
import { openAttachmentStore, type AttachmentStore } from './store.ts';

type Options = {
  database: Database;
  /** With PostgreSQL other processes, also on other machines, may use the database. */
  config: Pick<Config, 'database' | 'attachments'>;
  folder: string;
  now: () => number;
  clock: Pick<WallClock, 'after'>;
  /** Gets what ends the moving. */
  closings: (() => Promise<void> | void)[];
  log: { info: (about: object, line: string) => void; warn: (about: object, line: string) => void };
};

/** How long the server waits before it asks a bucket again that was out of reach. */
const againMs = 30_000;

/** Does not wait for a bucket: pages go out without it. Throws DataFolderRefused when the setting does not fit the data. */
export async function openAttachments(options: Options): Promise<AttachmentStore> {
  const { database, config, folder, now } = options;
  const place = config.attachments;
  const inFolder = openAttachmentStore(folder);
  const inDatabase = openDatabaseAttachments(options);
  const used = readPlace(database);
  const usual = config.database !== null ? inDatabase : inFolder;
  if (place?.kind === 'bucket') {
    const address = describe(place.bucket);
    if (used !== null && describe(used) !== address) throw otherPlace(describe(used), ` in ${address}`);
    const { endpoint, bucket, prefix, region } = place.bucket;
    writeKept(database, attachmentsPlace, JSON.stringify({ endpoint, bucket, prefix, region }));
    const store = openBucketAttachments({ bucket: place.bucket, erasures: inDatabase, now });
    return moveMeanwhile({ ...options, to: store, from: [inFolder, inDatabase], bucket: store });
  }
  if (used === null) {
    await bringOver(usual === inFolder ? inDatabase : inFolder, usual);
    return usual;
  }
  if (place === undefined || place.keys === null) throw otherPlace(describe(used), ' here');
  const store = openBucketAttachments({ bucket: { ...used, ...place.keys }, erasures: inDatabase, now });
  const from = [usual === inFolder ? inDatabase : inFolder, store];
  const onMoved = () => forgetKept(database, attachmentsPlace);
  return moveMeanwhile({ ...options, to: usual, from, bucket: store, onMoved });
}

type KnownPlace = Omit<S3Bucket, 'accessKeyId' | 'secretAccessKey'>;

function readPlace(database: Database): KnownPlace | null {
  const kept = readKept(database, attachmentsPlace);
  return kept === null ? null : (JSON.parse(kept) as KnownPlace);
}

const describe = ({ endpoint, bucket, prefix }: KnownPlace) =>
  `s3://${bucket}${prefix === undefined ? '' : `/${prefix}`} at ${endpoint}`;

const otherPlace = (used: string, wanted: string) =>
  new DataFolderRefused(
    `The attached files are in ${used}. Start with the same --attachments and its keys. To keep them${wanted} instead, ` +
      'start with --attachments own and the keys of that bucket until the log says that all of them were moved.',
  );

type Moving = Pick<Options, 'clock' | 'closings' | 'log'> & {
  to: AttachmentStore;
  from: readonly AttachmentStore[];
  bucket: BucketStore;
  onMoved?: () => void;
};

/** Moves in the background, and tries again until it is done. Until then a file is looked for in every place. */
function moveMeanwhile({ to, from, bucket, onMoved, clock, closings, log }: Moving): AttachmentStore {
  let others = from;
  let isClosed = false;
  let cancel: (() => void) | null = null;
  const move = async () => {
    for (const other of from) if (!isClosed) await bringOver(other, to, () => isClosed);
    await bucket.finishErasing();
    if (isClosed) return;
    if (others.length > 0) log.info({}, 'all attached files are in their place');
    others = [];
    onMoved?.();
  };
  const again = () => {
    if (!isClosed) cancel = clock.after(againMs, begin);
  };
  const begin = () => {
    move().catch((error: unknown) => {
      log.warn({ err: error }, 'attached files could not be moved; the server tries again');
      again();
    });
  };
  begin();
  closings.push(() => {
    isClosed = true;
    cancel?.();
  });
  return overAll({ to, others: () => others, bucket, eraseLater: again });
}

/** Stores in `to`, and looks in the other places too. */
function overAll({
  to,
  others,
  bucket,
  eraseLater,
}: Pick<Moving, 'to' | 'bucket'> & {
  others: () => readonly AttachmentStore[];
  eraseLater: () => void;
}): AttachmentStore {
  return {
    ...to,
    find: async (sha256) => {
      if (to.erasureOf(sha256) !== null) return null;
      // The places of this server first, since the bucket may be away.
      for (const place of [...others(), to].toSorted((a, b) => Number(a === bucket) - Number(b === bucket))) {
        const found = await place.find(sha256);
        if (found !== null) return found;
      }
      return null;
    },
    list: async () => {
      // A bucket that is lost for good: the desktops send its files again.
      const elsewhere = others().map((each) => each.list().catch(() => []));
      return [...new Set((await Promise.all([to.list(), ...elsewhere])).flat())];
    },
    erase: async (sha256, erasure) => {
      // In every store, the mark first. Files in an unreachable bucket are deleted later.
      await to.erase(sha256, erasure).catch((error: unknown) => {
        if (to.erasureOf(sha256) !== null) eraseLater();
        throw error;
      });
      for (const other of others()) await other.release(sha256);
    },
  };
}

/** A kill in between leaves a file in both places; the next start continues. */
async function bringOver(
  from: AttachmentStore,
  to: AttachmentStore,
  mustStop: () => boolean = () => false,
): Promise<void> {
  for (const { sha256, at, by } of from.erasures()) {
    if (to.erasureOf(sha256) === null) await to.erase(sha256, { at, by });
  }
  for (const sha256 of await from.list()) {
    if (mustStop()) return;
    const file = to.erasureOf(sha256) === null ? await from.find(sha256) : null;
    if (file !== null) await to.keep(sha256, file.read());
    await from.release(sha256);
  }
}
