// Files in a room: what one pastes the others see, with the team in reach and without.
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, expect, test, type Browser, type Locator, type Page } from '@playwright/test';
import { browserOptions } from '#tests/helpers/browser.ts';
import { dropFile, drawGraph } from '#tests/helpers/pictures.ts';
import { connection, declare, entry, line, openFromLobby, panel, write } from '#tests/helpers/room-page.ts';
import { startServer } from '#tests/helpers/server.ts';
import { invite, joinDesktop } from '#tests/helpers/team.ts';

const title = 'Checkout is slow';
const screenshot = /attached Screenshot \d{4}-\d\d-\d\d at .*\.png/;
const logText = Array.from({ length: 40 }, (_, i) => `14:02:${10 + i} pool exhausted, waiting ${i} ms`).join(
  '\n',
);

const hashOf = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');

/** Whether the picture in it was really decoded. */
const untilDrawn = async (inside: Locator) => {
  const picture = inside.getByRole('img', { name: /\.png$/ });
  await expect(picture).toBeVisible();
  await expect
    .poll(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth > 0))
    .toBe(true);
};

/** Through the operating system's clipboard, as a screenshot tool leaves it there. */
async function pastePicture(page: Page) {
  const picture = await drawGraph(page);
  await line(page).focus();
  await page.evaluate(async (url) => {
    const bytes = Uint8Array.from(atob(url.split(',')[1]!), (character) => character.charCodeAt(0));
    const blob = new Blob([bytes], { type: 'image/png' });
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
  }, picture);
  await page.keyboard.press('Control+v');
}

async function joinAsGuest(browser: Browser, link: string, name: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(link);
  await page.getByLabel('Your name').fill(name);
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(page.getByRole('heading', { name: /open incident/i })).toBeVisible();
  return page;
}

async function findAxe(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

test('[AT5] [AT6] [AT8] a pasted screenshot and a dropped log reach the other desktop, even after the team was away', async () => {
  await using server = await startServer();
  await using ana = await joinDesktop(server, { name: 'Ana Reyes', role: 'owner' });
  await using bo = await joinDesktop(server, { name: 'Bo Lind' });
  await declare(ana.page, title);
  await openFromLobby(bo.page, title);
  await expect(connection(bo.page)).toHaveText('Live');

  await test.step('Ana pastes a screenshot and both see it', async () => {
    await pastePicture(ana.page);
    for (const { page } of [ana, bo]) await untilDrawn(entry(page, screenshot));
    await expect(line(ana.page)).toHaveValue('');
  });

  await test.step('Bo looks at it in large by the keyboard alone', async () => {
    await bo.page.keyboard.press('k');
    await expect(bo.page.locator(':focus')).toContainText(screenshot);
    await bo.page.keyboard.press('Enter');
    const dialog = bo.page.getByRole('dialog', { name: /^Screenshot/ });
    await untilDrawn(dialog);
    await expect(dialog).toContainText(/Ana Reyes, \d\d:\d\d/);
    expect(await findAxe(bo.page)).toEqual([]);
    await bo.page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    expect(await findAxe(bo.page)).toEqual([]);
  });

  await test.step('while a line answers an entry, so does what is dropped', async () => {
    await entry(bo.page, screenshot).focus();
    await bo.page.getByRole('button', { name: /^Answer/ }).click();
    await dropFile(bo.page, { name: 'answer.txt', type: 'text/plain', text: 'pool of 60, all busy' });
    await expect(entry(ana.page, 'attached answer.txt')).toContainText(/Screenshot/);
  });

  await test.step('with the team away Ana drops a log, and sees its first lines herself', async () => {
    await server.kill9();
    await expect(connection(ana.page)).toHaveText(/^On this computer only/);
    await dropFile(ana.page, { name: 'nginx.log', type: '', text: logText });
    await expect(entry(ana.page, 'attached nginx.log')).toContainText('14:02:12 pool exhausted');
    await expect(entry(bo.page, 'nginx.log')).toBeHidden();
  });

  await test.step('after the team returned Bo has it too, and saves it as it was', async () => {
    await server.restart();
    const row = entry(bo.page, 'attached nginx.log');
    await expect(row).toContainText('14:02:12 pool exhausted');
    const folder = mkdtempSync(path.join(os.tmpdir(), 'muster-download-'));
    const file = path.join(folder, 'saved.log');
    await bo.app.evaluate(({ session }, to) => {
      session.defaultSession.once('will-download', (_event, item) => item.setSavePath(to));
    }, file);
    await row.getByRole('button', { name: 'Download nginx.log' }).click();
    await expect.poll(() => existsSync(file) && hashOf(readFileSync(file))).toBe(hashOf(logText));
    rmSync(folder, { recursive: true, force: true });
    await expect(panel(bo.page, 'Files').getByRole('listitem')).toHaveCount(3);
  });

  await test.step('Ana, an owner, erases the log for everybody; its entry stays', async () => {
    const row = entry(ana.page, 'attached nginx.log');
    await row.getByRole('button', { name: /^Open nginx\.log/ }).click();
    const dialog = ana.page.getByRole('dialog', { name: 'nginx.log' });
    await dialog.getByRole('button', { name: 'Erase nginx.log' }).press('Enter');
    await expect(dialog.getByRole('button', { name: 'Erase it' })).toBeFocused();
    expect(await findAxe(ana.page)).toEqual([]);
    // Kept, the arrow keys still lead to the other files, and back.
    await dialog.getByRole('button', { name: 'Keep it' }).press('Enter');
    await ana.page.keyboard.press('ArrowLeft');
    await expect(dialog).toHaveCount(0);
    await ana.page.keyboard.press('ArrowRight');
    await dialog.getByRole('button', { name: 'Erase nginx.log' }).press('Enter');
    await ana.page.keyboard.press('Enter');
    await expect(dialog.getByText(/^Erased\./).first()).toBeVisible();
    await expect(dialog.getByText('pool exhausted')).toBeHidden();
    expect((await server.api(`/api/v1/attachments/${hashOf(logText)}`)).status).toBe(410);
    await ana.page.keyboard.press('Escape');
    await expect(row).toBeVisible();
  });

  await test.step('a struck-out entry keeps its file until an owner erases that too', async () => {
    const sha256 = hashOf('pool of 60, all busy');
    const answer = entry(ana.page, 'attached answer.txt');
    await answer.focus();
    await answer.getByRole('button', { name: /^Strike out/ }).click();
    await ana.page.getByLabel('Why it is wrong').press('Enter');
    const row = entry(ana.page, 'Struck out by Ana Reyes');
    await row.getByRole('button', { name: 'Show the original' }).click();
    expect((await server.api(`/api/v1/attachments/${sha256}`)).status).toBe(200);
    await row.getByRole('button', { name: 'Erase answer.txt' }).click();
    await row.getByRole('button', { name: 'Erase it' }).click();
    await expect(row.getByText(/^Erased\./)).toBeVisible();
    expect((await server.api(`/api/v1/attachments/${sha256}`)).status).toBe(410);
  });
});

test('[AT6] [AT2] a guest in a browser attaches and saves; who reads along sees it and attaches nothing', async () => {
  await using server = await startServer();
  await using ana = await joinDesktop(server, { name: 'Ana Reyes' });
  await declare(ana.page, title);
  const browser = await chromium.launch(browserOptions());
  try {
    const [gil, vi] = [
      await joinAsGuest(browser, await invite(server), 'Gil Guest'),
      await joinAsGuest(browser, await invite(server, 'viewer'), 'Vi Moss'),
    ];
    for (const page of [gil, vi]) await openFromLobby(page, title);
    // The room takes files once it is open.
    await expect(entry(gil, title)).toBeVisible();
    await dropFile(gil, { name: 'trace.json', type: 'application/json', text: '{"p95": 4200}' });
    for (const page of [gil, vi, ana.page])
      await expect(entry(page, 'Gil Guest attached trace.json')).toContainText('{"p95": 4200}');
    const saving = vi.waitForEvent('download');
    await entry(vi, 'trace.json').getByRole('button', { name: 'Download trace.json' }).click();
    const saved = await saving;
    expect(saved.suggestedFilename()).toBe('trace.json');
    expect(readFileSync(await saved.path(), 'utf8')).toBe('{"p95": 4200}');
    await expect(panel(vi, 'Files').getByRole('button', { name: /^Attach/ })).toBeHidden();
    await dropFile(vi, { name: 'mine.txt', type: 'text/plain', text: 'no' });
    await write(gil, 'after it');
    await expect(entry(vi, 'after it')).toBeVisible();
    await expect(entry(vi, 'mine.txt')).toBeHidden();
  } finally {
    await browser.close();
  }
});

test('[AT6] [AT7] a file that is too large is refused with the reason; a file that is not here yet says so and appears when it comes', async () => {
  await using server = await startServer();
  await using ana = await joinDesktop(server, { name: 'Ana Reyes' });
  const { page } = ana;
  await declare(page, title);

  await test.step('/attach asks for files; one too large is not sent', async () => {
    const chooser = page.waitForEvent('filechooser');
    await write(page, '/attach');
    const folder = mkdtempSync(path.join(os.tmpdir(), 'muster-chosen-'));
    const [large, small] = [path.join(folder, 'core.dump'), path.join(folder, 'note.txt')];
    writeFileSync(large, new Uint8Array(26_300_000));
    writeFileSync(small, 'short');
    await (await chooser).setFiles([large, small]);
    await expect(page.getByRole('alert')).toHaveText(/core\.dump was not attached: it is 25\.1 MiB large/);
    await expect(entry(page, 'attached note.txt')).toContainText('short');
    rmSync(folder, { recursive: true, force: true });
    expect(await findAxe(page)).toEqual([]);
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await expect(page.getByRole('alert')).toBeHidden();
    await expect(entry(page, 'core.dump')).toBeHidden();
  });

  await test.step('a fact whose bytes nobody has', async () => {
    const bytes = Buffer.from((await drawGraph(page)).split(',')[1]!, 'base64');
    const sha256 = hashOf(bytes);
    const id = new URL(page.url()).hash.split('/').at(-1)!;
    const fact = { kind: 'attachment', name: 'p95.png', type: 'image/png', bytes: bytes.length, sha256 };
    await ana.api(`/api/v1/incidents/${id}/facts`, { json: fact });
    const row = entry(page, 'attached p95.png');
    await expect(row).toContainText('Waiting for the computer');
    const before = await row.boundingBox();
    await server.api(`/api/v1/attachments/${sha256}`, { method: 'PUT', body: new Uint8Array(bytes) });
    await untilDrawn(row);
    expect((await row.boundingBox())?.height).toBe(before?.height);
  });
});
