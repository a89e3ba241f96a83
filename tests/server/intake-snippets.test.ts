// The lines that the settings give to copy are run as they stand, by a shell, against a real server.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { IncidentSummary } from '#room/feed.ts';
import { snippetsFor } from '#renderer/alerting/intake-snippets.ts';
import type { Intake } from '#renderer/alerting/kinded.ts';
import { startServer } from '../helpers/server.ts';

const run = promisify(execFile);
const shell = (line: string) => run('sh', ['-c', line]);

test('[AL3] what is shown to copy works as it stands', async () => {
  await using server = await startServer();
  const add = async (kind: string) => {
    const json = { name: `a ${kind}`, kind };
    const intake = (await server.api<Intake>('/api/v1/intakes', { json })).body;
    const lines = new Map<string, string>();
    for (const snippet of snippetsFor(intake, server.url))
      if (!('say' in snippet)) lines.set(snippet.label, snippet.text);
    return { line: (label: string) => lines.get(label) ?? `false # no ${label}`, id: intake.id };
  };
  const read = async (id: string) => (await server.api<Intake>(`/api/v1/intakes/${id}`)).body;
  const incident = async (nth: number) => {
    const { body } = await server.api<{ items: IncidentSummary[] }>('/api/v1/incidents?status=all');
    return body.items.toSorted((a, b) => a.declaredAt - b.declaredAt)[nth];
  };
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
});
