// SP74: a folder on another computer, by SSH (SFTP). As in folder.ts, complete generations are stored beside it, and
// the folder is a link to one of them. The host's key is pinned: another host gets nothing.
import { createHash, randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { posix } from 'node:path';
import type { Client, SFTPWrapper } from 'ssh2';
import type { Generation } from '../page/generation.ts';
import type { Target } from '../page/settings.ts';
import { openRemote, type Remote } from './remote.ts';
import { isSequence, type Published, type Way } from './upload.ts';

type SshTarget = Extract<Target, { kind: 'ssh' }>;

const connectMs = 20_000;
const atOnce = 8;
/**
 * Younger leftovers may be work in progress. Sequences are never below the time in milliseconds (SP65), so they show
 * the age.
 */
const oldMs = 600_000;

/** Rejects with a sentence for the operator. When two write at once, the newer generation stays. */
export async function publishBySsh(target: SshTarget, generation: Generation, way: Way): Promise<Published> {
  way.egress.assertAllowed(target.host);
  const { Client: SshClient } = await import('ssh2');
  const client = new SshClient();
  const end = () => client.destroy();
  way.signal.addEventListener('abort', end, { once: true });
  try {
    const remote = openRemote(await openSftp(client, target, way));
    return await publish(remote, target.path, generation, way.over);
  } finally {
    way.signal.removeEventListener('abort', end);
    client.end();
  }
}

async function publish(
  remote: Remote,
  path: string,
  generation: Generation,
  over: number,
): Promise<Published> {
  const store = posix.join(posix.dirname(path), `.${posix.basename(path)}.generations`);
  await refuseOtherThings(remote, path);
  await remote.makeFolder(store);
  const there = Math.max(0, ...(await sequencesIn(remote, store)));
  if (there > Math.min(over, generation.sequence)) return { newer: there };
  await writeWhole(remote, store, generation);
  try {
    // Another process may have added a newer one meanwhile, so look again after each switch.
    for (let shown = -1; ;) {
      const newest = Math.max(...(await sequencesIn(remote, store)));
      if (newest === shown) break;
      await switchTo(remote, { path, store, sequence: newest });
      shown = newest;
    }
  } finally {
    await tidy(remote, path, store);
  }
  return 'published';
}

/**
 * Keeps the one that is shown and the two newest: a visitor may still be reading the previous one. A crash's leftovers
 * are removed when old.
 */
async function tidy(remote: Remote, path: string, store: string) {
  const shown = posix.basename((await remote.targetOf(path)) ?? '');
  const names = await remote.list(store);
  const whole = names
    .filter((name) => /^\d+$/u.test(name))
    .toSorted((one, other) => Number(other) - Number(one));
  const newest = Number(whole[0] ?? 0);
  const left = names.filter(
    (name) => Number(/^(\d+)\..*\.(?:draft|link)$/u.exec(name)?.[1] ?? Infinity) < newest - oldMs,
  );
  for (const name of [...whole.slice(2).filter((each) => each !== shown), ...left])
    // Another process may be tidying up too; the next publication tries again.
    await remote.remove(posix.join(store, name)).catch(() => undefined);
}

async function refuseOtherThings(remote: Remote, path: string) {
  const found = await remote.look(path);
  if (found === null || found === 'link') return;
  if (found === 'file') throw new Error('there is a file at this path, not a folder');
  if ((await remote.list(path)).length > 0)
    throw new Error('the folder holds other files. Name an empty or new folder');
}

const sequencesIn = async (remote: Remote, store: string): Promise<number[]> =>
  (await remote.list(store))
    .filter((name) => /^\d+$/u.test(name))
    .map(Number)
    .filter(isSequence);

/** Written under another name first: a folder named by its sequence is complete. */
async function writeWhole(remote: Remote, store: string, { sequence, files }: Generation) {
  const draft = posix.join(store, `${sequence}.${randomUUID()}.draft`);
  const folders = new Set([...files.keys()].flatMap((path) => foldersOf(posix.dirname(path))));
  const waiting = [...files];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      await remote.write(posix.join(draft, next[0]), next[1].bytes);
  };
  try {
    for (const folder of ['', ...folders]) await remote.makeFolder(posix.join(draft, folder));
    const ends = await Promise.allSettled(Array.from({ length: atOnce }, work));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
    await remote.rename(draft, posix.join(store, String(sequence)));
  } catch (error) {
    // The connection may be what failed; then the first publication after some minutes removes the draft.
    await remote.remove(draft).catch(() => undefined);
    // The same generation was published before.
    if (!(await sequencesIn(remote, store)).includes(sequence)) throw error;
  }
}

/** `a/b/c` as `a`, `a/b`, `a/b/c`. */
const foldersOf = (folder: string): string[] =>
  folder === '.' ? [] : [...foldersOf(posix.dirname(folder)), folder];

type Switch = { path: string; store: string; sequence: number };

async function switchTo(remote: Remote, { path, store, sequence }: Switch) {
  const link = posix.join(store, `${sequence}.${randomUUID()}.link`);
  // The link is relative to its final place, beside the store.
  await remote.link(posix.join(posix.basename(store), String(sequence)), link);
  // An empty folder that an operator made in advance.
  if ((await remote.look(path)) === 'folder') await remote.removeFolder(path);
  await remote.replace(link, path);
}

/** The signature algorithms with which a host may prove that it has a key of this type. */
function proofsOf(type: string): string[] {
  return type === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256'] : [type];
}
const fingerprintOf = (key: Buffer) =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/u, '')}`;

function openSftp(client: Client, target: SshTarget, { egress, signal }: Way): Promise<SFTPWrapper> {
  const { host, port = 22, user, key, hostKey } = target;
  const [type = '', pinned = ''] = hostKey.split(' ');
  let seen: string | null = null;
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      const isStranger = seen !== null && seen !== fingerprintOf(Buffer.from(pinned, 'base64'));
      reject(isStranger ? new Error(`the host’s key is not the pinned one: ${seen}`) : error);
    };
    const socket = connect({ host, port, lookup: egress.guardedLookup, signal, noDelay: true });
    client.on('error', fail).on('close', () => fail(new Error('the connection was closed')));
    client.on('ready', () =>
      client.sftp((error, sftp) => {
        if (error === undefined) resolve(sftp);
        else reject(new Error('the host does not offer SFTP', { cause: error }));
      }),
    );
    socket.once('error', fail);
    client.connect({
      sock: socket,
      username: user,
      privateKey: `${key.trim()}\n`,
      readyTimeout: connectMs,
      algorithms: { serverHostKey: proofsOf(type) as [] },
      hostVerifier: (given: Buffer) => {
        seen = fingerprintOf(given);
        return seen === fingerprintOf(Buffer.from(pinned, 'base64'));
      },
    });
  });
}
