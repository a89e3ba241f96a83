// The team's server is gone: one desktop becomes the place where they meet, and everything meets again later.
import { chromium, expect, test, type Page } from '@playwright/test';
import { browserOptions } from '#tests/helpers/browser.ts';
import {
  connection,
  declare,
  entry,
  openFromLobby,
  panel,
  readText,
  write,
} from '#tests/helpers/room-page.ts';
import { findFaults } from '#tests/helpers/axe.ts';
import { startServer, type RunningServer } from '#tests/helpers/server.ts';
import { joinDesktop } from '#tests/helpers/team.ts';
import type { Desktop } from '#tests/helpers/desktop.ts';

const title = 'Nothing answers';
const env = { MUSTER_HUB_HOST: '127.0.0.1' };

test('[HU1] [HU5] [HU7] Ana’s laptop becomes a hub, Bo joins it by its address, and the team gets everything once', async () => {
  await using server = await startServer();
  await using ana = await joinDesktop(server, { name: 'Ana Reyes', role: 'owner', env });
  await using bo = await joinDesktop(server, { name: 'Bo Lind', env });
  await declare(ana.page, title);
  await openFromLobby(bo.page, title);
  await expect(connection(bo.page)).toHaveText('Live');
  const room = new URL(ana.page.url()).hash;

  await server.kill9();
  await expect(connection(ana.page)).toHaveText(/^On this computer only/);
  const address = await test.step('Ana promotes her laptop', () => promote(ana.page));
  await test.step('Bo joins by its address', () => joinHub(bo.page, address));
  await test.step('both are live in one room', () => workTogether(ana.page, bo.page, room));
  await test.step('a guest comes by a link, in a browser', () => welcomeGuest(ana.page, bo.page, room));
  await server.restart();
  await test.step('the team gets everything, once', () => meetAgain(server, ana, bo));
  await test.step('the hub ends, and Bo leaves it', () => end(ana.page, bo.page, room));
});

async function promote(page: Page): Promise<string> {
  // By the honest words themselves, which lead to where something can be done about them.
  await connection(page).click();
  await page.getByRole('button', { name: 'Make this laptop a hub' }).click();
  const confirm = page.getByRole('form', { name: 'What this opens' });
  await expect(confirm).toContainText('127.0.0.1');
  await expect(confirm).toContainText('This laptop’s key encrypts the connection');
  expect(await findFaults(page, 'what a hub opens')).toEqual([]);
  await page.getByRole('button', { name: 'Open the hub' }).click();
  await expect(page.getByText('Only you so far.')).toBeVisible();
  const address = await page.getByLabel('For members of your team').inputValue();
  expect(address).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  await expect(connection(page).first()).toHaveText(/^Hub: only you so far/);
  return address;
}

async function joinHub(page: Page, address: string) {
  await connection(page).click();
  await page.getByLabel('Address of the hub').fill('http://127.0.0.1:9');
  await page.getByRole('button', { name: 'Join the hub' }).click();
  await expect(page.getByText(/127\.0\.0\.1:9 cannot be reached/)).toBeVisible();
  await page.getByLabel('Address of the hub').fill(address);
  await page.getByRole('button', { name: 'Join the hub' }).click();
  await expect(page.getByText('Connected: 2 people')).toBeVisible();
  expect(await findFaults(page, 'hubs joined')).toEqual([]);
}

async function workTogether(ana: Page, bo: Page, room: string) {
  for (const page of [ana, bo]) {
    await page.evaluate((to) => (location.hash = to), room);
    await expect(connection(page)).toHaveText(/^Hub: 2 people/);
  }
  await write(ana, 'Ana through the hub');
  await write(bo, 'Bo through the hub');
  for (const page of [ana, bo])
    for (const words of ['Ana through the hub', 'Bo through the hub'])
      await expect(entry(page, words)).toBeVisible();
  await panel(bo, 'Summary').getByRole('textbox').click();
  await bo.keyboard.type('Typed by Bo.');
  await expect.poll(() => readText(panel(ana, 'Summary').getByRole('textbox'))).toContain('Typed by Bo.');
  for (const page of [ana, bo])
    await expect(connection(page)).toHaveText(/^Hub: 2 people\. \d+ changes not with the team yet$/);
}

async function welcomeGuest(ana: Page, bo: Page, room: string) {
  await connection(ana).click();
  await ana.getByRole('button', { name: 'Invite a guest' }).click();
  const link = await ana.getByLabel('Invitation link, for one person').inputValue();
  const browser = await chromium.launch(browserOptions());
  try {
    // He compared the fingerprint and went on.
    const gil = await browser.newPage({ viewport: { width: 1440, height: 900 }, ignoreHTTPSErrors: true });
    await gil.goto(link);
    await gil.getByLabel('Your name').fill('Gil Guest');
    await gil.getByRole('button', { name: 'Join' }).click();
    await openFromLobby(gil, title);
    await expect(connection(gil)).toHaveText(/^Hub: 3 people/);
    await write(gil, 'Gil from a browser');
    await expect(entry(bo, 'Gil Guest: Gil from a browser')).toBeVisible();
  } finally {
    await browser.close();
  }
  await ana.evaluate((to) => (location.hash = to), room);
  await expect(connection(ana)).toHaveText(/^Hub: 2 people/);
}

async function meetAgain(server: RunningServer, ana: Desktop, bo: Desktop) {
  await expect(connection(ana.page)).toHaveText('Live. Hub: 2 people');
  await expect(connection(bo.page)).toHaveText('Live');
  const { body } = await server.api<{ items: { id: string; number: string }[] }>(
    '/api/v1/incidents?status=all',
  );
  expect(body.items.map(({ number }) => number)).toEqual(['INC-1']);
  const id = body.items[0]!.id;
  await expect(async () => {
    const whole = (await server.api<{ texts: Record<string, string> }>(`/api/v1/incidents/${id}`)).body;
    expect(await ana.api(`/api/v1/incidents/${id}`)).toEqual(whole);
    expect(await bo.api(`/api/v1/incidents/${id}`)).toEqual(whole);
    expect(whole.texts['summary']).toBe('Typed by Bo.');
    const said = JSON.stringify(whole);
    for (const words of ['Ana through the hub', 'Bo through the hub', 'Gil from a browser'])
      expect(said.split(`"text":"${words}"`)).toHaveLength(2);
  }).toPass({ timeout: 60_000 });
}

async function end(ana: Page, bo: Page, room: string) {
  await connection(ana).click();
  expect(await findFaults(ana, 'an open hub')).toEqual([]);
  await ana.getByRole('button', { name: 'Stop being a hub' }).click();
  await expect(ana.getByRole('button', { name: 'Make this laptop a hub' })).toBeVisible();
  await connection(bo).click();
  await expect(bo.getByText('You no longer need this hub')).toBeVisible();
  await bo.getByRole('button', { name: 'Leave this hub' }).click();
  await expect(bo.getByText('Hubs you joined')).toBeHidden();
  for (const page of [ana, bo]) {
    await page.evaluate((to) => (location.hash = to), room);
    await expect(connection(page)).toHaveText('Live');
  }
  await write(bo, 'Bo with the team again');
  await expect(entry(ana, 'Bo with the team again')).toBeVisible();
}
