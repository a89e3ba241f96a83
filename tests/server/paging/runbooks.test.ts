// SV5: a paged person has the runbook at hand, over real HTTP, with real mail and a real check.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { OpenPage } from '#room/feed/feed.ts';
import { openMailbox, type Mailbox } from '#sync-server/delivery/testing/mailbox.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';

let server: RunningServer;
let mail: Mailbox;

const add = async <T = { id: string }>(path: string, json: object) => {
  const { status, body } = await server.api<T>(`/api/v1/${path}`, { json });
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
};
const plain = (text: string) => text.replaceAll(/=\r?\n/g, '').replaceAll('=3D', '=');
const mailAbout = (words: string, address = 'bo@example.org') =>
  vi.waitFor(
    () => {
      const found = mail.received
        .filter(({ to }) => to.includes(address))
        .map((each) => `${each.header('Subject')}\n${plain(each.text)}`)
        .find((each) => each.includes(words));
      expect(found).toBeDefined();
      return found ?? '';
    },
    { timeout: 60_000 },
  );
const pageOf = async (incident: string) =>
  (await server.api<{ items: OpenPage[] }>('/api/v1/open-pages')).body.items.find(
    (page) => page.incident === incident,
  );

beforeAll(async () => {
  mail = await openMailbox();
  server = await startServer({ ownerName: 'Cy Owner' });
  await add('channels', {
    name: 'Mail',
    kind: 'email',
    settings: { host: '127.0.0.1', port: mail.port, security: 'none', from: 'muster@example.org' },
  });
  const bo = await add('people', { name: 'Bo Lind', role: 'responder' });
  await server.api(`/api/v1/people/${bo.id}`, {
    method: 'PUT',
    json: { name: 'Bo Lind', contact: { email: 'bo@example.org' } },
  });
  const steps = [{ targets: [{ kind: 'person', id: bo.id }], waitMinutes: 30 }];
  await add('policies', { name: 'All', steps });
  await add('services', {
    name: 'Checkout',
    aliases: ['shop-checkout'],
    runbook: 'https://wiki.example/checkout',
  });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await mail[Symbol.asyncDispose]();
});

test('[SV5] a page carries the runbook of the service, by its other name too; somebody outside gets none', async () => {
  const incident = await add('incidents', { title: 'Orders fail', severity: 'P2', service: 'SHOP-checkout' });
  expect(await mailAbout('Orders fail')).toContain('Runbook: https://wiki.example/checkout');
  expect(await pageOf(incident.id)).toMatchObject({ runbook: 'https://wiki.example/checkout' });
  await add(`incidents/${incident.id}/page`, { targets: [{ address: 'dba@vendor.example' }], text: 'Help' });
  expect(await mailAbout('Orders fail', 'dba@vendor.example')).not.toContain('wiki.example');
});

test('[SV5] the runbook of the check that fails goes before that of its service', async () => {
  await add('monitors', {
    name: 'checkout-db',
    kind: 'tcp',
    settings: { host: '127.0.0.1', port: 1 },
    intervalSeconds: 1,
    confirmations: 1,
    severity: 'P2',
    service: 'Checkout of the shop',
    runbook: 'https://wiki.example/database',
  });
  expect(await mailAbout('checkout-db')).toContain('Runbook: https://wiki.example/database');
  const wrong = await server.api<{ errors: unknown }>('/api/v1/monitors', {
    json: { name: 'x', kind: 'tcp', settings: { host: 'h', port: 1 }, intervalSeconds: 9, runbook: 'wiki' },
  });
  expect([wrong.status, wrong.body.errors]).toMatchObject([
    400,
    [{ field: 'runbook', expected: 'an address that begins with http:// or https://' }],
  ]);
});

test('[SV5] without a recorded runbook, the one of the alert counts', async () => {
  const { key } = await add<{ key: string }>('intakes', { name: 'Prometheus', kind: 'alertmanager' });
  const alert = {
    status: 'firing',
    labels: { alertname: 'DiskFull', service: 'archive', severity: 'critical' },
    annotations: { summary: 'Disk of archive is full', runbook_url: 'https://runbooks.example/disk' },
    startsAt: new Date(0).toISOString(),
    endsAt: '0001-01-01T00:00:00Z',
    fingerprint: 'f1',
  };
  const sent = await fetch(new URL(`/intake/${key}/alertmanager`, server.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ version: '4', groupKey: 'g1', status: 'firing', receiver: 'm', alerts: [alert] }),
  });
  expect(sent.ok).toBe(true);
  expect(await mailAbout('Disk of archive is full')).toContain('Runbook: https://runbooks.example/disk');
});
