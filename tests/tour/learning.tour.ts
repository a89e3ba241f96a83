// Learning from incidents: the promised actions, and one incident as a file.
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
    item('Rehearse the roll-back of a migration', {
      owner: me,
      due: now,
      type: 'mitigate',
      automate: true,
    }),
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
  await page.evaluate(() => (location.hash = '#/reviews'));
  await expect(page.getByRole('list', { name: 'Reviews' }).getByRole('listitem').first()).toBeVisible();
  await shoot(desktop, 'reviews');
  await page.evaluate(() => (location.hash = '#/action-items'));
  await expect(page.getByRole('list', { name: 'Action items' }).getByRole('listitem')).toHaveCount(5);
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await expect(page.getByRole('textbox', { name: 'Why it is dropped' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Say in a few words why it is dropped.')).toBeVisible();
  await shoot(desktop, 'action-items-drop');
  await page.evaluate(() => (location.hash = '#/'));
  await shoot(desktop, 'lobby-due', async (_, width) => {
    // In a small window the side list is a tab.
    if (width < 1180) await page.getByRole('button', { name: /^Due, on call/ }).click();
    await expect(page.getByText('Alert on the plan of the ten').last()).toBeVisible();
  });
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
  await page.keyboard.press('6');
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

test('problems and review templates', async () => {
  await using desktop = await launchDesktop();
  const { page } = desktop;
  await desktop.firstRun('Ana Reyes');
  const { id: me } = await desktop.api<{ id: string }>('/api/v1/me');
  const now = Date.now();
  const ids: string[] = [];
  const titles = [
    'Checkout times out for half of the shops',
    'Orders are lost',
    'Refunds fail',
    'Search is slow',
  ];
  for (const [index, title] of titles.entries()) {
    const json = { title, severity: index === 3 ? 'P3' : 'P2', service: 'checkout' };
    const { id } = await desktop.api<{ id: string }>('/api/v1/incidents', { json });
    const causes = ['no alert', ...(index < 3 ? ['disk full'] : ['lock'])];
    await desktop.api(`/api/v1/incidents/${id}/facts`, {
      json: [
        { kind: 'paged', person: me, channel: 'mail', outcome: { ok: true } },
        { kind: 'acknowledged' },
        { kind: 'impact-began', at: now - (4 + 7 * index) * 60_000 },
        { kind: 'impact-ended' },
        item('Rotate the logs by size', { owner: me, due: now + 7 * day }),
        { kind: 'review', causes },
        { kind: 'status', status: 'resolved' },
      ],
    });
    ids.push(id);
  }
  const json = {
    name: 'Disks fill up unseen',
    state: 'known-error',
    cause: 'disk full',
    owner: me,
    workaround: 'Empty the log folder, then restart the writer.',
    notes: 'Rotate by size, not by day. Planned for the next sprint.',
  };
  const { id: problem } = await desktop.api<{ id: string }>('/api/v1/problems', { json });
  const service = { name: 'checkout', owner: me, slo: { target: 99.9 } };
  const { id: checkout } = await desktop.api<{ id: string }>('/api/v1/services', { json: service });
  const monitor = {
    name: 'checkout-api',
    kind: 'tcp',
    service: 'checkout',
    settings: { host: '127.0.0.1', port: 9 },
  };
  await desktop.api('/api/v1/monitors', { json: { ...monitor, intervalSeconds: 5, confirmations: 1 } });
  await page.evaluate(() => (location.hash = '#/problems'));
  await expect(page.getByText('Came back')).toBeVisible();
  await shoot(desktop, 'problems');
  await page.evaluate((id) => (location.hash = `#/problems/${id}`), problem);
  await expect(page.getByRole('heading', { name: 'Disks fill up unseen' })).toBeVisible();
  await shoot(desktop, 'problem');
  await page.evaluate((id) => (location.hash = `#/problems/${id}/edit`), problem);
  await expect(page.getByRole('form')).toBeVisible();
  await shoot(desktop, 'problem-form');
  await page.evaluate(() => (location.hash = '#/review-templates'));
  await expect(page.getByRole('list', { name: 'Review templates' })).toBeVisible();
  await shoot(desktop, 'review-templates');
  await page.getByRole('link', { name: 'Short' }).click();
  await expect(page.getByRole('textbox', { name: 'Name' })).toBeVisible();
  await shoot(desktop, 'review-template');
  await page.evaluate((room) => (location.hash = `#/room/${room}`), ids[2]);
  await expect(page.getByText('Third time in 90 days')).toBeVisible();
  await shoot(desktop, 'room-recurrence');
  await expect
    .poll(async () => (await desktop.api<{ items: { state: string }[] }>('/api/v1/slos')).items[0]?.state, {
      timeout: 60_000,
    })
    .not.toBe('unknown');
  await page.evaluate((id) => (location.hash = `#/services/${id}`), checkout);
  await expect(page.getByText(/over 43 min|left of 43 min/)).toBeVisible();
  await shoot(desktop, 'service-budget');
  await page.evaluate(() => (location.hash = '#/insights'));
  await expect(page.getByRole('heading', { name: 'Error budgets' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Action items over time' })).toBeVisible();
  await shoot(desktop, 'insights-panels', (at) =>
    at.getByRole('heading', { name: 'Where the time went' }).evaluate((node) => node.scrollIntoView()),
  );
  await shoot(desktop, 'insights-budgets', (at) =>
    at.getByRole('heading', { name: 'Error budgets' }).evaluate((node) => node.scrollIntoView()),
  );
  await page.evaluate((room) => (location.hash = `#/room/${room}`), ids[2]);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Alt+2');
  await page.getByLabel('Template of the review').selectOption('Short');
  await expect(page.getByRole('textbox', { name: 'What ended it' })).toBeVisible();
  await shoot(desktop, 'review-short');
});
