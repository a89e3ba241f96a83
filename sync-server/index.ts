// The sync server as a process: settings, the data folder, the ready line, a clean end. Its parts are in server.ts.
import { isCommand, runCommand } from './commands.ts';
import { ConfigRefused, readConfig, usage, type Config } from './config.ts';
import { ConfigurationRefused } from './configuration/configuration.ts';
import { DatabaseRefused } from './storage/database.ts';
import { DataFolderRefused } from './storage/data-folder.ts';
import { ListenRefused } from './http/listen.ts';
import { readVersion } from './installation.ts';
import { openLog } from './log.ts';
import { startServer, type Server } from './server.ts';
import { leaveCollectingToUs } from './sync/give-back.ts';

// A clean end writes pending data. Everything acknowledged is on disk already, so it may be cut short.
const patienceAtEndMs = 4_000;

// stdout carries only the ready line; everything else goes to stderr.
process.stdout.on('error', () => {});
const log = openLog();

process.on('uncaughtException', (error) => {
  log.fatal({ err: error }, 'the server met a bug and ends; everything acknowledged is on disk');
  process.exit(1);
});

const config = configOrExit();
if (config === 'help') process.stdout.write(usage);
else if (config === 'version') process.stdout.write(`muster-server ${readVersion()}\n`);
else if (isCommand(config)) await runCommand(config);
else await run(config);

function configOrExit(): Config | 'help' | 'version' {
  try {
    return readConfig(process.argv.slice(2), process.env);
  } catch (error) {
    if (!(error instanceof ConfigRefused)) throw error;
    process.stderr.write(`${error.message}\n`);
    return process.exit(2);
  }
}

/** On PostgreSQL it may be one of several processes; that code is loaded on demand. */
async function start(config: Config): Promise<Server> {
  if (config.database === null) return startServer(config, log);
  const { startMember } = await import('./processes/member.ts');
  return startMember(config, config.database, log);
}

async function run(config: Config) {
  log.level = config.logLevel;
  leaveCollectingToUs();
  try {
    const server = await start(config);
    endCleanly(server);
    process.stdout.write(`muster-server ready ${server.url}\n`);
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
        log.error({ err: error }, 'the server did not end cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}
