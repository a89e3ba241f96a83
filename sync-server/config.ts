// The operator's settings, as flags and as MUSTER_* variables. They are checked only here.
import { parseArgs } from 'node:util';
import {
  ConfigRefused,
  fromEnvironment,
  readBaseUrl,
  readColdAfter,
  readDatabase,
  readHeartbeat,
  readHost,
  readPort,
  readRedis,
  refuse,
  type Environment,
  type Given,
  type Upstream,
} from './config-values.ts';
import { readProxies, readUplinks, readUpstreams } from './config-addresses.ts';
import { oidcOptions, oidcUsage, readOidcSettings, type OidcSettings } from './sign-in/oidc-settings.ts';
import {
  bucketOptions,
  bucketUsage,
  readAttachmentPlace,
  type AttachmentPlace,
} from './attachments/bucket-settings.ts';

export { ConfigRefused };

export type Config = {
  host: string;
  /** 0 picks a free one. */
  port: number;
  dataFolder: string;
  /** PG1: the address of a PostgreSQL database; null for a SQLite file in the data folder. */
  database: string | null;
  /** MP4: Redis for messages between processes on one database; null: the database carries them. */
  redis: string | null;
  /** MP6: the address of this process for the others; null means the address it listens on. */
  internalUrl: string | null;
  /** PG4: copy the data folder's database to this PostgreSQL database, then end. */
  copyTo: string | null;
  /** Where a hub listens when its owner names no address. */
  hubHost: string;
  upstreams: readonly Upstream[];
  /** The first owner's name, used when the database is made. */
  ownerName: string | null;
  /** Replaces the owner's token, because its file was lost. */
  newOwnerToken: boolean;
  /** OP20: networks of proxies whose X-Forwarded-For is trusted. */
  trustedProxies: readonly string[];
  /** CH9: `host:port` targets that answer while our own network works. */
  uplinks: readonly string[];
  /** CK1: whether checks and channels may contact link-local and metadata addresses. */
  allowsLinkLocal: boolean;
  /** OP: the start of links in messages, without a trailing slash; null means the address it listens on. */
  baseUrl: string | null;
  /** SI1: the company's sign-in, if there is one. */
  oidc?: OidcSettings;
  /** AT11: where attached files go, if it is not the data folder or the database. */
  attachments?: AttachmentPlace;
  /** CF1: the file or folder that configures monitors and other items; null for none. */
  configuration: string | null;
  /** CF9: the next load of the configuration may remove any number of items. */
  mayRemove: boolean;
  /** CF8: check the configuration, then end. */
  onlyChecks: boolean;
  /** OP22: the folder to back up to or restore from; then end. */
  copies: { what: 'backup' | 'restore'; folder: string } | null;
  /** OP29: the token that /metrics requires; null: none. */
  metricsToken: string | null;
  /** ES24: an address outside that is asked each minute while paging works. */
  heartbeatUrl?: string;
  /** OP1: the lowest level that is logged. */
  logLevel: LogLevel;
  /** OP30: days after which the log of a closed room is packed; null: never. */
  coldAfterDays: number | null;
  /** OP26: return the database's free space to the disk, then end. */
  onlyVacuums: boolean;
  /** JN6: the record to verify, then end. */
  verify: string | null;
};

export const usage = `Usage: node server.js [options]   (from the source: npm run server -- [options])

  --host HOST            address to listen on              MUSTER_HOST      127.0.0.1
  --port PORT            0 picks a free one                MUSTER_PORT      4455
  --data FOLDER          where everything is kept          MUSTER_DATA      ./muster-data
  --database URL         keep it in PostgreSQL instead     MUSTER_DATABASE  (a file in --data)
                         (postgres://user:password@host/name); owner-token stays
                         in --data
  --redis URL            what several processes on one database tell each other
                         goes this way (redis://…)         MUSTER_REDIS     (the database)
                         how they reach this one           MUSTER_INTERNAL_URL (where it listens)
  --upstream URL         a server to replicate; repeatable MUSTER_UPSTREAM  (comma list)
                         its token                         MUSTER_UPSTREAM_TOKEN (comma list)
  --base-url URL         how links in messages begin       MUSTER_BASE_URL  (the address it listens on)
${bucketUsage}  --trusted-proxies LIST networks of proxies that say who asks (10.0.0.0/8,::1)
                                                           MUSTER_TRUSTED_PROXIES
  --allow-link-local     let checks and webhooks ask such addresses MUSTER_ALLOW_LINK_LOCAL=1
  --hub-host HOST        where a hub listens              MUSTER_HUB_HOST  0.0.0.0
  --uplink HOST:PORT     reached while our own network works; repeatable
                                                           MUSTER_UPLINK    (comma list)
${oidcUsage}  --config FILE          monitors, schedules, policies, channels and the like from
                         a YAML file or a folder of them   MUSTER_CONFIG
  --may-remove           the file may remove many items, once
  --check-config FILE    say what is wrong in such a file (exit code 2), or what it
                         would change beside --data (exit code 0), and end
  --backup FOLDER        copy everything in --data there, even while a server works with it
  --restore FOLDER       put such a copy back into --data, which no server may hold
  --copy-to URL          copy the database in --data, which no server may hold, into
                         an empty one of PostgreSQL, and end
                         closed rooms rest packed after    MUSTER_COLD_AFTER_DAYS 90 (or never)
  --log-level LEVEL      trace, debug, info, warn, error   MUSTER_LOG_LEVEL info
                         /metrics asks for this token      MUSTER_METRICS_TOKEN
  --heartbeat-url URL    asked each minute while paging works, so that a service
                         outside notices when it does not  MUSTER_HEARTBEAT_URL
  --version, --help
  --vacuum               give unused space of the database in --data back, and end
  --verify FILE          say whether a .muster record is whole (exit code 0 or 1), and end
  --new-owner-token      make a new owner's token; the old one ends
                         the first owner's name            MUSTER_OWNER_NAME
`;

const longestName = 120;
const logLevels = ['trace', 'debug', 'info', 'warn', 'error'] as const;
type LogLevel = (typeof logLevels)[number];

/**
 * Reads flags (they win) and variables; returns 'help' or 'version' if only that was asked for. Throws ConfigRefused.
 */
export function readConfig(argv: readonly string[], environment: Environment): Config | 'help' | 'version' {
  const flags = readFlags(argv);
  if (flags.help === true) return 'help';
  if (flags.version === true) return 'version';
  const pick = (
    flag:
      | 'host'
      | 'port'
      | 'data'
      | 'hub-host'
      | 'database'
      | 'redis'
      | 'base-url'
      | 'config'
      | 'log-level'
      | 'heartbeat-url',
    variable: string,
  ): Given | null => {
    const value = flags[flag];
    return value === undefined ? fromEnvironment(environment, variable) : { name: `--${flag}`, value };
  };
  const upstreams = readUpstreams(flags.upstream, environment);
  const oidc = readOidcSettings(flags, environment, { isReplica: upstreams.length > 0 });
  const attachments = readAttachmentPlace(flags, environment, { isReplica: upstreams.length > 0 });
  const heartbeatUrl = readHeartbeat(pick('heartbeat-url', 'MUSTER_HEARTBEAT_URL'), upstreams);
  const toCheck = flags['check-config'];
  const allowsLinkLocal =
    flags['allow-link-local'] === true || readSwitch(fromEnvironment(environment, 'MUSTER_ALLOW_LINK_LOCAL'));
  const checked = toCheck === undefined ? null : { name: '--check-config', value: toCheck };
  return {
    host: readHost(pick('host', 'MUSTER_HOST'), '127.0.0.1'),
    port: readPort(pick('port', 'MUSTER_PORT')),
    dataFolder: readFolder(pick('data', 'MUSTER_DATA')),
    database: readDatabase(pick('database', 'MUSTER_DATABASE'), upstreams),
    redis: readRedis(pick('redis', 'MUSTER_REDIS'), pick('database', 'MUSTER_DATABASE')),
    internalUrl: readBaseUrl(fromEnvironment(environment, 'MUSTER_INTERNAL_URL')),
    copyTo: readDatabase(
      flags['copy-to'] === undefined ? null : { name: '--copy-to', value: flags['copy-to'] },
      [],
    ),
    hubHost: readHost(pick('hub-host', 'MUSTER_HUB_HOST'), '0.0.0.0'),
    upstreams,
    ownerName: readOwnerName(fromEnvironment(environment, 'MUSTER_OWNER_NAME')),
    newOwnerToken: flags['new-owner-token'] === true,
    trustedProxies: readProxies(flags['trusted-proxies'], environment),
    uplinks: readUplinks(flags.uplink, environment, allowsLinkLocal),
    allowsLinkLocal,
    baseUrl: readBaseUrl(pick('base-url', 'MUSTER_BASE_URL')),
    ...(oidc !== null && { oidc }),
    ...(attachments !== null && { attachments }),
    ...(heartbeatUrl !== null && { heartbeatUrl }),
    configuration: readConfiguration(checked ?? pick('config', 'MUSTER_CONFIG'), upstreams),
    mayRemove: flags['may-remove'] === true,
    onlyChecks: checked !== null,
    copies: readCopies(flags),
    metricsToken: readMetricsToken(fromEnvironment(environment, 'MUSTER_METRICS_TOKEN')),
    logLevel: readLevel(pick('log-level', 'MUSTER_LOG_LEVEL')),
    coldAfterDays: readColdAfter(fromEnvironment(environment, 'MUSTER_COLD_AFTER_DAYS')),
    onlyVacuums: flags.vacuum === true,
    verify: flags.verify === undefined ? null : readRecordPath({ name: '--verify', value: flags.verify }),
  };
}

function readFlags(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      strict: true,
      allowPositionals: false,
      options: {
        host: { type: 'string' },
        port: { type: 'string' },
        data: { type: 'string' },
        'hub-host': { type: 'string' },
        upstream: { type: 'string', multiple: true },
        uplink: { type: 'string', multiple: true },
        'trusted-proxies': { type: 'string' },
        database: { type: 'string' },
        redis: { type: 'string' },
        'base-url': { type: 'string' },
        ...oidcOptions,
        ...bucketOptions,
        config: { type: 'string' },
        'check-config': { type: 'string' },
        'new-owner-token': { type: 'boolean' },
        backup: { type: 'string' },
        restore: { type: 'string' },
        'copy-to': { type: 'string' },
        vacuum: { type: 'boolean' },
        verify: { type: 'string' },
        'may-remove': { type: 'boolean' },
        'allow-link-local': { type: 'boolean' },
        'log-level': { type: 'string' },
        'heartbeat-url': { type: 'string' },
        version: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigRefused(`${reason}\n\n${usage}`, { cause: error });
  }
}

function readLevel(given: Given | null): LogLevel {
  if (given === null) return 'info';
  const level = logLevels.find((each) => each === given.value);
  return level ?? refuse(given, logLevels.join(', '));
}

function readMetricsToken(given: Given | null): string | null {
  if (given === null) return null;
  if (/^[\w.~+/=-]{16,500}$/u.test(given.value)) return given.value;
  // It is a secret, so it is not repeated.
  throw new ConfigRefused(
    `${given.name} has ${given.value.length} characters; expected 16 to 500 letters, digits or ._~+/=-.`,
  );
}

function readCopies({ backup, restore }: { backup?: string; restore?: string }): Config['copies'] {
  if (backup !== undefined && restore !== undefined)
    throw new ConfigRefused('--backup and --restore are both given; expected one of them.');
  const what = backup === undefined ? 'restore' : 'backup';
  const value = backup ?? restore;
  return value === undefined ? null : { what, folder: readFolder({ name: `--${what}`, value }) };
}

function readFolder(given: Given | null): string {
  if (given === null) return './muster-data';
  if (given.value.trim() === '' || given.value.includes('\0')) refuse(given, 'a path to a folder');
  return given.value;
}

function readRecordPath(given: Given): string {
  if (given.value.trim() === '' || given.value.includes('\0')) refuse(given, 'a path to a .muster file');
  return given.value;
}

function readConfiguration(given: Given | null, upstreams: readonly Upstream[]): string | null {
  if (given === null) return null;
  if (given.value.trim() === '' || given.value.includes('\0'))
    refuse(given, 'a path to a YAML file or a folder');
  // RE3: a replica runs no monitors and pages nobody.
  if (upstreams.length > 0) refuse(given, 'nothing beside --upstream: configure the team’s server instead');
  return given.value;
}

function readOwnerName(given: Given | null): string | null {
  if (given === null) return null;
  const name = given.value.trim();
  if (name === '' || name.length > longestName) refuse(given, `a name of 1 to ${longestName} characters`);
  return name;
}

function readSwitch(given: Given | null): boolean {
  if (given === null || given.value === '0') return false;
  if (given.value !== '1') refuse(given, '1 or 0');
  return true;
}
