// One-time commands of the server's program, after which the process ends. A running server needs none of them, so this
// is loaded on demand.
import type { Config } from './config.ts';
import { readVersion } from './installation.ts';
import { DatabaseRefused } from './storage/database.ts';
import { DataFolderRefused } from './storage/data-folder.ts';
import { diskTrouble } from './storage/disk-trouble.ts';

export const isCommand = ({ onlyChecks, verify, copies, copyTo, onlyVacuums }: Config): boolean =>
  onlyChecks || onlyVacuums || verify !== null || copies !== null || copyTo !== null;

/** Writes its result to stdout or stderr and sets the exit code. */
export async function runCommand(config: Config): Promise<void> {
  if (config.onlyChecks) await check(config);
  else if (config.verify !== null) await verify(config.verify);
  else if (config.copies !== null) await copy(config.copies, config);
  else if (config.copyTo !== null) await copyTo(config.copyTo, config.dataFolder);
  else await vacuum(config);
}

async function check({ configuration, dataFolder, database }: Config) {
  const { checkConfiguration } = await import('./configuration/check.ts');
  try {
    const file = configuration ?? '';
    const { isRight, text } = await checkConfiguration({
      file,
      dataFolder,
      database,
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

async function copy({ what, folder }: NonNullable<Config['copies']>, { dataFolder, database }: Config) {
  const { backUp, restore } = await import('./storage/backup.ts');
  await orRefuse(async () => {
    const options = { dataFolder, database, folder, version: readVersion(), now: Date.now };
    const { bytes, attachments, rooms, attachedIn } = await (what === 'backup'
      ? backUp(options)
      : restore(options));
    const held = `${bytes} bytes with ${count(rooms, 'room')} and ${count(attachments, 'attached file')}`;
    const done =
      what === 'backup'
        ? `copied into ${folder}`
        : `put back into ${database === null ? dataFolder : `PostgreSQL and ${dataFolder}`}`;
    const elsewhere =
      attachedIn === null
        ? ''
        : ` The files in ${attachedIn} are not part of the backup; they stay where they are.`;
    process.stdout.write(`${held} ${done}, and verified.${elsewhere}\n`);
  });
}

const count = (many: number, what: string) => `${many} ${what}${many === 1 ? '' : 's'}`;

async function copyTo(url: string, dataFolder: string) {
  const { copyToPostgres } = await import('./storage/postgres/move.ts');
  await orRefuse(async () => {
    const copied = await copyToPostgres(dataFolder, url);
    const rows = copied.reduce((sum, each) => sum + each.rows, 0);
    process.stdout.write(
      `${count(rows, 'row')} of ${count(copied.length, 'table')} copied and compared. ` +
        `From now on start the server with --database (MUSTER_DATABASE) and the same --data.\n`,
    );
  });
}

async function vacuum({ dataFolder, database }: Config) {
  const { vacuumDatabase } = await import('./storage/vacuum.ts');
  await orRefuse(() => {
    if (database !== null)
      throw new DataFolderRefused('PostgreSQL gives unused space back by itself; --vacuum is for SQLite.');
    const { before, after } = vacuumDatabase(dataFolder);
    process.stdout.write(`The database had ${before} bytes and has ${after}, and was verified.\n`);
  });
}

/** Prints the operator's next step and sets exit code 1. */
async function orRefuse(work: () => Promise<void> | void) {
  const { BackupRefused } = await import('./storage/backup.ts');
  try {
    await work();
  } catch (error) {
    const trouble = diskTrouble(error);
    const isRefusal =
      error instanceof BackupRefused ||
      error instanceof DataFolderRefused ||
      error instanceof DatabaseRefused;
    if (!isRefusal && trouble === null) throw error;
    process.stderr.write(`${error instanceof Error ? error.message : trouble}\n`);
    process.exitCode = 1;
  }
}
