// The phone: the screens of a person who is paged away from their desk.
import path from 'node:path';
import { mkdirSync } from 'node:fs';
import { chromium, expect, test, type Page } from '@playwright/test';
import { browserOptions } from '#tests/helpers/browser.ts';
import { appFolder } from '#tests/helpers/desktop.ts';
import { startServer } from '#tests/helpers/server.ts';
import { hire } from '#tests/helpers/stage.ts';
import { invite } from '#tests/helpers/team.ts';
import { scheduleOnCall, watchServices } from './lobby.ts';

const folder = path.join(appFolder, 'shots');

async function shoot(page: Page, name: string) {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: path.join(folder, `phone-${name}-${colorScheme}-390x844.png`) });
  }
}

test('a phone', async () => {
  mkdirSync(folder, { recursive: true });
  const browser = await chromium.launch(browserOptions());
  await using server = await startServer({ ownerName: 'Olga' });
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true });
  const page = await context.newPage();
  await page.goto(await invite(server));
  await shoot(page, 'join');
  await page.getByLabel('Your name').fill('Ana Reyes');
  await page.getByRole('button', { name: 'Join' }).tap();
  await expect(page.getByRole('heading', { name: /open incident/i })).toBeVisible();
  const people = await server.api<{ items: { id: string; name: string }[] }>('/api/v1/people');
  const ana = people.body.items.find(({ name }) => name === 'Ana Reyes')?.id ?? '';
  const steps = [{ targets: [{ kind: 'person', id: ana }], waitMinutes: 30 }];
  await server.api('/api/v1/policies', { json: { name: 'Everything', steps } });
  const json = { title: 'Card payments fail in the EU for one customer in ten', severity: 'P1' };
  const { body } = await server.api<{ id: string }>('/api/v1/incidents', { json });
  for (const fact of [
    { kind: 'observation', text: 'payments-api answers 503 for one in ten' },
    { kind: 'decision', text: 'no deploys until this is over' },
  ])
    await server.api(`/api/v1/incidents/${body.id}/facts`, { json: fact });
  await expect(page.getByRole('region', { name: 'You are paged' })).toBeVisible();
  await shoot(page, 'paged');
  await page.goto(`${server.url}/#/room/${body.id}`);
  const columns = page.getByRole('navigation', { name: 'Columns' });
  await expect(columns).toBeVisible();
  await shoot(page, 'room');
  for (const column of ['Response', 'Comms and checks']) {
    await columns.getByRole('button', { name: column }).tap();
    await shoot(page, `room-${column.toLowerCase().replaceAll(' ', '-')}`);
  }
  const owner = { url: server.url, token: server.ownerToken };
  const [bo, cy, dee] = await hire(owner, ['Bo Lind', 'Cy Young', 'Dee Park']);
  await scheduleOnCall(owner, { ana: bo!, bo: cy!, cy: dee!, others: [] });
  await watchServices(owner);
  const firstOf = async (what: string) =>
    (await server.api<{ items: { id: string }[] }>(`/api/v1/${what}`)).body.items[0]!.id;
  const screens = {
    'on-call': 'on-call',
    schedule: `on-call/${await firstOf('schedules')}`,
    'settings-you': 'settings/you',
    monitors: 'monitors',
    monitor: `monitors/${await firstOf('monitors')}`,
    incidents: 'incidents',
    playbooks: 'playbooks',
    playbook: 'playbooks/full-disk',
    practice: 'practice',
    wall: 'wallboard',
  };
  for (const [name, screen] of Object.entries(screens)) {
    await page.goto(`${server.url}/#/${screen}`);
    await expect(page.locator('h1').first()).toBeVisible();
    await shoot(page, name);
  }
  await page.goto(`${server.url}/#/`);
  await page.getByRole('button', { name: 'Declare', exact: true }).tap();
  await page.getByLabel('What is wrong').fill('Refunds are paid twice');
  await shoot(page, 'declare');
  await browser.close();
});
