// The wallboards with little and with much on them, the playbooks, and a window with large text.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { appFolder, launchDesktop, type Desktop } from '#tests/helpers/desktop.ts';
import { connection } from '#tests/helpers/room-page.ts';
import { hire } from '#tests/helpers/stage.ts';
import { buildBusyRoom, type Crew } from './busy-room.ts';
import { shoot } from './camera.ts';
import { buildLobby, scheduleOnCall, watchFailing, watchHealthy } from './lobby.ts';
import { buildReviewedRoom } from './reviewed-room.ts';

const names = ['Bo Lind', 'Cy Young', 'Dee Park', 'Eli Stone', 'Fay Moss', 'Lea Maximiliana von Hohenfels'];
const visit = (page: Page, hash: string) => page.evaluate((to) => (location.hash = to), hash);

/** Takes the window from the screen: a picture of a zoomed page would be cut off. */
async function photograph({ app, page }: Desktop, name: string) {
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
  const png = await app.evaluate(async ({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows().find((each) => each.isVisible());
    return (await window?.webContents.capturePage())?.toPNG().toString('base64') ?? '';
  });
  writeFileSync(path.join(appFolder, `shots/${name}.png`), Buffer.from(png, 'base64'));
}

test('walls, playbooks, large text', async () => {
  await using desktop = await launchDesktop();
  const { page } = desktop;
  await desktop.firstRun('Ana Reyes');
  const server = await desktop.server();
  const me = await desktop.api<Crew['ana']>('/api/v1/me');
  const [bo, cy, ...others] = await hire(server, names);
  const crew: Crew = { ana: { ...me, token: server.token }, bo: bo!, cy: cy!, others };
  const now = Date.now();
  await scheduleOnCall(server, crew);
  await buildReviewedRoom(server, now, crew);
  await watchHealthy(server);
  await page.keyboard.press('Shift+M');
  const calm = page.getByRole('region', { name: 'No open incident' });
  await expect(calm.getByRole('listitem')).toHaveCount(8);
  await expect(page.getByText('8 up')).toBeVisible();
  await shoot(desktop, 'wall-calm');
  await watchFailing(server);
  const busy = await buildBusyRoom(server, now, crew);
  await buildLobby(server, now, crew);
  await expect(
    page.getByRole('region', { name: 'Other incidents' }).getByRole('listitem').first(),
  ).toBeVisible();
  await shoot(desktop, 'wall-all');
  await visit(page, `#/wallboard/${busy}`);
  await expect(page.getByRole('region', { name: 'Latest entries' })).toBeVisible();
  await shoot(desktop, 'wall-one');
  await visit(page, '#/playbooks');
  await expect(page.getByRole('heading', { level: 1, name: 'Playbooks' })).toBeVisible();
  await shoot(desktop, 'playbooks');
  await page
    .getByRole('link', { name: /connection/i })
    .first()
    .click();
  await shoot(desktop, 'playbook');
  await visit(page, '#/handbook/commander');
  await expect(page.getByRole('heading', { level: 1, name: 'The commander' })).toBeVisible();
  await shoot(desktop, 'handbook');
  await visit(page, '#/settings/you');
  await page.getByRole('radiogroup', { name: 'Text size' }).getByText('150 %').click();
  await visit(page, `#/room/${busy}`);
  await expect(connection(page)).toBeVisible();
  await expect(page.getByRole('feed', { name: 'Entries' })).toBeVisible();
  await photograph(desktop, 'large-text');
});
