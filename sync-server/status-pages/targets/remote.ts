// The few things that ssh.ts asks of a remote computer, as promises.
import { posix } from 'node:path';
import type { SFTPWrapper } from 'ssh2';

/** Every path is in the manner of the remote computer. All reject with its own words. */
export type Remote = {
  /** What is there; null where nothing is. */
  look(path: string): Promise<'file' | 'folder' | 'link' | null>;
  /** The names in a folder. */
  list(folder: string): Promise<string[]>;
  /** One that is there already stays. */
  makeFolder(path: string): Promise<void>;
  write(path: string, bytes: Buffer): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Takes the place of what is there in one step, where the computer can do that. */
  replace(from: string, to: string): Promise<void>;
  link(target: string, path: string): Promise<void>;
  removeFolder(path: string): Promise<void>;
  /** A file or link, or a folder with everything in it. */
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

export function openRemote(sftp: SFTPWrapper): Remote {
  const look: Remote['look'] = (path) =>
    new Promise((resolve) => {
      sftp.lstat(path, (error, stats) => {
        if (error !== undefined) resolve(null);
        else if (stats.isSymbolicLink()) resolve('link');
        else resolve(stats.isDirectory() ? 'folder' : 'file');
      });
    });
  const list: Remote['list'] = (folder) =>
    new Promise((resolve, reject) => {
      sftp.readdir(folder, (error, entries) => {
        if (error === undefined) resolve(entries.map(({ filename }) => filename));
        else reject(new Error(`${folder}: ${error.message}`, { cause: error }));
      });
    });
  const remote: Remote = {
    look,
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
        // A computer without that extension: for a moment nothing is there.
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
