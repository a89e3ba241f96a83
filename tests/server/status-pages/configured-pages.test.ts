// Status pages and services as code.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { startRefused, startServer } from '../../helpers/server.ts';

type Page = {
  id: string;
  slug: string;
  managedBy?: string;
  mailChannel?: string;
  components: { id: string; name: string; monitor?: string }[];
};
type Service = { id: string; name: string; dependsOn?: string[] };

const text = (more = '') => `
channels:
  - name: Status mail
    kind: email
    settings: { host: mail.example.org, port: 25, security: none, from: status@example.org }
monitors:
  - { name: checkout, kind: tcp, settings: { host: 127.0.0.1, port: 9 }, intervalSeconds: 3600 }
services:
  - { name: Checkout, dependsOn: [Database] }
  - { name: Database, tier: 1 }
pages:
  - name: Acme
    slug: acme
    visibility: public
    mailChannel: Status mail
    signUpBy: [email, slack]
    smsCountries: ['+43']
    chatHosts: [chat.acme.test]
    components:
      - { name: Checkout, monitor: checkout }
      - { name: API }
    targets:
      - { kind: put, url: "https://files.example.org/status/", token: "\${PUT_TOKEN}", awayToken: "\${AWAY_TOKEN}" }
    awayPublishing: owners
${more}`;

test('[CF11] [SP110] a file makes pages and services, by name; read again they keep their ids', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-pages-'));
  const file = path.join(folder, 'muster.yaml');
  writeFileSync(file, text());
  const flags = ['--config', file];
  const environment = { PUT_TOKEN: 'a-secret-token', AWAY_TOKEN: 'a-desktop-token' };
  await using server = await startServer({ flags, environment });
  const pages = async () => (await server.api<{ items: Page[] }>('/api/v1/pages')).body.items;
  const [page] = await pages();
  expect(page).toMatchObject({ slug: 'acme', managedBy: 'config', awayPublishing: 'owners' });
  const { body: channels } = await server.api<{ items: { id: string }[] }>('/api/v1/channels');
  const { body: monitors } = await server.api<{ items: { id: string }[] }>('/api/v1/monitors');
  expect(page?.mailChannel).toBe(channels.items[0]?.id);
  expect(page?.components[0]?.monitor).toBe(monitors.items[0]?.id);
  expect((await fetch(new URL('/status/acme/', server.url))).status).toBe(200);
  // SP132
  expect(await (await fetch(new URL('/status/acme/subscribe/', server.url))).text()).toContain(
    'value="slack"',
  );
  const { body: services } = await server.api<{ items: Service[] }>('/api/v1/services');
  const idOf = (name: string) => services.items.find((each) => each.name === name)?.id;
  expect(services.items.find(({ name }) => name === 'Checkout')?.dependsOn).toEqual([idOf('Database')]);
  expect((await server.api(`/api/v1/pages/${page?.id}`, { method: 'DELETE' })).status).toBe(409);

  await server.restart();
  expect(await pages()).toEqual([page]);
  writeFileSync(file, text().replace('{ name: API }', '{ name: Public API }'));
  await server.api('/api/v1/configuration/reload', { method: 'POST' });
  const [renamed] = await pages();
  expect(renamed?.components.map(({ name }) => name)).toEqual(['Checkout', 'Public API']);
  expect(renamed?.components[0]?.id).toBe(page?.components[0]?.id);

  const exported = await server.api<string>('/api/v1/configuration/export.yaml');
  expect(exported.status).toBe(200);
  expect(exported.body).toContain('monitor: checkout');
  expect(exported.body).toContain('mailChannel: Status mail');
  expect(exported.body).toMatch(
    /signUpBy:\s+- email\s+- slack\s+smsCountries:\s+- "?\+43"?\s+chatHosts:\s+- chat\.acme\.test/u,
  );
  expect(exported.body).toContain('awayPublishing: owners');
  expect(exported.body).toMatch(/awayToken: \$\{\w+AWAY_?TOKEN\}/iu);
  expect(exported.body).not.toMatch(/a-secret-token|a-desktop-token/u);
  rmSync(folder, { recursive: true });
});

test('[CF1] [SP142] planned work on components alone is a file’s like any other, and is exported as such', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-pages-'));
  const file = path.join(folder, 'muster.yaml');
  const work = `maintenance:
  - name: New disks
    components: [acme/API]
    window: { kind: rrule, start: "2026-12-06T22:00", rule: FREQ=WEEKLY, minutes: 60, timeZone: Europe/Berlin }
`;
  writeFileSync(file, text(work));
  const environment = { PUT_TOKEN: 'a-secret-token', AWAY_TOKEN: 'a-desktop-token' };
  await using server = await startServer({ flags: ['--config', file], environment });
  const { body } = await server.api<{ items: object[] }>('/api/v1/maintenance');
  expect(body.items).toMatchObject([{ name: 'New disks', monitors: [], components: ['acme/API'] }]);
  const exported = await server.api<string>('/api/v1/configuration/export.yaml');
  expect(exported.body).toMatch(/maintenance:\s+- name: New disks\s+components:\s+- acme\/API/u);
  writeFileSync(file, exported.body);
  const answer = await server.api('/api/v1/configuration/reload', { method: 'POST' });
  expect(JSON.stringify(answer.body)).not.toContain('maintenance.0');
  rmSync(folder, { recursive: true });
});

test('[CF11] a fault of a page is told with its line', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-pages-'));
  const file = path.join(folder, 'muster.yaml');
  writeFileSync(
    file,
    `pages:
  - { name: Acme, slug: UPPER, visibility: public, components: [{ name: API, monitor: nothing }], mailChannel: nobody }
services:
  - { name: Checkout, dependsOn: [Nothing] }
`,
  );
  const { code, stderr } = await startRefused(['--port', '0', '--data', folder, '--config', file]);
  expect(code).toBe(2);
  expect(stderr).toContain('muster.yaml:2: pages.0.slug');
  expect(stderr).toContain('pages.0.components.0.monitor: expected the name of a monitor');
  expect(stderr).toContain('pages.0.mailChannel');
  expect(stderr).toContain('services.0.dependsOn.0: expected the name of a service');
  rmSync(folder, { recursive: true });
});
