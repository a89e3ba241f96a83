// The remote file operations of ssh.ts, as promises.
import { posix } from 'node:path';
import type { SFTPWrapper } from 'ssh2';

/** Paths are in the remote computer's format. All methods reject with its error text. */
export type Remote = {
  /** The type of a path; null when nothing is there. */
  look(path: string): Promise<'file' | 'folder' | 'link' | null>;
  /** Where a link leads; null when there is no link. */
  targetOf(path: string): Promise<string | null>;
  /** The names in a folder. */
  list(folder: string): Promise<string[]>;
  /** Keeps an existing one. */
  makeFolder(path: string): Promise<void>;
  write(path: string, bytes: Buffer): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Replaces the target in one step, where the server supports that. */
  replace(from: string, to: string): Promise<void>;
  link(target: string, path: string): Promise<void>;
  removeFolder(path: string): Promise<void>;
  /** Removes a file or link, or a folder with its content. */
  remove(path: string): Promise<void>;
};

type Done = (error?: Error | null) => void;

const done = (act: (done: Done) => void, path: string) =>
  new Promise<void>((resolve, reject) => {
    act((error) => {
      if (error === undefined || error === null) resolve();
      else reject(new Error(`${path}: ${error.message}`, { cause: error }));
    });
  });

const lookFor =
  (sftp: SFTPWrapper): Remote['look'] =>
  (path) =>
    new Promise((resolve) => {
      sftp.lstat(path, (error, stats) => {
        if (error !== undefined) resolve(null);
        else if (stats.isSymbolicLink()) resolve('link');
        else resolve(stats.isDirectory() ? 'folder' : 'file');
      });
    });

const targetWith =
  (sftp: SFTPWrapper): Remote['targetOf'] =>
  (path) =>
    new Promise((resolve) => {
      sftp.readlink(path, (error, target) => resolve(error === undefined ? target : null));
    });

const listWith =
  (sftp: SFTPWrapper): Remote['list'] =>
  (folder) =>
    new Promise((resolve, reject) => {
      sftp.readdir(folder, (error, entries) => {
        if (error === undefined) resolve(entries.map(({ filename }) => filename));
        else reject(new Error(`${folder}: ${error.message}`, { cause: error }));
      });
    });

export function openRemote(sftp: SFTPWrapper): Remote {
  const look = lookFor(sftp);
  const list = listWith(sftp);
  const remote: Remote = {
    look,
    targetOf: targetWith(sftp),
    list,
    makeFolder: async (path) => {
      try {
        await done((end) => sftp.mkdir(path, end), path);
      } catch (error) {
        if ((await look(path)) !== 'folder') throw error;
      }
    },
    write: (path, bytes) => done((end) => sftp.writeFile(path, bytes, end), path),
    rename: (from, to) => done((end) => sftp.rename(from, to, end), to),
    replace: (from, to) =>
      done((end) => sftp.ext_openssh_rename(from, to, end), to).catch(async (error: unknown) => {
        // Without that extension, the target is missing for a moment.
        if (!/not support/iu.test(String(error))) throw error;
        await done((end) => sftp.unlink(to, () => end()), to);
        await done((end) => sftp.rename(from, to, end), to);
      }),
    link: (target, path) => done((end) => sftp.symlink(target, path, end), path),
    removeFolder: (path) => done((end) => sftp.rmdir(path, end), path),
    remove: async (path) => {
      if ((await look(path)) !== 'folder') return done((end) => sftp.unlink(path, end), path);
      for (const name of await list(path)) await remote.remove(posix.join(path, name));
      return done((end) => sftp.rmdir(path, end), path);
    },
  };
  return remote;
}
