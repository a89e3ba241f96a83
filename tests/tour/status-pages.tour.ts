// The screens behind a status page with many components, places that work and fail, subscribers and planned work.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { launchDesktop } from '#tests/helpers/desktop.ts';
import { remember } from '#tests/helpers/pseudo/known-words.ts';
import { openMailingPage } from '#tests/helpers/subscribing.ts';
import { shoot } from './camera.ts';

const groups = [
  { name: 'Shop', description: 'Everything that customers see' },
  { name: 'Payments', parent: 'Shop' },
  { name: 'Interfaces for partners and their accountants, by country' },
];
const components = [
  ...['Website', 'Search', 'Baskets'].map((name) => ({ name, group: 'Shop' })),
  ...['Cards', 'Bank transfers', 'Refunds'].map((name) => ({ name, group: 'Payments' })),
  ...Array.from({ length: 30 }, (_none, i) => ({ name: `Region ${i + 1}`, group: groups[2]!.name })),
  { name: 'Nightly export of all invoices to the accounting partner, with receipts' },
];
const hourMs = 3_600_000;

test('the editor of a status page, its update, subscribers, import and planned work', async () => {
  await using desktop = await launchDesktop();
  const { page } = desktop;
  await desktop.firstRun('Ana Reyes');
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-tour-'));
  const api = async <T>(route: string, { json }: { json: object }) => ({
    status: 201,
    body: await desktop.api<T>(route, { json }),
    headers: new Headers(),
  });
  const targets = [
    { kind: 'folder', path: path.join(folder, 'site') },
    { kind: 'put', url: 'http://127.0.0.1:9/status' },
  ];
  const json = { groups, components, targets, timeZone: 'Europe/Madrid' };
  const acme = await openMailingPage({ api }, { port: 9 }, json);
  const people = Array.from({ length: 12 }, (_none, i) => `person-${i + 1}@customers.example.org,`);
  await desktop.api(`/api/v1/pages/${acme.id}/subscribers/import`, {
    json: { csv: ['email,components', ...people].join('\n') },
  });
  remember([json, people]);
  const from = Date.now() + 20 * hourMs;
  await desktop.api('/api/v1/maintenance', {
    json: {
      name: 'New disks for the databases',
      monitors: [],
      components: [acme.components[4]?.id],
      description: 'Bank transfers wait for up to an hour.',
      window: { kind: 'once', from, to: from + hourMs },
    },
  });
  const at = `#/status-pages/${acme.id}`;
  const visit = async (hash: string) => {
    await page.evaluate((to) => (location.hash = to), hash);
    await expect(page.locator('main').getByRole('heading', { level: 1 })).toBeVisible();
  };
  await visit(at);
  await expect(page.getByRole('heading', { name: 'Shop, Payments' })).toBeVisible();
  await expect(page.getByText('New disks for the databases').first()).toBeVisible();
  await shoot(desktop, 'status-page-many');
  await visit(`${at}/edit`);
  await expect(page.getByRole('group', { name: /^Component 1:/ })).toBeVisible();
  await shoot(desktop, 'status-page-form');
  await shoot(desktop, 'status-page-form-places', (shown) =>
    shown.getByRole('button', { name: 'Add a bucket (S3)' }).scrollIntoViewIfNeeded(),
  );
  await visit(`${at}/update`);
  await shoot(desktop, 'status-page-update');
  await visit(`${at}/subscribers`);
  await expect(page.getByRole('list', { name: 'Subscribers' }).getByRole('listitem')).not.toHaveCount(0);
  await shoot(desktop, 'status-page-subscribers');
  await visit(`${at}/import`);
  await shoot(desktop, 'status-page-import');
  rmSync(folder, { recursive: true, force: true });
});
