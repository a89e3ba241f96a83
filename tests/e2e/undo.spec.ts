import { expect, test } from '@playwright/test';
import { launchDesktop } from '#tests/helpers/desktop.ts';
import { declare, entry, line, panel, write } from '#tests/helpers/room-page.ts';

test('[UN1] [UN2] Ctrl+Z takes my last acts back, struck out; in a text it is the text’s', async () => {
  await using ana = await launchDesktop();
  await ana.firstRun('Ana Reyes');
  const { page } = ana;
  await declare(page, 'Checkout times out');
  await write(page, '/claim commander');
  await write(page, 'a slip of the keyboard');
  await expect(panel(page, 'Roles')).toContainText('Ana Reyes');
  // While one types, the key belongs to the words.
  await line(page).fill('half a thou');
  await line(page).press('ControlOrMeta+z');
  await expect(entry(page, 'a slip of the keyboard')).toBeVisible();
  await expect(page.getByText('Taken back')).toHaveCount(0);
  await line(page).fill('');
  await line(page).press('Escape');
  await page.getByRole('heading', { level: 1, name: 'Checkout times out' }).click();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(page.getByText('Taken back')).toBeVisible();
  const struck = entry(page, 'Struck out by Ana Reyes: undone');
  await struck.getByRole('button', { name: 'Show the original' }).click();
  await expect(struck).toContainText('a slip of the keyboard');
  await page.keyboard.press('ControlOrMeta+z');
  await expect(panel(page, 'Roles').getByText('Ana Reyes')).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+z');
  await expect(page.getByText('resolved, not undone')).toBeVisible();
});
