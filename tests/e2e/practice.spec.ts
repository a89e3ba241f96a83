// The practice room on a real desktop, from the first run, by the keyboard alone; and that nothing of it stays.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test, type Page } from '@playwright/test';
import { samples } from '#renderer/screens/parts/samples.ts';
import { findFaults } from '#tests/helpers/axe.ts';
import { appFolder, launchDesktop, type Desktop } from '#tests/helpers/desktop.ts';

const practice = (page: Page) => page.getByRole('region', { name: 'Practice', exact: true });
const isNext = (page: Page, step: string) =>
  expect(practice(page).locator('[aria-current="step"]')).toContainText(step);

/** Tab, until the focus is where these words are. */
async function tabTo(page: Page, words: RegExp) {
  for (let turn = 0; turn < 60; turn++) {
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      const label = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : null;
      return label ?? element?.getAttribute('aria-label') ?? element?.textContent ?? '';
    });
    if (words.test(focused)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`no Tab leads to ${String(words)}`);
}

/** Every row of every table, and what the API says of everything a practice could have touched. */
async function everythingKept(desktop: Desktop): Promise<unknown> {
  const folder = path.join(desktop.userData, 'server');
  const database = new DatabaseSync(path.join(folder, 'muster.db'), { readOnly: true });
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").all();
  const rows = tables.map(({ name }) => [name, database.prepare(`SELECT * FROM "${String(name)}"`).all()]);
  database.close();
  const answers = await Promise.all(
    [
      '/incidents',
      '/incidents?q=practice',
      '/insights?from=0&to=4102444800000',
      '/monitors',
      '/people',
      '/deliveries',
      '/action-items',
      '/reviews',
      '/open-pages',
      '/on-call',
      '/services',
    ].map((each) => desktop.api(`/api/v1${each}`)),
  );
  const window = await desktop.page.evaluate(async () => ({
    // Who sits here, how the window looks, and the last known lobby: all there before.
    kept: Object.keys(localStorage).filter((key) => /read|away|room-0|PRACT/.test(key)),
    feed: localStorage.getItem('muster.feed')?.includes('ractice') ?? false,
    copies: (await indexedDB.databases()).map(({ name }) => name),
  }));
  return {
    rows,
    answers,
    window,
    files: readdirSync(folder).filter((name) => !name.startsWith('muster.db')),
  };
}

test('[FM1] the practice is done by keyboard alone, from the first run, and leaves nothing behind', async () => {
  await using desktop = await launchDesktop();
  const { page } = desktop;
  await expect(page.getByLabel('Your name')).toBeFocused();
  await page.getByLabel('Your name').fill('');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Your name')).toHaveAccessibleDescription(/Say who you are first/);
  await page.getByLabel('Your name').fill('Ana Reyes');
  await page.getByRole('button', { name: 'Start with two minutes of practice' }).click();
  await isNext(page, 'Acknowledge');
  const before = await everythingKept(desktop);
  const written: string[] = [];
  page.on('request', (request) => request.method() === 'GET' || written.push(request.url()));
  page.on('websocket', (socket) => /sync\/room/.test(socket.url()) && written.push(socket.url()));

  await page.keyboard.press('a');
  await isNext(page, 'Take command');
  expect(await findFaults(page, 'the practice')).toEqual([]);
  await page.keyboard.press('q');
  await isNext(page, 'Severity');
  await page.keyboard.press('s');
  await page.keyboard.press('2');
  await page.keyboard.press('Enter');
  await isNext(page, 'Note');
  await page.keyboard.press('c');
  await page.keyboard.insertText('Orders fail for everybody');
  await page.keyboard.press('Enter');
  await isNext(page, 'Update');
  await expect(page.getByText('Rolled the practice shop back to the version before.')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('u');
  await expect(page.getByRole('button', { name: 'Approve', exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await tabTo(page, /^Send$/);
  await page.keyboard.press('Enter');
  await tabTo(page, /^Send: Practice channel/);
  await page.keyboard.press('Enter');
  await isNext(page, 'Resolve');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.keyboard.press('t');
  await page.keyboard.press('5');
  await tabTo(page, /^Why go on/);
  await page.keyboard.insertText('practice');
  await page.keyboard.press('Enter');
  await expect(practice(page).getByRole('status')).toContainText('You finished in');
  await expect(practice(page).getByRole('link', { name: 'Read the handbook' })).toHaveAttribute(
    'href',
    '#/handbook',
  );
  await page.keyboard.press('Alt+0');
  await expect(page.getByRole('heading', { name: 'No open incidents' })).toBeVisible();

  expect(written).toEqual([]);
  expect(await everythingKept(desktop)).toEqual(before);

  await test.step('again from the palette, and left at once', async () => {
    await page.keyboard.press('Control+k');
    await page.keyboard.insertText('tutorial');
    await page.getByText('Practise for two minutes').last().click();
    await isNext(page, 'Acknowledge');
    await page.keyboard.press('Alt+0');
    await expect(page.getByRole('heading', { name: 'No open incidents' })).toBeVisible();
    expect(await everythingKept(desktop)).toEqual(before);
  });
});

test('[FM4] the built product has no page of parts', () => {
  const built = readdirSync(path.join(appFolder, 'out/renderer/assets'));
  const saying = (words: string) =>
    built.filter((name) =>
      readFileSync(path.join(appFolder, 'out/renderer/assets', name), 'utf8').includes(words),
    );
  expect(saying('Practice shop')).not.toEqual([]);
  expect(saying(samples.why2)).toEqual([]);
});

test('[FM1] [CO7] a real page comes before the practice: it has the only filled button, and A, until it is answered', async () => {
  await using desktop = await launchDesktop();
  const { page } = desktop;
  await desktop.firstRun('Ana Reyes');
  const { id } = await desktop.api<{ id: string }>('/api/v1/me');
  const steps = [{ targets: [{ kind: 'person', id }], waitMinutes: 30 }];
  await desktop.api('/api/v1/policies', { json: { name: 'Everything', steps } });
  await desktop.api('/api/v1/incidents', { json: { title: 'Refunds are paid twice', severity: 'P1' } });
  const pages = page.getByRole('region', { name: 'You are paged' });
  await expect(pages).toBeVisible();
  await page.evaluate(() => (location.hash = '#/practice'));
  await isNext(page, 'Acknowledge');
  await expect(practice(page)).toContainText('The page above is real. Answer it first');
  const filled = page.locator('button[data-variant="filled"]:visible');
  await expect(filled).toHaveCount(1);
  await expect(pages.locator(filled)).toHaveText(/^Acknowledge/);
  await filled.click();
  await expect(pages).toHaveCount(0);
  await isNext(page, 'Acknowledge');
  await expect(practice(page)).not.toContainText('The page above is real');
  await expect(page.getByRole('group', { name: 'Next step' }).locator(filled)).toHaveText(/^Acknowledge/);
});
