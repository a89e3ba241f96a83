// The handbook: find it, read it by keyboard, with the team's own words, without a server, on paper and on a phone.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { findFaults } from '#tests/helpers/axe.ts';
import { launchDesktop } from '#tests/helpers/desktop.ts';
import { panel } from '#tests/helpers/room-page.ts';
import { startServer } from '#tests/helpers/server.ts';
import { joinInBrowser, shareBrowser } from '#tests/helpers/team.ts';

const browser = shareBrowser();

const title = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true });

/** Pictures for looking at, where they are asked for. */
async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env.MUSTER_SHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: path.join(folder, `${name}-${colorScheme}.png`) });
  }
}

/** What the window gives to its printer, instead of paper. */
async function printed(page: Page, print: () => Promise<void>): Promise<string> {
  // It watches before the key is pressed: a page that is asked and pressed at once may see the key first.
  const paper = await page.evaluateHandle(() => {
    const found = new Promise<string>((resolve) => {
      new MutationObserver((changes, observer) => {
        const frame = changes
          .flatMap(({ addedNodes }) => [...addedNodes])
          .find((node) => node.nodeName === 'IFRAME');
        if (!frame) return;
        observer.disconnect();
        resolve((frame as HTMLIFrameElement).srcdoc);
      }).observe(document.body, { childList: true });
    });
    return { found };
  });
  await print();
  return await paper.evaluate(({ found }) => found);
}

test('[FM5] the handbook is found by what people call it, read by keys, and says what the team says', async () => {
  await using server = await startServer();
  const page = await joinInBrowser(browser(), server, { name: 'Ana Reyes', role: 'owner' });
  await server.api('/api/v1/roles/commander', {
    method: 'PUT',
    json: { name: 'commander', title: 'Incident lead', scope: 'Leads, as we agreed in May.' },
  });
  await server.api('/api/v1/severities/P1', {
    method: 'PUT',
    json: { name: 'P1', title: 'Red', impact: 'no guest can check in' },
  });
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.keyboard.press('Control+k');
  await page.keyboard.type('newcomer');
  await expect(page.getByPlaceholder(/^Find/)).toHaveValue('newcomer');
  await expect(page.getByRole('button', { name: 'Handbook for newcomers' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(title(page, 'The four R’s')).toBeVisible();
  await shoot(page, 'handbook');
  expect(await findFaults(page, 'the handbook')).toEqual([]);
  await page.keyboard.press(']');
  await expect(title(page, 'The first fifteen minutes')).toBeVisible();
  await page.keyboard.press(']');
  await expect(title(page, 'The commander')).toBeVisible();
  const ours = page.getByRole('region', { name: 'In your team’s words' });
  await expect(ours).toContainText('Leads, as we agreed in May.');
  await shoot(page, 'handbook-commander');
  expect(await findFaults(page, 'a role in the handbook')).toEqual([]);
  const paper = await printed(page, () => page.keyboard.press('Shift+P'));
  expect(paper).toContain('<title>The commander</title>');
  expect(paper).toContain('Leads, as we agreed in May.');
  // What is read was here before the network went away.
  await page.context().setOffline(true);
  await page
    .getByRole('navigation', { name: 'Handbook' })
    .getByRole('link', { name: /^Severities/ })
    .click();
  await expect(ours).toContainText('Red: no guest can check in');
  await shoot(page, 'handbook-severities');
  await page.keyboard.press('[');
  await expect(title(page, 'The scribe and the operations lead')).toBeVisible();
  await page.context().setOffline(false);
  await page.context().close();
});

test('[FM5] the playbooks and a role in a room lead to the handbook; a phone shows it', async () => {
  await using server = await startServer();
  const page = await joinInBrowser(browser(), server, { name: 'Ana Reyes', role: 'owner' });
  await page.keyboard.press('p');
  await expect(title(page, 'Playbooks')).toBeVisible();
  await page.keyboard.press('h');
  await expect(title(page, 'The four R’s')).toBeVisible();
  const { body } = await server.api<{ id: string }>('/api/v1/incidents', {
    json: { title: 'Cards fail', severity: 'P2' },
  });
  await page.goto(`${server.url}/#/room/${body.id}`);
  await panel(page, 'Roles').getByRole('button', { name: 'Scribe', exact: true }).click();
  await panel(page, 'Roles').getByRole('link', { name: 'How to do this well' }).click();
  await expect(title(page, 'The scribe and the operations lead')).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await shoot(page, 'handbook-phone');
  await page.goto(`${server.url}/#/handbook/severities`);
  await expect(title(page, 'Severities, and how to set one')).toBeVisible();
  await shoot(page, 'handbook-phone-severities');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await page.goto(`${server.url}/#/handbook/nothing`);
  await expect(page.getByText('The handbook has no such page')).toBeVisible();
  await page.context().close();
});

test('[FM6] an owner changes a page, adds one and puts both back; everybody sees it, by keys', async () => {
  await using server = await startServer();
  const page = await joinInBrowser(browser(), server, { name: 'Ana Reyes', role: 'owner' });
  const other = await joinInBrowser(browser(), server, { name: 'Bo Lind', role: 'responder' });
  await page.setViewportSize({ width: 1440, height: 900 });
  for (const each of [page, other]) await each.goto(`${server.url}/#/handbook/commander`);
  await expect(title(other, 'The commander')).toBeVisible();
  await expect(other.getByRole('button', { name: /^Change this page/ })).toHaveCount(0);
  await page.keyboard.press('e');
  await expect(page.getByLabel('Text')).toHaveValue(/The commander|commander/);
  await shoot(page, 'handbook-edit');
  expect(await findFaults(page, 'a page of the handbook in its form')).toEqual([]);
  await page.getByLabel('Text').fill('## As we do it\n\nAsk Dee first.');
  await expect(page.getByRole('region', { name: 'How it reads' })).toContainText('Ask Dee first.');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(other.getByText('Ask Dee first.')).toBeVisible();
  await expect(page.getByText('changed by your team')).toBeVisible();

  await page.keyboard.press('Shift+N');
  await page.getByLabel('Title').fill('Our tools');
  await page.getByLabel('Text').fill('Look in the wiki.');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(title(page, 'Our tools')).toBeVisible();
  await expect(page.getByText('Page 9 of 9 · written by your team')).toBeVisible();
  await other.keyboard.press('Control+k');
  await other.keyboard.type('our tools');
  await expect(other.getByRole('button', { name: 'Handbook: Our tools' })).toBeVisible();
  await other.keyboard.press('Escape');

  await page.keyboard.press('e');
  await page.getByRole('button', { name: 'Remove this page' }).click();
  await expect(title(page, 'The four R’s')).toBeVisible();
  await page.goto(`${server.url}/#/handbook/commander`);
  await page.keyboard.press('e');
  await page.getByRole('button', { name: 'Back to the default' }).click();
  await expect(other.getByText('Ask Dee first.')).toHaveCount(0);
  await page.context().close();
  await other.context().close();
});

test('[FM5] the first run leads to the handbook, and its words are there before anything else is', async () => {
  await using desktop = await launchDesktop();
  const { page } = desktop;
  await page.getByLabel('Your name').fill('Ana Reyes');
  await shoot(page, 'handbook-first-run');
  await page.getByRole('button', { name: 'Read the handbook first' }).click();
  await expect(title(page, 'The four R’s')).toBeVisible();
  await page.keyboard.press('Alt+0');
  await expect(page.getByRole('link', { name: /^Handbook for newcomers/ })).toBeVisible();
  await shoot(page, 'handbook-lobby');
});
