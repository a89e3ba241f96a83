// Imports the monitors of an Uptime Kuma 1.x backup (`Uptime_Kuma_Backup_….json`). import-kuma-channels.ts reads the
// notifications.
import { entryOf } from '#room/text/plain.ts';
import { isIP } from 'node:net';
import { readNotification } from './import-kuma-channels.ts';
import { asList, asRecord, asText, isOn, openSource, type FieldSource } from '../forms/source.ts';
import { fitName, fitNumber, hasHeader, toHeaderLines, type ImportedItems, type Line } from './import.ts';

type Kuma = Record<string, unknown>;
type Made = { kind: string; settings: Record<string, unknown> };

export function importKuma(value: unknown): ImportedItems {
  const root = asRecord(value);
  const lines: Line[] = [];
  const kept = asList(root['monitorList']).map(asRecord);
  const names = new Map(kept.map((monitor) => [asText(monitor['id']), asText(monitor['name'])]));
  const monitors = kept.flatMap((monitor) => readMonitor(monitor, names, lines));
  const made = new Set(monitors.map(({ name }) => name));
  for (const monitor of monitors) {
    const { parent, name } = monitor;
    if (parent === undefined || made.has(parent)) continue;
    delete monitor['parent'];
    const line = lines.find((each) => each.section === 'monitors' && each.name === name);
    if (line) lines[lines.indexOf(line)] = { ...line, left: [...line.left, sayGroup(asText(parent))] };
  }
  const channels = asList(root['notificationList']).flatMap((each) => readNotification(each, lines));
  for (const field of Object.keys(root)) {
    if (['version', 'monitorList', 'notificationList'].includes(field)) continue;
    const why = field === 'proxyList' ? 'checks go out directly' : 'not imported';
    if (asList(root[field]).length > 0 || !Array.isArray(root[field]))
      lines.push({ section: null, name: field, taken: false, left: [why] });
  }
  return { items: { monitors, channels }, lines };
}

const sayGroup = (parent: string): string => `parent: ${parent} was not imported, so it stands by itself`;

/** Kuma writes these into every monitor of any type; they carry no meaning. */
const defaults: Readonly<Record<string, unknown>> = {
  accepted_statuscodes: ['200-299'],
  dns_resolve_type: 'A',
  dns_resolve_server: '1.1.1.1',
  maxredirects: 10,
  method: 'GET',
  httpBodyEncoding: 'json',
  packetSize: 56,
  weight: 2_000,
  kafkaProducerSaslOptions: { mechanism: 'None' },
  jsonPathOperator: '==',
};
/** Kuma's internal fields. */
const bookkeeping = [
  'id',
  'user_id',
  'pathName',
  'path',
  'childrenIDs',
  'forceInactive',
  'includeSensitiveData',
  'screenshot',
  'dns_last_result',
  'created_date',
];

function readMonitor(monitor: Kuma, names: ReadonlyMap<string, string>, lines: Line[]): Kuma[] {
  const source = openSource(monitor, { defaults });
  const left: string[] = [];
  for (const field of bookkeeping) source.take(field);
  const name = fitName(source.text('name'), left);
  const made = readKind(source, left);
  if (typeof made === 'string') {
    lines.push({ section: 'monitors', name, taken: false, left: [made] });
    return [];
  }
  if (isOn(source.take('upsideDown'))) left.push('upsideDown: a check cannot be inverted here');
  if (asList(source.take('tags')).length > 0) left.push('tags: there are none');
  if (Object.values(asRecord(source.take('notificationIDList'))).some(isOn))
    left.push('notificationIDList: policies decide whom to tell');
  if (source.text('proxyId') !== '') left.push('proxyId: checks go out directly');
  const timeout = Number(source.take('timeout') ?? 0);
  if (timeout > 0 && timeout !== 10)
    left.push(`timeout: ${timeout} s there; every check here ends after 10 s`);
  const parent = names.get(source.text('parent'))?.trim().slice(0, 120) ?? '';
  const active = source.take('active');
  const settings = {
    name,
    ...made,
    ...readTimes(source, made.kind, left),
    ...(active !== undefined && active !== null && !isOn(active) ? { paused: true } : {}),
    ...(parent === '' ? {} : { parent }),
  };
  left.push(...source.rest());
  lines.push({ section: 'monitors', name, taken: true, left });
  return [settings];
}

function readTimes(source: FieldSource, kind: string, left: string[]): Kuma {
  const interval = Number(source.take('interval') ?? 60) || 60;
  const retries = Number(source.take('maxretries') ?? 0) || 0;
  const retrySeconds = Number(source.take('retryInterval') ?? 0);
  const limits = { least: 1, most: 86_400, left };
  return {
    intervalSeconds: kind === 'heartbeat' ? 30 : fitNumber(interval, { ...limits, field: 'interval' }),
    confirmations: fitNumber(retries + 1, { least: 1, most: 100, field: 'maxretries + 1', left }),
    recoveries: 1,
    ...(retrySeconds >= 1 && retries > 0
      ? { retrySeconds: fitNumber(retrySeconds, { ...limits, field: 'retryInterval' }) }
      : {}),
  };
}

function readJson(source: FieldSource, left: string[]): Made {
  const query = {
    query: source.text('jsonPath'),
    operator: source.text('jsonPathOperator') || '==',
    expected: source.text('expectedValue'),
  };
  return { kind: 'json', settings: { ...readWeb(source, left), ...query } };
}

function readHeartbeat(source: FieldSource, left: string[]): Made {
  if (source.text('pushToken') !== '') left.push('pushToken: it has another address to post to');
  const minutes = Number(source.take('interval') ?? 60) / 60;
  if (minutes < 0.5) left.push(`interval: ${minutes * 60} s became 30 s, the shortest for a heartbeat`);
  return { kind: 'heartbeat', settings: { periodMinutes: Math.max(0.5, minutes) } };
}

/** The check, or the reason why there is none. */
function readKind(source: FieldSource, left: string[]): Made | string {
  const type = source.text('type');
  switch (type) {
    case 'http':
      return { kind: 'http', settings: readWeb(source, left) };
    case 'keyword': {
      const expected = isOn(source.take('invertKeyword')) ? 'absent' : 'present';
      const web = readWeb(source, left);
      return { kind: 'keyword', settings: { ...web, keyword: source.text('keyword'), expected } };
    }
    case 'json-query':
      return readJson(source, left);
    case 'port':
      return {
        kind: 'tcp',
        settings: { host: source.text('hostname'), port: Number(source.take('port') ?? 0) },
      };
    case 'ping':
      return { kind: 'ping', settings: { host: source.text('hostname') } };
    case 'dns':
      return { kind: 'dns', settings: readDns(source, left) };
    case 'push':
      return readHeartbeat(source, left);
    case 'postgres':
      return 'databaseConnectionString: enter its parts by hand';
    case 'group':
      return 'a group is no monitor: its members were taken without it';
    default:
      return `type: there is no check for ${type === '' ? 'nothing' : type}`;
  }
}

function readDns(source: FieldSource, left: string[]): Kuma {
  const [server = '', ...more] = source
    .text('dns_resolve_server')
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean);
  if (more.length > 0) left.push(`dns_resolve_server: only ${server} is asked, not ${more.join(', ')}`);
  const port = Number(source.take('port') ?? 0) || 53;
  const host = isIP(server) === 6 && port !== 53 ? `[${server}]` : server;
  if (server === '' && port !== 53) left.push(`port: ${port} of no server; expected a dns_resolve_server`);
  return {
    name: source.text('hostname').replace(/\.$/u, ''),
    type: source.text('dns_resolve_type') || 'A',
    ...(server === '' ? {} : { server: port === 53 ? server : `${host}:${port}` }),
  };
}

const contentTypes: Readonly<Record<string, string>> = {
  json: 'application/json',
  xml: 'text/xml; charset=utf-8',
  form: 'application/x-www-form-urlencoded',
};

function readWeb(source: FieldSource, left: string[]): Kuma {
  const accepted = asList(source.take('accepted_statuscodes')).map(asText).filter(Boolean).join(', ');
  const authMethod = source.text('authMethod');
  const signIn = authMethod === 'null' ? '' : authMethod;
  const body = source.text('body');
  const encoding = source.text('httpBodyEncoding') || 'json';
  let headers = readHeaders(source.text('headers'), left);
  const contentType = entryOf(contentTypes, encoding);
  if (contentType === undefined) left.push(`httpBodyEncoding: ${encoding} is not known here`);
  else if (body.trim() !== '' && !hasHeader(headers, 'content-type'))
    headers = [headers, `Content-Type: ${contentType}`].filter(Boolean).join('\n');
  if (signIn !== '' && signIn !== 'basic') left.push(`authMethod: ${signIn} is not known here`);
  if (!isOn(source.take('expiryNotification')))
    left.push(
      'expiryNotification: off there; here the room names a certificate near its end once, and nobody is paged',
    );
  const method = source.text('method');
  return {
    url: source.text('url'),
    ...(method === '' ? {} : { method }),
    ...(body === '' ? {} : { body }),
    ...(accepted === '' ? {} : { accepted }),
    ...(headers === '' ? {} : { headers }),
    ...(signIn === 'basic'
      ? { user: source.text('basic_auth_user'), password: source.text('basic_auth_pass') }
      : {}),
    ...(isOn(source.take('ignoreTls')) ? { ignoresTls: true } : {}),
    ...readRedirects(source.take('maxredirects'), left),
  };
}

function readRedirects(value: unknown, left: string[]): Kuma {
  if (value === undefined || value === null) return {};
  const most = Number(value);
  if (most === 0) return { followsRedirects: false };
  return { mostRedirects: fitNumber(most, { least: 1, most: 20, field: 'maxredirects', left }) };
}

function readHeaders(text: string, left: string[]): string {
  if (text.trim() === '') return '';
  try {
    return toHeaderLines(asRecord(JSON.parse(text)), left);
  } catch {
    left.push('headers: not imported; expected a JSON object');
    return '';
  }
}
