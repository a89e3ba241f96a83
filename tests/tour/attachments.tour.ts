// The files of a room: previews, one enlarged, one that failed, and one that has not arrived yet.
import { expect, test, type Page } from '@playwright/test';
import { launchDesktop, type Desktop } from '#tests/helpers/desktop.ts';
import { drawGraph, dropFile } from '#tests/helpers/pictures.ts';
import { declare, entry, panel, write } from '#tests/helpers/room-page.ts';
import { resize } from '#tests/helpers/team.ts';
import { shoot } from './camera.ts';

const log = [
  '14:02:11 [warn] 31#31: 4096 worker_connections are not enough',
  '14:02:11 [error] 31#31: *91 upstream timed out (110: Connection timed out) while reading response header',
  '14:02:12 [error] 31#31: *94 upstream timed out (110: Connection timed out) while reading response header',
  '14:02:13 [error] 31#31: *97 no live upstreams while connecting to upstream',
  '14:02:13 [error] 31#31: *99 no live upstreams while connecting to upstream',
].join('\n');

/** Drops a picture with this name as a file. */
async function dropPicture(page: Page, name: string, size: { width: number; height: number }) {
  const url = await drawGraph(page, size);
  await page.evaluate(
    ({ url, name }) => {
      const bytes = Uint8Array.from(atob(url.split(',')[1]!), (character) => character.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], name, { type: 'image/png' }));
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true }));
    },
    { url, name },
  );
  await expect(entry(page, name).getByRole('img', { name })).toBeVisible();
}

test('the files of a room', async () => {
  await using desktop = await launchDesktop();
  const { page } = desktop;
  await desktop.firstRun('Ana Reyes');
  await resize(desktop, { width: 1440, height: 900 });
  await declare(page, 'Checkout is slow');
  await write(page, 'p95 climbs since 14:02, errors in nginx since then');
  await dropPicture(page, 'checkout p95.png', { width: 1600, height: 700 });
  await dropPicture(page, 'phone.png', { width: 390, height: 844 });
  await dropFile(page, { name: 'nginx.log', type: '', text: log });
  await expect(entry(page, 'attached nginx.log')).toContainText('4096 worker_connections');
  await dropFile(page, { name: 'heap.hprof', type: '', text: 'x'.repeat(4_300_000) });
  await expect(entry(page, 'attached heap.hprof')).toBeVisible();
  await nameAbsent(desktop);
  await dropFile(page, { name: 'core.dump', type: '', text: 'x'.repeat(26_300_000) });
  await expect(page.getByRole('alert')).toBeVisible();
  await shoot(desktop, 'room-files', async (_, width) => {
    await showFiles(page, width);
    await panel(page, 'Files').scrollIntoViewIfNeeded();
  });
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await entry(page, 'checkout p95.png').getByRole('img').click();
  await shoot(desktop, 'file-picture');
  await page.getByRole('button', { name: 'Erase checkout p95.png' }).click();
  await shoot(desktop, 'file-erase');
  await page.getByRole('button', { name: 'Keep it' }).click();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('dialog')).toContainText('worker_connections');
  await shoot(desktop, 'file-text');
  await page.keyboard.press('Escape');
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['x'], 'x'));
    document.body.dispatchEvent(new DragEvent('dragenter', { dataTransfer, bubbles: true }));
  });
  await shoot(desktop, 'file-drop');
});

/** A picture that was attached on a desktop that is away. */
async function nameAbsent(desktop: Desktop) {
  const id = new URL(desktop.page.url()).hash.split('/').at(-1)!;
  const absent = { name: 'grafana.png', type: 'image/png', bytes: 148_211, sha256: 'a0'.repeat(32) };
  await desktop.api(`/api/v1/incidents/${id}/facts`, { json: { kind: 'attachment', ...absent } });
  await expect(entry(desktop.page, 'grafana.png')).toContainText('Waiting for the computer');
}

/** At the small size each column has a tab. */
async function showFiles(page: Page, width: number) {
  if (width < 1180)
    await page
      .getByRole('navigation', { name: 'Columns' })
      .getByRole('button', { name: 'Comms and checks' })
      .click();
}
