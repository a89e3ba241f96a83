// Settings and lists that no other tour shows.
import path from 'node:path';
import { chromium, expect, test } from '@playwright/test';
import { settingsSections } from '#renderer/state/router.ts';
import { browserOptions } from '#tests/helpers/browser.ts';
import { appFolder, launchDesktop } from '#tests/helpers/desktop.ts';
import { build, hire } from '#tests/helpers/stage.ts';
import { shoot } from './camera.ts';

test('settings and lists', async () => {
  await using desktop = await launchDesktop();
  const { page } = desktop;
  await desktop.firstRun('Ana Reyes');
  const server = await desktop.server();
  const [bo, cy] = await hire(server, ['Bo Lind', 'Cy Young']);
  const now = Date.now();
  for (const [title, age] of [
    ['Card payments fail in the EU', 300],
    ['Images are late', 4_000],
  ] as const)
    await build(server, now, `INC-${age}`, ({ says }) => {
      says(age, bo!.id, { kind: 'declared', title, severity: 'P2', source: { type: 'person' } });
      says(age - 1, cy!.id, { kind: 'acknowledged' });
      says(age - 60, cy!.id, { kind: 'status', status: 'resolved', why: 'rolled back' });
    });
  const api = (path: string, body: unknown) =>
    fetch(`${server.url}/api/v1${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  expect((await api('/teams', { name: 'Payments', members: [bo!.id] })).status).toBeLessThan(300);
  const visit = async (hash: string) => {
    await page.evaluate((to) => (location.hash = to), hash);
    await expect(page.locator('main').getByRole('heading').first()).toBeVisible();
  };
  // Other tours show these.
  const taken = new Set(['you', 'people', 'connection', 'about', 'channels', 'intake', 'paging', 'calls']);
  for (const section of settingsSections.filter((each) => !taken.has(each))) {
    await visit(`#/settings/${section}`);
    await shoot(desktop, `settings-${section}`);
  }
  for (const screen of ['incidents', 'insights', 'services', 'status-pages', 'triage']) {
    await visit(`#/${screen}`);
    await shoot(desktop, `list-${screen}`);
  }
  await page.evaluate(() => (location.hash = '#/incidents'));
  await page.getByRole('search').getByRole('textbox').first().fill('payments');
  await expect(page.getByRole('list', { name: 'All incidents' }).getByRole('listitem')).toHaveCount(1);
  await shoot(desktop, 'incidents-search');
});

type Made = { id: string; components: { id: string }[] };

test('a service, and a status page with its public face', async () => {
  await using desktop = await launchDesktop();
  const { page } = desktop;
  await desktop.firstRun('Ana Reyes');
  const make = (path: string, json: object) => desktop.api<Made>(`/api/v1/${path}`, { json });
  const { id: me } = await desktop.api<Made>('/api/v1/me');
  const orders = await make('services', { name: 'orders-db', owner: me });
  const about = { description: 'Takes the orders of all shops', owner: me, slo: { target: 99.9 } };
  const shop = await make('services', { name: 'checkout', dependsOn: [orders.id], ...about });
  const names = ['Website', 'Card payments', 'API', 'Mobile app'];
  const components = names.map((name) => ({ name }));
  const acme = await make('pages', { slug: 'acme', name: 'Acme', visibility: 'public', components });
  const { components: parts } = await desktop.api<Made>(`/api/v1/pages/${acme.id}`);
  await make(`pages/${acme.id}/updates`, {
    title: 'Card payments fail for some customers',
    body: 'One in ten card payments fails in the EU. We found the cause and are repairing it.',
    status: 'identified',
    components: [{ id: parts[1]!.id, status: 'partial_outage' }],
  });
  const visit = async (hash: string) => {
    await page.evaluate((to) => (location.hash = to), hash);
    await expect(page.locator('main').getByRole('heading', { level: 1 })).toBeVisible();
  };
  await visit(`#/services/${shop.id}`);
  await shoot(desktop, 'service');
  await visit(`#/status-pages/${acme.id}`);
  await expect(page.getByText('Partial outage').first()).toBeVisible();
  await shoot(desktop, 'status-page');
  const { url } = await desktop.server();
  const browser = await chromium.launch(browserOptions());
  const visitor = await browser.newPage();
  await visitor.goto(new URL('/status/acme/', url).href);
  for (const width of [1440, 1024, 360]) {
    await visitor.setViewportSize({ width, height: 900 });
    for (const colorScheme of ['dark', 'light'] as const) {
      await visitor.emulateMedia({ colorScheme });
      await visitor.screenshot({
        path: path.join(appFolder, `shots/public-${colorScheme}-${width}x900.png`),
      });
    }
  }
  await browser.close();
});
