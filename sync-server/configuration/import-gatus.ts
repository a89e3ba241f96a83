// Gatus's YAML (its README, "Configuration"): endpoints, external endpoints, maintenance windows.
import {
  asList,
  asRecord,
  asText,
  clampInterval,
  readGoDuration,
  toHeaderLines,
  type Imported,
  type Line,
} from './import.ts';

type Made = { kind: string; settings: Record<string, unknown> };
type Reading = { made: Made | null; left: string[] };

const known = new Set(
  'enabled name group url method interval graphql body headers dns client conditions alerts ui extra-labels'.split(
    ' ',
  ),
);

/** `text` is parsed already; variables are put in by whoever parsed it. */
export function importGatus(value: unknown): Imported {
  const root = asRecord(value);
  const lines: Line[] = [];
  const monitors = asList(root['endpoints']).flatMap((each) => readEndpoint(asRecord(each), lines));
  const heartbeats = asList(root['external-endpoints']).flatMap((each) =>
    readExternal(asRecord(each), lines),
  );
  for (const [name, why] of [
    ['suites', 'a suite is a journey here: write it again as one'],
    ['alerting', 'channels are added by hand, since their secrets are'],
    ['announcements', 'there are no announcements'],
    ['maintenance', 'plan it as a maintenance window for all'],
    ['connectivity', 'give its target as --uplink'],
    ['remote', 'there are no remote instances'],
  ] as const) {
    if (root[name] !== undefined) lines.push({ section: null, name, taken: false, left: [why] });
  }
  return { items: { monitors: [...monitors, ...heartbeats] }, lines };
}

const nameOf = ({ name, group }: Record<string, unknown>): string =>
  [asText(group), asText(name)].filter(Boolean).join(' / ').slice(0, 120) || 'unnamed';

function readEndpoint(endpoint: Record<string, unknown>, lines: Line[]): Record<string, unknown>[] {
  const name = nameOf(endpoint);
  const { made, left } = readTarget(endpoint);
  for (const field of Object.keys(endpoint)) if (!known.has(field)) left.push(`${field}: not known here`);
  if (made === null) {
    lines.push({ section: 'monitors', name, taken: false, left });
    return [];
  }
  const [alert] = asList(endpoint['alerts']).map(asRecord);
  if (alert !== undefined) left.push('alerts: whom to tell is said by policies; thresholds were taken over');
  const threshold = (field: string, otherwise: number) => Number(alert?.[field] ?? otherwise);
  lines.push({ section: 'monitors', name, taken: true, left });
  return [
    {
      name,
      ...made,
      intervalSeconds: clampInterval(readGoDuration(asText(endpoint['interval'])) ?? 60),
      confirmations: threshold('failure-threshold', 3),
      recoveries: threshold('success-threshold', 2),
      ...(endpoint['enabled'] === false ? { paused: true } : {}),
      ...(asText(endpoint['group']) === '' ? {} : { service: asText(endpoint['group']).slice(0, 120) }),
    },
  ];
}

function readTarget(endpoint: Record<string, unknown>): Reading {
  const url = asText(endpoint['url']);
  const conditions = asList(endpoint['conditions']).map(asText);
  if (endpoint['dns'] !== undefined) return readDns(url, asRecord(endpoint['dns']), conditions);
  const scheme = /^([a-z]+):\/\//u.exec(url)?.[1] ?? '';
  if (scheme === 'http' || scheme === 'https') return readHttp(endpoint, url, conditions);
  const rest = url.replace(/^[a-z]+:\/\//u, '');
  const [host = '', port = ''] = rest.split('/', 1)[0]?.split(':') ?? [];
  const left = conditions.filter((each) => !/^\[CONNECTED\] == true$/u.test(each)).map(sayCondition);
  const made: Record<string, Made> = {
    tcp: { kind: 'tcp', settings: { host, port: Number(port) } },
    icmp: { kind: 'ping', settings: { host } },
    ws: { kind: 'websocket', settings: { url } },
    wss: { kind: 'websocket', settings: { url } },
    tls: { kind: 'tls', settings: { host, port: Number(port || 443) } },
    grpc: { kind: 'grpc', settings: { host, port: Number(port) } },
    grpcs: { kind: 'grpc', settings: { host, port: Number(port), isSecure: true } },
  };
  const found = made[scheme];
  if (found) return { made: found, left };
  return {
    made: null,
    left: [`url: there is no check for ${scheme === '' ? 'an address without a scheme' : `${scheme}://`}`],
  };
}

const sayCondition = (condition: string): string => `condition ${condition}: not taken over`;

function readDns(server: string, dns: Record<string, unknown>, conditions: readonly string[]): Reading {
  const left: string[] = [];
  let expected = '';
  for (const condition of conditions) {
    const body = /^\[BODY\] == (.+)$/u.exec(condition)?.[1];
    if (body !== undefined) expected = body;
    else if (condition !== '[DNS_RCODE] == NOERROR') left.push(sayCondition(condition));
  }
  const settings = {
    name: asText(dns['query-name']),
    type: asText(dns['query-type']) || 'A',
    ...(server === '' ? {} : { server }),
    ...(expected === '' ? {} : { expected }),
  };
  return { made: { kind: 'dns', settings }, left };
}

function readHttp(endpoint: Record<string, unknown>, url: string, conditions: readonly string[]): Reading {
  const left: string[] = [];
  const client = asRecord(endpoint['client']);
  const settings: Record<string, unknown> = {
    url,
    ...(asText(endpoint['method']) === '' ? {} : { method: asText(endpoint['method']) }),
    ...(asText(endpoint['body']) === '' ? {} : { body: asText(endpoint['body']) }),
    ...(endpoint['headers'] === undefined ? {} : { headers: toHeaderLines(asRecord(endpoint['headers'])) }),
    ...(client['insecure'] === true ? { ignoresTls: true } : {}),
    ...(client['ignore-redirect'] === true ? { followsRedirects: false } : {}),
  };
  for (const field of Object.keys(client))
    if (!['insecure', 'ignore-redirect', 'timeout'].includes(field))
      left.push(`client.${field}: not known here`);
  if (client['timeout'] !== undefined) left.push('client.timeout: every check ends after 10 s');
  if (endpoint['graphql'] === true) left.push('graphql: the body is sent as it is');
  let query: Record<string, unknown> | null = null;
  for (const condition of conditions) {
    const [, subject = '', operator = '', value = ''] =
      /^(\S+)\s+(==|!=|<=|>=|<|>)\s+(.+)$/u.exec(condition) ?? [];
    const path = /^\[BODY\]\.?(.+)$/u.exec(subject)?.[1];
    const slow = subject === '[RESPONSE_TIME]' && operator.startsWith('<') ? Number(value) : Number.NaN;
    const accepted = subject === '[STATUS]' ? readAccepted(operator, value) : null;
    const word = /^pat\(\*(.+)\*\)$/u.exec(value)?.[1];
    if (accepted !== null) settings['accepted'] = accepted;
    else if (slow >= 1 && slow <= 10_000) settings['slowAfterMs'] = slow;
    else if (subject === '[BODY]' && operator === '==' && word !== undefined) settings['keyword'] = word;
    else if (path !== undefined && query === null && !/[()]/u.test(`${path}${value}`))
      query = { query: path, operator, expected: value };
    else left.push(sayCondition(condition));
  }
  const { keyword, ...rest } = settings;
  if (query === null) return { made: { kind: 'http', settings }, left };
  if (keyword !== undefined) left.push(`condition on “${asText(keyword)}”: not beside a JSON query`);
  return { made: { kind: 'json', settings: { ...rest, ...query } }, left };
}

function readAccepted(operator: string, value: string): string | null {
  const any = /^any\(([\d,\s]+)\)$/u.exec(value)?.[1];
  if (operator === '==' && any !== undefined) return any.replaceAll(/\s/gu, '').replaceAll(',', ', ');
  const code = Number(value);
  if (!(code >= 100 && code <= 599)) return null;
  if (operator === '==') return String(code);
  if (operator === '<') return `100-${code - 1}`;
  return operator === '<=' ? `100-${code}` : null;
}

function readExternal(endpoint: Record<string, unknown>, lines: Line[]): Record<string, unknown>[] {
  const name = nameOf(endpoint);
  const seconds = readGoDuration(asText(asRecord(endpoint['heartbeat'])['interval']));
  if (seconds === null || seconds < 30) {
    const left = ['heartbeat.interval: expected at least 30s; without one there is nothing to wait for'];
    lines.push({ section: 'monitors', name, taken: false, left });
    return [];
  }
  lines.push({ section: 'monitors', name, taken: true, left: ['token: it has another address to post to'] });
  const settings = { periodMinutes: seconds / 60 };
  return [{ name, kind: 'heartbeat', settings, intervalSeconds: 30, confirmations: 1, recoveries: 1 }];
}
