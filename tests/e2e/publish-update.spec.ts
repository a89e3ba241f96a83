// An approved update goes from a room to the status page, and back again when it is over.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { findFaults } from '#tests/helpers/axe.ts';
import { act, approveUpdate, writeUpdate } from '#tests/helpers/comms.ts';
import { declare, panel } from '#tests/helpers/room-page.ts';
import { startServer } from '#tests/helpers/server.ts';
import { joinDesktop } from '#tests/helpers/team.ts';

test('[SP84] an update approved in a room stands on the page, and its components come back', async () => {
  await using server = await startServer();
  const opened = await server.api<{ id: string }>('/api/v1/pages', {
    json: {
      slug: 'acme',
      name: 'Acme',
      visibility: 'public',
      components: [{ name: 'Card payments' }, { name: 'API' }],
    },
  });
  expect(opened.status, JSON.stringify(opened.body)).toBe(201);
  const shown = async () => (await fetch(new URL('/status/acme/', server.url))).text();
  await using ana = await joinDesktop(server, { name: 'Ana Reyes', role: 'owner' });
  const { page } = ana;
  await declare(page, 'Payments are down');
  await writeUpdate(page);

  const dialog = page.getByRole('dialog', { name: 'Publish to the status page' });
  await test.step('nothing is published before it is approved', async () => {
    await page.keyboard.press('Control+k');
    await expect(page.getByPlaceholder(/^Find/)).toBeFocused();
    await page.keyboard.type('publish to the status');
    await page.keyboard.press('Enter');
    await expect(dialog).toContainText('Approve the update for customers first');
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  });

  await act(page, 'Ask for approval').click();
  await act(page, 'Approve').click();
  await act(page, 'Publish to the status page').click();
  await dialog.getByRole('combobox', { name: 'Card payments' }).click();
  await page.getByRole('option', { name: 'Major outage' }).click();
  await expect(dialog.getByRole('status')).toContainText('Card payments: Operational → Major outage');
  expect(await findFaults(page, 'publishing from a room')).toEqual([]);
  await dialog.getByRole('button', { name: 'Publish it' }).click();
  await expect(dialog).toBeHidden();
  await expect.poll(shown).toContain('Card payments is experiencing a major outage');
  expect(await shown()).toContain('card payments');

  await test.step('resolved, its components come back', async () => {
    await act(page, 'Publish to the status page').click();
    await dialog.getByRole('combobox', { name: 'Stage' }).click();
    // The room's list of texts has such a choice too.
    await page.getByRole('listbox', { name: 'Stage' }).getByRole('option', { name: 'Resolved' }).click();
    await expect(dialog.getByRole('status')).toContainText('Card payments: Major outage → Operational');
    await dialog.getByRole('button', { name: 'Publish it' }).click();
    await expect(dialog).toBeHidden();
    await expect.poll(shown).toContain('All Systems Operational');
    // The room goes on, so it says what customers believe.
    await expect(panel(page, 'Comms')).toContainText('Acme says that it is over.');
  });
});

test('[SP111] the team’s server is killed, and the same dialog publishes from the desktop', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-e2e-away-'));
  const repository = join(folder, 'site.git');
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', repository, ...args], { encoding: 'utf8', stdio: 'pipe' });
  execFileSync('git', ['init', '--quiet', '--bare', repository]);
  try {
    await using server = await startServer();
    await server.api('/api/v1/pages', {
      json: {
        slug: 'acme',
        name: 'Acme',
        visibility: 'public',
        components: [{ name: 'Card payments' }, { name: 'API' }],
        targets: [{ kind: 'git', repository, branch: 'pages' }],
        awayPublishing: 'responders',
      },
    });
    await using ana = await joinDesktop(server, { name: 'Ana Reyes', role: 'responder' });
    const { page } = ana;
    await declare(page, 'Payments are down');
    await approveUpdate(page);
    await expect(act(page, 'Publish to the status page')).toBeVisible();
    await server.kill9();

    await act(page, 'Publish to the status page').click();
    const dialog = page.getByRole('dialog', { name: 'Publish to the status page' });
    await expect(dialog.getByRole('note')).toContainText(
      `The team’s server is away. Your desktop will publish to: git ${repository} pages.`,
    );
    await expect(dialog.getByRole('note')).toContainText('Subscribers get it then.');
    expect(await findFaults(page, 'publishing while the server is away')).toEqual([]);
    await dialog.getByRole('button', { name: 'Publish it' }).click();
    const places = dialog.getByRole('list', { name: 'Places' });
    await expect(places).toContainText('Published');
    await expect(places).toContainText(repository);
    expect(await findFaults(page, 'published while the server is away')).toEqual([]);
    expect(git('show', 'pages:index.html')).toContain('card payments');
    expect(git('show', 'pages:generation.json')).toContain('desktop');
    await dialog.getByRole('button', { name: 'Done' }).click();
    await expect(dialog).toBeHidden();
    await page.keyboard.press('Control+k');
    await expect(page.getByPlaceholder(/^Find/)).toBeFocused();
    await page.keyboard.type('status pages');
    await page.keyboard.press('Enter');
    const row = page.getByRole('list', { name: 'Status pages' }).getByRole('listitem');
    await expect(row).toContainText('server away, as of');
    expect(await findFaults(page, 'the status pages while the server is away')).toEqual([]);

    await server.restart();
    const shown = async () => (await fetch(new URL('/status/acme/', server.url))).text();
    await expect.poll(shown, { timeout: 60_000 }).toContain('card payments');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
