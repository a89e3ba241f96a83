// Settings and lists that no other tour shows.
import { expect, test } from '@playwright/test';
import { settingsSections } from '#renderer/state/router.ts';
import { launchDesktop } from '#tests/helpers/desktop.ts';
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
});
