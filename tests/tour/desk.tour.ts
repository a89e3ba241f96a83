// Screens that only a desktop has: a page over the lobby and a room, a muted service, the settings of both, the
// scribe bar.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { appFolder, launchDesktop, type WithBridge } from '#tests/helpers/desktop.ts';
import { remember } from '#tests/helpers/pseudo/known-words.ts';
import { shoot } from './camera.ts';

const isBar = (each: { url(): string }) => each.url().includes('scribe.html');

test('a page, a muted service, the scribe bar', async () => {
  await using desktop = await launchDesktop();
  const { page } = desktop;
  await desktop.firstRun('Ana Reyes');
  const { id: me } = await desktop.api<{ id: string }>('/api/v1/me');
  const steps = [{ targets: [{ kind: 'person', id: me }], waitMinutes: 10 }];
  const policy = { name: 'Everything', steps, repeat: 0, hours: 'always', ackTimeoutMinutes: null };
  await desktop.api('/api/v1/policies', { json: policy });
  const declared = { title: 'Payments are down in the EU', severity: 'P1', service: 'payments' };
  const { id } = await desktop.api<{ id: string }>('/api/v1/incidents', { json: declared });
  remember({ service: 'search' });
  await page.evaluate(() => (globalThis as WithBridge).muster?.mute({ service: 'search', hours: 4 }));
  await expect(page.getByRole('region', { name: 'You are paged' })).toBeVisible();
  await shoot(desktop, 'page-lobby');
  await page.evaluate((room) => (location.hash = `#/room/${room}`), id);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await shoot(desktop, 'page-room');
  await page.evaluate(() => (location.hash = '#/settings/you'));
  await shoot(desktop, 'settings-desk');

  await expect.poll(() => desktop.app.windows().some(isBar)).toBe(true);
  const bar = desktop.app.windows().find(isBar)!;
  const field = bar.getByRole('textbox');
  await field.waitFor({ state: 'attached' });
  execFileSync('xdotool', ['key', 'ctrl+shift+F9']);
  await expect(bar.getByText(/^to INC-1/)).toBeVisible();
  const folder = path.join(appFolder, 'shots');
  mkdirSync(folder, { recursive: true });
  for (const colorScheme of ['dark', 'light'] as const) {
    await bar.emulateMedia({ colorScheme });
    await field.fill('');
    await bar.screenshot({ path: path.join(folder, `scribe-empty-${colorScheme}.png`) });
    await field.fill('@ana 10m drain eu-2');
    await bar.screenshot({ path: path.join(folder, `scribe-task-${colorScheme}.png`) });
  }
});
