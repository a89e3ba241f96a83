// The subscribers of a status page, as an owner sees them in a browser.
import { expect, test } from '@playwright/test';
import { findFaults } from '#tests/helpers/axe.ts';
import { startServer } from '#tests/helpers/server.ts';
import { openMailingPage } from '#tests/helpers/subscribing.ts';
import { joinInBrowser, shareBrowser } from '#tests/helpers/team.ts';

const browser = shareBrowser();

test('[SP97] [SP93] an owner adds somebody who wants only the start and the end of each incident', async () => {
  await using server = await startServer();
  const { id } = await openMailingPage(server, { port: 9 });
  const page = await joinInBrowser(browser(), server, { name: 'Ana Reyes', role: 'owner' });
  await page.goto(`${server.url}/#/status-pages/${id}/subscribers`);
  const form = page.getByRole('form', { name: 'Add a subscriber' });
  await page.keyboard.press('Shift+N');
  await expect(form.getByRole('textbox', { name: 'Add a subscriber' })).toBeFocused();
  await page.keyboard.type('bo@example.org');
  await form.getByRole('combobox', { name: 'Of each incident' }).click();
  await page.getByRole('option', { name: 'Only its start and its end' }).click();
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  const list = page.getByRole('list', { name: 'Subscribers' });
  await expect(list.getByRole('button', { name: /bo@example\.org/ })).toContainText(
    'start and end of incidents, planned work',
  );
  // Of planned work alone there is nothing to choose.
  await form.getByRole('combobox', { name: 'Gets' }).click();
  await page.getByRole('option', { name: 'Planned work', exact: true }).click();
  await expect(form.getByRole('combobox', { name: 'Of each incident' })).toHaveCount(0);
  expect(await findFaults(page, 'the subscribers of a page')).toEqual([]);
});
