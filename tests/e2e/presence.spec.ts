// Who is here and where they look; following somebody's view; being asked to.
import { expect, test, type Page } from '@playwright/test';
import { findFaults } from '#tests/helpers/axe.ts';
import { cell, declare, entry, line, openFromLobby, panel, write } from '#tests/helpers/room-page.ts';
import { startServer, type RunningServer } from '#tests/helpers/server.ts';
import { invite, shareBrowser } from '#tests/helpers/team.ts';

const title = 'Checkout times out';
const browser = shareBrowser();

async function join(server: RunningServer, name: string, width = 1440): Promise<Page> {
  const context = await browser().newContext({ viewport: { width, height: 900 } });
  const page = await context.newPage();
  await page.goto(await invite(server));
  await page.getByLabel('Your name').fill(name);
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(page.getByRole('heading', { name: /open incident/i })).toBeVisible();
  return page;
}

/** Single keys do not act while somebody types. */
const leaveFields = (page: Page) =>
  page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });
const here = (page: Page) => page.getByRole('button', { name: /\d here/ });
const head = (page: Page, name: string) => panel(page, name).getByRole('heading', { level: 2 });

test('[PR2] [PR3] [PR4] panels say who looks there; a view follows, only of those who accept, until Esc', async () => {
  await using server = await startServer();
  const ana = await join(server, 'Ana Reyes');
  const bo = await join(server, 'Bo Lind', 1024);
  const cy = await join(server, 'Cy Young');
  await declare(ana, title);
  for (const page of [bo, cy]) await openFromLobby(page, title);
  for (let i = 0; i < 30; i++) await write(ana, `Line ${i}`);
  await cell(ana, 'Command').click();
  await expect(cell(bo, 'Command')).toContainText('Ana Reyes');

  await test.step('a panel says who looks there', async () => {
    await expect(here(bo)).toContainText('3 here');
    await leaveFields(ana);
    await ana.keyboard.press('i');
    await expect(head(cy, 'Impact')).toContainText('Ana Reyes is looking here');
    await expect(head(ana, 'Impact'), 'not me').not.toContainText('looking here');
    await here(cy).click();
    await expect(cy.getByRole('list', { name: 'Who is here' })).toContainText(/Ana ReyesImpact/);
    expect(await findFaults(cy, 'who is here')).toEqual([]);
    await cy.keyboard.press('Escape');
    await expect(cy.getByRole('list', { name: 'Who is here' })).toBeHidden();
  });

  await test.step('the commander asks; one accepts with a key, the other does not', async () => {
    await here(ana).click();
    await ana.getByRole('button', { name: 'Ask everybody to follow me' }).click();
    for (const page of [bo, cy])
      await expect(page.getByText('Ana Reyes commands and asks you to follow.')).toBeVisible();
    await leaveFields(bo);
    await bo.keyboard.press('Shift+V');
    await expect(bo.getByText('You follow Ana Reyes: Impact')).toBeVisible();
    await expect(panel(bo, 'Impact'), 'in the other column of a narrow window').toBeInViewport();
    await expect(ana.getByText('Bo Lind follows you')).toBeVisible();
    expect(await findFaults(cy, 'asked to follow')).toEqual([]);
    expect(await findFaults(bo, 'following')).toEqual([]);
    await cy.getByRole('button', { name: 'Not now' }).click();
  });

  await test.step('the view follows, the keyboard stays', async () => {
    await line(bo).fill('Bo is in the middle of');
    await leaveFields(ana);
    await ana.keyboard.press('o');
    await expect(bo.getByText('You follow Ana Reyes: Roles')).toBeVisible();
    await expect(panel(bo, 'Roles')).toBeInViewport();
    await bo.keyboard.type(' a sentence');
    await expect(line(bo)).toHaveValue('Bo is in the middle of a sentence');
    await expect(entry(bo, 'Line 29')).toBeInViewport();
    await leaveFields(ana);
    for (let i = 0; i < 27; i++) await ana.keyboard.press('k');
    await expect(entry(bo, 'Line 3')).toBeInViewport();
    await ana.keyboard.press('Alt+2');
    await expect(bo.getByText('You follow Ana Reyes: Review')).toBeVisible();
    await expect(bo.getByRole('heading', { name: 'Root cause' }).first()).toBeVisible();
    await expect(cy.getByRole('heading', { name: 'Root cause' }), 'who did not accept stays').toHaveCount(0);
    await expect(line(cy)).toBeVisible();
  });

  await test.step('Esc ends it', async () => {
    await bo.keyboard.press('Escape');
    await expect(bo.getByText(/^You follow/)).toHaveCount(0);
    await ana.keyboard.press('Alt+1');
    await expect(line(ana)).toBeVisible();
    await expect(bo.getByRole('heading', { name: 'Root cause' }).first()).toBeVisible();
    await expect(ana.getByText('Nobody does yet')).toBeVisible();
    await ana.getByRole('button', { name: 'Stop asking to follow me' }).click();
  });
  for (const page of [ana, bo, cy]) await page.context().close();
});
