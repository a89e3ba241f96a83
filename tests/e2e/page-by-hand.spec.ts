// PH, PT: somebody is paged by hand and comes; everybody can try how they are paged.
import { expect, test, type Locator, type Page } from '@playwright/test';
import { openMailbox } from '#sync-server/delivery/testing/mailbox.ts';
import { findFaults } from '#tests/helpers/axe.ts';
import { declare, press } from '#tests/helpers/room-page.ts';
import { startServer } from '#tests/helpers/server.ts';
import { joinDesktop } from '#tests/helpers/team.ts';

type Made = { id: string };
const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Page somebody' });
const whomIn = (dialog: Locator) => dialog.getByLabel('Whom', { exact: true }).and(dialog.locator('input'));

test('[PH9] [PH3] [PH4] [PH10] the database team is paged by hand and comes', async () => {
  await using mail = await openMailbox();
  await using team = await startServer({ ownerName: 'Cy Owner' });
  await using ana = await joinDesktop(team, { name: 'Ana Reyes' });
  await using bo = await joinDesktop(team, { name: 'Bo Lind' });
  const { page } = ana;
  const { id: me } = await bo.api<Made>('/api/v1/me');
  const settings = { host: '127.0.0.1', port: mail.port, security: 'none', from: 'muster@example.org' };
  await team.api('/api/v1/channels', { json: { name: 'Mail', kind: 'email', settings } });
  const layer = {
    name: 'Rotation',
    people: [me],
    rotation: { unit: 'week', every: 1, handoffAt: '09:00' },
    startsOn: '2026-01-05',
  };
  await team.api('/api/v1/schedules', {
    json: { name: 'Databases', timeZone: 'UTC', service: 'orders-db', layers: [layer] },
  });
  await team.api('/api/v1/services', { json: { name: 'search' } });
  await declare(page, 'Orders fail');

  await test.step('by /page with nobody named the dialog opens; the service says who is on call for it', async () => {
    await page.keyboard.press('c');
    await page.keyboard.type('/page The database is full');
    await page.keyboard.press('Enter');
    const dialog = dialogOf(page);
    await expect(dialog.getByLabel('What they should know')).toHaveValue('The database is full');
    await whomIn(dialog).fill('orders');
    const option = page.getByRole('option', { name: /On call for orders-db/ });
    await expect(option).toContainText('Bo Lind now');
    await option.click();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(dialogOf(page)).toHaveCount(0);
    await press(page, 'Shift+A');
    await whomIn(dialog).fill('orders-db');
    await page.keyboard.press('Enter');
    await whomIn(dialog).fill('dba@vendor.example');
    await page.keyboard.press('Enter');
    await dialog.getByLabel('What they should know').fill('The database is full');
    await dialog.getByRole('button', { name: 'Fill in what the room knows' }).click();
    await expect(dialog.getByLabel('What they should know')).toHaveValue(
      /^What: Orders fail\nSince: \d\d:\d\d UTC\nWho: nobody commands yet\nWhy you: The database is full$/,
    );
    await dialog.getByLabel('What they should know').fill('The database is full');
    const reach = dialog.getByRole('region', { name: 'Who gets the page now' });
    await expect(reach).toContainText('orders-db (Bo Lind): desktop at once');
    await expect(reach).toContainText('dba@vendor.example: an e-mail with a link to answer');
    await expect(dialog).toContainText('Muster pages each person again every few minutes until they answer.');
    expect(await findFaults(page, 'paging somebody')).toEqual([]);
    await dialog.getByLabel('What they should know').press('ControlOrMeta+Enter');
    await expect(dialog).toHaveCount(0);
  });

  await test.step('a service that nobody is on call for is said before anything is sent, and alone pages nobody', async () => {
    await press(page, 'Shift+A');
    const dialog = dialogOf(page);
    await whomIn(dialog).fill('search');
    await page.keyboard.press('Enter');
    await expect(dialog.getByText('Muster can page nobody for this.')).toBeVisible();
    await expect(dialog).not.toContainText('Muster pages each person again');
    await expect(dialog.getByRole('button', { name: /^Page(?! anyway)/ })).toBeDisabled();
    await dialog.getByLabel('What they should know').press('ControlOrMeta+Enter');
    await expect(dialog).toBeVisible();
    await whomIn(dialog).fill('other@vendor.example');
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: 'Page anyway' }).click();
    await expect(dialog).toHaveCount(0);
    await expect(page.getByText('Paged: other@vendor.example. Not reached: search.')).toBeVisible();
    await expect(page.getByText(/Nobody was paged for .*search: nobody is on call/).first()).toBeVisible();
  });

  await test.step('they see who asks and with what words, and come', async () => {
    const banner = bo.page.getByRole('region', { name: 'You are paged' });
    await expect(banner).toContainText('Ana Reyes asks for your help: The database is full');
    await banner.getByRole('button', { name: 'Acknowledge' }).click();
    await expect(banner).toHaveCount(0);
    await expect(page.getByText('Bo Lind acknowledged').first()).toBeVisible();
    await expect(
      page.getByText(/Ana Reyes asked for the person on call for orders-db and dba@vendor.example/).first(),
    ).toBeVisible();
    await expect
      .poll(() => mail.received.map(({ to }) => to))
      .toEqual([['dba@vendor.example'], ['other@vendor.example']]);
  });
});

test('[PH9] a viewer pages nobody', async () => {
  await using team = await startServer({ ownerName: 'Cy Owner' });
  await using vera = await joinDesktop(team, { name: 'Vera', role: 'viewer' });
  const { page } = vera;
  const made = await team.api<Made>('/api/v1/incidents', { json: { title: 'Orders fail' } });
  await page.evaluate((id) => (location.hash = `#/room/${id}`), made.body.id);
  await expect(page.getByRole('heading', { name: 'Orders fail' })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('dialog').getByText('Catch me up')).toBeVisible();
  await expect(page.getByText('Page somebody…')).toHaveCount(0);
});

test('[PT1] [PT2] [PT3] page me now: the test comes as a page, and the settings say what arrived', async () => {
  await using team = await startServer({ ownerName: 'Cy Owner' });
  await using ana = await joinDesktop(team, { name: 'Ana Reyes' });
  const { page } = ana;
  await page.evaluate(() => (location.hash = '#/settings/you'));
  const part = page.getByRole('region', { name: 'Page me now' });
  await part.getByRole('button', { name: 'Page me now' }).click();
  const row = part.getByRole('row').filter({ hasText: 'desktop' });
  await expect(row).toContainText('not confirmed yet');
  const banner = page.getByRole('region', { name: 'You are paged' });
  await expect(banner).toContainText('a test page: nothing is wrong');
  await part.scrollIntoViewIfNeeded();
  expect(await findFaults(page, 'page me now')).toEqual([]);
  await banner.getByRole('button', { name: 'It arrived' }).click();
  await expect(banner).toHaveCount(0);
  await expect(row).toContainText(/after \d/);
  await expect(row).not.toContainText('not confirmed yet');
});

test('[PT5] an owner checks everybody on call, and who does not confirm is named first', async () => {
  await using team = await startServer({ ownerName: 'Cy Owner' });
  await using ana = await joinDesktop(team, { name: 'Ana Reyes', role: 'owner' });
  const { page } = ana;
  const { id: me } = await ana.api<Made>('/api/v1/me');
  const { body: bo } = await team.api<Made>('/api/v1/people', {
    json: { name: 'Bo Lind', role: 'responder' },
  });
  const rotation = { unit: 'week', every: 1, handoffAt: '09:00' };
  const layers = [{ name: 'All', people: [me, bo.id], rotation, startsOn: '2026-01-05' }];
  await team.api('/api/v1/schedules', { json: { name: 'Shop', timeZone: 'UTC', layers } });
  await page.evaluate(() => (location.hash = '#/on-call'));
  const part = page.getByRole('region', { name: 'Communication check' });
  await part.getByRole('button', { name: 'Check everybody on call' }).click();
  await expect(part.getByRole('status')).toContainText(/Not confirmed: .*Ana Reyes/);
  await page.getByRole('button', { name: 'It arrived' }).click();
  await expect(part.getByRole('status')).toContainText('Not confirmed: Bo Lind.');
  await expect(part.getByRole('row').filter({ hasText: 'Bo Lind' })).toContainText(
    'no desktop or browser of theirs is connected',
  );
  expect(await findFaults(page, 'communication check')).toEqual([]);
});
