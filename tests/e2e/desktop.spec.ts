import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import {
  appFolder,
  declareOn,
  desktopEnvironment,
  electronExecutable,
  launchDesktop,
  shareDesktop,
  type Desktop,
  type WithBridge,
} from '#tests/helpers/desktop.ts';
import type { Membership } from '#main/settings.ts';
import { row } from '#tests/helpers/room-page.ts';
import { startServer } from '#tests/helpers/server.ts';

let userData: string;
test.beforeEach(() => {
  userData = mkdtempSync(path.join(os.tmpdir(), 'muster-desktop-'));
});
test.afterEach(() => rmSync(userData, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));

test('[DE1] the first run asks who is here, then the window talks to its own server', async () => {
  await using desktop = await launchDesktop({ userData });
  await expect(desktop.page.getByText('Start a war room on this computer')).toBeVisible();
  expect(await desktop.page.evaluate(() => (globalThis as WithBridge).muster?.session())).toBeNull();
  await desktop.firstRun('Ana Reyes');
  const { url } = await desktop.server();
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(await desktop.api('/api/v1/me')).toMatchObject({ name: 'Ana Reyes', role: 'owner' });
  const settings = path.join(userData, 'settings.json');
  expect(statSync(settings).mode & 0o777).toBe(0o600);
});

test('[DE1] a later launch opens straight into what was there, with the settings of the first version too', async () => {
  await using first = await launchDesktop({ userData });
  await first.firstRun('Ana Reyes');
  await declareOn(first, 'Payments are down');
  await first.quit();
  const kept = path.join(appFolder, 'tests/fixtures/desktop-settings/first.json');
  copyFileSync(kept, path.join(userData, 'settings.json'));
  await using desktop = await launchDesktop({ userData });
  const { page } = desktop;
  await expect(page.getByText('Payments are down').first()).toBeVisible();
  expect(await desktop.api('/api/v1/me')).toMatchObject({ name: 'Ana Reyes', role: 'owner' });
  const settings = await page.evaluate(() => (globalThis as WithBridge).muster?.settings());
  expect(settings).toMatchObject({ theme: 'dark', notifications: false, sounds: true, textSize: 100 });
  const window = await desktop.app.browserWindow(page);
  expect(await window.evaluate((here) => here.getNormalBounds())).toMatchObject({ x: 60, width: 1100 });
});

test('[DE23] a later launch shows its lobby before its server has started, and keeps what is declared meanwhile', async () => {
  await using desktop = await launchDesktop({ userData });
  await desktop.firstRun('Ana Reyes');
  await declareOn(desktop, 'Payments are down');
  const { page, app } = desktop;
  await page.evaluate(() => (location.hash = '#/'));
  await expect(row(page, 'Payments are down')).toBeVisible();
  const session = await page.evaluate(() => (globalThis as WithBridge).muster?.session());
  // As slow as a server that has much to read.
  await app.evaluate(({ ipcMain }, answer) => {
    const started = new Promise<void>((resolve) => Object.assign(globalThis, { start: resolve }));
    ipcMain.removeHandler('ask:session');
    ipcMain.handle('ask:session', async () => {
      await started;
      return { ok: true, answer };
    });
  }, session);
  const calls: string[] = [];
  // The scribe bar too. What a page asked before it was left does not count.
  for (const window of app.windows())
    window.once('framenavigated', () =>
      window.on('request', (request) => request.url().includes('/api/') && calls.push(request.url())),
    );
  await Promise.all(app.windows().map((window) => window.reload()));
  await expect(row(page, 'Payments are down')).toBeVisible();
  await page.keyboard.press('n');
  await page.keyboard.type('Refunds are paid twice');
  await page.keyboard.press('Enter');
  await page.evaluate(() => (location.hash = '#/settings/people'));
  await expect(page.getByRole('main').getByRole('status').filter({ hasText: 'Opening' })).toBeVisible();
  await page.evaluate(() => (location.hash = '#/'));
  expect(calls).toEqual([]);
  await app.evaluate(() => (globalThis as unknown as { start: () => void }).start());
  await expect(page.getByRole('heading', { level: 1, name: 'Refunds are paid twice' })).toBeVisible();
  expect(calls).not.toEqual([]);
});

test.describe('what a page may', () => {
  const shared = shareDesktop('Ana Reyes');

  test('[DE2] files outside the renderer cannot be had through app://', async () => {
    const desktop = shared();
    const ask = (address: string) => desktop.page.evaluate(async (url) => (await fetch(url)).status, address);
    expect(await ask('app://muster/index.html')).toBe(200);
    expect(await ask('app://muster/..%2f..%2fpackage.json')).toBe(404);
    expect(await ask('app://muster/%2e%2e/%2e%2e/package.json')).toBe(404);
    expect(await ask('app://muster/missing.js')).toBe(404);
  });

  test('[DE2] [DE19] answers refuse what does not fit, in words', async () => {
    const desktop = shared();
    const refusal = (question: string, choice: unknown) =>
      desktop.page.evaluate(
        async ([name, value]) => {
          const bridge = (globalThis as WithBridge).muster as unknown as Record<
            string,
            (choice: unknown) => Promise<unknown>
          >;
          return bridge[name]?.(value).then(
            () => 'answered',
            (error: Error) => error.message,
          );
        },
        [question, choice] as const,
      );
    expect(await refusal('startHere', { name: '' })).toContain('a name');
    expect(await refusal('openExternal', 'file:///etc/passwd')).toContain('openExternal');
    expect(await refusal('saveReview', { incident: '../x', format: 'pdf' })).toContain('an incident id');
    expect(await refusal('joinTeam', { link: 'nonsense', name: 'Ana' })).toContain('not an invitation link');
    expect(await refusal('joinTeam', { link: 'http://127.0.0.1:9/join#abc', name: 'Ana' })).toContain(
      'cannot be reached',
    );
    // DE19: nor from a window in which somebody just pressed something, only from the scribe bar.
    await desktop.page.locator('body').click({ position: { x: 5, y: 5 } });
    for (const question of ['captureScreen', 'readClipboard'])
      expect(await refusal(question, undefined)).toContain('only when you ask for it in the scribe bar');
  });

  // Last: the navigation that it tries stays open for Playwright.
  test('[DE2] pages are locked in: no node, no navigation, no windows, no permissions, a strict policy', async () => {
    const desktop = shared();
    const { page } = desktop;
    expect(await page.evaluate(() => [typeof require, typeof process, typeof module])).toEqual(
      Array.from({ length: 3 }, () => 'undefined'),
    );
    const policy = await page.evaluate(async () => (await fetch('/')).headers.get('content-security-policy'));
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain('ws://127.0.0.1:*');
    expect(await page.evaluate(() => window.open('https://example.org') === null)).toBe(true);
    const before = page.url();
    await page.evaluate(() => {
      const link = Object.assign(document.createElement('a'), { href: 'https://example.org/' });
      document.body.append(link);
      link.click();
      link.remove();
    });
    expect(
      await page.evaluate(() =>
        fetch('https://example.org').then(
          () => 'sent',
          () => 'blocked',
        ),
      ),
    ).toBe('blocked');
    expect(await page.evaluate(() => Notification.requestPermission())).toBe('denied');
    expect(page.url()).toBe(before);
    // The window and the hidden scribe bar.
    await expect.poll(() => desktop.app.windows().length).toBe(2);
  });
});

test('[DE4] kill -9 of the desktop ends its server, and everything is there again', async () => {
  await using desktop = await launchDesktop({ userData });
  await desktop.firstRun('Ana Reyes');
  const { url } = await desktop.server();
  const id = await declareOn(desktop, 'Checkout times out');
  await desktop.api(`/api/v1/incidents/${id}/facts`, {
    json: { kind: 'note', text: 'The pool is exhausted' },
  });
  await desktop.kill9();
  await expect
    .poll(() =>
      fetch(`${url}/healthz`).then(
        () => 'alive',
        () => 'gone',
      ),
    )
    .toBe('gone');
  await using again = await launchDesktop({ userData });
  await expect(again.page.getByText('Checkout times out').first()).toBeVisible();
  const room = await again.api<object>(`/api/v1/incidents/${id}`);
  expect(JSON.stringify(room)).toContain('The pool is exhausted');
});

const pidOf = ({ app }: Desktop, what: string) =>
  app.evaluate(
    (electron, words) =>
      electron.app
        .getAppMetrics()
        .find(({ serviceName, name }) => serviceName?.includes(words) || name?.includes(words))?.pid,
    what,
  );

test.describe('a war room on this computer', () => {
  const shared = shareDesktop('Ana Reyes');

  test('[DE4] an embedded server that dies is started again, where it was', async () => {
    const desktop = shared();
    const before = await desktop.server();
    const serverPid = await pidOf(desktop, 'room server');
    process.kill(serverPid!, 'SIGKILL');
    await expect.poll(() => desktop.log()).toContain('starting it again');
    await expect
      .poll(() =>
        fetch(`${before.url}/healthz`).then(
          (answer) => answer.status,
          () => 0,
        ),
      )
      .toBe(200);
    expect(await desktop.server()).toEqual(before);
  });

  test('[CK5] an expression that never ends, or eats all memory, ends at most its own process on a desktop too', async () => {
    const target = createServer((_request, response) =>
      response.end('{"a": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"}'),
    );
    target.listen(0, '127.0.0.1');
    await once(target, 'listening');
    const url = `http://127.0.0.1:${(target.address() as AddressInfo).port}/`;
    const desktop = shared();
    const serverPid = await pidOf(desktop, 'room server');
    const ask = async (query: string) => {
      const json = { kind: 'json', settings: { url, query, operator: '==', expected: '1' } };
      return desktop.api<{ status: string; reason: string }>('/api/v1/monitors/try', { json });
    };
    expect(await ask('$count([1])')).toMatchObject({ status: 'up' });
    for (const bomb of [
      '($f := function($n) { $f($n + 1) }; $f(0))',
      '$match(a, /^(a+)+$/)',
      '$map([1..99999], function($n) { $pad("x", 100000) })',
    ]) {
      expect((await ask(bomb)).reason, bomb).toMatch(/^the query /);
      expect(await ask('$count([1])'), bomb).toMatchObject({ status: 'up' });
    }
    expect(await pidOf(desktop, 'room server')).toBe(serverPid);
    expect(await pidOf(desktop, 'expressions')).not.toBeUndefined();
    target.close();
  });

  test('[DE5] a second start hands its link to the first and ends', async () => {
    const desktop = shared();
    const id = await declareOn(desktop, 'Search is slow');
    const second = spawn(
      electronExecutable(),
      [appFolder, `--user-data-dir=${desktop.userData}`, `muster://room/${id}`],
      {
        env: desktopEnvironment({}),
        stdio: 'ignore',
      },
    );
    expect(await once(second, 'exit')).toEqual([0, null]);
    await expect(desktop.page).toHaveURL(new RegExp(`${id}$`));
  });
});

test('[DE8] a link opens the room on the first start too, and an invitation fills the join form', async () => {
  const link = 'muster://join?server=http%3A%2F%2F127.0.0.1%3A9#code';
  await using desktop = await launchDesktop({ userData, args: [link] });
  await expect(desktop.page.getByLabel('Invitation link')).toHaveValue(link);
  await desktop.firstRun('Ana Reyes');
  const id = await declareOn(desktop, 'Search is slow');
  await desktop.quit();
  await using again = await launchDesktop({ userData, args: [`muster://room/${id}`] });
  await expect(again.page).toHaveURL(new RegExp(`${id}$`));
});

test('[DE7] joining a team keeps its token for this user only, and says how', async () => {
  await using team = await startServer({ ownerName: 'Cy Owner' });
  const { body } = await team.api<{ code: string }>('/api/v1/invitations', {
    method: 'POST',
    json: { role: 'responder' },
  });
  const link = `${team.url}/join#${body.code}`;
  await using desktop = await launchDesktop({ userData });
  await desktop.joinTeam(link, 'Bo Lind');
  expect(await desktop.api('/api/v1/me')).toMatchObject({ name: 'Bo Lind', role: 'responder' });
  expect(await desktop.page.evaluate(() => (globalThis as WithBridge).muster?.about())).toMatchObject({
    teamToken: 'file',
  });
  const settings = path.join(userData, 'settings.json');
  expect(statSync(settings).mode & 0o777).toBe(0o600);
  const id = await declareOn(desktop, 'Search is slow');
  await expect.poll(async () => (await team.api(`/api/v1/incidents/${id}`)).status).toBe(200);
  const again = desktop.page.evaluate(
    (used) =>
      (globalThis as WithBridge).muster
        ?.joinTeam({ link: used, name: 'Bo' })
        .catch((error: Error) => error.message),
    link,
  );
  expect(await again).toContain('was used or has expired');
});

test('[DE1] [DE7] a desktop of a team opens with its rooms while the team is away', async () => {
  await using team = await startServer();
  const { body } = await team.api<{ code: string }>('/api/v1/invitations', {
    method: 'POST',
    json: { role: 'responder' },
  });
  await using desktop = await launchDesktop({ userData });
  await desktop.joinTeam(`${team.url}/join#${body.code}`, 'Bo Lind');
  const id = await declareOn(desktop, 'Search is slow');
  await expect.poll(async () => (await team.api(`/api/v1/incidents/${id}`)).status).toBe(200);
  await desktop.quit();
  await team.stop();
  // As the first version kept it.
  const file = path.join(userData, 'settings.json');
  const { membership } = JSON.parse(readFileSync(file, 'utf8')) as { membership: Membership };
  const first = { name: membership.name, team: { url: membership.team!.url, token: membership.team!.token } };
  writeFileSync(file, JSON.stringify({ settings: {}, membership: first, bounds: null }));
  await using again = await launchDesktop({ userData });
  await expect(again.page.getByText('Search is slow').first()).toBeVisible();
  expect(await again.api('/api/v1/me')).toMatchObject({ name: 'Bo Lind' });
  await again.api(`/api/v1/incidents/${id}/facts`, { json: { kind: 'note', text: 'Written alone' } });
});

test('[DE9] a damaged database is said in the window, in the words of the server', async () => {
  await using first = await launchDesktop({ userData });
  await first.firstRun('Ana Reyes');
  await first.quit();
  const database = path.join(userData, 'server/muster.db');
  writeFileSync(database, 'this is no database, and it was one before');
  for (const beside of ['-wal', '-shm']) rmSync(database + beside, { force: true });
  await using desktop = await launchDesktop({ userData });
  await expect(desktop.page.getByText(`${database} cannot be used`)).toBeVisible();
  expect(readFileSync(database, 'utf8')).toBe('this is no database, and it was one before');
});

test('the window comes back where it was left', async () => {
  const left = { x: 60, y: 40, width: 1100, height: 760 };
  await using desktop = await launchDesktop({ userData });
  const window = await desktop.app.browserWindow(desktop.page);
  await window.evaluate((here, bounds) => here.setBounds(bounds), left);
  await desktop.quit();
  await using again = await launchDesktop({ userData });
  const same = await again.app.browserWindow(again.page);
  expect(await same.evaluate((here) => here.getNormalBounds())).toEqual(left);
});
