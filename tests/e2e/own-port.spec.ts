// A war room on one computer: its address over restarts, and inviting somebody who is elsewhere.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { findFaults } from '#tests/helpers/axe.ts';
import { launchDesktop, type WithBridge } from '#tests/helpers/desktop.ts';

const serverOf = (page: Page) =>
  page.evaluate(async () => (await (globalThis as WithBridge).muster?.session())?.server ?? '');
const env = { MUSTER_HUB_HOST: '127.0.0.1' };

test('[DE21] [DE22] a war room on one computer keeps its port, says when it cannot, and offers the hub', async () => {
  const userData = mkdtempSync(path.join(os.tmpdir(), 'muster-own-port-'));
  try {
    const address = await (async () => {
      await using desktop = await launchDesktop({ userData, env });
      await desktop.firstRun('Ana Reyes');
      await test.step('inviting offers the hub', () => inviteElsewhere(desktop.page));
      return serverOf(desktop.page);
    })();
    await test.step('the same port after a restart', async () => {
      await using again = await launchDesktop({ userData, env });
      await expect.poll(() => serverOf(again.page)).toBe(address);
    });
    await test.step('another one when it is taken, and that is said', async () => {
      const port = Number(new URL(address).port);
      const taker = createServer().listen(port, '127.0.0.1');
      await once(taker, 'listening');
      await using moved = await launchDesktop({ userData, env });
      await expect.poll(() => serverOf(moved.page)).not.toBe(address);
      await moved.page.evaluate(() => (location.hash = '#/settings/connection'));
      await expect(moved.page.getByText(`Another program uses port ${port}`)).toBeVisible();
      taker.close();
    });
  } finally {
    rmSync(userData, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
});

async function inviteElsewhere(page: Page) {
  await page.evaluate(() => (location.hash = '#/settings/people'));
  await expect(page.getByText('To invite somebody on another computer')).toBeVisible();
  await page.getByRole('button', { name: 'Make an invitation link' }).click();
  await expect(page.getByRole('region', { name: 'Unused invitations' })).toContainText('Responder');
  await page.getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByRole('button', { name: 'Revoke' })).toBeHidden();
  await page.getByRole('button', { name: 'Make this laptop a hub' }).click();
  await page.getByRole('button', { name: 'Open the hub' }).click();
  await page.getByRole('button', { name: 'Invite somebody on another computer' }).click();
  const link = page.getByLabel('Invitation link, for one person');
  await expect(link).toHaveValue(/^https:\/\/127\.0\.0\.1:\d+\/join#[\w-]+\.[0-9a-f]{64}$/);
  await expect(page.getByLabel('Fingerprint of this hub (SHA-256)')).toHaveValue(
    /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/,
  );
  expect(await findFaults(page, 'invitations and the hub')).toEqual([]);
}
