// The scribe bar on a real desktop: real keys through the X server, a real clipboard, a real screen.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { startDesktopBus } from '#tests/helpers/desktop-bus.ts';
import {
  appFolder,
  desktopEnvironment,
  electronExecutable,
  launchDesktop,
  shareDesktop,
  type Desktop,
  type WithBridge,
} from '#tests/helpers/desktop.ts';
import { findFaults } from '#tests/helpers/axe.ts';

let userData: string;
test.beforeEach(() => {
  userData = mkdtempSync(path.join(os.tmpdir(), 'muster-scribe-'));
});
test.afterEach(() => rmSync(userData, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));

const press = (keys: string) => execFileSync('xdotool', ['key', keys]);
const type = (text: string) => execFileSync('xdotool', ['type', '--delay', '5', text]);
type Fact = {
  kind: string;
  text?: string;
  at: number;
  noted: number;
  target?: string;
  type?: string;
  name?: string;
};

async function barOf({ app }: Desktop): Promise<Page> {
  await expect.poll(() => app.windows().some((each) => each.url().includes('scribe.html'))).toBe(true);
  const bar = app.windows().find((each) => each.url().includes('scribe.html'))!;
  await bar.getByRole('textbox').waitFor({ state: 'attached' });
  return bar;
}
const isBarShown = ({ app }: Desktop) =>
  app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().some(
      (each) => each.webContents.getURL().endsWith('scribe.html') && each.isVisible() && each.isFocused(),
    ),
  );
const declare = (desktop: Desktop, title: string) =>
  desktop.api<{ id: string; number: string }>('/api/v1/incidents', { json: { title } });
async function factsOf(desktop: Desktop, incident: string): Promise<Fact[]> {
  const { timeline } = await desktop.api<{ timeline: { fact: Fact }[] }>(`/api/v1/incidents/${incident}`);
  return timeline.map(({ fact }) => fact);
}

async function startMuster(folder: string, ...args: string[]) {
  const child = spawn(electronExecutable(), [appFolder, `--user-data-dir=${folder}`, ...args], {
    env: desktopEnvironment({}),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
  const [code] = (await once(child, 'exit')) as [number];
  return { code, said };
}

test.describe('the bar of a war room on this computer', () => {
  const shared = shareDesktop('Ana Reyes');

  test('[DE14] the keys open the bar over anything; a tagged line is written as of the keypress', async () => {
    const desktop = shared();
    const { id, number } = await declare(desktop, 'Payments are down');
    const bar = await barOf(desktop);
    expect(await isBarShown(desktop)).toBe(false);
    const before = Date.now();
    press('ctrl+shift+F9');
    await expect.poll(() => isBarShown(desktop)).toBe(true);
    const shownBy = Date.now();
    const field = bar.getByRole('textbox');
    await expect(field).toBeFocused();
    await expect(bar.getByText(`to ${number}`)).toBeVisible();
    type('!rolled back v412');
    await expect(bar.getByText('Enter: log an action')).toBeVisible();
    expect(await findFaults(bar, 'scribe bar')).toEqual([]);
    press('Return');
    await expect.poll(() => isBarShown(desktop)).toBe(false);
    const written = (await factsOf(desktop, id)).find(({ kind }) => kind === 'action');
    expect(written).toMatchObject({ text: 'rolled back v412' });
    expect(written!.at).toBeGreaterThanOrEqual(before - 50);
    expect(written!.at).toBeLessThanOrEqual(shownBy);
    expect(written!.noted).toBeGreaterThan(written!.at);
  });

  test('[DE2] the bar’s page is locked in as the window’s is', async () => {
    const desktop = shared();
    const bar = await barOf(desktop);
    expect(await bar.evaluate(() => [typeof require, typeof process, typeof module])).toEqual(
      Array.from({ length: 3 }, () => 'undefined'),
    );
    expect(await bar.evaluate(() => window.open('https://example.org') === null)).toBe(true);
    const policy = await bar.evaluate(async () =>
      (await fetch('/scribe.html')).headers.get('content-security-policy'),
    );
    expect(policy).toContain("default-src 'none'");
  });

  test('[DE14] Esc gives the keyboard back and keeps the half-typed line; Tab chooses the incident', async () => {
    const desktop = shared();
    const first = await declare(desktop, 'Payments are down');
    const second = await declare(desktop, 'Search is slow');
    await desktop.page.evaluate((id) => (location.hash = `#/room/${id}`), first.id);
    const bar = await barOf(desktop);
    press('ctrl+shift+F9');
    await expect(bar.getByText(`to ${first.number}`)).toBeVisible();
    await expect.poll(() => isBarShown(desktop)).toBe(true);
    type('errors fall');
    press('Escape');
    await expect.poll(() => isBarShown(desktop)).toBe(false);
    press('ctrl+shift+F9');
    await expect.poll(() => isBarShown(desktop)).toBe(true);
    await expect(bar.getByRole('textbox')).toHaveValue('errors fall');
    press('Tab');
    await expect(bar.getByText(`to ${second.number}`)).toBeVisible();
    press('Return');
    await expect
      .poll(async () => (await factsOf(desktop, second.id)).map(({ text }) => text))
      .toContain('errors fall');
    expect((await factsOf(desktop, first.id)).map(({ text }) => text)).not.toContain('errors fall');
  });

  test('[DE14] a screenshot and the clipboard are shown first and attached to the line', async () => {
    const desktop = shared();
    const { id, number } = await declare(desktop, 'Payments are down');
    const bar = await barOf(desktop);
    await desktop.app.evaluate(({ clipboard }) => clipboard.writeText('ERROR pool exhausted'));
    press('ctrl+shift+F9');
    await expect.poll(() => isBarShown(desktop)).toBe(true);
    await expect(bar.getByText(`to ${number}`)).toBeVisible();
    press('alt+s');
    await expect(bar.getByRole('img', { name: /Screenshot/ })).toBeVisible();
    press('alt+v');
    await expect(bar.getByText('ERROR pool exhausted')).toBeVisible();
    // The line would join the lines of a log, so they become a file too, with a name of its own.
    await desktop.app.evaluate(({ clipboard }) => clipboard.writeText('pool 1\npool 2'));
    await bar.getByRole('textbox').focus();
    press('ctrl+v');
    await expect(bar.getByText('pool 1\npool 2')).toBeVisible();
    await expect(bar.getByRole('textbox')).toHaveValue('');
    await bar.getByRole('textbox').fill('what I see');
    await bar.getByRole('textbox').press('Enter');
    await expect
      .poll(async () => (await factsOf(desktop, id)).filter(({ kind }) => kind === 'attachment').length)
      .toBe(3);
    const facts = await factsOf(desktop, id);
    const note = facts.find(({ text }) => text === 'what I see') as Fact & { id: string };
    const attached = facts.filter(({ kind }) => kind === 'attachment');
    expect(attached.map(({ target }) => target)).toEqual([note.id, note.id, note.id]);
    expect(new Set(attached.map(({ name }) => name)).size).toBe(3);
    expect(attached.map((each) => each.type)).toEqual(expect.arrayContaining(['image/png', 'text/plain']));
  });

  test('[DE15] muster note writes through the running desktop and says what came of it', async () => {
    const desktop = shared();
    const muster = (...args: string[]) => startMuster(desktop.userData, ...args);
    expect(await startMuster(userData, 'note', 'nobody hears')).toMatchObject({
      code: 1,
      said: expect.stringContaining('is not running'),
    });
    await barOf(desktop);
    const none = await muster('note', 'nothing is open');
    expect(none).toMatchObject({ code: 1, said: expect.stringContaining('No incident is open') });
    const { id, number } = await declare(desktop, 'Payments are down');
    await declare(desktop, 'Search is slow');
    const which = await muster('note', 'which');
    expect(which).toMatchObject({ code: 1, said: expect.stringContaining('Which incident?') });
    const noted = await muster('note', '!drained eu-2', '--incident', number, '--at', '-5m');
    expect(noted).toMatchObject({
      code: 0,
      said: expect.stringContaining(`${number} Payments are down: Log an action`),
    });
    const written = (await factsOf(desktop, id)).find(({ kind }) => kind === 'action');
    expect(written).toMatchObject({ text: 'drained eu-2' });
    expect(written!.noted - written!.at).toBeGreaterThan(299_000);
    expect(await muster('note', 'x', '--incident', 'INC-99')).toMatchObject({
      code: 1,
      said: expect.stringContaining('no open incident INC-99'),
    });
    expect(await muster('note', 'x', '--incident', number, '--at', 'soon')).toMatchObject({
      code: 1,
      said: expect.stringContaining('soon is not a time'),
    });
    expect(await muster('note', '/sev P9', '--incident', number)).toMatchObject({
      code: 1,
      said: expect.stringContaining('A severity is one of'),
    });
  });

  test('[DE14] the keys are set in the settings; taken and impossible ones are said, none is none', async () => {
    const desktop = shared();
    const { page } = desktop;
    await barOf(desktop);
    await page.evaluate(() => (location.hash = '#/settings/you'));
    const keys = page.getByLabel('Keys of the scribe bar');
    await expect(page.getByText('These keys work in every program.')).toBeVisible();
    await page.evaluate(() => (globalThis as WithBridge).muster?.changeSettings({ scribeKey: 'Nonsense+Q' }));
    await page.evaluate(() => (location.hash = '#/'));
    await page.evaluate(() => (location.hash = '#/settings/you'));
    await expect(page.getByText('The system does not accept these keys')).toBeVisible();
    await keys.click();
    await page.keyboard.press('Control+Shift+F8');
    await expect(keys).toContainText('F8');
    await expect(page.getByText('These keys work in every program.')).toBeVisible();
    press('ctrl+shift+F8');
    await expect.poll(() => isBarShown(desktop)).toBe(true);
    press('Escape');
    // A second Muster with a folder of its own wants the same keys.
    await using other = await launchDesktop();
    await other.firstRun('Bo Lind');
    await other.page.evaluate(() =>
      (globalThis as WithBridge).muster?.changeSettings({ scribeKey: 'CommandOrControl+Shift+F8' }),
    );
    await other.page.evaluate(() => (location.hash = '#/settings/you'));
    await expect(other.page.getByText('Another program uses these keys')).toBeVisible();
    await page.getByRole('button', { name: 'No keys', exact: true }).click();
    await expect(page.getByText('No keys are set.')).toBeVisible();
  });
});

test('[DE14] the tray opens the bar for its incident', async () => {
  await using bus = await startDesktopBus();
  await using desktop = await launchDesktop({ userData, bus });
  await desktop.firstRun('Ana Reyes');
  await declare(desktop, 'Payments are down');
  const bar = await barOf(desktop);
  await expect
    .poll(async () => (await bus.readTray()).menu.map(({ label }) => label))
    .toContain('Note to INC-1…');
  await bus.clickTrayMenu('Note to INC-1…');
  await expect.poll(() => isBarShown(desktop)).toBe(true);
  await expect(bar.getByText('to INC-1')).toBeVisible();
});
