// TM5: an owner makes a team and restricts an incident, by keyboard; who is outside loses it while they look at it.
import { expect, test, type Page } from '@playwright/test';
import { openFromLobby } from '#tests/helpers/room-page.ts';
import { startServer } from '#tests/helpers/server.ts';
import { joinInBrowser, shareBrowser } from '#tests/helpers/team.ts';

const browser = shareBrowser();

const choose = async (page: Page, label: string, name: string) => {
  await page.getByRole('combobox', { name: label }).or(page.getByLabel(label)).first().click();
  await page.keyboard.type(name);
  await page.getByRole('option', { name }).click();
  await page.keyboard.press('Escape');
};

test('[TM5] [FE7] a team is made in the settings, and an incident is restricted to it from its room', async () => {
  await using server = await startServer();
  const ana = await joinInBrowser(browser(), server, { name: 'Ana Reyes', role: 'owner' });
  const bo = await joinInBrowser(browser(), server, { name: 'Bo Lind', role: 'responder' });
  const cy = await joinInBrowser(browser(), server, { name: 'Cy Young', role: 'responder' });
  const title = 'Salaries can be read';
  await server.api('/api/v1/incidents', { json: { title, severity: 'P2' } });

  await ana.goto(`${server.url}/#/settings/teams`);
  await expect(ana.getByRole('heading', { name: 'Teams' })).toBeVisible();
  await expect(ana.getByText('There are no teams yet.')).toBeVisible();
  await ana.getByRole('textbox', { name: 'Name' }).fill('Payroll');
  await choose(ana, 'Members', 'Bo Lind');
  await ana.getByRole('button', { name: 'Add team' }).click();
  await expect(ana.getByRole('row', { name: /Payroll/u })).toContainText('Bo Lind');

  await ana.goto(`${server.url}/#/`);
  for (const page of [ana, bo, cy]) await openFromLobby(page, title);
  await ana.keyboard.press('Shift+Z');
  const dialog = ana.getByRole('dialog', { name: 'Who may see this incident' });
  await expect(dialog).toBeVisible();
  await choose(ana, 'Teams', 'Payroll');
  await dialog.getByRole('button', { name: 'Restrict' }).click();

  for (const page of [ana, bo])
    await expect(page.getByRole('button', { name: 'Restricted: Payroll' })).toBeVisible();
  await expect(cy.getByText('you can no longer see this incident').first()).toBeVisible();
  await cy.goto(`${server.url}/#/`);
  await expect(cy.getByText(title)).toHaveCount(0);
  await cy.goto(`${server.url}/#/room/01JD4Z7Q000000000000000000`);
  await expect(cy.getByText('may be hidden from you')).toBeVisible();
  await expect(cy.getByText('Untitled incident')).toHaveCount(0);

  // Bo sees who may see it, and that it is not his to say.
  await bo.keyboard.press('Shift+Z');
  await expect(bo.getByRole('dialog').getByText('Only the commander and owners decide')).toBeVisible();
});
