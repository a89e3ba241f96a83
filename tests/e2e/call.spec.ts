// Where people talk: set once by an owner, begun once by the first person, joined by everybody else.
import { expect, test, type Page } from '@playwright/test';
import { declare, line, openFromLobby, panel, write } from '#tests/helpers/room-page.ts';
import { startServer, type RunningServer } from '#tests/helpers/server.ts';
import { invite, shareBrowser } from '#tests/helpers/team.ts';
import type { Role } from '#room/team/scales.ts';

const title = 'Checkout times out';
const browser = shareBrowser();

/** A browser in which what would open outside is remembered instead. */
async function join(server: RunningServer, name: string, role: Role): Promise<Page> {
  const context = await browser().newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(() => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    globalThis.open = (url) => {
      opened.push(String(url));
      return null;
    };
  });
  await page.goto(await invite(server, role));
  await page.getByLabel('Your name').fill(name);
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(page.getByRole('heading', { name: /open incident/i })).toBeVisible();
  return page;
}

const openedBy = (page: Page) => page.evaluate(() => (globalThis as unknown as { opened: string[] }).opened);
const start = (page: Page) => page.getByRole('button', { name: /Start a call/ });
const links = (page: Page) => panel(page, 'Links').getByRole('link');

test('[BR1] [BR2] [BR3] an owner sets the template; one begins, the other joins; two at once are one call', async () => {
  await using server = await startServer();
  const ana = await join(server, 'Ana Reyes', 'owner');
  const bo = await join(server, 'Bo Lind', 'responder');
  await declare(bo, title);
  await write(bo, '/note before there is a template');
  await expect(bo.getByRole('button', { name: /Start a call/ })).toHaveCount(0);
  await line(bo).fill('/call');
  await line(bo).press('Enter');
  await expect(bo.getByText(/Write the address of the call/).first()).toBeVisible();
  await line(bo).fill('');

  await ana.evaluate(() => (location.hash = '#/settings/calls'));
  await ana.getByRole('textbox', { name: 'Address of the call' }).fill('https://{title}.example/');
  await expect(ana.getByText(/Expected an address whose host is written out/)).toBeVisible();
  await ana.getByRole('textbox', { name: 'Address of the call' }).fill('https://meet.example/{number}');
  await expect(ana.getByText('https://meet.example/INC-42')).toBeVisible();
  await ana.getByRole('button', { name: 'Save' }).click();
  await expect(ana.getByRole('button', { name: 'Saved' })).toBeVisible();

  await expect(start(bo)).toBeVisible();
  await ana.evaluate(() => (location.hash = '#/'));
  await openFromLobby(ana, title);
  await expect(start(ana)).toBeVisible();

  // Cut off from each other, both begin: one by the button, one by the command.
  await ana.context().setOffline(true);
  await start(bo).click();
  await expect(links(bo)).toHaveText(['Call']);
  await line(ana).fill('/call');
  await line(ana).press('Enter');
  await expect(links(ana)).toHaveText(['Call']);
  await ana.context().setOffline(false);
  const id = /[0-9A-Z]{26}$/.exec(bo.url())![0];
  await expect
    .poll(async () => {
      const { body } = await server.api<{ links: unknown[] }>(`/api/v1/incidents/${id}`);
      return body.links.length;
    })
    .toBe(2);
  for (const page of [ana, bo]) {
    await expect(links(page)).toHaveText(['Call']);
    await expect(page.getByRole('button', { name: /Join call/ })).toBeVisible();
    expect(await openedBy(page)).toEqual(['https://meet.example/INC-1']);
  }

  // A move by hand counts for everybody.
  await write(ana, '/call https://elsewhere.example/room Elsewhere');
  await expect(links(bo)).toHaveText(['Elsewhere']);
  await bo.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });
  await bo.keyboard.press('Shift+B');
  await expect.poll(async () => (await openedBy(bo)).at(-1)).toBe('https://elsewhere.example/room');
  for (const page of [ana, bo]) await page.context().close();
});
