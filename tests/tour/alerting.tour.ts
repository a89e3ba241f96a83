// Channels with the outcome of each message, intakes with the values to copy, and the policies.
import { expect, test, type Page } from '@playwright/test';
import { openInbox, withStatus } from '#sync-server/paging/testing/inbox.ts';
import { launchDesktop } from '#tests/helpers/desktop.ts';
import { shoot } from './camera.ts';

const visit = async (page: Page, section: string, heading: string) => {
  await page.evaluate((to) => (location.hash = to), `#/settings/${section}`);
  await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
};

test('channels, intakes, policies', async () => {
  await using inbox = await openInbox();
  await using desktop = await launchDesktop();
  const { page } = desktop;
  await desktop.firstRun('Ana Reyes');
  for (const [section, heading] of [
    ['channels', 'Channels'],
    ['intake', 'Intake'],
    ['paging', 'Paging'],
  ] as const) {
    await visit(page, section, heading);
    await shoot(desktop, `${section}-empty`);
  }
  const add = (json: object) => desktop.api<{ id: string }>('/api/v1/channels', { json });
  const hook = await add({ name: 'Status page hook', kind: 'webhook', settings: { url: `${inbox.url}/a` } });
  await add({
    name: 'A Slack channel with a very long name for everybody who is on call in the EU',
    kind: 'slack',
    settings: { url: 'https://hooks.slack.com/services/T0/B0/x' },
    paused: true,
  });
  await desktop.api(`/api/v1/channels/${hook.id}/test`, { json: {} });
  inbox.answers(withStatus(503));
  await desktop.api(`/api/v1/channels/${hook.id}/test`, { json: {} });
  inbox.answers(withStatus(404));
  await desktop.api(`/api/v1/channels/${hook.id}/test`, { json: {} });
  await visit(page, 'channels', 'Channels');
  const log = page.getByRole('region', { name: 'Recently sent' });
  await log
    .getByRole('button', { name: /attempt/ })
    .first()
    .click();
  await shoot(desktop, 'channels');
  await page.getByRole('button', { name: 'Edit Status page hook' }).click();
  await expect(page.getByRole('form', { name: 'Channel' })).toBeVisible();
  await shoot(desktop, 'channel-form');

  for (const [kind, name] of Object.entries({
    pagerduty: 'PagerDuty',
    alertmanager: 'Alertmanager, EU',
    webhook: 'Provider’s webhook',
    change: 'Deploys',
    report: 'Report form on the intranet',
    heartbeat: 'Nightly backup',
  }))
    await desktop.api('/api/v1/intakes', { json: { name, kind, service: 'payments' } });
  await visit(page, 'intake', 'Intake');
  await page.getByRole('button', { name: 'Connect Alertmanager, EU' }).click();
  await shoot(desktop, 'intake-alertmanager');
  await page.getByRole('button', { name: 'Connect Provider’s webhook' }).click();
  await page.getByRole('button', { name: 'New key, Provider’s webhook' }).click();
  await shoot(desktop, 'intake-webhook');

  await desktop.api('/api/v1/policies/defaults', { json: {} });
  await visit(page, 'paging', 'Paging');
  await expect(page.getByRole('article', { name: /^P4/ })).toBeVisible();
  await shoot(desktop, 'paging');
  await page.getByRole('button', { name: /^Edit P1/ }).click();
  await expect(page.getByRole('form', { name: 'Paging policy' })).toBeVisible();
  await shoot(desktop, 'paging-form');

  await visit(page, 'severities', 'Severities');
  await shoot(desktop, 'severities');
  await page.getByRole('button', { name: 'Change P2' }).click();
  await shoot(desktop, 'severity-form');
  await visit(page, 'roles', 'Roles');
  await shoot(desktop, 'team-roles');
  await page.keyboard.press('Shift+G');
  await shoot(desktop, 'severities-sheet');
});
