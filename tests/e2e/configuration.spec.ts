// The configuration on its screen: what is wrong in the file, everything as one file, and another's taken over.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, test } from '@playwright/test';
import { findFaults } from '#tests/helpers/axe.ts';
import { browserOptions } from '#tests/helpers/browser.ts';
import { startServer } from '#tests/helpers/server.ts';
import { joinInBrowser } from '#tests/helpers/team.ts';

const gatus = `endpoints:
  - name: Shop
    url: http://127.0.0.1:9/
    interval: 1h
    conditions:
      - "[STATUS] == 200"
      - "[BODY].sold > 3"
`;

test('[CF12] an owner reads what is wrong in the file, saves everything, and takes over a file of another tool', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'muster-configuration-')), 'team.yaml');
  writeFileSync(file, 'services:\n  - name: Payments\n');
  await using server = await startServer({ flags: ['--config', file] });
  writeFileSync(file, 'services:\n  - name: Payments\n    owner: [3]\n');
  await using browser = await chromium.launch(browserOptions());
  const page = await joinInBrowser(browser, server, { name: 'Ana Reyes', role: 'owner' });
  await page.goto(`${server.url}/#/settings/configuration`);
  const inForce = page.getByRole('region', { name: 'The file in force' });
  await expect(inForce).toContainText('team.yaml');
  await expect(inForce).toContainText('services: 1');
  await inForce.getByRole('button', { name: 'Read it again' }).click();
  await expect(inForce.getByRole('alert')).toContainText('in the file');
  await expect(inForce.getByRole('listitem')).toContainText('team.yaml, line 3');
  expect(await findFaults(page, 'a file with faults')).toEqual([]);

  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save muster.yaml' }).click();
  expect(readFileSync(await (await saved).path(), 'utf8')).toContain('Payments');

  const taking = page.getByRole('region', { name: 'Import a file' });
  const choosing = page.waitForEvent('filechooser');
  await taking.getByRole('button', { name: 'Choose a file…' }).click();
  await (
    await choosing
  ).setFiles({ name: 'gatus.yaml', mimeType: 'application/yaml', buffer: Buffer.from(gatus) });
  await expect(taking.getByRole('combobox', { name: 'The file comes from' })).toHaveValue('Gatus');
  const plan = taking.getByRole('table', { name: 'What would happen' });
  await expect(plan.getByRole('row', { name: /Shop/ })).toContainText('new');
  expect((await server.api<{ items: unknown[] }>('/api/v1/monitors')).body.items).toEqual([]);
  expect(await findFaults(page, 'a plan')).toEqual([]);
  await taking.getByRole('button', { name: /^Import \d/ }).click();
  await expect(taking.getByRole('table', { name: 'What happened' })).toContainText('added');
  expect((await server.api<{ items: { name: string }[] }>('/api/v1/monitors')).body.items).toEqual([
    expect.objectContaining({ name: 'Shop' }),
  ]);
});
