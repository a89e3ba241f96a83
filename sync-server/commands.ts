// What the server's program does besides serving: each is done once, and the process ends. A server that runs has no
// use for any of it, so it is loaded when asked for.
import type { Config } from './config.ts';
import { readVersion } from './installation.ts';
import { DatabaseRefused } from './storage/database.ts';
import { DataFolderRefused } from './storage/data-folder.ts';
import { diskTrouble } from './storage/disk-trouble.ts';

export const isCommand = ({ onlyChecks, verify, copies, onlyVacuums }: Config): boolean =>
  onlyChecks || onlyVacuums || verify !== null || copies !== null;

/** Writes what it has to say to stdout or stderr and sets the exit code. */
export async function runCommand(config: Config): Promise<void> {
  if (config.onlyChecks) await check(config);
  else if (config.verify !== null) await verify(config.verify);
  else if (config.copies !== null) await copy(config.copies, config.dataFolder);
  else await vacuum(config.dataFolder);
}

async function check({ configuration, dataFolder }: Config) {
  const { checkConfiguration } = await import('./configuration/check.ts');
  try {
    const file = configuration ?? '';
    const { isRight, text } = await checkConfiguration({
      file,
      dataFolder,
      environment: process.env,
      now: Date.now,
    });
    (isRight ? process.stdout : process.stderr).write(text);
    process.exitCode = isRight ? 0 : 2;
  } catch (error) {
    if (!(error instanceof DatabaseRefused)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

async function verify(file: string) {
  const { verifyAt } = await import('./records/verify-command.ts');
  const { text, exitCode } = await verifyAt(file);
  (exitCode === 2 ? process.stderr : process.stdout).write(`${text}\n`);
  process.exitCode = exitCode;
}

async function copy({ what, folder }: NonNullable<Config['copies']>, dataFolder: string) {
  const { backUp, restore } = await import('./storage/backup.ts');
  await orRefuse(async () => {
    const options = { dataFolder, folder, version: readVersion(), now: Date.now };
    const { bytes, attachments, rooms } = await (what === 'backup' ? backUp(options) : restore(options));
    const held = `${bytes} bytes with ${count(rooms, 'room')} and ${count(attachments, 'attached file')}`;
    const done = what === 'backup' ? `copied into ${folder}` : `put back into ${dataFolder}`;
    process.stdout.write(`${held} ${done}, and verified.\n`);
  });
}

const count = (many: number, what: string) => `${many} ${what}${many === 1 ? '' : 's'}`;

async function vacuum(dataFolder: string) {
  const { vacuumDatabase } = await import('./storage/vacuum.ts');
  await orRefuse(() => {
    const { before, after } = vacuumDatabase(dataFolder);
    process.stdout.write(`The database had ${before} bytes and has ${after}, and was verified.\n`);
  });
}

/** Says what the operator is to do, with exit code 1. */
async function orRefuse(work: () => Promise<void> | void) {
  const { BackupRefused } = await import('./storage/backup.ts');
  try {
    await work();
  } catch (error) {
    const trouble = diskTrouble(error);
    const isRefusal = error instanceof BackupRefused || error instanceof DataFolderRefused;
    if (!isRefusal && trouble === null) throw error;
    process.stderr.write(`${error instanceof Error ? error.message : trouble}\n`);
    process.exitCode = 1;
  }
}
