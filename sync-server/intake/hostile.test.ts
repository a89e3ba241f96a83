// Every optional field of every kind of payload as something it should not be: the alert is raised all the same, and
// what ends it finds it.
import { expect, test } from 'vitest';
import { PayloadRefused, type Alert } from './alert.ts';
import { deepest, tame } from './read.ts';
import { intakeKinds } from './index.ts';
import {
  azure,
  datadog,
  datadogOwn,
  eventBridge,
  group,
  member,
  recorded,
  type Json,
} from './testing/bodies.ts';

const now = Date.UTC(2026, 0, 5, 10, 1);
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
  cloudwatch: ['AlarmName'],
  eventbridge: ['detail', 'detail.alarmName'],
  'datadog, its default body': ['title'],
  'datadog, an own body': ['alert_title'],
  'google cloud': ['incident'],
  azure: ['data', 'data.essentials', 'data.essentials.alertRule'],
  pingdom: ['check_name'],
  'uptime robot': ['monitorFriendlyName'],
  'better stack': ['data', 'data.attributes'],
  zabbix: [],
  'new relic policies': [],
  'azure, one metric': ['data', 'data.context'],
  dynatrace: [],
  checkly: [],
  'uptime kuma at a webhook': ['heartbeat', 'monitor'],
  'pagerduty version 1': ['event_type', 'incident_key', 'description'],
  expressions: [],
};
/** The field that alone says that it is over. */
const states: readonly string[] = [
  'action',
  'state',
  'a',
  'a.ok',
  'NewStateValue',
  'detail.state',
  'detail.state.value',
  'incident.state',
  'data.essentials.monitorCondition',
  'current_state',
  'alertTypeFriendlyName',
  'data.attributes.status',
  'data.status',
  'State',
  'event_value',
];
const saysState = (kind: string, path: readonly string[]) =>
  (kind === 'webhook' && states.includes(path.join('.'))) || path.join('.') === 'heartbeat.status';
const isRequired = (name: string, path: readonly string[]) =>
  required[name]?.includes(path.join('.')) === true;

async function parse(kind: string, payload: unknown, settings: Json = {}): Promise<Alert | PayloadRefused> {
  const found = intakeKinds[kind]!;
  // As it comes: through JSON, where half pairs and odd names survive.
  const sent: unknown = JSON.parse(JSON.stringify(payload));
  try {
    const { alerts } = await found.parse(sent, found.schema.parse(settings), now);
    return alerts[0]!;
  } catch (error) {
    if (error instanceof PayloadRefused) return error;
    throw error;
  }
}

test('[IT10] what every kind of intake reads is recorded as its tool sends it', () => {
  // A change is no alert, so nothing ends it.
  const reading = Object.keys(intakeKinds).filter(
    (kind) => kind !== 'change' && intakeKinds[kind]!.formats.length > 0,
  );
  const known = Object.values(recorded).map(({ kind }) => kind);
  expect(reading.length).toBeGreaterThan(3);
  expect(reading.filter((kind) => !known.includes(kind))).toEqual([]);
});

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
        const isEnd = path.join('.') === 'a.ok' || (value === 0 && saysState(kind, path));
        const isTrigger = isEnd || raised?.action === 'trigger';
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

test.each([
  ['Triggered', 'trigger'],
  ['Re-Triggered', 'trigger'],
  ['Warn', 'trigger'],
  ['Re-Warn', 'trigger'],
  ['No Data', 'trigger'],
  ['Re-No Data', 'trigger'],
  ['Renotify', 'trigger'],
  ['null', 'trigger'],
  ['Recovered', 'resolve'],
])('[IT14] Datadog: the transition %s is a %s of the same outage', async (transition, action) => {
  const alert = await parse('webhook', datadogOwn(transition, `[${transition} on {host:web-1}] Disk full`));
  expect(alert).toMatchObject({ action, dedupKey: 'c0ffee' });
  const byTitle = await parse('webhook', datadog(`[${transition} on {host:web-1}] Disk full`, 'n'));
  if (transition === 'null') return;
  expect(byTitle).toMatchObject({ action, dedupKey: 'Disk full {host:web-1}' });
});

test('[IT14] Datadog: two hosts of one monitor are two outages; a warning is P3, a priority counts before it', async () => {
  const keys = await Promise.all(
    ['web-1', 'web-2'].map(async (host) => {
      const alert = await parse('webhook', datadog(`[P1] [Triggered on {host:${host}}] Disk full`, 'n'));
      return (alert as Alert).dedupKey;
    }),
  );
  expect(new Set(keys).size).toBe(2);
  const { alert_priority: _, ...bare } = datadogOwn('Warn', '[Warn] Disk');
  expect(await parse('webhook', bare)).toMatchObject({ severity: 'P3' });
  expect(await parse('webhook', datadogOwn('Warn', '[Warn] Disk'))).toMatchObject({ severity: 'P2' });
});

test('[IT14] an event without a key of its own never has the id of the message as its key', async () => {
  const first = (await parse('webhook', eventBridge('ALARM', 'e1'))) as Alert;
  expect(first.dedupKey).toMatch(/^arn:aws:cloudwatch/);
  expect(first.details).toBe('CPU of the database\nThreshold Crossed');
  const azured = await Promise.all(
    ['Sev0', 'Sev1', 'Sev4'].map(async (severity) => {
      const body = withAt(azure('Fired'), ['data', 'essentials', 'severity'], severity);
      return ((await parse('webhook', body)) as Alert).severity;
    }),
  );
  expect(azured).toEqual(['P1', 'P2', 'P4']);
});

test.each([
  'auto_resolved',
  'Back to normal',
  'RECOVERY',
  'healthy',
  'normal',
  'success',
  'OK',
  'Recovered',
  'up',
  '[Resolved]',
  'cleared',
  'available',
  'Reachable',
  'done',
  'incident.resolved',
  'ALERT_RECOVERY',
  'ResolvedCritical',
  'check.up',
])('[IT4] webhook: the state %s ends an alert', async (state) => {
  const over = await parse('webhook', { title: 'Queue', id: 1, state });
  expect(over).toMatchObject({ action: 'resolve', dedupKey: '1' });
});

test.each([
  ['[Alerting] Queue lags', '[OK] Queue lags'],
  ['[FIRING:3] Queue lags', '[RESOLVED] Queue lags'],
  ['[No Data] Queue lags', '[OK] Queue lags'],
  ['PROBLEM: Queue lags', 'RECOVERY: Queue lags'],
  ['🔴 [Down] Queue', '✅ [Up] Queue'],
  ['Problem: Queue lags', 'Resolved in 1h 5m 3s: Queue lags'],
  ['CRIT - Queue lags', 'OK - Queue lags'],
  ['** PROBLEM Service Alert: db-1/disk is CRITICAL **', '** RECOVERY Service Alert: db-1/disk is OK **'],
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

test('[IT10] webhook: names in capitals or with other signs between their words, and ends that a field of another name tells', async () => {
  const told = async (body: Json) => {
    const { summary, action, dedupKey } = (await parse('webhook', body)) as Alert;
    return [summary, action, dedupKey];
  };
  expect(await told({ ALERT_TITLE: 'Disk', 'alert-state': 'DOWN', Alert_ID: 7 })).toEqual([
    'Disk',
    'trigger',
    '7',
  ]);
  expect(await told({ host: 'db-1', service: 'HTTP', state: 'CRITICAL', output: 'timeout' })).toEqual([
    'HTTP on db-1',
    'trigger',
    'HTTP on db-1',
  ]);
  expect(await parse('webhook', { title: 'x', state: 'CRITICAL' })).toMatchObject({ severity: 'P1' });
  for (const end of [
    { notification_type: 'RECOVERY' },
    { severity: 'clear' },
    { resolved: true },
    { event: 'monitor.resolved' },
    { type: 'Recovery' },
  ])
    expect(await told({ title: 'Disk', ...end })).toEqual(['Disk', 'resolve', 'Disk']);
  // A field of another name never takes an end from its title, and these are no ends.
  expect(await told({ title: '[OK] Disk', type: 'alert' })).toEqual(['[OK] Disk', 'resolve', 'Disk']);
  for (const open of [
    { severity: 'normal' },
    { event: 'monitor.not_resolved' },
    { event: 'recovery_failed' },
    { event: 'connection.closed' },
    { event: 'scale_up' },
    { event: 'threshold.passed' },
    { type: 'completed_with_errors' },
    { result: 'done' },
    { state: 'Unresolved' },
    { resolved: false },
  ])
    expect(await told({ title: 'Disk', ...open })).toEqual(['Disk', 'trigger', 'Disk']);
  // What has only a description is called by its first line, and a body of Google Pub/Sub is read.
  expect(await told({ description: 'Disk full\nof db-1' })).toEqual(['Disk full', 'trigger', 'Disk full']);
  const data = Buffer.from(
    '{"incident":{"incident_id":"0.a","policy_name":"CPU","state":"closed"}}',
  ).toString('base64');
  expect(await told({ message: { data, messageId: '1' }, subscription: 's' })).toEqual([
    'CPU',
    'resolve',
    '0.a',
  ]);
  // The titles of lists in lists.
  const messages = [{ event: 'incident.resolve', incident: { id: 'P1', title: 'Disk', status: 'resolved' } }];
  expect(await told({ messages })).toEqual(['Disk', 'resolve', 'P1']);
});

const listed = (count: number) =>
  Array.from({ length: count }, (_, id) => ({ title: `Disk ${id}`, id: `d${id}` }));
const readWhole = async (payload: unknown) =>
  intakeKinds['webhook']!.parse(payload, intakeKinds['webhook']!.schema.parse({}), now);
test('[IT4] [IT12] webhook: a thousand alerts of one delivery are taken, and how many more there were is kept', async () => {
  for (const wrap of [(all: unknown) => all, (all: unknown) => ({ source: 'x', alerts: all })]) {
    const all = await readWhole(wrap(listed(1_000)));
    expect([all.alerts.length, all.notes]).toEqual([1_000, []]);
    const more = await readWhole(wrap(listed(1_234)));
    expect([more.alerts.length, more.notes]).toEqual([
      1_000,
      ['234 alerts: beyond the 1000 of one delivery'],
    ]);
    expect(more.alerts.at(-1)?.dedupKey).toBe('d999');
  }
});

const spaces = ' '.repeat(400_000);
test('[IT10] a title of many spaces costs no more than its length', async () => {
  const raised = (await parse('webhook', { title: `Disk${spaces}full is${spaces}down` })) as Alert;
  expect(raised).toMatchObject({ action: 'trigger', summary: expect.stringMatching(/^Disk/) });
  const [told] = await notice(`[Shop] certificate${spaces}expires${spaces}soon`);
  expect(told?.action).toBe('trigger');
});

const notice = async (msg: string) =>
  (await intakeKinds['uptime-kuma']!.parse({ msg, heartbeat: null, monitor: null }, {}, now)).alerts;

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
