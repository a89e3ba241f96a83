// Every optional field of every kind of payload as something it should not be: the alert is raised all the same, and
// what ends it finds it.
import { expect, test } from 'vitest';
import { PayloadRefused, type Alert } from './alert.ts';
import { deepest, tame } from './read.ts';
import { intakeKinds } from './index.ts';

type Json = Record<string, unknown>;

const member = (fingerprint: string, status: string) => ({
  status,
  labels: { alertname: 'Lag', severity: 'warning', instance: fingerprint, service: 'queue' },
  annotations: { summary: 'Queue lags', description: '900 waiting', runbook_url: 'https://run.example/lag' },
  startsAt: '2026-01-05T10:00:00Z',
  endsAt: status === 'firing' ? '0001-01-01T00:00:00Z' : '2026-01-05T10:20:00Z',
  generatorURL: 'https://prometheus.example/graph',
  fingerprint,
});
const group = (status: string): Json => ({
  version: '4',
  groupKey: '{}:{alertname="Lag"}',
  truncatedAlerts: 0,
  status,
  receiver: 'muster',
  groupLabels: { alertname: 'Lag' },
  commonLabels: { alertname: 'Lag', service: 'queue', instance: 'a' },
  commonAnnotations: { summary: 'Queue lags', description: '900 waiting' },
  externalURL: 'https://alertmanager.example',
  alerts: [member('a', status), member('b', status)],
});

/** What a tool sends when trouble begins and when it is over. */
const recorded: Record<string, { kind: string; trigger: Json; resolve: Json; settings?: Json }> = {
  alertmanager: { kind: 'alertmanager', trigger: group('firing'), resolve: group('resolved') },
  grafana: {
    kind: 'grafana',
    trigger: { ...group('firing'), title: '[FIRING:2] Lag', state: 'alerting', orgId: 1, message: 'x' },
    resolve: { ...group('resolved'), title: '[RESOLVED] Lag', state: 'ok', orgId: 1, message: 'x' },
  },
  'grafana before version 8': {
    kind: 'grafana',
    trigger: {
      title: '[Alerting] Queue lags',
      ruleName: 'Queue lags',
      ruleId: 4,
      ruleUrl: 'https://g.example/4',
      state: 'alerting',
      message: '900',
      evalMatches: [{ metric: 'lag', value: 900 }],
      tags: { severity: 'critical' },
    },
    resolve: {
      title: '[OK] Queue lags',
      ruleName: 'Queue lags',
      ruleId: 4,
      ruleUrl: 'https://g.example/4',
      state: 'ok',
      message: '',
      evalMatches: [],
      tags: { severity: 'critical' },
    },
  },
  pagerduty: {
    kind: 'pagerduty',
    trigger: {
      routing_key: 'r',
      event_action: 'trigger',
      dedup_key: 'lag',
      client: 'Grafana',
      client_url: 'https://grafana.example',
      links: [{ href: 'https://grafana.example/d/1', text: 'Lag' }],
      images: [{ src: 'https://grafana.example/p.png', href: 'https://grafana.example', alt: 'graph' }],
      payload: {
        summary: 'Queue lags',
        source: 'db-1',
        severity: 'critical',
        timestamp: '2026-01-05T10:00:00Z',
        component: 'queue',
        group: 'data',
        class: 'lag',
        custom_details: { waiting: 900, more: { a: [1] } },
      },
    },
    resolve: {
      routing_key: 'r',
      event_action: 'resolve',
      dedup_key: 'lag',
      client: 'Grafana',
      links: [],
      images: [],
      payload: {},
    },
  },
  'uptime kuma': {
    kind: 'uptime-kuma',
    trigger: {
      heartbeat: {
        monitorID: 3,
        status: 0,
        time: '2026-01-05 10:00:00',
        msg: 'timeout',
        important: true,
        duration: 60,
      },
      monitor: { id: 3, name: 'Shop', url: 'https://shop.example', hostname: null, type: 'http', tags: [] },
      msg: '[Shop] [🔴 Down] timeout',
    },
    resolve: {
      heartbeat: {
        monitorID: 3,
        status: 1,
        time: '2026-01-05 10:05:00',
        msg: '200 - OK',
        important: true,
        duration: 60,
      },
      monitor: { id: 3, name: 'Shop', url: 'https://shop.example', hostname: null, type: 'http', tags: [] },
      msg: '[Shop] [✅ Up] 200 - OK',
    },
  },
  goalert: {
    kind: 'webhook',
    trigger: { summary: 'Pump stuck', details: 'since 10:00', action: '', dedup: 'pump' },
    resolve: { summary: 'Pump stuck', details: 'since 10:00', action: 'close', dedup: 'pump' },
  },
  oncall: {
    kind: 'webhook',
    trigger: {
      alert_uid: 'u1',
      title: 'Queue long',
      state: 'alerting',
      message: '900 waiting',
      image_url: 'https://g.example/i.png',
      link_to_upstream_details: 'https://g.example',
    },
    resolve: {
      alert_uid: 'u1',
      title: 'Queue long',
      state: 'ok',
      message: '3 waiting',
      image_url: 'https://g.example/i.png',
      link_to_upstream_details: 'https://g.example',
    },
  },
  expressions: {
    kind: 'webhook',
    settings: {
      title: 'a.name',
      dedupKey: 'a.id',
      action: 'a.ok ? "resolve" : "trigger"',
      severityFrom: '$uppercase(a.how)',
      details: '$join(a.lines, " ")',
      link: '$lowercase(a.at)',
    },
    trigger: {
      a: {
        name: 'Belt torn',
        id: 'b7',
        ok: false,
        how: 'p1',
        lines: ['one', 'two'],
        at: 'HTTPS://x.example',
      },
      title: 'Belt torn',
      id: 'b7',
    },
    resolve: {
      a: { name: 'Belt torn', id: 'b7', ok: true, how: 'p1', lines: ['one', 'two'], at: 'HTTPS://x.example' },
      title: 'Belt torn',
      id: 'b7',
    },
  },
};

const nested = (depth: number): unknown => (depth === 0 ? 'end' : { in: nested(depth - 1) });
const hostile: readonly [name: string, value: unknown][] = [
  ['null', null],
  ['blank', ''],
  ['spaces', ' \t\n'],
  ['an empty list', []],
  ['an empty object', {}],
  ['zero', 0],
  ['true', true],
  ['40 levels', nested(40)],
  ['400 kB', 'x'.repeat(400_000)],
  ['half a pair and controls', '\uD83D\u0000\u001B'],
  ['lists in lists', [[[null]], { a: [undefined] }]],
  [
    'odd names',
    JSON.parse('{"__proto__":{"x":1},"constructor":{"prototype":{}},"toString":"x","prototype":[]}'),
  ],
];

/** Every path into the value, lists by their first entry. */
function pathsOf(value: unknown, before: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  const entries = Array.isArray(value) ? Object.entries(value).slice(0, 1) : Object.entries(value);
  return entries.flatMap(([name, each]) => [[...before, name], ...pathsOf(each, [...before, name])]);
}

function withAt(value: unknown, [name, ...rest]: readonly string[], put: unknown): unknown {
  if (name === undefined) return put;
  if (Array.isArray(value))
    return value.map((each, index) => (String(index) === name ? withAt(each, rest, put) : each));
  const fields = value as Json;
  return { ...fields, [name]: withAt(fields[name], rest, put) };
}

/** Where destroyed, nothing tells of an alert any more, or nothing says which one is over. */
const required: Record<string, readonly string[]> = {
  alertmanager: [],
  grafana: [],
  'grafana before version 8': [],
  pagerduty: ['event_action', 'dedup_key'],
  'uptime kuma': [],
  goalert: ['summary'],
  oncall: ['title'],
  expressions: [],
};
/** The field that alone says that it is over. */
const states: readonly string[] = ['action', 'state', 'a', 'a.ok'];
const saysState = (kind: string, path: readonly string[]) =>
  (kind === 'webhook' && states.includes(path.join('.'))) || path.join('.') === 'heartbeat.status';
const isRequired = (name: string, path: readonly string[]) =>
  required[name]?.includes(path.join('.')) === true;

async function parse(kind: string, payload: unknown, settings: Json = {}): Promise<Alert | PayloadRefused> {
  const found = intakeKinds[kind]!;
  // As it comes: through JSON, where half pairs and odd names survive.
  const sent: unknown = JSON.parse(JSON.stringify(payload));
  try {
    const { alerts } = await found.parse(sent, found.schema.parse(settings));
    return alerts[0]!;
  } catch (error) {
    if (error instanceof PayloadRefused) return error;
    throw error;
  }
}

test.each(Object.entries(recorded))(
  '[IT10] %s: any one field odd, the alert is raised and its end finds it',
  { timeout: 240_000 },
  async (name, { kind, trigger, resolve, settings }) => {
    const problems: string[] = [];
    for (const path of pathsOf(trigger)) {
      for (const [what, value] of hostile) {
        const raised = await parse(kind, withAt(trigger, path, value), settings);
        const where = `${path.join('.')} is ${what}`;
        if (raised instanceof PayloadRefused) {
          if (!isRequired(name, path)) problems.push(`${where}: refused`);
          continue;
        }
        const isTrigger = raised?.action === 'trigger' || path.join('.') === 'a.ok';
        if (!isTrigger || raised.summary.trim() === '')
          problems.push(`${where}: ${JSON.stringify(raised).slice(0, 200)}`);
        else if (!raised.summary.isWellFormed()) problems.push(`${where}: not well-formed`);
        if (isRequired(name, path) || saysState(kind, path)) continue;
        const isInResolve = pathsOf(resolve).some((each) => each.join('.') === path.join('.'));
        const over = await parse(kind, isInResolve ? withAt(resolve, path, value) : resolve, settings);
        if (over instanceof PayloadRefused || over.action !== 'resolve' || over.dedupKey !== raised.dedupKey)
          problems.push(`${where}: its end does not find it, ${JSON.stringify(over).slice(0, 200)}`);
      }
    }
    expect(problems).toEqual([]);
  },
);

test('[IT10] a payload is read without its depth, its prototypes and its control characters', () => {
  const odd = JSON.parse('{"__proto__":{"polluted":true},"constructor":7,"a":"x\\u0000\\ud83d"}') as object;
  const read = tame({ ...odd, deep: nested(40) }) as Json;
  expect(Object.getPrototypeOf(read)).toBeNull();
  expect([read['constructor'], read['a'], ({} as Json)['polluted']]).toEqual([7, 'x\uFFFD', undefined]);
  expect(JSON.stringify(read['deep']).match(/"in"/g)).toHaveLength(deepest - 1);
});

test.each(['RECOVERY', 'healthy', 'normal', 'success', 'OK', 'Recovered', 'up', '[Resolved]', 'cleared'])(
  '[IT4] webhook: the state %s ends an alert',
  async (state) => {
    const over = await parse('webhook', { title: 'Queue', id: 1, state });
    expect(over).toMatchObject({ action: 'resolve', dedupKey: '1' });
  },
);

test.each([
  ['[Alerting] Queue lags', '[OK] Queue lags'],
  ['[FIRING:3] Queue lags', '[RESOLVED] Queue lags'],
  ['[No Data] Queue lags', '[OK] Queue lags'],
  ['PROBLEM: Queue lags', 'RECOVERY: Queue lags'],
  ['🔴 [Down] Queue', '✅ [Up] Queue'],
])('[IT4] webhook: without a key “%s” is over with “%s”', async (began, ended) => {
  const raised = (await parse('webhook', { title: began })) as Alert;
  const over = (await parse('webhook', { title: ended })) as Alert;
  expect([raised.action, over.action, over.dedupKey]).toEqual(['trigger', 'resolve', raised.dedupKey]);
});

test('[IT4] webhook: what only looks like a state in a title ends nothing', async () => {
  for (const title of [
    'Load is up',
    'Up to 90 % of checks fail',
    'Recovery of db-2 fails',
    'OK button is gone',
  ])
    expect([title, ((await parse('webhook', { title })) as Alert).action]).toEqual([title, 'trigger']);
});

const notice = async (msg: string) =>
  (await intakeKinds['uptime-kuma']!.parse({ msg, heartbeat: null, monitor: null }, {})).alerts;

test('[IT4] Uptime Kuma: only the test button is a test; one certificate is one outage however many days are left', async () => {
  expect(await notice('Muster Testing')).toEqual([]);
  const days = await Promise.all(
    [21, 14, 7].map((left) =>
      notice(
        `[load-testing portal][https://x.example] server certificate x.example will be expired in ${left} days`,
      ),
    ),
  );
  expect(days.map((alerts) => alerts.length)).toEqual([1, 1, 1]);
  expect(new Set(days.flat().map(({ dedupKey }) => dedupKey)).size).toBe(1);
});

test('[IT4] Alertmanager: severity and title are those of what fires', async () => {
  const resolved = {
    ...member('a', 'resolved'),
    labels: { alertname: 'h0', severity: 'critical' },
    annotations: {},
  };
  const firing = {
    ...member('b', 'firing'),
    labels: { alertname: 'h1', severity: 'warning' },
    annotations: {},
  };
  const mixed = {
    ...group('firing'),
    commonLabels: {},
    groupLabels: null,
    commonAnnotations: { summary: '' },
    alerts: [resolved, firing],
  };
  expect(await parse('alertmanager', mixed)).toMatchObject({
    action: 'trigger',
    severity: 'P3',
    summary: 'h1',
  });
  const two = { ...mixed, alerts: [resolved, firing, { ...firing, fingerprint: 'c' }] };
  expect(await parse('alertmanager', two)).toMatchObject({ summary: 'h1 and 1 more' });
});

const empty = (status: string): Json => ({ ...group(status), alerts: [] });
test('[IT13] a group that lists no alerts is taken by what it says of itself; one that says nothing is refused', async () => {
  const raised = (await parse('alertmanager', empty('firing'))) as Alert;
  expect(raised).toMatchObject({ action: 'trigger', summary: 'Queue lags', service: 'queue' });
  const over = (await parse('alertmanager', empty('resolved'))) as Alert;
  expect([over.action, over.dedupKey]).toEqual(['resolve', raised.dedupKey]);
  for (const nothing of [
    {},
    { status: 'firing' },
    { alerts: [] },
    { ...empty('firing'), status: 'x' },
    [],
    'x',
    7,
  ])
    expect(await parse('alertmanager', nothing)).toBeInstanceOf(PayloadRefused);
});
