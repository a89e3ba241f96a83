// Imports Gatus's YAML (its README, "Configuration"): endpoints and external endpoints. Every value is read as text,
// exactly as in the file, so that `1.10` stays `1.10`.
import { entryOf } from '#room/text/plain.ts';
import { isIP } from 'node:net';
import { readConditions, type Conditions } from './import-gatus-conditions.ts';
import { asList, asRecord, asText, isOn, openSource, type FieldSource } from '../forms/source.ts';
import {
  fitName,
  fitNumber,
  hasHeader,
  readGoDuration,
  toHeaderLines,
  type ImportedItems,
  type Line,
} from './import.ts';

type Made = { kind: string; settings: Record<string, unknown> };
type Item = Record<string, unknown>;

const instead: Readonly<Record<string, string>> = {
  suites: 'a suite is a journey here: write it again as one',
  alerting: 'add channels by hand, because their secrets are not in this file',
  announcements: 'there are no announcements',
  maintenance: 'plan it as a maintenance window for all',
  connectivity: 'give its target as --uplink',
  remote: 'there are no remote instances',
};

export function importGatus(value: unknown): ImportedItems {
  const root = asRecord(value);
  const lines: Line[] = [];
  const monitors = asList(root['endpoints']).flatMap((each) => readEndpoint(plain(each), lines));
  const heartbeats = asList(root['external-endpoints']).flatMap((each) => readExternal(plain(each), lines));
  for (const name of Object.keys(root)) {
    if (name === 'endpoints' || name === 'external-endpoints') continue;
    const why = entryOf(instead, name) ?? 'a setting of that program, not of its checks';
    lines.push({ section: null, name, taken: false, left: [why] });
  }
  return { items: { monitors: [...monitors, ...heartbeats] }, lines };
}

type Plain = { value: unknown; variables: string[] };

/** `$$` is a dollar sign in Gatus. Variables belong to the other machine: they stay as written and are reported. */
function plain(value: unknown): Plain {
  const variables = new Set<string>();
  const walk = (each: unknown): unknown => {
    if (typeof each === 'string')
      return each.replaceAll(/\$(\$|\{\w+\}|\w+)/gu, (sign, name: string) => {
        if (name === '$') return '$';
        variables.add(sign);
        return sign;
      });
    if (Array.isArray(each)) return each.map(walk);
    if (typeof each !== 'object' || each === null) return each;
    return Object.fromEntries(Object.entries(each).map(([name, inner]) => [name, walk(inner)]));
  };
  return { value: walk(value), variables: [...variables] };
}

const sayVariables = (variables: readonly string[]): string[] =>
  variables.map((name) => `variable ${name}: it stands as it is written; put its value in`);

function nameOf(source: FieldSource, left: string[]): { name: string; service: string } {
  const group = source.text('group').trim();
  const service = group.slice(0, 120);
  if (service !== group) left.push(`group: ${group} became ${service}`);
  return { name: fitName([group, source.text('name').trim()].filter(Boolean).join(' / '), left), service };
}

function readEndpoint({ value, variables }: Plain, lines: Line[]): Item[] {
  const source = openSource(value);
  const left = sayVariables(variables);
  const { name, service } = nameOf(source, left);
  const made = readTarget(source, left);
  if (typeof made === 'string') {
    // Report only why it was not imported; the rest does not matter.
    lines.push({ section: 'monitors', name, taken: false, left: [made] });
    return [];
  }
  const interval = source.text('interval');
  const seconds = interval === '' ? 60 : readGoDuration(interval);
  if (seconds === null) left.push(`interval: ${interval} became 60s; expected a duration such as 30s`);
  const thresholds = readAlerts(source, left);
  const isPaused = source.text('enabled') === 'false';
  left.push(...source.rest());
  lines.push({ section: 'monitors', name, taken: true, left });
  return [
    {
      name,
      ...made,
      intervalSeconds: fitNumber(seconds ?? 60, { least: 1, most: 86_400, field: 'interval', left }),
      ...thresholds,
      ...(isPaused ? { paused: true } : {}),
      ...(service === '' ? {} : { service }),
    },
  ];
}

const pick = (alert: Item | undefined, field: string, otherwise: number) =>
  asText(alert?.[field]) === '' ? otherwise : Number(alert?.[field]);

const thresholdsOf = (alert: Item | undefined) => ({
  confirmations: pick(alert, 'failure-threshold', 3),
  recoveries: pick(alert, 'success-threshold', 2),
});

/** The thresholds of the first alert; the recipients belong in a policy. */
function readAlerts(source: FieldSource, left: string[]): { confirmations: number; recoveries: number } {
  const alerts = asList(source.take('alerts')).map((each) => asRecord(each));
  const taken = thresholdsOf(alerts[0]);
  alerts.forEach((alert, index) => {
    const [mine, theirs] = [thresholdsOf(alert), taken];
    const isSame = mine.confirmations === theirs.confirmations && mine.recoveries === theirs.recoveries;
    const dropped = Object.keys(alert).filter((field) => !isSame || !field.endsWith('-threshold'));
    left.push(`alerts.${index} (${dropped.join(', ')}): policies decide whom to tell, and how`);
    if (!isSame) left.push(`alerts.${index}: its thresholds differ from those of the first, which count`);
  });
  const limits = { least: 1, most: 100, left };
  return {
    confirmations: fitNumber(taken.confirmations || 3, { ...limits, field: 'failure-threshold' }),
    recoveries: fitNumber(taken.recoveries || 2, { ...limits, field: 'success-threshold' }),
  };
}

type Reading = {
  source: FieldSource;
  url: string;
  conditions: Conditions;
  isInsecure: boolean;
  left: string[];
};

/** The check, or the reason why there is none. */
function readTarget(source: FieldSource, left: string[]): Made | string {
  const url = source.text('url').trim();
  const dns = source.take('dns');
  const scheme = /^([a-z]+):\/\//u.exec(url)?.[1] ?? '';
  const isWeb = dns === undefined && (scheme === 'http' || scheme === 'https');
  const read = entryOf(readers, scheme);
  if (dns === undefined && !isWeb && read === undefined)
    return `url: there is no check for ${scheme === '' ? 'an address without a scheme' : `${scheme}://`}`;
  const conditions = readConditions(asList(source.take('conditions')).map(asText), left);
  if (isWeb && conditions.accepted === '')
    return 'conditions: those on [STATUS] exclude each other, so that no answer is good';
  const client = openSource(source.take('client'), { under: 'client.' });
  const timeout = client.text('timeout');
  if (timeout !== '' && timeout !== '10s')
    left.push(`client.timeout: ${timeout} there; every check here ends after 10 s`);
  const isInsecure = isWeb || scheme === 'tls' || scheme === 'grpcs' || scheme === 'wss';
  const reading: Reading = {
    source,
    url,
    conditions,
    isInsecure: isInsecure && isOn(client.take('insecure')),
    left,
  };
  const made = isWeb
    ? readHttp(reading, isOn(client.take('ignore-redirect')))
    : dns === undefined && read !== undefined
      ? read(reading)
      : readDns(reading, dns);
  left.push(...client.rest(), ...(isWeb ? [] : unused(conditions, made.settings)));
  return made;
}

/** The conditions that this kind of check has no field for. */
function unused(conditions: Conditions, settings: Item): string[] {
  const { accepted, keyword, absent, body, query, slowAfterMs } = conditions;
  const has = (value: unknown) => Object.values(settings).includes(value);
  return [
    ...(accepted === '100-599' ? [] : [`conditions on [STATUS] (${accepted}): not imported`]),
    ...(keyword === null || has(keyword) ? [] : [`condition [BODY] == pat(*${keyword}*): not imported`]),
    ...(absent === null ? [] : [`condition [BODY] != pat(*${absent}*): not imported`]),
    ...(body === null || has(body) ? [] : [`condition [BODY] == ${body}: not imported`]),
    ...(query === null ? [] : [`condition on [BODY].${query.query}: not imported`]),
    ...(slowAfterMs === null || has(slowAfterMs) ? [] : ['[RESPONSE_TIME]: this check has no limit for it']),
  ];
}

/** Splits `[::1]:53`, `::1` and `example.org:53` into host and port; the port is empty when there is none. */
function splitHost(url: string): { host: string; port: string } {
  const [rest = ''] = url.replace(/^[a-z]+:\/\//u, '').split(/[/?#]/u, 1);
  if (isIP(rest) !== 0) return { host: rest, port: '' };
  const [, host = rest, port = ''] = /^(.*?)(?::(\d+))?$/u.exec(rest) ?? [];
  return { host: host.replace(/^\[(.*)\]$/u, '$1'), port };
}

const slow = ({ conditions: { slowAfterMs } }: Reading) => (slowAfterMs === null ? {} : { slowAfterMs });
const numbered = (port: string, otherwise = 0) => Number(port || otherwise);

const readers: Readonly<Record<string, (reading: Reading) => Made>> = {
  tcp: (reading) => {
    const { host, port } = splitHost(reading.url);
    return { kind: 'tcp', settings: { host, port: numbered(port), ...slow(reading) } };
  },
  icmp: (reading) => ({ kind: 'ping', settings: { host: splitHost(reading.url).host, ...slow(reading) } }),
  ws: readWebSocket,
  wss: readWebSocket,
  tls: ({ url, isInsecure }) => {
    const { host, port } = splitHost(url);
    const settings = { host, port: numbered(port, 443), ...(isInsecure ? { ignoresTrust: true } : {}) };
    return { kind: 'tls', settings };
  },
  grpc: (reading) => readGrpc(reading, false),
  grpcs: (reading) => readGrpc(reading, true),
};

function readGrpc(reading: Reading, isSecure: boolean): Made {
  const { host, port } = splitHost(reading.url);
  const more = isSecure ? { isSecure, ...(reading.isInsecure ? { ignoresTls: true } : {}) } : {};
  return { kind: 'grpc', settings: { host, port: numbered(port), ...more, ...slow(reading) } };
}

function readWebSocket(reading: Reading): Made {
  const { source, url, conditions, isInsecure, left } = reading;
  const send = source.text('body');
  const headers = toHeaderLines(asRecord(source.take('headers')), left);
  const settings = {
    url,
    ...(send === '' ? {} : { send }),
    ...(conditions.keyword === null ? {} : { expected: conditions.keyword }),
    ...(headers === '' ? {} : { headers }),
    ...(isInsecure ? { ignoresTls: true } : {}),
    ...slow(reading),
  };
  return { kind: 'websocket', settings };
}

function readDns(reading: Reading, value: unknown): Made {
  const dns = openSource(value, { under: 'dns.' });
  const server = reading.url;
  const { body } = reading.conditions;
  const settings = {
    name: dns.text('query-name').replace(/\.$/u, ''),
    type: dns.text('query-type') || 'A',
    ...(server === '' ? {} : { server }),
    ...(body === null ? {} : { expected: body }),
    ...slow(reading),
  };
  reading.left.push(...dns.rest());
  return { kind: 'dns', settings };
}

function readHttp({ source, url, conditions, isInsecure, left }: Reading, staysPut: boolean): Made {
  const method = source.text('method');
  const given = source.text('body');
  const isGraphql = isOn(source.take('graphql'));
  const body = isGraphql ? JSON.stringify({ query: given }) : given;
  let headers = toHeaderLines(asRecord(source.take('headers')), left);
  if (isGraphql && !hasHeader(headers, 'content-type'))
    headers = [headers, 'Content-Type: application/json'].filter(Boolean).join('\n');
  const { accepted, slowAfterMs, keyword, absent, query } = conditions;
  const settings = {
    url,
    accepted,
    ...(method === '' ? {} : { method }),
    ...(body === '' ? {} : { body }),
    ...(headers === '' ? {} : { headers }),
    ...(isInsecure ? { ignoresTls: true } : {}),
    ...(staysPut ? { followsRedirects: false } : {}),
    ...(slowAfterMs === null ? {} : { slowAfterMs }),
  };
  if (conditions.body !== null)
    left.push(`condition [BODY] == ${conditions.body}: not imported; an answer is searched for words`);
  if (query === null) {
    const words = { ...(keyword === null ? {} : { keyword }), ...(absent === null ? {} : { absent }) };
    return { kind: 'http', settings: { ...settings, ...words } };
  }
  for (const [sign, words] of [['==', keyword] as const, ['!=', absent] as const])
    if (words !== null) left.push(`condition [BODY] ${sign} pat(*${words}*): not beside a JSON query`);
  return { kind: 'json', settings: { ...settings, ...query } };
}

function readExternal({ value, variables }: Plain, lines: Line[]): Item[] {
  const source = openSource(value);
  const left = sayVariables(variables);
  const { name, service } = nameOf(source, left);
  const heartbeat = openSource(source.take('heartbeat'), { under: 'heartbeat.' });
  const seconds = readGoDuration(heartbeat.text('interval'));
  if (seconds === null || seconds < 30) {
    const why = ['heartbeat.interval: expected at least 30s; without one there is nothing to wait for'];
    lines.push({ section: 'monitors', name, taken: false, left: why });
    return [];
  }
  if (source.text('token') !== '') left.push('token: it has another address to post to');
  const { confirmations, recoveries } = readAlerts(source, left);
  if (confirmations > 1 || recoveries > 1)
    left.push('thresholds: one missed beat is down here, and one that comes is up');
  const isPaused = source.text('enabled') === 'false';
  left.push(...heartbeat.rest(), ...source.rest());
  lines.push({ section: 'monitors', name, taken: true, left });
  return [
    {
      name,
      kind: 'heartbeat',
      settings: { periodMinutes: seconds / 60 },
      intervalSeconds: 30,
      confirmations: 1,
      recoveries: 1,
      ...(isPaused ? { paused: true } : {}),
      ...(service === '' ? {} : { service }),
    },
  ];
}
