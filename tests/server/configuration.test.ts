// Configuration as code: a real server, real files, and what a bad one does (nothing).
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { channelAnswerSchema } from '#wire/api/channels.ts';
import { intakeAnswerSchema } from '#wire/api/intakes.ts';
import { maintenanceAnswerSchema } from '#wire/api/maintenance.ts';
import { monitorAnswerSchema } from '#wire/api/monitors.ts';
import { policyAnswerSchema } from '#wire/api/policies.ts';
import { scheduleAnswerSchema } from '#wire/api/schedules.ts';
import { sections } from '#sync-server/configuration/shape.ts';
import { startRefused, startServer, type RunningServer } from '../helpers/server.ts';

function openFolder() {
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-config-'));
  const file = path.join(folder, 'muster.yaml');
  return {
    folder,
    file,
    write: (text: string) => writeFileSync(file, text),
    /** As an editor does it: another file in its place. */
    replace: (text: string) => {
      writeFileSync(`${file}~`, text);
      renameSync(`${file}~`, file);
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const usual = `
channels:
  - name: Ops
    kind: slack
    settings: { url: "\${SLACK_URL}" }
schedules:
  - name: Payments on-call
    timeZone: Europe/Berlin
    layers:
      - name: first
        people: [Ana Reyes]
        rotation: { unit: week }
        startsOn: 2026-01-05
monitors:
  - name: checkout
    kind: http
    settings: { url: "http://127.0.0.1:9/health", headers: "Authorization: Bearer \${CHECK_TOKEN}" }
    intervalSeconds: \${EVERY:-60}
    parent: database
  - name: database
    kind: tcp
    settings: { host: 127.0.0.1, port: 9 }
    intervalSeconds: 60
maintenance:
  - name: Sundays
    monitors: [checkout]
    window: { kind: weekly, days: [7], at: "22:00", minutes: 60, timeZone: UTC }
policies:
  - name: P1
    severities: [P1]
    steps:
      - waitMinutes: 5
        targets: [{ kind: schedule, name: Payments on-call, backup: true }, { kind: channel, name: Ops }]
      - waitMinutes: 5
        targets: [{ kind: person, name: Ana Reyes }]
intakes:
  - { name: Alertmanager, kind: alertmanager, service: payments }
reviewTemplates:
  - { name: Short, severities: [P3], sections: [{ heading: In a word, part: summary, ask: Which? }] }
severities:
  - { name: P2, updateMinutes: 20, reviewDays: null }
  - { name: P3, workdays: { timeZone: Europe/Berlin, holidays: ['2026-12-25'] } }
roles:
  - { name: Liaison, scope: Talks to the bank. }
commsTemplates:
  - { name: Card payments, audience: customers, text: "Cards are refused: {impact}" }
handbook:
  - { name: our-tools, title: Our tools, text: Look here first. }
recurringTasks:
  - name: Restore a backup
    kind: backup
    owner: Ana Reyes
    repeat: { unit: month, every: 1 }
    startsOn: "2026-01-31"
copyProfiles:
  - { name: For customers, people: roles, hide: [Acme] }
`;
const environment = { SLACK_URL: 'http://127.0.0.1:9/services/canary-slack', CHECK_TOKEN: 'canary-check' };

type Item = { id: string; name: string; managedBy?: string; parent?: string; steps?: unknown };
type State = {
  errors: { line: number | null; field: string; expected: string }[];
  owned: Record<string, number>;
  loadedAt: number;
};
const listOf = async (server: RunningServer, section: string) =>
  (await server.api<{ items: Item[] }>(`/api/v1/${section}`)).body.items;
const stateOf = async (server: RunningServer) => (await server.api<State>('/api/v1/configuration')).body;

const contract = {
  monitors: monitorAnswerSchema,
  channels: channelAnswerSchema,
  schedules: scheduleAnswerSchema,
  policies: policyAnswerSchema,
  intakes: intakeAnswerSchema,
  maintenance: maintenanceAnswerSchema,
};

async function startConfigured(file: string, extra: Record<string, string> = {}) {
  return startServer({
    ownerName: 'Ana Reyes',
    flags: ['--config', file],
    environment: { ...environment, ...extra },
  });
}

test('[CF1] [CF4] [CF5] [RR8] a file makes everything, by name; what it owns is marked and refused elsewhere', async () => {
  using files = openFolder();
  files.write(usual);
  await using server = await startConfigured(files.file);
  const [checkout, database] = await listOf(server, 'monitors').then((all) => [
    all.find(({ name }) => name === 'checkout'),
    all.find(({ name }) => name === 'database'),
  ]);
  expect(checkout).toMatchObject({ managedBy: 'config', parent: database?.id, intervalSeconds: 60 });
  expect((await stateOf(server)).owned).toEqual({
    teams: 0,
    channels: 1,
    schedules: 1,
    monitors: 2,
    maintenance: 1,
    policies: 1,
    intakes: 1,
    services: 0,
    recurringTasks: 1,
    reviewTemplates: 1,
    severities: 2,
    roles: 1,
    commsTemplates: 1,
    handbook: 1,
    copyProfiles: 1,
    pages: 0,
  });
  const [policy] = await listOf(server, 'policies');
  const [schedule] = await listOf(server, 'schedules');
  expect(JSON.stringify(policy?.steps)).toContain(schedule?.id);
  // The contract knows the mark, and nothing is answered that it does not know.
  for (const [section, schema] of Object.entries(contract))
    for (const item of await listOf(server, section))
      expect(schema.parse(item), section).toMatchObject({ managedBy: 'config' });
  const { body } = await server.api<{ paths: Record<string, { get: object }> }>('/api/v1/openapi.json');
  for (const section of sections) {
    const list = `/api/v1/${section.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)}`;
    expect(JSON.stringify(body.paths[list]?.get), list).toContain('"managedBy"');
  }

  // RT6: a shipped template is another one under its name.
  const templates = await listOf(server, 'review-templates');
  expect(templates.filter(({ name }) => name === 'Short')).toMatchObject([
    { managedBy: 'config', sections: [{ ask: 'Which?' }] },
  ]);

  const refused = await server.api<{ detail: string }>(`/api/v1/monitors/${checkout?.id}`, {
    method: 'DELETE',
  });
  expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining(files.file)]);
  // SL: these go by their names.
  const [, second, third] = (await listOf(server, 'severities')) as (Item & { updateMinutes: number })[];
  expect(second).toMatchObject({ name: 'P2', updateMinutes: 20, reviewDays: null, managedBy: 'config' });
  expect(third).toMatchObject({ workdays: { timeZone: 'Europe/Berlin', holidays: ['2026-12-25'] } });
  const taken = await server.api('/api/v1/roles/liaison', { method: 'DELETE' });
  expect(taken.status).toBe(409);
  const text = await server.api('/api/v1/comms-templates/Card%20payments', { method: 'DELETE' });
  expect(text.status).toBe(409);
  const page = await server.api('/api/v1/handbook/Our-Tools', {
    method: 'PUT',
    json: { title: 'x', text: 'x' },
  });
  expect(page.status).toBe(409);
  const profile = await server.api('/api/v1/copy-profiles/For%20customers', { method: 'DELETE' });
  expect(profile.status).toBe(409);
  // RR8: what a file sets is changed there alone; its turns are recorded by people.
  const [task] = await listOf(server, 'recurring-tasks');
  const tasks = `/api/v1/recurring-tasks/${task?.id}`;
  expect((await server.api(tasks, { method: 'DELETE' })).status).toBe(409);
  expect((await server.api(`${tasks}/runs`, { json: { outcome: 'passed' } })).status).toBe(201);
  // What others made is theirs.
  const own = await server.api<Item>('/api/v1/monitors', {
    json: { name: 'by hand', kind: 'tcp', settings: { host: '127.0.0.1', port: 9 }, intervalSeconds: 60 },
  });
  expect(own.body.managedBy).toBeUndefined();

  // The same again changes nothing: not the ids, not the versions, nor what was measured.
  const before = await server.api(`/api/v1/monitors/${checkout?.id}`);
  await server.restart();
  expect((await server.api(`/api/v1/monitors/${checkout?.id}`)).headers.get('etag')).toBe(
    before.headers.get('etag'),
  );

  // Left out of the file it goes; what was made by hand stays.
  files.write(
    'monitors:\n  - { name: database, kind: tcp, settings: { host: 127.0.0.1, port: 10 }, intervalSeconds: 60 }\n',
  );
  expect((await server.api('/api/v1/configuration/reload', { method: 'POST' })).status).toBe(200);
  expect((await listOf(server, 'monitors')).map(({ name }) => name).toSorted()).toEqual([
    'by hand',
    'database',
  ]);
  expect((await listOf(server, 'monitors')).find(({ name }) => name === 'database')?.id).toBe(database?.id);
  expect(await listOf(server, 'policies')).toEqual([]);
});

test('[CF2] [CF3] a wrong file stops the start with every fault, each with its line', async () => {
  using files = openFolder();
  files.write(`monitors:
  - name: one
    kind: http
    settings: { url: nonsense }
    intervalSeconds: often
  - name: two
    kind: telepathy
    settings: {}
    intervalSeconds: 60
    parent: nobody
    colour: red
`);
  const started = await startRefused([
    '--port',
    '0',
    '--data',
    path.join(files.folder, 'data'),
    '--config',
    files.file,
  ]);
  expect(started.code).toBe(2);
  expect(started.stderr).toContain(`${files.file}:5: monitors.0.intervalSeconds: expected a number`);
  expect(started.stderr).toContain(`monitors.1.colour: expected nothing: there is no such field`);
  expect(started.stdout).toBe('');

  files.write(
    'monitors:\n  - name: one\n    kind: telepathy\n    settings: {}\n    intervalSeconds: 60\n    parent: nobody\n',
  );
  const second = await startRefused([
    '--port',
    '0',
    '--data',
    path.join(files.folder, 'data'),
    '--config',
    files.file,
  ]);
  expect(second.stderr).toContain(`${files.file}:3: monitors.0.kind: expected one of http`);
  expect(second.stderr).toContain(`${files.file}:6: monitors.0.parent: expected the name of another monitor`);

  files.write('channels:\n  - { name: a, kind: slack, settings: { url: "${NOT_SET}" } }\n');
  const third = await startRefused([
    '--port',
    '0',
    '--data',
    path.join(files.folder, 'data'),
    '--config',
    files.file,
  ]);
  expect(third.stderr).toContain(
    `${files.file}:2: channels.0.settings.url: expected the variable NOT_SET, which is not set`,
  );

  const beside = await startRefused(['--upstream', 'http://127.0.0.1:1', '--config', files.file]);
  expect([beside.code, beside.stderr]).toEqual([2, expect.stringContaining('--config')]);
});

test('[CF2] it is read again when it changes; a bad one changes nothing and says so', async () => {
  using files = openFolder();
  files.write(usual);
  await using server = await startConfigured(files.file);
  const isIn = (name: string) => async () =>
    (await listOf(server, 'monitors')).some((each) => each.name === name);
  files.replace(usual.replace('name: checkout', 'name: till').replace('[checkout]', '[till]'));
  await expect.poll(isIn('till')).toBe(true);
  expect(await isIn('checkout')()).toBe(false);

  files.replace(usual.replace('port: 9', 'port: nine'));
  await expect
    .poll(async () => (await stateOf(server)).errors)
    .toEqual([
      expect.objectContaining({
        field: 'monitors.1.settings.port',
        expected: expect.stringContaining('number') as string,
      }),
    ]);
  expect(await isIn('till')()).toBe(true);
  files.replace(usual);
  await expect.poll(isIn('checkout')).toBe(true);
  expect((await stateOf(server)).errors).toEqual([]);
});

test('[CF6] an export with its variables set makes the same server, and holds no secret', async () => {
  using files = openFolder();
  files.write(usual);
  await using server = await startConfigured(files.file);
  const { body: text } = await server.api<string>('/api/v1/configuration/export.yaml');
  expect(text).not.toContain('canary');
  const variables = [...text.matchAll(/^# {3}(MUSTER_\w+): /gmu)].map((match) => match[1] ?? '');
  expect(text.match(/In a word|Executive Summary/gu)).toEqual(['In a word']);
  expect(variables).toEqual(['MUSTER_CHECK_CHECKOUT_HEADERS', 'MUSTER_CHANNEL_OPS_URL']);

  using copies = openFolder();
  copies.write(text);
  await using copy = await startConfigured(copies.file, {
    MUSTER_CHECK_CHECKOUT_HEADERS: 'Authorization: Bearer canary-check',
    MUSTER_CHANNEL_OPS_URL: environment.SLACK_URL,
  });
  expect((await copy.api<string>('/api/v1/configuration/export.yaml')).body).toBe(text);
  const viewer = await server.api<{ token: string }>('/api/v1/people', {
    json: { name: 'Vic', role: 'viewer' },
  });
  const asked = await server.api('/api/v1/configuration/export.yaml', { token: viewer.body.token });
  expect(asked.status).toBe(403);
});

const gatus = `
endpoints:
  - name: shop
    group: core
    url: https://example.org/health
    interval: 30s
    headers: { X-Key: "\${KEY}" }
    conditions: ["[STATUS] == 200", "[RESPONSE_TIME] < 300", "[BODY].status == UP", "len([BODY].items) > 0"]
    alerts: [{ type: slack, failure-threshold: 5, success-threshold: 1 }]
  - { name: names, url: 8.8.8.8, dns: { query-name: example.org, query-type: A }, conditions: ["[DNS_RCODE] == NOERROR"] }
  - { name: port, url: "tcp://127.0.0.1:5432", conditions: ["[CONNECTED] == true"] }
  - { name: shell, url: "ssh://example.org", conditions: [] }
external-endpoints:
  - { name: backup, token: t, heartbeat: { interval: 30m } }
suites: [{ name: flow }]
`;

type Report = { items: { section: string | null; name: string; done: string; left: string[] }[] };
const importText = (server: RunningServer, json: Record<string, unknown>) =>
  server.api<Report & { errors: { field: string }[] }>('/api/v1/configuration/import', { json });

test('[CF7] Gatus’s file is taken over, with what was not, once', async () => {
  await using server = await startServer();
  const dry = await importText(server, { format: 'gatus', text: gatus, dryRun: true });
  expect(
    dry.body.items.filter(({ done }) => done === 'added'),
    JSON.stringify(dry.body),
  ).toHaveLength(4);
  expect(await listOf(server, 'monitors')).toEqual([]);

  const { status, body } = await importText(server, { format: 'gatus', text: gatus });
  expect(status).toBe(200);
  const report = Object.fromEntries(body.items.map(({ name, ...rest }) => [name, rest]));
  expect(report['core / shop']).toMatchObject({
    done: 'added',
    left: expect.arrayContaining(['condition len([BODY].items) > 0: not imported']) as unknown,
  });
  expect(report['shell']).toMatchObject({ done: 'left', left: ['url: there is no check for ssh://'] });
  expect(report['suites']?.done).toBe('left');
  const monitors = await listOf(server, 'monitors');
  expect(monitors.find(({ name }) => name === 'core / shop')).toMatchObject({
    kind: 'json',
    intervalSeconds: 30,
    confirmations: 5,
    recoveries: 1,
    service: 'core',
    settings: { query: 'status', operator: '==', expected: 'UP', slowAfterMs: 300, accepted: '200' },
  });
  expect(monitors.find(({ name }) => name === 'backup')).toMatchObject({
    kind: 'heartbeat',
    settings: { periodMinutes: 30 },
  });
  const again = await importText(server, { format: 'gatus', text: gatus });
  expect(again.body.items.filter(({ done }) => done === 'kept')).toHaveLength(4);
  expect(await listOf(server, 'monitors')).toHaveLength(4);
  const wrong = await importText(server, { format: 'gatus', text: 'a: [' });
  expect([wrong.status, wrong.body.errors[0]?.field]).toEqual([400, 'text']);
});

test('[CF7] Uptime Kuma’s backup is taken over, with what was not', async () => {
  const backup = {
    version: '1.23.0',
    notificationList: [
      {
        name: 'Ops',
        config: JSON.stringify({ type: 'slack', slackwebhookURL: 'http://127.0.0.1:9/services/x' }),
      },
      { name: 'Pager', config: JSON.stringify({ type: 'pushover' }) },
    ],
    monitorList: [
      { id: 1, name: 'All', type: 'group' },
      {
        id: 2,
        name: 'site',
        type: 'keyword',
        url: 'https://example.org',
        keyword: 'Welcome',
        interval: 20,
        maxretries: 2,
        accepted_statuscodes: ['200-299', '301'],
        active: 0,
        parent: 1,
        headers: '{"X-Key": "k"}',
      },
      { id: 3, name: 'queue', type: 'port', hostname: '127.0.0.1', port: 5672, parent: 2, upsideDown: true },
      { id: 4, name: 'job', type: 'push', pushToken: 'abc', interval: 3600 },
      { id: 5, name: 'box', type: 'docker' },
      { id: 6, name: 'broken', type: 'http', url: 'nonsense' },
    ],
  };
  await using server = await startServer();
  // As an editor of Windows saves it.
  const text = `\uFEFF${JSON.stringify(backup, null, 2).replaceAll('\n', '\r\n')}`;
  const { body } = await importText(server, { format: 'uptime-kuma', text });
  const report = Object.fromEntries(body.items.map(({ name, ...rest }) => [name, rest]));
  expect(report['box']).toMatchObject({ done: 'left', left: ['type: there is no check for docker'] });
  expect(report['broken']).toMatchObject({ done: 'left' });
  expect(report['Pager']?.done).toBe('left');
  expect(report['queue']?.left).toContain('upsideDown: a check cannot be inverted here');
  const monitors = await listOf(server, 'monitors');
  const site = monitors.find(({ name }) => name === 'site');
  expect(site).toMatchObject({
    kind: 'keyword',
    intervalSeconds: 20,
    confirmations: 3,
    paused: true,
    settings: { keyword: 'Welcome', expected: 'present', accepted: '200-299, 301' },
  });
  expect(monitors.find(({ name }) => name === 'queue')?.parent).toBe(site?.id);
  expect((await listOf(server, 'channels')).map(({ name }) => name)).toEqual(['Ops']);
  const wrong = await importText(server, { format: 'uptime-kuma', text: '{}' });
  expect(wrong.status).toBe(400);
});
