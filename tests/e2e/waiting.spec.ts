// A screen whose code or answer is late says so.
import { expect, test } from '@playwright/test';
import { findFaults } from '#tests/helpers/axe.ts';
import { startServer } from '#tests/helpers/server.ts';
import { joinInBrowser, shareBrowser } from '#tests/helpers/team.ts';

const browser = shareBrowser();

test('[FE8] [FE9] the heading stands at once and says what is awaited, and the tab is named after the screen', async () => {
  await using server = await startServer();
  const page = await joinInBrowser(browser(), server, { name: 'Ana Reyes', role: 'owner' });
  const declared = await server.api<{ id: string }>('/api/v1/incidents', { json: { title: 'Backups fail' } });
  const main = page.getByRole('main');
  const held = Promise.withResolvers<void>();
  const isHeld = /\/(?:api\/v1\/(?:tokens|pages|policies|schedules)\b|assets\/(?:section|problems-screen)-)/u;
  await page.route(isHeld, async (route) => {
    await held.promise;
    await route.continue().catch(() => undefined);
  });
  await page.reload();
  await expect(main.getByRole('heading').first()).toBeVisible();
  const awaited: Record<string, readonly [heading: string, waits: string]> = {
    problems: ['Problems', 'Opening'],
    'settings/tokens': ['Devices and tokens', 'Opening'],
    'status-pages': ['Status pages', 'Asking the server'],
  };
  for (const [hash, [heading, waits]] of Object.entries(awaited)) {
    await page.evaluate((to) => location.assign(to), `#/${hash}`);
    await expect(main.getByRole('heading', { level: 1, name: heading })).toBeVisible();
    await expect(main.getByRole('status').filter({ hasText: waits })).toBeVisible();
  }
  expect(await findFaults(page, 'a screen that waits')).toEqual([]);
  await expect(page).toHaveTitle('Status pages · Muster');
  held.resolve();
  await expect(main.getByText('No status pages yet')).toBeVisible();
  await expect(main.getByText('Asking the server')).toHaveCount(0);
  await page.evaluate((to) => location.assign(to), `#/room/${declared.body.id}`);
  await expect(page).toHaveTitle('INC-1 Backups fail · Muster');
});
