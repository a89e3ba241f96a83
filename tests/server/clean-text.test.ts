// Odd text at the API's doors, over real HTTP.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { IncidentSummary } from '#room/feed/feed.ts';
import { startServer } from '../helpers/server.ts';

test('[TX1] [TX2] odd text is clean in the answer, and reads the same after a restart', async () => {
  await using server = await startServer();
  const declared = await server.api<{ id: string }>('/api/v1/incidents', {
    json: { title: 'Pay\uD83D\u0000ments \u202Edown', summary: 'half \uDE00 of it', service: 'sh\u0007op' },
  });
  expect(declared.status).toBe(201);
  const { id } = declared.body;
  const note = await server.api(`/api/v1/incidents/${id}/facts`, {
    json: { kind: 'note', text: 'a\uD800\u001Bb' },
  });
  expect(note.status).toBe(201);
  const read = async () => ({
    list: (await server.api<{ items: IncidentSummary[] }>('/api/v1/incidents')).body.items,
    room: (await server.api<{ title: string; texts: Record<string, string> }>(`/api/v1/incidents/${id}`))
      .body,
  });
  const before = await read();
  expect(before.list[0]).toMatchObject({ title: 'Pay\uFFFDments down', service: 'shop' });
  expect(before.room.texts['summary']).toBe('half \uFFFD of it');
  expect(JSON.stringify(before.room)).toContain('a\uFFFDb');
  await server.restart();
  expect(await read()).toEqual(before);
  const named = await server.api<{ id: string }>('/api/v1/incidents', {
    json: { title: 'Search', service: ' pay\u202Ements\u200B  api\u2066' },
  });
  const intake = await server.api<{ key: string }>('/api/v1/intakes', {
    json: { name: 'Grafana', kind: 'pagerduty', settings: { serviceFrom: 'component' } },
  });
  const sent = await server.api('/v2/enqueue', {
    json: {
      routing_key: intake.body.key,
      event_action: 'trigger',
      payload: {
        summary: 'Disk full',
        severity: 'critical',
        source: 'db-1',
        component: 'pay\u202Ements\u200B  api',
      },
    },
  });
  expect([named.status, intake.status, sent.status]).toEqual([201, 201, 202]);
  // The alert joined the incident of its service, as both names are now the same.
  const services = (await read()).list.map(({ service }) => service ?? '');
  expect(services.toSorted()).toEqual(['payments api', 'shop']);
});

test('[TX1] a configuration file is a door too, and what shows nothing is refused at every door', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-clean-'));
  const file = join(folder, 'muster.yaml');
  writeFileSync(file, String.raw`services: [{ name: "Pay\ud83d\0ments", owner: "a\u0007b" }]`);
  await using server = await startServer({ flags: ['--config', file] });
  const services = async () => (await server.api<{ items: object[] }>('/api/v1/services')).body.items;
  expect(await services()).toMatchObject([{ name: 'Pay\uFFFDments', owner: 'ab' }]);
  const faultOf = async (text: string) => {
    writeFileSync(file, text);
    const { body } = await server.api<{ errors: { field: string; expected: string }[] }>(
      '/api/v1/configuration/reload',
      { method: 'POST' },
    );
    return body.errors;
  };
  expect(await faultOf(String.raw`services: [{ name: "\u200b\u2060" }]`)).toMatchObject([
    { field: 'services.0.name' },
  ]);
  expect(await faultOf('services: [{ name: "${__proto__}" }]')).toMatchObject([
    { expected: 'the variable __proto__, which is not set' },
  ]);
  const imported = await server.api<{ lines: { name: string }[] }>('/api/v1/configuration/import', {
    json: { format: 'muster', text: String.raw`policies: [{ name: "P\ud83d", steps: [] }]`, dryRun: true },
  });
  expect(JSON.stringify(imported.body)).not.toContain(String.raw`\ud83d`);

  for (const title of ['\u200B\u200B', '\u2800', '\u202E\uFEFF'])
    expect((await server.api('/api/v1/incidents', { json: { title } })).status).toBe(400);
  rmSync(folder, { recursive: true });
});

test('[TX3] nobody joins under an owner’s name, however it is spelt; other names are made plain', async () => {
  await using server = await startServer({ ownerName: 'Ann Lee' });
  const enter = async (name: string) => {
    const { body } = await server.api<{ code: string }>('/api/v1/invitations', {
      json: { role: 'responder' },
    });
    return server.api<{ token: string; person: { id: string; name: string } }>('/api/v1/invitations/accept', {
      token: null,
      json: { code: body.code, name },
    });
  };
  for (const name of ['Ann Lee', 'ann\u00A0lee', 'Ann \u200B Lee', '\u202EAnn Lee', 'Ａnn Lee'])
    expect([name, (await enter(name)).status]).toEqual([name, 409]);
  expect((await enter('\u200B\u3164')).status).toBe(400);
  const bo = await enter('  B\u0000o\u2003 Lind ');
  expect([bo.status, bo.body.person.name]).toEqual([201, 'Bo Lind']);
  const rename = await server.api(`/api/v1/people/${bo.body.person.id}`, {
    method: 'PUT',
    token: bo.body.token,
    json: { name: 'Ann  Lee' },
  });
  expect(rename.status).toBe(409);
});

test('[TX3] roles, update templates and copy profiles have plain names, and none that shows nothing', async () => {
  await using server = await startServer();
  const put = (path: string, name: string, json: object) =>
    server.api<{ name: string }>(`/api/v1/${path}/${encodeURIComponent(name)}`, { method: 'PUT', json });
  const kinds: Record<string, object> = {
    roles: { title: 'Driver' },
    'comms-templates': { audience: 'internal', stage: null, text: 'We look into it.' },
    'copy-profiles': { people: 'roles' },
  };
  for (const [path, json] of Object.entries(kinds)) {
    for (const nothing of ['\u0000', '\u202E', '\u200B\u2800', '\uFEFF'])
      expect((await put(path, nothing, json)).status, path).toBe(400);
    const made = await put(path, ' night\u200B  \u202Ewatch\u0007', json);
    expect([path, made.status, made.body.name]).toEqual([path, 200, 'night watch']);
    const gone = await server.api(`/api/v1/${path}/night%20watch`, { method: 'DELETE' });
    expect([path, gone.status]).toEqual([path, 204]);
  }
});
