// Who changed what: written before it is done, for every write of the API, and never with a secret in it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { isAudited, leftOut } from '#sync-server/audit/record-call.ts';
import type { AuditEntry } from '#sync-server/audit/entry.ts';
import { routes } from '#sync-server/http/all-routes.ts';
import { openInbox } from '#sync-server/paging/testing/inbox.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';

type Page = { items: AuditEntry[]; next: string | null };
const read = async (server: RunningServer, query = '') =>
  (await server.api<Page>(`/api/v1/audit${query}`)).body.items;
const canary = 'c4n4ry-of-the-audit';

test('[AU10] every write of the API is in the audit log, but what a room says itself or changes nothing', () => {
  const writes = routes.filter(({ method }) => method !== 'GET');
  const names = writes.map(({ method, path: pattern }) => `${method} ${pattern}`);
  expect(writes.filter((route) => !isAudited(route))).toHaveLength(Object.keys(leftOut).length);
  expect(Object.keys(leftOut).filter((name) => !names.includes(name))).toEqual([]);
});

test('[AU10] an entry says who, from where, what and how it went, and holds no secret', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-audit-'));
  const file = path.join(folder, 'muster.yaml');
  writeFileSync(
    file,
    `services:\n  - name: payments\nchannels:\n  - name: Ops\n    kind: slack\n    settings: { url: "http://127.0.0.1:9/${canary}" }\n`,
  );
  await using server = await startServer({ ownerName: 'Ana', flags: ['--config', file] });
  rmSync(folder, { recursive: true });
  const make = async <T>(section: string, json: unknown, token = server.ownerToken) =>
    (await server.api<T>(`/api/v1/${section}`, { json, token })).body;
  const hook = await make<{ id: string; name: string }>('channels', {
    name: 'Hook',
    kind: 'webhook',
    settings: { url: `http://127.0.0.1:9/${canary}`, secret: canary },
  });
  const put = { ...hook, name: 'Hook of the team', settings: { url: `http://127.0.0.1:9/x${canary}` } };
  const changed = await server.api(`/api/v1/channels/${hook.id}`, { method: 'PUT', json: put });
  expect(changed.status).toBe(200);
  const monitor = await make<{ id: string }>('monitors', {
    name: 'checkout',
    kind: 'http',
    settings: { url: `http://127.0.0.1:9/?key=${canary}`, headers: `Authorization: ${canary}` },
    intervalSeconds: 60,
    paused: true,
  });
  await server.api(`/api/v1/monitors/${monitor.id}`, { method: 'DELETE' });
  const token = await make<{ id: string; token: string }>('tokens', {
    name: 'Terraform',
    scopes: ['services:write', 'people:read'],
  });
  await make('services', { name: 'checkout' }, token.token);
  const invitation = await make<{ code: string }>('invitations', { role: 'responder' });
  const joining = { code: invitation.code, name: 'Bo', replica: true };
  const bo = await make<{ token: string; person: { id: string } }>('invitations/accept', joining);
  // Guesses of strangers are not what the log is for.
  await server.api('/api/v1/invitations/accept', { json: { code: 'guess', name: 'Eve' }, token: null });
  await server.api(`/api/v1/people/${bo.person.id}`, { method: 'PUT', json: { name: 'Bo', role: 'viewer' } });
  const me = await server.api<{ id: string }>('/api/v1/me');
  await server.api(`/api/v1/people/${me.body.id}`, { method: 'DELETE' });

  const entries = (await read(server)).toReversed();
  const lines = entries.map(({ by, action, area, target, result }) =>
    [by.kind === 'person' ? by.name : by.kind, action, area, target.name, result].join(' '),
  );
  expect(lines).toEqual([
    'configuration made channels Ops done',
    'configuration made services payments done',
    'Ana made channels Hook done',
    'Ana changed channels Hook of the team done',
    'Ana made monitors checkout done',
    'Ana removed monitors checkout done',
    'Ana made tokens Terraform done',
    'Ana made services checkout done',
    'Ana made invitations  done',
    'nobody made invitations Bo done',
    'Ana changed people Bo done',
    'Ana removed people Ana refused',
  ]);
  expect(entries[3]?.changes).toEqual([
    { field: 'name', from: 'Hook', to: 'Hook of the team' },
    { field: 'settings.url' },
  ]);
  expect(entries[7]?.by).toMatchObject({ token: { id: token.id, name: 'Terraform' } });
  expect(entries[10]?.changes).toEqual([{ field: 'role', from: 'responder', to: 'viewer' }]);
  expect(entries[11]).toMatchObject({ address: '127.0.0.1', status: 409 });
  expect(entries[4]?.target.id).toBe(monitor.id);

  expect((await read(server, '?area=people')).map(({ area }) => area)).toEqual(['people', 'people']);
  expect(await read(server, `?person=${bo.person.id}`)).toEqual([]);
  const first = await server.api<Page>('/api/v1/audit?limit=5');
  const second = await server.api<Page>(`/api/v1/audit?limit=500&cursor=${first.body.next}`);
  expect([...first.body.items, ...second.body.items]).toEqual(entries.toReversed());
  const whole = await server.api<string>('/api/v1/audit.jsonl');
  const exported = whole.body.trimEnd().split('\n');
  expect(exported.map((line) => JSON.parse(line) as unknown)).toEqual(entries.toReversed());
  for (const secret of [canary, token.token, invitation.code, bo.token, server.ownerToken])
    expect(whole.body).not.toContain(secret);
  expect((await server.api('/api/v1/audit', { token: bo.token })).status).toBe(403);

  // What a desktop passes on is its person's.
  await server.api(`/api/v1/people/${bo.person.id}`, { method: 'PUT', json: { name: 'Bo', role: 'owner' } });
  await using desktop = await startServer({ upstreams: [server.url], upstreamToken: bo.token });
  const passed = await desktop.api('/api/v1/services', { json: { name: 'search' } });
  expect(passed.status).toBe(201);
  expect((await read(server, '?area=services'))[0]).toMatchObject({
    by: { kind: 'person', id: bo.person.id, isDesktop: true },
    target: { name: 'search' },
  });
  expect((await desktop.api<Page>('/api/v1/audit?area=services')).body).toEqual(
    (await server.api<Page>('/api/v1/audit?area=services')).body,
  );

  // In the file itself an entry does not change.
  await server.stop();
  const sqlite = new DatabaseSync(path.join(server.dataFolder, 'muster.db'));
  const rewrite = "UPDATE audit SET entry = '{}' WHERE seq = 1";
  expect(() => sqlite.exec(rewrite)).toThrow('does not change');
  expect(() => sqlite.exec("UPDATE audit SET outcome = '{}' WHERE seq = 1")).toThrow('does not change');
  sqlite.close();
});

test('[AU10] [AU11] an act that was cut short is unknown, old entries go, and each entry is sent to a channel once', async () => {
  await using inbox = await openInbox();
  await using server = await startServer({ ownerName: 'Ana' });
  await server.api('/api/v1/services', { json: { name: 'search' } });
  await server.stop();
  const sqlite = new DatabaseSync(path.join(server.dataFolder, 'muster.db'));
  const copy = (id: string, at: string) =>
    sqlite.exec(
      `INSERT INTO audit (id, at, area, entry) SELECT '${id}', ${at}, area, entry FROM audit ORDER BY seq LIMIT 1`,
    );
  copy('cut-short', 'at');
  copy('of-1970', '1');
  sqlite.close();
  await server.restart();
  expect((await read(server)).map(({ id, result }) => [id === 'cut-short', result])).toEqual([
    [true, 'unknown'],
    [false, 'done'],
  ]);

  const { body: hook } = await server.api<{ id: string }>('/api/v1/channels', {
    json: { name: 'SIEM', kind: 'webhook', settings: { url: inbox.url } },
  });
  const settings = (json: unknown) => server.api('/api/v1/audit/settings', { method: 'PUT', json });
  expect((await settings({ retentionDays: 5, channel: null })).status).toBe(400);
  expect((await settings({ retentionDays: 90, channel: 'none' })).status).toBe(400);
  expect((await settings({ retentionDays: 90, channel: hook.id })).status).toBe(200);
  await server.api('/api/v1/services', { json: { name: 'payments' } });
  await expect.poll(() => inbox.received.length).toBe(2);
  const sent = inbox.received.map(({ body }) => JSON.parse(body) as { subject: string; text: string });
  const [, last] = sent.toSorted((a, b) => a.subject.localeCompare(b.subject));
  expect(last?.subject).toContain('Ana: ');
  expect((await read(server)).slice(0, 2)).toContainEqual(JSON.parse(last?.text ?? ''));
});
