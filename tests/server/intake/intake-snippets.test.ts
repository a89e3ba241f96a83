// The lines that the settings give to copy are run as they stand, by a shell, against a real server.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { IncidentSummary } from '#room/feed/feed.ts';
import { snippetsFor } from '#renderer/screens/alerting/intake-snippets.ts';
import type { Intake } from '#renderer/screens/alerting/kinded.ts';
import { intakeKinds } from '#sync-server/intake/index.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';

const run = promisify(execFile);
const shell = (line: string) => run('sh', ['-c', line]);

/** Adds an intake to a server, and answers what there is to copy for it. */
const intakesOf =
  (server: RunningServer) =>
  async (kind: string, settings: object = {}) => {
    const json = { name: `a ${kind}`, kind, settings };
    const intake = (await server.api<Intake>('/api/v1/intakes', { json })).body;
    const lines = new Map<string, string>();
    const said: string[] = [];
    for (const snippet of snippetsFor(intake, server.url))
      if ('say' in snippet) said.push(snippet.say);
      else lines.set(snippet.label, snippet.text);
    const line = (label: string) => lines.get(label) ?? `false # no ${label}`;
    return { line, labels: [...lines.keys()], said: said.join('\n'), id: intake.id };
  };
const incidentsOf = (server: RunningServer) => async () => {
  const { body } = await server.api<{ items: IncidentSummary[] }>('/api/v1/incidents?status=all');
  return body.items.toSorted((a, b) => a.declaredAt - b.declaredAt);
};

test('[AL3] every kind of intake says more than its address', () => {
  const intake = { id: 'i', name: 'i', key: 'k', path: '/intake/k', settings: {} };
  for (const kind of Object.keys(intakeKinds))
    expect([kind, snippetsFor({ ...intake, kind } as Intake, 'https://muster.example').length > 1]).toEqual([
      kind,
      true,
    ]);
});

test('[AL3] the lines to copy work unchanged', async () => {
  await using server = await startServer();
  const add = intakesOf(server);
  const read = async (id: string) => (await server.api<Intake>(`/api/v1/intakes/${id}`)).body;
  const incident = async (nth: number) => (await incidentsOf(server)())[nth];
  for (const [nth, kind] of ['pagerduty', 'webhook'].entries()) {
    const { line } = await add(kind);
    await shell(line('Fire with curl'));
    expect(await incident(nth), kind).toMatchObject({
      title: 'Disk is full',
      severity: 'P1',
      status: 'triage',
    });
    await shell(line('Resolve with curl'));
    expect(await incident(nth), kind).toMatchObject({ status: 'resolved' });
  }
  const pager = await add('pagerduty');
  await shell(pager.line('From a deploy script'));
  expect(await read(pager.id)).toMatchObject({ received: 1, lastError: null });
  const change = await add('change');
  await shell(change.line('From a deploy script'));
  expect(await read(change.id)).toMatchObject({ received: 1, lastError: null });
  const report = await add('report');
  expect((await shell(`curl -fsS ${report.line('Form to hand out')}`)).stdout).toContain('<form');

  const alertmanager = await add('alertmanager');
  const folder = mkdtempSync(join(tmpdir(), 'muster-snippets-'));
  const file = join(folder, 'alertmanager.yml');
  writeFileSync(file, alertmanager.line('In alertmanager.yml'));
  expect((await run('amtool', ['check-config', file])).stdout).toContain('SUCCESS');
  rmSync(folder, { recursive: true });

  const beat = await add('heartbeat');
  const cron = beat
    .line('In a crontab, after the job')
    .replace(/^0 3 \* \* \* /u, '')
    .replace('/path/to/job', 'true');
  await shell(cron);
  await expect.poll(async () => (await read(beat.id)).lastSeenAt).not.toBeNull();
  const { received } = await read(beat.id);
  const script = beat.line('With start and result');
  await shell(script.replace('/path/to/job', 'true'));
  await expect.poll(async () => (await read(beat.id)).received).toBeGreaterThan(received);
});

test('[AL3] the lines of a webhook are such as its own paths find; where they are more than paths, none is shown', async () => {
  await using server = await startServer();
  const add = intakesOf(server);
  const incidents = incidentsOf(server);
  const own = {
    title: 'alert.name',
    dedupKey: 'alert.id',
    action: 'alert.state',
    severityFrom: 'labels.how',
  };
  for (const settings of [own, { title: 'text', severityFrom: 'state' }, { details: '$join(lines)' }]) {
    const known = (await incidents()).length;
    const { line } = await add('webhook', settings);
    await shell(line('Fire with curl'));
    const declared = (await incidents()).slice(known);
    const severity = 'P1';
    expect(declared, JSON.stringify(settings)).toMatchObject([
      { title: 'Disk is full', severity, status: 'triage' },
    ]);
    await shell(line('Resolve with curl'));
    expect((await incidents()).slice(known)).toMatchObject([{ status: 'resolved' }]);
  }
  expect((await add('webhook', own)).said).toContain('the title by alert.name, the dedup key by alert.id');
  for (const settings of [{ action: 'ok ? "resolve" : "trigger"' }, { title: 'a', dedupKey: 'a.b' }]) {
    const { labels, said } = await add('webhook', settings);
    expect(labels).toEqual(['Address to send to']);
    expect(said).toContain('no line to copy');
  }
});
