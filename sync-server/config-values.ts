// Reads and checks single settings (config.ts).
/** The message is for the operator: the setting, its value, and the accepted values. */
export class ConfigRefused extends Error {
  override name = 'ConfigRefused';
}

export type Environment = Record<string, string | undefined>;
/** `fingerprint` (HU8): for a hub, the only accepted certificate. */
export type Upstream = { url: string; token: string | null; fingerprint?: string };
/** A value with the name of its flag or variable, for messages. */
export type Given = { name: string; value: string };

export function fromEnvironment(environment: Environment, name: string): Given | null {
  const value = environment[name];
  return value === undefined || value === '' ? null : { name, value };
}

export function refuse({ name, value }: Given, expected: string): never {
  throw new ConfigRefused(`${name} is "${value}"; expected ${expected}.`);
}

export function readHost(given: Given | null, usual: string): string {
  if (given === null) return usual;
  if (!/^[\w.:-]+$/.test(given.value))
    refuse(given, 'a host name or an IP address, such as 127.0.0.1 or 0.0.0.0');
  return given.value;
}

export function readPort(given: Given | null): number {
  if (given === null) return 4455;
  const port = Number(given.value);
  if (!/^\d{1,5}$/.test(given.value) || port > 65_535) {
    refuse(given, 'a whole number from 0 (any free port) to 65535');
  }
  return port;
}

/** OP30: days until a closed room's log is packed; null: never. */
export function readColdAfter(given: Given | null): number | null {
  if (given === null) return 90;
  if (given.value === 'never') return null;
  const days = Number(given.value);
  if (!/^\d{1,4}$/.test(given.value) || days < 1 || days > 3_650)
    refuse(given, 'a whole number of days from 1 to 3650, or never');
  return days;
}

export function readDatabase(given: Given | null, upstreams: readonly Upstream[]): string | null {
  if (given === null) return null;
  // The value may carry a password, so it is not repeated.
  const expects = (expected: string) => new ConfigRefused(`${given.name} is set; expected ${expected}.`);
  const url = URL.canParse(given.value) ? new URL(given.value) : null;
  if (url === null || !['postgres:', 'postgresql:'].includes(url.protocol) || url.pathname.length < 2)
    throw expects(
      'the address of a PostgreSQL database, such as postgres://muster:password@db.example.org/muster',
    );
  // RE1: a replica must work while the team's database is out of reach.
  if (upstreams.length > 0)
    throw expects('nothing beside --upstream: a replica keeps its copy in its data folder');
  return given.value;
}

export function readHeartbeat(given: Given | null, upstreams: readonly Upstream[]): string | null {
  if (given === null) return null;
  // Who knows the address can send heartbeats, so it is not repeated.
  const expects = (expected: string) => new ConfigRefused(`${given.name} is set; expected ${expected}.`);
  const url = URL.canParse(given.value) ? new URL(given.value) : null;
  // fetch takes no credentials in an address.
  if (
    url === null ||
    !['http:', 'https:'].includes(url.protocol) ||
    url.username !== '' ||
    url.password !== ''
  )
    throw expects('an address to ask each minute, such as https://hc-ping.com/<uuid>');
  // RE3
  if (upstreams.length > 0) throw expects('nothing beside --upstream: a replica pages nobody');
  return url.href;
}

export function readRedis(given: Given | null, database: Given | null): string | null {
  if (given === null) return null;
  // The value may carry a password, so it is not repeated.
  const expects = (expected: string) => new ConfigRefused(`${given.name} is set; expected ${expected}.`);
  const url = URL.canParse(given.value) ? new URL(given.value) : null;
  if (url === null || !['redis:', 'rediss:'].includes(url.protocol))
    throw expects('the address of a Redis, such as redis://:password@cache.example.org');
  if (database === null) throw expects('it only together with --database: a single process does not need it');
  return given.value;
}

export function splitList(given: Given | null): string[] {
  return (given?.value.split(',') ?? []).map((part) => part.trim()).filter((part) => part !== '');
}

/** A password or token pasted into an address must not end up in a log, even where it is none. */
export const withoutSecrets = (address: string): string =>
  address.replace(/\/\/.*@/u, '//…@').replace(/[?#].*$/u, '…');

export function readBaseUrl(given: Given | null): string | null {
  if (given === null) return null;
  const url = URL.canParse(given.value) ? new URL(given.value) : null;
  const isPlain =
    url !== null && url.search === '' && url.hash === '' && url.username === '' && url.password === '';
  if (!isPlain || !['http:', 'https:'].includes(url.protocol))
    refuse(
      { ...given, value: withoutSecrets(given.value) },
      'the address that people reach this server under, such as https://muster.example.org',
    );
  return url.href.replace(/\/+$/, '');
}
