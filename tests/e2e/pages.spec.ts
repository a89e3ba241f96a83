// Pages on real desktops of a real team: said by the system, over every screen, answered here or elsewhere.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import type { OpenPage } from '#room/feed/feed.ts';
import { startDesktopBus } from '#tests/helpers/desktop-bus.ts';
import type { Desktop, WithBridge } from '#tests/helpers/desktop.ts';
import { findFaults } from '#tests/helpers/axe.ts';
import { startServer, type RunningServer } from '#tests/helpers/server.ts';
import { joinDesktop } from '#tests/helpers/team.ts';

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'muster-pages-'));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));

type Person = { id: string; name: string };
const banner = (page: Page) => page.getByRole('region', { name: 'You are paged' });

/** Ana on call first, Bo after her. */
async function makePolicy(team: RunningServer, people: readonly string[]) {
  const { body } = await team.api<{ items: Person[] }>('/api/v1/people');
  const idOf = (name: string) => body.items.find((person) => person.name === name)?.id ?? '';
  const [first] = people;
  const schedule = await team.api<{ id: string }>('/api/v1/schedules', {
    json: {
      name: 'Payments',
      timeZone: 'Europe/Berlin',
      service: 'payments',
      layers: [
        {
          name: 'Always',
          people: [idOf(first!)],
          rotation: { unit: 'week', every: 1, handoffAt: '09:00' },
          startsOn: '2026-01-05',
        },
      ],
    },
  });
  expect(schedule.status).toBe(201);
  const steps = [
    { targets: [{ kind: 'schedule', id: schedule.body.id }], waitMinutes: 10 },
    ...people.slice(1).map((name) => ({ targets: [{ kind: 'person', id: idOf(name) }], waitMinutes: 10 })),
  ];
  const policy = { name: 'Payments', steps, repeat: 0, hours: 'always', ackTimeoutMinutes: null };
  const made = await team.api('/api/v1/policies', { json: policy });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
}

async function declare(team: RunningServer, title: string, severity = 'P1'): Promise<string> {
  const { body } = await team.api<{ id: string }>('/api/v1/incidents', {
    json: { title, severity, service: 'payments' },
  });
  return body.id;
}

const openPages = async (team: RunningServer) =>
  (await team.api<{ items: OpenPage[] }>('/api/v1/open-pages')).body.items;
const acknowledgedBy = async (from: (at: string) => Promise<unknown>, incident: string) =>
  ((await from(`/api/v1/incidents/${incident}`)) as { acknowledged: { by: string } | null }).acknowledged?.by;
const meOf = async (desktop: Desktop) => (await desktop.api<Person>('/api/v1/me')).id;
const teamGet = (team: RunningServer) => async (at: string) => (await team.api(at)).body;

test('[DE10] [DE11] [DE16] a page stays until it is acknowledged from the banner, which writes the fact', async () => {
  await using team = await startServer({ ownerName: 'Cy Owner' });
  await using bus = await startDesktopBus();
  await using ana = await joinDesktop(team, { name: 'Ana Reyes', bus, userData: path.join(folder, 'ana') });
  const { page } = ana;
  await makePolicy(team, ['Ana Reyes']);
  const id = await declare(team, 'Payments are down');
  await expect(banner(page)).toContainText('P1');
  await expect(banner(page)).toContainText('Payments are down');
  await expect(banner(page)).toContainText('Payments, step 1: declared');
  await expect.poll(() => bus.notifications.filter(({ title }) => title.startsWith('Page:')).length).toBe(1);
  const said = bus.notifications.find(({ title }) => title.startsWith('Page:'));
  expect(said).toMatchObject({ app: 'Muster', urgency: 2 });
  expect(said?.title).toContain('Payments are down');
  await expect.poll(async () => (await bus.readTray()).tooltip).toContain('you are paged for P1');
  expect((await bus.readTray()).menu.map(({ label }) => label)[0]).toContain('You are paged: ');
  // DE16: it is heard, by the bar's page, with the reason on the screen at the same moment.
  const bar = ana.app.windows().find((each) => each.url().endsWith('scribe.html'));
  await expect(bar!.locator('html')).toHaveAttribute('data-played', 'page');
  expect(await findFaults(page, 'page banner')).toEqual([]);
  // Over every screen.
  await page.evaluate(() => (location.hash = '#/settings/you'));
  await expect(banner(page)).toBeVisible();
  bus.click(said!);
  await expect(page).toHaveURL(new RegExp(`${id}$`));
  await expect(banner(page)).toBeVisible();
  await page.evaluate(() => (location.hash = '#/'));
  await page.locator('body').press('a');
  await expect(banner(page)).toBeHidden();
  expect(await acknowledgedBy(teamGet(team), id)).toBe(await meOf(ana));
  expect(await openPages(team)).toEqual([]);
  await expect.poll(async () => (await bus.readTray()).tooltip).not.toContain('you are paged');
});

test('[DE11] not me pages the second desktop at once, which answers with its window closed', async () => {
  await using team = await startServer({ ownerName: 'Cy Owner' });
  await using bus = await startDesktopBus();
  await using busOfBo = await startDesktopBus();
  await using ana = await joinDesktop(team, { name: 'Ana Reyes', bus, userData: path.join(folder, 'ana') });
  await using bo = await joinDesktop(team, {
    name: 'Bo Lind',
    bus: busOfBo,
    userData: path.join(folder, 'bo'),
  });
  await makePolicy(team, ['Ana Reyes', 'Bo Lind']);
  const boId = await meOf(bo);
  await expect.poll(() => busOfBo.trayCount()).toBe(1);
  await bo.page.close();
  const id = await declare(team, 'Payments are down');
  await expect(banner(ana.page)).toBeVisible();
  await banner(ana.page).getByRole('button', { name: 'Pass on' }).click();
  await expect(banner(ana.page)).toBeHidden();
  await expect
    .poll(() => busOfBo.notifications.map(({ title }) => title))
    .toContainEqual(expect.stringMatching(/^Page: P1 .*Payments are down$/));
  const reopened = bo.app.waitForEvent('window');
  await busOfBo.clickTray();
  await expect(banner(await reopened)).toContainText('passed on');
  await banner(await reopened)
    .getByRole('button', { name: 'Acknowledge' })
    .click();
  await expect.poll(() => acknowledgedBy(teamGet(team), id)).toBe(boId);
});

test('[DE11] without the team an acknowledgement is written into the room, and not me waits; both arrive', async () => {
  await using team = await startServer({ ownerName: 'Cy Owner' });
  await using ana = await joinDesktop(team, { name: 'Ana Reyes', userData: path.join(folder, 'ana') });
  const { page } = ana;
  await makePolicy(team, ['Ana Reyes']);
  const first = await declare(team, 'Payments are down');
  const second = await declare(team, 'Refunds are slow', 'P3');
  await expect(banner(page).getByRole('button', { name: 'Acknowledge' })).toHaveCount(2);
  const rows = banner(page).locator('> div');
  const row = (title: string) => rows.filter({ hasText: title });
  // What a page is about comes with its room.
  for (const title of ['Payments are down', 'Refunds are slow']) await expect(row(title)).toBeVisible();
  await team.kill9();
  await row('Payments are down').getByRole('button', { name: 'Acknowledge' }).click();
  await expect(row('Payments are down')).toContainText('Acknowledged in the room on this computer');
  const mine = await meOf(ana);
  expect(await acknowledgedBy((at) => ana.api(at), first)).toBe(mine);
  await row('Refunds are slow').getByRole('button', { name: 'Pass on' }).click();
  await expect(row('Refunds are slow')).toContainText('Not sent yet');
  await team.restart();
  await expect(banner(page)).toBeHidden();
  expect(await acknowledgedBy(teamGet(team), first)).toBe(mine);
  // Nobody else is in the policy, so the owners are asked.
  const asked = async () => (await openPages(team)).filter(({ incident }) => incident === second);
  await expect.poll(async () => (await asked()).map(({ reason }) => reason)).toEqual(['asked-everybody']);
  expect((await asked()).map(({ person }) => person)).not.toContain(mine);
});

test('[DE13] a service muted from the tray says nothing, is named in the window, and a P1 of mine comes through', async () => {
  await using team = await startServer({ ownerName: 'Cy Owner' });
  await using bus = await startDesktopBus();
  await using ana = await joinDesktop(team, { name: 'Ana Reyes', bus, userData: path.join(folder, 'ana') });
  const { page } = ana;
  await declare(team, 'Payments are slow', 'P3');
  await expect.poll(() => bus.notifications.length).toBe(1);
  await page.evaluate(() => (globalThis as WithBridge).muster?.mute({ service: 'payments', hours: 4 }));
  await expect(page.getByText(/payments muted until/)).toBeVisible();
  await expect.poll(async () => (await bus.readTray()).tooltip).toBe('Muster: no open incident');
  const labels = (await bus.readTray()).menu.map(({ label }) => label);
  expect(labels).toContainEqual(expect.stringMatching(/^Unmute payments \(until \d\d:\d\d\)$/));
  await declare(team, 'Payments are slower', 'P3');
  await expect(page.getByText('Payments are slower').first()).toBeVisible();
  await makePolicy(team, ['Ana Reyes']);
  await declare(team, 'Payments are down', 'P1');
  await expect
    .poll(() => bus.notifications.map(({ title }) => title))
    .toContainEqual(expect.stringMatching(/^Page: P1/));
  expect(bus.notifications.filter(({ title }) => title.includes('slower'))).toEqual([]);
  await bus.clickTrayMenu(labels.find((label) => label.startsWith('Unmute')) ?? '');
  await expect(page.getByText(/payments muted until/)).toBeHidden();
});
