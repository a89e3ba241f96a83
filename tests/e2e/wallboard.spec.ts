import { expect, test } from '@playwright/test';
import { launchDesktop } from '#tests/helpers/desktop.ts';
import { findFaults } from '#tests/helpers/axe.ts';
import { resize } from '#tests/helpers/team.ts';

test('[WB1] the wall shows the worst first and the others in turn, and Esc leads back', async () => {
  await using ana = await launchDesktop();
  await ana.firstRun('Ana Reyes');
  const { page } = ana;
  await resize(ana, { width: 1440, height: 900 });
  await page.keyboard.press('Shift+M');
  await expect(page.getByRole('heading', { level: 1, name: 'No open incident' })).toBeVisible();
  for (let index = 0; index < 9; index++)
    await ana.api('/api/v1/incidents', {
      json: { title: `Queue ${index} grows`, severity: index === 4 ? 'P1' : 'P3' },
    });
  await expect(page.getByRole('heading', { level: 1, name: '9 open incidents' })).toBeVisible();
  const worst = page.getByRole('region', { name: 'The worst' });
  await expect(worst).toContainText('Queue 4 grows');
  await expect(worst).toContainText('nobody');
  const others = page.getByRole('region', { name: 'The others' });
  await expect(others.getByRole('listitem')).toHaveCount(5);
  await expect(others).toContainText('Page 1 of 2');
  expect(await findFaults(page, 'wallboard')).toEqual([]);
  if (process.env.MUSTER_SHOTS)
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${process.env.MUSTER_SHOTS}/wallboard-${colorScheme}.png` });
    }
  await expect(others).toContainText('Page 2 of 2', { timeout: 20_000 });
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: /open incident/i }).first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Declare', exact: true })).toBeVisible();
});
