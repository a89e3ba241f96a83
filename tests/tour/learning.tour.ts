// What is learned from incidents: what was promised after them, and one of them as a file.
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { launchDesktop } from '#tests/helpers/desktop.ts';
import { shoot } from './camera.ts';

const day = 86_400_000;
const item = (text: string, rest: object = {}) => ({ kind: 'action-item', text, ...rest });

test('action items of all incidents, and a record', async () => {
  await using desktop = await launchDesktop();
  const { page } = desktop;
  await desktop.firstRun('Ana Reyes');
  const { id: me } = await desktop.api<{ id: string }>('/api/v1/me');
  const declare = async (title: string, service: string, facts: object[]) => {
    const json = { title, severity: 'P2', service };
    const { id } = await desktop.api<{ id: string }>('/api/v1/incidents', { json });
    await desktop.api(`/api/v1/incidents/${id}/facts`, { json: facts });
    return id;
  };
  const now = Date.now();
  const checkout = await declare('Checkout times out for half of the shops', 'checkout', [
    { kind: 'decision', text: 'We roll the migration back' },
    { kind: 'action', text: 'Forced the old query plan', repair: 'temporary' },
    item('Alert on the plan of the ten most expensive queries', {
      owner: me,
      due: now - 12 * day,
      type: 'detect',
      ticket: 'https://tracker.example/OPS-7',
    }),
    item('Improve the tests of migrations', { type: 'prevent' }),
    item('Rehearse the roll-back of a migration', { owner: me, due: now, type: 'mitigate' }),
    { kind: 'status', status: 'resolved' },
  ]);
  await declare('Refunds are paid twice', 'payments', [
    item('Add a check on double refunds', { owner: me, due: now + 9 * day, type: 'prevent' }),
    item('Better documentation'),
    { kind: 'status', status: 'closed' },
  ]);
  await page.evaluate(() => (location.hash = '#/action-items'));
  await expect(page.getByRole('list', { name: 'Action items' }).getByRole('listitem')).toHaveCount(5);
  await shoot(desktop, 'action-items');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await expect(page.getByRole('textbox', { name: 'Why it is dropped' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Say in a few words why it is dropped.')).toBeVisible();
  await shoot(desktop, 'action-items-drop');
  await page.evaluate(() => (location.hash = '#/'));
  await expect(page.getByText('Alert on the plan of the ten').first()).toBeVisible();
  await shoot(desktop, 'lobby-due');
  await page.evaluate((room) => (location.hash = `#/room/${room}`), checkout);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Alt+2');
  await expect(page.getByRole('heading', { name: 'Action items' })).toBeVisible();
  await page.getByRole('heading', { name: 'Action items' }).scrollIntoViewIfNeeded();
  await shoot(desktop, 'review-items');

  const file = path.join(desktop.userData, 'INC-1.muster');
  await desktop.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [filePath] });
  }, file);
  await page.keyboard.press('f');
  await expect(page.getByText(`Saved to ${file}`)).toBeVisible();
  await page.evaluate(() => (location.hash = '#/record'));
  await expect(page.getByText('No record is open')).toBeVisible();
  await shoot(desktop, 'record-none');
  await page.getByRole('button', { name: 'Choose a file' }).click();
  await expect(page.getByText('Record, read only')).toBeVisible();
  await shoot(desktop, 'record');
  await page.keyboard.press('Alt+2');
  await expect(page.locator('iframe')).toBeVisible();
  await shoot(desktop, 'record-review');
  await page.keyboard.press('g');
  await expect(page.getByText('Replay, not live')).toBeVisible();
  await shoot(desktop, 'record-replay');
});
