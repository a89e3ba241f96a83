// ER: an owner erases an incident for good, by keyboard, and what somebody reads who had it open.
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { findFaults } from '#tests/helpers/axe.ts';
import { shareDesktop } from '#tests/helpers/desktop.ts';
import { hire } from '#tests/helpers/stage.ts';

const shared = shareDesktop('Ana Reyes');

test('[ER4] an incident is erased from the palette by its number, and its old address says so', async () => {
  const ana = shared();
  const { page } = ana;
  const { id, number } = await ana.api<{ id: string; number: string }>('/api/v1/incidents', {
    json: { title: 'Payments fail' },
  });
  await page
    .getByRole('link', { name: /Payments fail/ })
    .first()
    .click();
  await expect(page.getByRole('heading', { level: 1, name: /Payments fail/ })).toBeVisible();

  const open = async () => {
    await page.keyboard.press('Control+k');
    await expect(page.getByPlaceholder(/^Find/)).toBeFocused();
    await page.keyboard.type('erase this');
    await page.keyboard.press('Enter');
  };
  const dialog = page.getByRole('dialog', { name: `Erase ${number} for good` });
  await test.step('not while it is open', async () => {
    await open();
    await expect(dialog.getByText('It is open. Resolve it first.')).toBeVisible();
    expect(await findFaults(page, 'the dialog that erases')).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  });

  await test.step('once it is over, by typing its number', async () => {
    await ana.api(`/api/v1/incidents/${id}/facts`, { json: { kind: 'status', status: 'resolved' } });
    await open();
    const field = dialog.getByRole('textbox', { name: `Type ${number} to erase it` });
    await expect(field).toBeFocused();
    await page.keyboard.type('INC-999');
    await expect(dialog.getByRole('button', { name: 'Erase it for good' })).toBeDisabled();
    await field.fill(number);
    expect(await findFaults(page, 'the dialog that erases')).toEqual([]);
    await page.keyboard.press('Enter');
    await expect(page.getByText(`${number} is erased`)).toBeVisible();
    await expect(page.getByRole('link', { name: /Payments fail/ })).toHaveCount(0);
  });

  await test.step('its old address says that it is gone', async () => {
    await page.evaluate((room) => (location.hash = `#/room/${room}`), id);
    await expect(page.getByText('This incident was erased')).toBeVisible();
    await page.getByRole('link', { name: 'To the lobby', exact: true }).click();
    await expect(page.getByText('This incident was erased')).toHaveCount(0);
  });
});

test('[ED5] a person saves what is known of them; an owner erases somebody, and a former member', async () => {
  const desktop = shared();
  const { page } = desktop;
  const server = await desktop.server();
  const [bo, cy] = await hire(server, ['Bo Lind', 'Cy Young']);
  const removed = await fetch(`${server.url}/api/v1/people/${cy!.id}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${server.token}` },
  });
  expect(removed.status).toBe(204);
  await page.evaluate(() => (location.hash = '#/settings/people'));

  await page.getByRole('button', { name: /^Contact.*Bo Lind/ }).click();
  await page.getByRole('button', { name: 'Erase Bo Lind' }).click();
  const form = page.getByRole('form', { name: 'Erase Bo Lind' });
  await expect(form.getByRole('button', { name: 'Erase for good' })).toBeDisabled();
  expect(await findFaults(page, 'erasing a person')).toEqual([]);
  const folder = process.env.MUSTER_SHOTS;
  if (folder) await page.screenshot({ path: path.join(folder, 'erase-person.png') });
  await page.keyboard.type('Bo Lind');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/Bo Lind was erased\. Muster calls them Former member/)).toBeVisible();
  await expect(page.getByRole('rowheader', { name: 'Bo Lind' })).toHaveCount(0);

  const former = page.getByRole('region', { name: 'Former members' });
  await former.getByRole('button', { name: 'Erase Cy Young' }).click();
  await page.keyboard.type('Cy Young');
  await page.keyboard.press('Enter');
  await expect(former).toHaveCount(0);
  const told = await desktop.api<{ items: { id: string }[] }>('/api/v1/people');
  expect(told.items.map(({ id }) => id)).not.toContain(bo!.id);
});
