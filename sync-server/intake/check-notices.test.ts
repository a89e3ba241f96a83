// Bodies of monitoring tools without a key of their own, as their templates and macros give them.
import { expect, test } from 'vitest';
import type { Alert } from './alert.ts';
import { intakeKinds } from './index.ts';

const now = Date.UTC(2026, 11, 3, 5, 10);
async function all(body: unknown, kind = 'webhook'): Promise<readonly Alert[]> {
  const found = intakeKinds[kind]!;
  return (await found.parse(JSON.parse(JSON.stringify(body)), found.schema.parse({}), now)).alerts;
}
const one = async (body: unknown): Promise<Alert> => (await all(body))[0]!;

const macros = (type: string, check: string, state: string) => ({
  notificationtype: type,
  hostname: 'db-1',
  servicename: check,
  servicestate: state,
  serviceoutput: `${check} is ${state}`,
});
const nested = (type: string, state: string) => ({
  host: { name: 'db-1', display_name: 'DB 1', state: 'UP' },
  service: { name: 'disk', state, output: '95 %' },
  notification: { type, author: '' },
});
const sensu = (status: number, state: string) => ({
  entity: { metadata: { name: 'db-1' } },
  check: { metadata: { name: 'disk' }, status, state, output: '95 %' },
});

test.each([
  ['Icinga’s macros', macros('PROBLEM', 'disk', 'CRITICAL'), macros('RECOVERY', 'disk', 'OK')],
  ['Icinga’s objects', nested('PROBLEM', 'CRITICAL'), nested('RECOVERY', 'OK')],
  [
    'Nagios’s names',
    { HOSTALIAS: 'db-1', SERVICEDESC: 'disk', SERVICESTATE: 'CRITICAL', SERVICEOUTPUT: '95 %' },
    { HOSTALIAS: 'db-1', SERVICEDESC: 'disk', SERVICESTATE: 'OK', SERVICEOUTPUT: '20 %' },
  ],
  [
    'names with dots',
    { 'host.name': 'db-1', 'service.name': 'disk', 'service.state': 'CRITICAL' },
    { 'host.name': 'db-1', 'service.name': 'disk', 'service.state': 'OK' },
  ],
  [
    'exit codes',
    { host: 'db-1', service: 'disk', state: 2, output: '95 %' },
    { host: 'db-1', service: 'disk', state: 0, output: '20 %' },
  ],
  ['Sensu', sensu(2, 'failing'), sensu(0, 'passing')],
  [
    'PRTG, with words that change',
    { device: 'db-1', sensor: 'disk', status: 'Down', message: '95 %' },
    { device: 'db-1', sensor: 'disk', status: 'Up', message: '20 %' },
  ],
])('[IT14] webhook: the check and its host are the outage: %s', async (_, began, ended) => {
  const [raised, over] = [await one(began), await one(ended)];
  expect(raised).toMatchObject({ action: 'trigger', summary: 'disk on db-1', dedupKey: 'disk on db-1' });
  expect([over.action, over.dedupKey]).toEqual(['resolve', raised.dedupKey]);
});

test('[IT14] webhook: two checks of one host are two outages, a host is its own, and an acknowledgement is one', async () => {
  const [disk, load] = [
    await one(macros('PROBLEM', 'disk', 'CRITICAL')),
    await one(macros('PROBLEM', 'load', 'WARNING')),
  ];
  expect([disk.severity, load.severity]).toEqual(['P1', 'P3']);
  expect(disk.dedupKey).not.toBe(load.dedupKey);
  const host = { notificationtype: 'PROBLEM', hostname: 'db-1', hoststate: 'DOWN', servicename: '' };
  expect(await one(host)).toMatchObject({ action: 'trigger', dedupKey: 'db-1', severity: null });
  expect(await one({ ...host, notificationtype: 'RECOVERY', hoststate: 'UP' })).toMatchObject({
    action: 'resolve',
    dedupKey: 'db-1',
  });
  const seen = macros('ACKNOWLEDGEMENT', 'disk', 'CRITICAL');
  expect(await one(seen)).toMatchObject({ action: 'acknowledge', dedupKey: disk.dedupKey });
  // A title of its own stays the title, and a product’s service is no check.
  expect(await one({ ...macros('PROBLEM', 'disk', 'CRITICAL'), title: 'Disk' })).toMatchObject({
    summary: 'Disk',
  });
  const [cpu, full] = [
    await one({ message: 'CPU high', service: 'shop', host: 'web-1', status: 'firing' }),
    await one({ message: 'Disk full', service: 'shop', host: 'web-1', status: 'firing' }),
  ];
  expect([cpu.dedupKey, full.dedupKey]).toEqual(['CPU high', 'Disk full']);
});

test.each([
  ['Alert for device db-1 - Ports down', 'trigger'],
  ['Alert for device db-1 - Ports down got worse', 'trigger'],
  ['Alert for device db-1 - Ports down got better', 'trigger'],
  ['Alert for device db-1 - Ports down got acknowledged', 'acknowledge'],
  ['Device db-1 recovered from Ports down', 'resolve'],
])('[IT14] LibreNMS without a key: “%s” is a %s of one outage', async (title, action) => {
  expect(await one({ title, severity: 'critical' })).toMatchObject({
    action,
    dedupKey: 'Ports down on db-1',
  });
});

const libre = (state: number, uid: string) => ({
  alert_id: 99,
  uid,
  device_id: 5,
  state,
  name: 'Ports down',
});
const icinga = (severity: string, message: string) => ({
  object: { name: 'db-1!disk' },
  incident: { id: 27, severity },
  event: { type: 'state', message },
});
const updown = (event: string) => [
  { event, check: { token: 't', url: 'https://shop.example', alias: 'Shop' }, downtime: { id: event } },
];

test('[IT14] LibreNMS’s variables, Icinga’s notifications and updown.io are read by what they call things', async () => {
  for (const [began, ended, key, title] of [
    [libre(1, '442'), libre(0, '443'), '99', 'Ports down'],
    [icinga('crit', '95 %'), icinga('ok', '20 %'), '27', 'db-1!disk'],
    [updown('check.down'), updown('check.up'), 't', 'Shop'],
  ] as const) {
    expect(await one(began)).toMatchObject({ action: 'trigger', dedupKey: key, summary: title });
    expect(await one(ended)).toMatchObject({ action: 'resolve', dedupKey: key });
  }
});

const fromPrometheus = (instance: string, endsAt: string | undefined) => ({
  labels: { alertname: 'Lag', instance, severity: 'critical', service: 'queue' },
  annotations: { summary: `Queue lags on ${instance}` },
  startsAt: '2026-12-03T05:00:00Z',
  endsAt,
  generatorURL: 'https://prometheus.example/graph',
});

test.each(['alertmanager', 'grafana', 'webhook'])(
  '[IT16] %s: of a list as Prometheus sends it each alert is an outage, which fires until its end',
  async (kind) => {
    const ahead = '2026-12-03T05:14:00Z';
    const fired = await all([fromPrometheus('a', ahead), fromPrometheus('b', undefined)], kind);
    expect(fired).toMatchObject([
      { action: 'trigger', severity: 'P1', service: 'queue', summary: 'Queue lags on a' },
      { action: 'trigger', summary: 'Queue lags on b' },
    ]);
    const [over, on] = await all(
      [fromPrometheus('a', '2026-12-03T05:09:00Z'), fromPrometheus('b', '0001-01-01T00:00:00Z')],
      kind,
    );
    expect([over?.action, over?.dedupKey]).toEqual(['resolve', fired[0]?.dedupKey]);
    expect([on?.action, on?.dedupKey]).toEqual(['trigger', fired[1]?.dedupKey]);
  },
);

test('[IT16] a group of Alertmanager’s that comes to a webhook is read as one', async () => {
  const { labels, annotations } = fromPrometheus('a', undefined);
  const group = (status: string) => ({
    version: '4',
    groupKey: '{}:{}',
    status,
    groupLabels: { alertname: 'Lag' },
    commonLabels: labels,
    commonAnnotations: annotations,
    alerts: [{ status, labels, annotations, fingerprint: 'f' }],
  });
  expect(await one(group('firing'))).toMatchObject({ action: 'trigger', dedupKey: '{}:{}' });
  expect(await one(group('resolved'))).toMatchObject({ action: 'resolve', dedupKey: '{}:{}' });
});
