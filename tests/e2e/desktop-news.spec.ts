// The desktop beside its window: notifications and the tray.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { startDesktopBus, type DesktopBus } from '#tests/helpers/desktop-bus.ts';
import {
  declareOn,
  launchDesktop,
  shareDesktop,
  type Desktop,
  type WithBridge,
} from '#tests/helpers/desktop.ts';

let userData: string;
test.beforeEach(() => {
  userData = mkdtempSync(path.join(os.tmpdir(), 'muster-desktop-'));
});
test.afterEach(() => rmSync(userData, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));

test.describe('on one desktop', () => {
  let bus: DesktopBus;
  test.beforeAll(async () => {
    bus = await startDesktopBus();
  });
  test.afterAll(() => bus[Symbol.asyncDispose]());
  const shared = shareDesktop('Ana Reyes', () => ({ bus }));

  test('[DE6] the tray says the worst of what is open, and leads there', async () => {
    const desktop = shared();
    await expect.poll(() => bus.trayCount()).toBe(1);
    const calm = await bus.readTray();
    expect(calm).toMatchObject({ tooltip: 'Muster: no open incident', hasIcon: true });
    await declareOn(desktop, 'Search is slow', 'P4');
    const id = await declareOn(desktop, 'Payments are down', 'P1');
    await expect
      .poll(async () => (await bus.readTray()).tooltip)
      .toContain('P1 INC-2 Payments are down, and 1 more');
    const worst = await bus.readTray();
    expect(worst.iconBytes).not.toBe(calm.iconBytes);
    const labels = worst.menu.map((item) => item.label);
    expect(labels).toEqual(
      expect.arrayContaining([
        'Open Muster',
        'Declare an incident',
        'P1 INC-2 Payments are down',
        'P4 INC-1 Search is slow',
        'Quit',
      ]),
    );
    await bus.clickTrayMenu('P1 INC-2 Payments are down');
    await expect(desktop.page).toHaveURL(new RegExp(`${id}$`));
  });

  test('[DE3] a new incident notifies once, and a click opens its room', async () => {
    const desktop = shared();
    await declareOn(desktop, 'Declared by Ana herself');
    const bo = await desktop.api<{ token: string }>('/api/v1/people', {
      json: { name: 'Bo Lind', role: 'responder' },
    });
    const { url } = await desktop.server();
    const response = await fetch(`${url}/api/v1/incidents`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bo.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ title: 'Payments are down', severity: 'P1' }),
    });
    const { id } = (await response.json()) as { id: string };
    await expect.poll(() => bus.notifications.length).toBe(1);
    const [notification] = bus.notifications;
    expect(notification).toMatchObject({ app: 'Muster', title: 'P1 Payments are down', urgency: 2 });
    expect(notification?.body).toBe('New incident, declared by Bo Lind.');
    bus.click(notification!);
    await expect(desktop.page).toHaveURL(new RegExp(`${id}$`));
    expect(bus.notifications).toHaveLength(1);
  });

  test('[PT6] the tray says that a communication check is due, and leads to where it is started', async () => {
    const desktop = shared();
    await expect.poll(() => bus.trayCount()).toBe(1);
    await expect.poll(async () => (await bus.readTray()).tooltip).toBe('Muster: no open incident');
    const me = await desktop.api<{ id: string }>('/api/v1/me');
    const rotation = { unit: 'week', every: 1, handoffAt: '09:00' };
    const layers = [{ name: 'Rotation', people: [me.id], rotation, startsOn: '2026-01-05' }];
    await desktop.api('/api/v1/schedules', { json: { name: 'Payments', timeZone: 'UTC', layers } });
    const due = 'Communication check due: nobody has run one yet';
    await expect.poll(async () => (await bus.readTray()).tooltip).toBe(`Muster: no open incident. ${due}`);
    await bus.clickTrayMenu(due);
    await expect(desktop.page.getByRole('region', { name: 'Communication check' })).toBeVisible();
  });

  test('[DE6] closed to the tray, the desktop comes back from it', async () => {
    const desktop = shared();
    await expect.poll(() => bus.trayCount()).toBe(1);
    await desktop.page.close();
    const reopened = desktop.app.waitForEvent('window');
    await bus.clickTray();
    await expect((await reopened).getByLabel('Your name')).toBeHidden();
  });
});

test('[DE3] things that were there at the start, or are switched off, do not notify', async () => {
  await using bus = await startDesktopBus();
  await using first = await launchDesktop({ userData, bus });
  await first.firstRun('Ana Reyes');
  const bo = await first.api<{ token: string }>('/api/v1/people', {
    json: { name: 'Bo Lind', role: 'responder' },
  });
  await first.page.evaluate(() =>
    (globalThis as WithBridge).muster?.changeSettings({ notifications: false }),
  );
  await declareAs(first, bo.token, 'While switched off');
  await expect.poll(async () => (await bus.readTray()).tooltip).toContain('While switched off');
  await first.quit();
  await using again = await launchDesktop({ userData, bus });
  await again.page.evaluate(() => (globalThis as WithBridge).muster?.changeSettings({ notifications: true }));
  await declareAs(again, bo.token, 'After the restart');
  await expect.poll(() => bus.notifications.map((each) => each.title)).toEqual(['P3 After the restart']);
});

test('[DE6] without a tray, closing the window ends the desktop and its server', async () => {
  await using desktop = await launchDesktop({ userData });
  await desktop.firstRun('Ana Reyes');
  const { url } = await desktop.server();
  const ended = once(desktop.app.process(), 'exit');
  await desktop.page.close();
  expect((await ended)[0]).toBe(0);
  await expect(fetch(`${url}/healthz`)).rejects.toThrow();
});

/** Declared by somebody else than the person at this desktop. */
async function declareAs(desktop: Desktop, token: string, title: string) {
  const { url } = await desktop.server();
  const response = await fetch(`${url}/api/v1/incidents`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ title }),
  });
  expect(response.status).toBe(201);
}
