// The sync server as a process: settings, the data folder, the ready line, a clean end.
// What it consists of is in server.ts.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ConfigRefused, readConfig, usage, type Config } from './config.ts';
import { ConfigurationRefused } from './configuration/configuration.ts';
import { DatabaseRefused } from './storage/database.ts';
import { diskTrouble } from './storage/disk-trouble.ts';
import { readVersion } from './installation.ts';
import { DataFolderRefused } from './storage/data-folder.ts';
import { ListenRefused } from './http/listen.ts';
import { openLog } from './log.ts';
import { startServer, type Server } from './server.ts';

// A clean end writes what is pending; everything acknowledged is on disk already, so it may be cut short.
const patienceAtEndMs = 4_000;
const settledAfterMs = 1_000;

// stdout carries the ready line alone; everything else goes to stderr.
process.stdout.on('error', () => {});
const log = openLog();

process.on('uncaughtException', (error) => {
  log.fatal({ err: error }, 'the server met a bug and ends; everything acknowledged is on disk');
  process.exit(1);
});

const config = configOrExit();
if (config === null) process.stdout.write(usage);
else if (config.onlyChecks) await check(config);
else if (config.verify !== null) await verify(config.verify);
else if (config.copies !== null) await copy(config.copies, config.dataFolder);
else await run(config);

function configOrExit(): Config | null {
  try {
    return readConfig(process.argv.slice(2), process.env);
  } catch (error) {
    if (!(error instanceof ConfigRefused)) throw error;
    process.stderr.write(`${error.message}\n`);
    return process.exit(2);
  }
}

async function check({ configuration, dataFolder }: Config) {
  // A server that runs has no use for it.
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
  const { backUp, restore, BackupRefused } = await import('./storage/backup.ts');
  try {
    const options = { dataFolder, folder, version: readVersion(), now: Date.now };
    const { bytes, attachments } = await (what === 'backup' ? backUp(options) : restore(options));
    const files = `${bytes} bytes with ${attachments} attached ${attachments === 1 ? 'file' : 'files'}`;
    const done = what === 'backup' ? `copied into ${folder}` : `put back into ${dataFolder}`;
    process.stdout.write(`${files} ${done}, and verified.\n`);
  } catch (error) {
    const trouble = diskTrouble(error);
    if (!(error instanceof BackupRefused || error instanceof DataFolderRefused) && trouble === null)
      throw error;
    process.stderr.write(`${error instanceof Error ? error.message : trouble}\n`);
    process.exitCode = 1;
  }
}

async function run(config: Config) {
  try {
    const server = await startServer(config, log);
    endCleanly(server);
    process.stdout.write(`muster-server ready ${server.url}\n`);
    setTimeout(releaseStartMemory, settledAfterMs).unref();
  } catch (error) {
    if (error instanceof ConfigurationRefused) {
      process.stderr.write(`${error.message}\n`);
      process.exit(2);
    }
    const isRefusal =
      error instanceof DatabaseRefused ||
      error instanceof DataFolderRefused ||
      error instanceof ListenRefused;
    if (!isRefusal) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

/**
 * Reading the program leaves some 30 MB behind that an idle process would hold for good, because nothing makes
 * it collect: this does, once.
 */
function releaseStartMemory() {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (options: { type: 'major'; flavor: 'last-resort' }) => void;
  collect({ type: 'major', flavor: 'last-resort' });
}

function endCleanly(server: Server) {
  let isEnding = false;
  const end = (signal: string) => {
    if (isEnding) return;
    isEnding = true;
    log.info({ signal }, 'ending');
    setTimeout(() => {
      log.warn('ended without waiting any longer');
      process.exit(0);
    }, patienceAtEndMs).unref();
    server.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'the end was not clean');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}
