// The palette finds what there is by the words that people use for it.
import { expect, test, type Page } from '@playwright/test';
import { findFaults } from '#tests/helpers/axe.ts';
import { launchDesktop } from '#tests/helpers/desktop.ts';
import { declare, entry, write } from '#tests/helpers/room-page.ts';

const field = (page: Page) => page.getByRole('textbox', { name: /^Find an incident/ });
async function find(page: Page, words: string) {
  if (!(await field(page).isVisible())) await page.keyboard.press('Control+k');
  await field(page).fill(words);
}
const option = (page: Page, name: string | RegExp) => page.getByRole('dialog').getByRole('button', { name });

test('[KY1] [KY8] actions by other words, words explained, timelines searched, and whatever a key does', async () => {
  await using desktop = await launchDesktop();
  const { page } = desktop;
  // The server takes its time to say who signs in. A chord that is pressed meanwhile is not lost.
  const answer = Promise.withResolvers<void>();
  await page.route('**/api/v1/me', async (route) => {
    await answer.promise;
    await route.continue();
  });
  await desktop.firstRun('Ana Reyes');
  await page.keyboard.press('Control+k');
  answer.resolve();
  await expect(field(page)).toBeFocused();
  await page.keyboard.press('Escape');
  await declare(page, 'Checkout is slow');
  await write(page, 'The ledger waits for locks');
  await expect(entry(page, /ledger waits for locks/)).toBeVisible();

  // What is typed right after its key is typed into it.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('invite');
  await expect(field(page)).toHaveValue('invite');
  await expect(option(page, 'Settings: people')).toBeVisible();
  await find(page, 'hotkeys');
  await expect(option(page, /^Show all keys/)).toBeVisible();
  await find(page, 'hub');
  await expect(option(page, /^Hub ?A desktop that others connect to/)).toBeVisible();
  expect(await findFaults(page, 'the palette')).toEqual([]);

  await find(page, 'replay this room as it was');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: /^Replay/ })).toBeVisible();
  await page.keyboard.press('Escape');

  // A key of this screen, by its words alone.
  await find(page, 'move to the next status');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Where are we?' })).toBeVisible();
  await page.keyboard.press('Escape');

  await page.keyboard.press('Alt+0');
  await expect(page.getByRole('list', { name: /^Open incidents/ })).toBeVisible();
  await find(page, 'waits for locks');
  await option(page, /ledger waits for locks.*Timeline of INC-1/).click();
  await expect(entry(page, /ledger waits for locks/)).toBeVisible();
  await expect(page).toHaveURL(/#\/room\//);

  // The name of a tool leads to the form that connects it; once it is there, to its own form.
  await find(page, 'discord');
  await expect(option(page, 'Add a channel: Discord')).toBeVisible();
  await page.keyboard.press('Enter');
  const form = page.getByRole('form', { name: 'Channel' });
  await expect(form.getByRole('combobox', { name: 'Kind' })).toHaveValue('Discord');
  await expect(form.getByLabel('Name')).toBeFocused();
  await form.getByLabel('Name').fill('War room');
  await form.getByLabel('Webhook address').fill('https://discord.com/api/webhooks/1/abc');
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('rowheader', { name: 'War room' })).toBeVisible();
  await expect(page).toHaveURL(/#\/settings\/channels$/u);
  await find(page, 'discord');
  await expect(option(page, /^War room ?Channel, Discord/)).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(form.getByLabel('Name')).toHaveValue('War room');
  await form.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('rowheader', { name: 'War room' })).toBeVisible();
});
