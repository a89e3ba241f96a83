// Payloads as the tools send them, without a server.
import { expect, test } from 'vitest';
import { PayloadRefused, clip, readSeverity } from './alert.ts';
import { readBody } from './body.ts';
import { intakeKinds } from './index.ts';
import { readSeverities } from './kind.ts';

async function parse(kind: string, payload: unknown, settings: object = {}) {
  const found = intakeKinds[kind]!;
  return found.parse(payload, found.schema.parse(settings), Date.UTC(2026, 0, 5, 10, 1));
}

const member = (fingerprint: string, status = 'firing', severity = 'warning') => ({
  status,
  labels: { alertname: 'Lag', severity, instance: fingerprint },
  annotations: { runbook_url: 'https://run.example/lag' },
  startsAt: '2026-01-05T10:00:00Z',
  endsAt: '0001-01-01T00:00:00Z',
  generatorURL: 'javascript:alert(1)',
  fingerprint,
});
const group = {
  version: '4',
  groupKey: '{}:{alertname="Lag"}',
  truncatedAlerts: 2,
  status: 'firing',
  receiver: 'muster',
  groupLabels: { alertname: 'Lag' },
  commonLabels: { alertname: 'Lag', team: 'data' },
  commonAnnotations: {},
  externalURL: 'http://am',
  alerts: [member('a'), member('b', 'firing', 'critical'), member('c', 'resolved')],
};

test.each(['alertmanager', 'grafana'])(
  '[IT4] %s: a group with its members, the worst severity and what was left out',
  async (kind) => {
    const { alerts } = await parse(kind, group, { serviceFrom: 'team' });
    expect(alerts).toMatchObject([
      { dedupKey: group.groupKey, action: 'trigger', summary: 'Lag', severity: 'P1', service: 'data' },
    ]);
    expect(alerts[0]?.members?.map(({ id, isFiring }) => [id, isFiring])).toEqual([
      ['a', true],
      ['b', true],
      ['c', false],
    ]);
    expect(alerts[0]?.details).toContain('2 further alerts were left out by the sender');
    // An address that a browser must not open is no link.
    expect(alerts[0]?.links).toEqual([{ url: 'https://run.example/lag', label: 'Runbook' }]);
    const over = await parse(kind, { ...group, status: 'resolved' });
    expect(over.alerts[0]?.action).toBe('resolve');
  },
);

test('[IT4] Uptime Kuma: down and up; pending, maintenance and the test button do nothing', async () => {
  const of = async (status: number) =>
    (
      await parse('uptime-kuma', {
        heartbeat: { status, msg: 'x' },
        monitor: { id: 1, name: 'Shop' },
        msg: 'm',
      })
    ).alerts;
  expect(
    (await Promise.all([0, 1, 2, 3].map(of))).map((alerts) => alerts.map(({ action }) => action)),
  ).toEqual([['trigger'], ['resolve'], [], []]);
  expect(
    (await parse('uptime-kuma', { msg: 'Uptime Kuma Testing', heartbeat: null, monitor: null })).alerts,
  ).toEqual([]);
  expect((await parse('uptime-kuma', { msg: 'Certificate expires in 7 days' })).alerts).toHaveLength(1);
});

const alone = async (msg: string) =>
  (await parse('uptime-kuma', { msg, heartbeat: null, monitor: null })).alerts;

test('[IT4] Uptime Kuma: a message that alone names its monitor and state is raised, and ended by its Up', async () => {
  const [down] = await alone('[Shop [eu]] [🔴 Down] timeout of 48000ms exceeded');
  const [up] = await alone('[Shop [eu]] [✅ Up] 200 - OK');
  expect([down?.action, up?.action, up?.dedupKey]).toEqual(['trigger', 'resolve', down?.dedupKey]);
  const [other] = await alone('[Other] [🔴 Down] timeout');
  expect(other?.dedupKey).not.toBe(down?.dedupKey);
});

test('[IT10] PagerDuty: a payload that is a text is its summary, and of a list the first counts', async () => {
  const event = { routing_key: 'r', event_action: 'trigger', dedup_key: 'k', payload: 'Disk full' };
  const listed = { ...event, payload: [{ summary: 'Disk full', severity: 'critical' }] };
  expect((await parse('pagerduty', listed)).alerts[0]).toMatchObject({
    summary: 'Disk full',
    severity: 'P1',
  });
  expect((await parse('pagerduty', event)).alerts).toMatchObject([{ summary: 'Disk full', dedupKey: 'k' }]);
});

const readText = async (text: string) => (await readBody(Buffer.from(text), {})).value;

test('[IT11] a body of a value on each line is a list, and what ends with a NUL is read', async () => {
  expect(await readText('{"title":"a"}\n\n{"title":"b"}\r\n')).toEqual([{ title: 'a' }, { title: 'b' }]);
  expect(await readText('{"title":"a"}\0')).toEqual({ title: 'a' });
  for (const text of ['{"title":"a"}\n{"title":', '{"a":1,,}', '{}x'])
    await expect(readText(text)).rejects.toThrow('not JSON');
});

test('[IT6] changes as PagerDuty sends them, and as plain objects', async () => {
  const pagerduty = {
    payload: { summary: 'Deploy 9', source: 'ci', custom_details: { app: 'shop' } },
    links: [{ href: 'https://ci.example/9' }],
  };
  expect((await parse('change', pagerduty, { serviceFrom: 'app' })).changes).toEqual([
    { text: 'Deploy 9', source: 'ci', service: 'shop', url: 'https://ci.example/9' },
  ]);
  expect((await parse('change', { text: 'Flag on' })).changes).toEqual([
    { text: 'Flag on', source: null, service: null, url: null },
  ]);
});

test('[IT5] severity words: those of the field, ranks, and an intake’s own before both', () => {
  const words = ['critical', 'ERROR', 'warning', 'info', 'P2', 'sev-1', 'SEV5', 'urgent', 'constructor', 7];
  expect(words.map((word) => readSeverity(word))).toEqual([
    'P1',
    'P2',
    'P3',
    'P4',
    'P2',
    'P1',
    'P4',
    null,
    null,
    null,
  ]);
  expect(readSeverity('critical', readSeverities('Critical = P2\n')!)).toBe('P2');
  expect([readSeverities('critical: P2'), readSeverities('x = P9')]).toEqual([null, null]);
});

test('[IT5] a text is shortened, and no character is cut in two', () => {
  expect(clip('abc', 3)).toBe('abc');
  expect(clip('ab😀d', 4)).toBe('ab…');
});

test('[IT4] a kind is sent to an address of its own, or reads the format that its address names', () => {
  const own = Object.keys(intakeKinds).filter((kind) => !intakeKinds[kind]?.formats.includes(kind));
  expect(own).toEqual(['pagerduty', 'report', 'heartbeat']);
});

test.each(Object.keys(intakeKinds))(
  '[IT5] %s: what is not a payload is refused with its field',
  async (kind) => {
    for (const payload of [undefined, null, 7, 'x', [], {}, { payload: null }, { alerts: {} }]) {
      // A text alone is an alert there.
      if (kind === 'webhook' && payload === 'x') continue;
      const refusal = await parse(kind, payload).then(
        () => null,
        (error: unknown) => error,
      );
      expect(refusal).toBeInstanceOf(PayloadRefused);
      expect((refusal as PayloadRefused).errors[0]?.field).not.toBe('');
    }
  },
);

const told = async (payload: unknown, settings = {}) => {
  const { alerts, notes = [] } = await parse('webhook', payload, settings);
  return [...alerts.map(({ summary, action, dedupKey }) => [summary, action, dedupKey]), ...notes];
};

test('[IT4] webhook: a text, a list, and alerts inside of a payload are taken', async () => {
  expect(await told('Disk full')).toEqual([['Disk full', 'trigger', 'Disk full']]);
  expect(
    await told([{ title: 'A', id: 1 }, { note: 'nothing' }, { title: 'B', id: 2, state: 'ok' }]),
  ).toEqual([['A', 'trigger', '1'], ['B', 'resolve', '2'], '1 of 3 alerts: no title']);
  const inside = { action: 'Create', alert: { message: 'Queue lags', id: 7, tags: [{ name: 'eu' }] } };
  expect(await told(inside)).toEqual([['Queue lags', 'trigger', '7']]);
  // The state of the whole counts where the alert has none of its own.
  expect(await told({ ...inside, action: 'resolved' })).toEqual([['Queue lags', 'resolve', '7']]);
  expect(await told({ data: { issue: { title: 'TypeError', id: 'e' } } })).toEqual([
    ['TypeError', 'trigger', 'e'],
  ]);
  const list = {
    source: 'x',
    alerts: [
      { summary: 'A', id: 1 },
      { summary: 'B', id: 2, status: 'resolved' },
    ],
  };
  expect(await told(list)).toEqual([
    ['A', 'trigger', '1'],
    ['B', 'resolve', '2'],
  ]);
  // Somebody's name is no alert, and what expressions say is not overruled.
  await expect(told({ user: { name: 'Ann' }, tags: [{ name: 'eu' }] })).rejects.toThrow(PayloadRefused);
  expect(await told(list, { title: 'source' })).toEqual([['x', 'trigger', 'x']]);
  // Deep and wide payloads cost little.
  const wide = Object.fromEntries(Array.from({ length: 900 }, (_, n) => [`f${n}`, { a: { b: {} } }]));
  await expect(told(wide)).rejects.toThrow(PayloadRefused);
});
