// An incident as a file: saved on one desktop, opened on another that never met its team, replayed and taken in.
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { readRecord } from '#room/record/read-record.ts';
import { writeRecord } from '#room/record/write-record.ts';
import { findFaults } from '#tests/helpers/axe.ts';
import { launchDesktop, shareDesktop, type Desktop } from '#tests/helpers/desktop.ts';

async function choosing(desktop: Desktop, file: string) {
  await desktop.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [filePath] });
  }, file);
}
const openFromMenu = (desktop: Desktop) =>
  desktop.app.evaluate(({ Menu }) => {
    const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? [];
    items.find(({ label }) => label.startsWith('Open Record'))?.click();
  });

const shared = shareDesktop('Ana Reyes');

test('[RC5] [JN3] [JN6] a record is saved, opened elsewhere read-only with its replay, and merged', async () => {
  await using ana = await launchDesktop();
  await ana.firstRun('Ana Reyes');
  const { id } = await ana.api<{ id: string }>('/api/v1/incidents', {
    json: { title: 'Checkout times out', severity: 'P1', summary: 'Half of the shops cannot pay.' },
  });
  await ana.api(`/api/v1/incidents/${id}/facts`, {
    json: [
      { kind: 'decision', text: 'We roll the migration back' },
      { kind: 'status', status: 'resolved' },
    ],
  });
  const file = path.join(ana.userData, 'INC-1.muster');
  await choosing(ana, file);
  await ana.page.evaluate((room) => (location.hash = `#/room/${room}`), id);
  await expect(ana.page.getByRole('heading', { level: 1 })).toBeVisible();
  await ana.page.keyboard.press('Alt+2');
  await ana.page.getByRole('button', { name: /^Muster file/ }).click();
  await expect(ana.page.getByText(`Saved to ${file}`)).toBeVisible();
  expect(existsSync(file)).toBe(true);

  await using bo = await launchDesktop();
  await bo.firstRun('Bo Lind');
  const { page } = bo;
  // The menu speaks to the screen that is there.
  await expect(page.getByRole('heading', { name: 'No open incidents' })).toBeVisible();
  await choosing(bo, file);
  await openFromMenu(bo);
  await expect(page.getByText('Record, read only')).toBeVisible();
  await expect(page.getByText('by Ana Reyes')).toBeVisible();
  await expect(page.getByText('We roll the migration back').first()).toBeVisible();
  // Nothing can be written, and the record is no incident of this team.
  await expect(page.getByRole('textbox', { name: /timeline/i })).toHaveCount(0);
  expect((await bo.api<{ items: unknown[] }>('/api/v1/incidents?status=all')).items).toEqual([]);

  // Another team's record is verified here all the same.
  const whole = page.getByText(
    /^Whole: \d+ entries by 1 device, signed by The team’s server\. Head of the journal: /,
  );
  await expect(whole).toBeVisible();
  const head = /(?:\w{4}-){7}\w{4}/.exec(await whole.innerText())?.[0] ?? 'no head';

  await page.keyboard.press('Alt+2');
  await expect(page.frameLocator('iframe').getByRole('heading', { level: 1 })).toContainText(
    'Checkout times out',
  );
  await expect(page.frameLocator('iframe').getByText(head)).toBeVisible();
  await page.keyboard.press('g');
  await expect(page.getByText('Replay, not live')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText('Replay, not live')).toBeHidden();

  await page.getByRole('button', { name: 'Merge into this team' }).click();
  await expect(page.getByText('The incident now belongs to this team.')).toBeVisible();
  await page.getByRole('link', { name: 'Open the incident' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Checkout times out/);
  await expect(page.getByText('Record, read only')).toBeHidden();

  // A damaged file is refused in words, even when it is dropped on the lobby.
  const bytes = await readFile(file);
  await writeFile(file, bytes.subarray(0, bytes.length - 40));
  await page.evaluate(() => (location.hash = '#/'));
  await expect(page.getByText('Recently resolved')).toBeVisible();
  const dropped = await page.evaluateHandle(
    (content) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(content)], 'INC-1.muster'));
      return transfer;
    },
    [...bytes.subarray(0, 300)],
  );
  await page.dispatchEvent('main', 'drop', { dataTransfer: dropped });
  await expect(page.getByRole('alert')).toContainText('its checksum is missing');
  await openFromMenu(bo);
  await expect(page.getByRole('alert')).toContainText('Not opened.');
});

test('[JN6] [JN8] a record that was changed and closed anew says what was changed; an old one says that it is not signed', async () => {
  const ana = shared();
  const { id } = await ana.api<{ id: string }>('/api/v1/incidents', {
    json: { title: 'Checkout times out', severity: 'P1', summary: 'Half of the shops cannot pay.' },
  });
  const { url, token } = await ana.server();
  const made = await fetch(`${url}/api/v1/incidents/${id}/record.muster`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const contents = readRecord(new Uint8Array(await made.arrayBuffer()));
  const file = path.join(ana.userData, 'changed.muster');
  await writeFile(file, await writeRecord({ ...contents, markdown: 'Nothing happened.' }));
  await choosing(ana, file);
  await openFromMenu(ana);
  const { page } = ana;
  await expect(page.getByText('Not whole. These differ from the signed content:')).toBeVisible();
  await expect(page.getByText('changed: review.md')).toBeVisible();
  expect(await findFaults(page, 'a changed record')).toEqual([]);

  const old = path.join(import.meta.dirname, '../fixtures/records/unsigned.muster');
  await choosing(ana, old);
  await openFromMenu(ana);
  await expect(page.getByText(/^Not signed\. /)).toBeVisible();
  await expect(page.getByText('Roll back').first()).toBeVisible();
});

test('[JN10] a record of 90 MB is read and verified while the window draws on, and can be cancelled', async () => {
  const ana = shared();
  const { id } = await ana.api<{ id: string }>('/api/v1/incidents', {
    json: { title: 'Checkout times out', severity: 'P1', summary: 'Half of the shops cannot pay.' },
  });
  const { url, token } = await ana.server();
  const made = await fetch(`${url}/api/v1/incidents/${id}/record.muster`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const contents = readRecord(new Uint8Array(await made.arrayBuffer()));
  const large = randomBytes(90 * 1024 * 1024);
  const sha256 = createHash('sha256').update(large).digest('hex');
  const file = path.join(ana.userData, 'large.muster');
  await writeFile(file, await writeRecord({ ...contents, attachments: new Map([[sha256, large]]) }));
  await choosing(ana, file);
  const { page } = ana;
  await page.evaluate(() => {
    // Frames drawn while it is read; a window that reads by itself draws none of them.
    const drawn = { whileReading: 0 };
    const draw = () => {
      if (document.querySelector('progress, [role="progressbar"]') !== null) drawn.whileReading += 1;
      requestAnimationFrame(draw);
    };
    requestAnimationFrame(draw);
    Object.assign(globalThis, { drawn });
  });
  await openFromMenu(ana);
  await expect(page.getByText('Record, read only')).toBeVisible();
  // What was put in beside what was signed is found, so all of it was hashed.
  await expect(page.getByText(`added: attachments/${sha256}`)).toBeVisible();
  const frames = await page.evaluate(
    () => (globalThis as unknown as { drawn: { whileReading: number } }).drawn.whileReading,
  );
  expect(frames).toBeGreaterThan(5);

  await openFromMenu(ana);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('No record is open')).toBeVisible();
});

test('[JN9] a lost computer’s key is ended from the settings, by keyboard alone', async () => {
  const ana = shared();
  const invitation = await ana.api<{ code: string }>('/api/v1/invitations', { json: { role: 'responder' } });
  const { token } = await ana.api<{ token: string }>('/api/v1/invitations/accept', {
    json: { code: invitation.code, name: 'Bo Lind', replica: true },
  });
  const { url } = await ana.server();
  const key = generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' });
  const asked = await fetch(`${url}/api/v1/passes/${key.toString('base64url')}?computer=bo-laptop`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(asked.status).toBe(200);
  const { page } = ana;
  await page.evaluate(() => (location.hash = '#/settings/tokens'));
  await page.getByRole('button', { name: 'End its key: bo-laptop' }).focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('Lost since').focus();
  await page.keyboard.type('2099-01-01 10:00');
  await expect(page.getByText('Give a past time')).toBeVisible();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('2026-11-20 10:00');
  await expect(page.getByText(/^Understood as/)).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.type('left in a train');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByText('ended by Ana Reyes: left in a train')).toBeVisible();
  await expect(page.getByRole('row', { name: /^A desktop/ })).toHaveCount(0);
  expect(await findFaults(page, 'a lost computer')).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('computers.png') });
  const refused = await fetch(`${url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } });
  expect(refused.status).toBe(401);
  await page.getByRole('button', { name: 'It was found again: trust the key of bo-laptop' }).click();
  await expect(page.getByText('all of them')).toBeVisible();
});
