// Recurring tasks in a browser: from the empty screen to a recorded turn, by keyboard.
import { chromium, expect, test, type Browser } from '@playwright/test';
import { findFaults } from '#tests/helpers/axe.ts';
import { browserOptions } from '#tests/helpers/browser.ts';
import { startServer } from '#tests/helpers/server.ts';
import { joinInBrowser } from '#tests/helpers/team.ts';

let browser: Browser;
test.beforeAll(async () => {
  browser = await chromium.launch(browserOptions());
});
test.afterAll(() => browser.close());

const day = 86_400_000;

test('[RR3] [RR5] [RR7] [RR9] a team begins with the usual six, adds its own, records by keyboard what its turn showed, and declares an incident of one that failed', async () => {
  await using server = await startServer();
  const page = await joinInBrowser(browser, server, { name: 'Ana Reyes', role: 'owner' });
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('restore');
  await page.getByText('Recurring tasks', { exact: true }).click();
  await page.getByRole('button', { name: 'Start with the usual six' }).click();
  const rows = page.getByRole('list', { name: 'Recurring tasks' }).getByRole('listitem');
  await expect(rows).toHaveCount(6);
  expect(await findFaults(page, 'list')).toEqual([]);

  await page.keyboard.press('Shift+N');
  await page.getByLabel('Name').fill('Drain a node');
  await page.getByLabel('First due on').fill(new Date(Date.now() - 3 * day).toISOString().slice(0, 10));
  await page.getByRole('combobox', { name: 'Owner' }).click();
  await page.getByRole('option', { name: 'Ana Reyes' }).click();
  expect(await findFaults(page, 'form')).toEqual([]);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { name: 'Drain a node' })).toBeVisible();
  await expect(page.getByText('3 days late')).toBeVisible();
  await expect(page.getByText('Muster reminds Ana Reyes.')).toBeVisible();

  // It is mine and late: the lobby says so.
  await page.evaluate(() => location.assign('#/'));
  await page.getByRole('link', { name: '1 recurring task of yours is due' }).click();

  // Somebody who only says that it failed helps nobody.
  await page.keyboard.press('f');
  await expect(page.getByRole('button', { name: 'Record', exact: true })).toBeDisabled();
  await page.keyboard.type('Two pods did not move.');
  expect(await findFaults(page, 'turn')).toEqual([]);
  await page.keyboard.press('Enter');
  const turns = page.getByRole('region', { name: 'Recorded turns' });
  await expect(turns.getByRole('listitem')).toContainText(['Failed']);
  await expect(turns).toContainText('Two pods did not move.');
  await expect(page.getByText('days late')).toHaveCount(0);

  // What failed may be worth an incident. The bar is filled in, and the turn leads to what came of it.
  await page.keyboard.press('i');
  await expect(page.getByRole('textbox', { name: 'What is wrong' })).toHaveValue('Failed: Drain a node');
  await expect(page.getByLabel('What is known')).toHaveValue(/Two pods did not move\./);
  expect(await findFaults(page, 'declaring')).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Failed: Drain a node' })).toBeVisible();
  await page.goBack();
  await expect(turns.getByRole('link', { name: 'Led to INC-1 Failed: Drain a node' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Declare an incident' })).toHaveCount(0);

  await page.setViewportSize({ width: 360, height: 740 });
  await page.evaluate(() => location.assign('#/recurring-tasks'));
  await expect(rows).toHaveCount(7);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(360);
});
