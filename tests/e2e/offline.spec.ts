// The team's server dies, desktops die, their own servers die: people go on writing and nothing is lost.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { launchDesktop, type Desktop } from '#tests/helpers/desktop.ts';
import {
  cell,
  connection,
  declare,
  entry,
  openFromLobby,
  panel,
  readText,
  readTimeline,
  row,
  write,
} from '#tests/helpers/room-page.ts';
import { isGone, serverProcess } from '#tests/helpers/processes.ts';
import { startServer, type RunningServer } from '#tests/helpers/server.ts';
import { joinDesktop, resize } from '#tests/helpers/team.ts';

const title = 'Checkout times out';
const offlineTitle = 'The office network is down too';
const onlyHere = /^On this computer only: \d+ changes? not sent$/;

let folders: string[] = [];
const makeFolder = () => {
  folders.push(mkdtempSync(path.join(os.tmpdir(), 'muster-offline-')));
  return folders.at(-1)!;
};
test.afterEach(() => {
  for (const folder of folders)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  folders = [];
});

test('[RE2] [RE3] [FO7] two desktops go on without the team and without each other, through their own deaths, and converge', async () => {
  await using server = await startServer();
  const anasData = makeFolder();
  const bosData = makeFolder();
  await using firstAna = await joinDesktop(server, { name: 'Ana Reyes', role: 'owner', userData: anasData });
  await using firstBo = await joinDesktop(server, { name: 'Bo Lind', userData: bosData });
  await test.step('both are in one room', () => meet(firstAna.page, firstBo.page));

  await server.kill9();
  await test.step('both go on writing, each alone', () => writeAlone(firstAna.page, firstBo.page));
  await using ana = await test.step('Ana dies and comes back', () => dieAndReturn(firstAna, 'Ana'));
  await using bo = await test.step('Bo dies and comes back', () => dieAndReturn(firstBo, 'Bo'));
  await test.step('Ana declares an incident meanwhile', () => declareAlone(ana.page));
  await test.step('no list that could not be read says that it is empty', () => readLists(ana));
  for (const { page } of [ana, bo]) {
    const said = await wordsOf(page);
    expect(said).toContainEqual(expect.stringMatching(onlyHere));
    expect(said).not.toContain('Live');
  }

  await server.restart();
  await test.step('everything meets again', () => converge(server, ana, bo));
  await test.step('two commanders are settled', () => settle(ana.page, bo.page));
});

async function meet(ana: Page, bo: Page) {
  await declare(ana, title);
  await write(ana, 'Ana before the outage');
  await openFromLobby(bo, title);
  for (const page of [ana, bo]) {
    await expect(entry(page, 'Ana before the outage')).toBeVisible();
    await expect(page.getByText('INC-1', { exact: true }).first()).toBeVisible();
    await expect(connection(page)).toHaveText('Live');
  }
}

async function writeAlone(ana: Page, bo: Page) {
  for (const [page, name] of [
    [ana, 'Ana'],
    [bo, 'Bo'],
  ] as const) {
    await expect(connection(page)).toHaveText(/^On this computer only/);
    await listen(page);
    for (const i of [1, 2, 3]) await write(page, `${name} alone, ${i} of 3`);
    await expect(connection(page)).toHaveText(onlyHere);
    await panel(page, 'Roles').getByRole('button', { name: 'Take the role commander' }).click();
    await panel(page, 'Summary').getByRole('textbox').click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(`Seen by ${name} alone. `);
    await expect(connection(page)).toHaveText(onlyHere);
  }
  const unsent = Number(/\d+/.exec(await connection(ana).innerText())?.[0]);
  expect(unsent, 'three lines, a claim and some letters').toBeGreaterThanOrEqual(5);
  await expect(entry(ana, 'Bo alone')).toHaveCount(0);
}

/** kill -9 of the desktop, which must take its server with it, and a new start with no team in reach. */
async function dieAndReturn(desktop: Desktop, name: string): Promise<Desktop> {
  const { pid } = await serverProcess(desktop);
  await desktop.kill9();
  await expect.poll(() => isGone(pid), { message: 'its server ends with it' }).toBe(true);
  const again = await launchDesktop({ userData: desktop.userData });
  await resize(again, { width: 1440, height: 900 });
  await listen(again.page);
  await openFromLobby(again.page, title);
  for (const words of ['Ana before the outage', ...[1, 2, 3].map((i) => `${name} alone, ${i} of 3`)])
    await expect(entry(again.page, words)).toBeVisible();
  expect(await readText(panel(again.page, 'Summary').getByRole('textbox'))).toContain(
    `Seen by ${name} alone.`,
  );
  await expect(connection(again.page)).toHaveText(onlyHere);
  await write(again.page, `${name} after dying`);
  await expect(entry(again.page, `${name} after dying`)).toBeVisible();
  return again;
}

async function declareAlone(ana: Page) {
  await declare(ana, offlineTitle);
  await write(ana, 'Ana in the new room');
  await expect(connection(ana)).toHaveText(onlyHere);
  await ana.getByRole('link', { name: 'Muster, to the lobby' }).click();
  await expect(row(ana, offlineTitle)).toContainText('Not numbered yet');
}

/** FE8, also in a small window, whose header keeps its words. */
async function readLists(ana: Desktop) {
  const { page } = ana;
  await resize(ana, { width: 1024, height: 700 });
  const links = page.getByRole('banner').getByRole('link', { name: 'Playbooks' });
  expect((await links.getByText('Playbooks').boundingBox())?.width).toBeGreaterThan(40);
  for (const screen of ['monitors', 'on-call', 'services', 'problems', 'recurring-tasks']) {
    await page.evaluate((to) => (location.hash = `#/${to}`), screen);
    await expect(page.getByText(/^Not known since \d\d:\d\d$/u)).toBeVisible();
    await expect(page.getByRole('button', { name: /^Add/ })).toHaveCount(0);
  }
  await resize(ana, { width: 1440, height: 900 });
  const toLobby = page.getByRole('link', { name: 'Muster, to the lobby' });
  await toLobby.click();
  await openFromLobby(page, offlineTitle);
  await expect(cell(page, 'Checks')).toContainText(/Not known ?since \d\d:\d\d/u);
  await toLobby.click();
}

async function converge(server: RunningServer, ana: Desktop, bo: Desktop) {
  for (const { page } of [ana, bo]) await expect(connection(page)).toHaveText('Live');
  await expect(row(ana.page, offlineTitle)).toContainText('INC-2');
  await bo.page.getByRole('link', { name: 'Muster, to the lobby' }).click();
  await expect(row(bo.page, offlineTitle)).toContainText('INC-2');

  const { body } = await server.api<{ items: { id: string }[] }>('/api/v1/incidents?status=all');
  expect(body.items).toHaveLength(2);
  for (const { id } of body.items) {
    const whole = async () => (await server.api<object>(`/api/v1/incidents/${id}`)).body;
    await expect(async () => {
      expect(await ana.api(`/api/v1/incidents/${id}`)).toEqual(await whole());
      expect(await bo.api(`/api/v1/incidents/${id}`)).toEqual(await whole());
    }).toPass({ timeout: 60_000 });
  }
  await openFromLobby(bo.page, offlineTitle);
  await expect(entry(bo.page, 'Ana in the new room')).toBeVisible();
  await bo.page.getByRole('link', { name: 'Muster, to the lobby' }).click();
  for (const { page } of [ana, bo]) {
    await openFromLobby(page, title);
    const seen = (await readTimeline(page)).join('\n');
    for (const name of ['Ana', 'Bo'])
      for (const words of [1, 2, 3].map((i) => `${name} alone, ${i} of 3`).concat(`${name} after dying`))
        expect(seen).toContain(words);
    const summary = await readText(panel(page, 'Summary').getByRole('textbox'));
    for (const name of ['Ana', 'Bo']) expect(summary).toContain(`Seen by ${name} alone.`);
  }
}

async function settle(ana: Page, bo: Page) {
  for (const page of [ana, bo])
    await expect(
      page.getByText(/(Ana Reyes and Bo Lind|Bo Lind and Ana Reyes) both took command/),
    ).toBeVisible();
  await cell(bo, 'Command').click();
  await bo.getByRole('radio', { name: 'Ana Reyes' }).check();
  await bo.getByRole('button', { name: 'Ana Reyes keeps command' }).click();
  await expect(cell(ana, 'Command')).toContainText('You');
  await expect(cell(bo, 'Command')).toContainText('Ana Reyes');
  for (const page of [ana, bo]) await expect(page.getByText('both took command')).toHaveCount(0);
}

test('[DE4] its own server dies under somebody typing, and the window recovers by itself', async () => {
  await using desktop = await launchDesktop();
  await desktop.firstRun('Ana Reyes');
  await resize(desktop, { width: 1440, height: 900 });
  const { page } = desktop;
  await declare(page, title);
  const incident = /[0-9A-Z]{26}$/.exec(page.url())![0];
  await expect(connection(page)).toHaveText('Live');
  const { pid } = await serverProcess(desktop);
  await panel(page, 'Summary').getByRole('textbox').click();
  const words = Array.from({ length: 12 }, (_, i) => `word${i}`).join(' ');
  const noticed = expect(connection(page)).toHaveText(
    /^Muster’s own server is starting again: \d+ changes? not saved yet$/,
  );
  const typing = page.keyboard.type(words, { delay: 20 });
  process.kill(pid, 'SIGKILL');
  await Promise.all([typing, noticed]);
  await write(page, 'Written before it was back');
  await expect(connection(page)).toHaveText('Live');
  expect(await readText(panel(page, 'Summary').getByRole('textbox'))).toBe(words);
  const kept = await desktop.api<{ texts: Record<string, string> }>(`/api/v1/incidents/${incident}`);
  expect(kept.texts.summary).toBe(words);
  expect(JSON.stringify(kept)).toContain('Written before it was back');
  expect((await serverProcess(desktop)).pid).not.toBe(pid);
});

type Listening = { said: Set<string> };

/** Keeps every connection sentence that this page shows from now on. */
async function listen(page: Page): Promise<void> {
  await page.evaluate(() => {
    const said = new Set<string>();
    (globalThis as unknown as Listening).said = said;
    const look = () => {
      for (const status of document.querySelectorAll('[role="status"]')) said.add(status.textContent);
    };
    look();
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
    });
  });
}

const wordsOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => [...(globalThis as unknown as Listening).said]);
