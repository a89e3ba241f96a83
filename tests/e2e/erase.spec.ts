// ER: an owner erases an incident for good, by keyboard, and what somebody reads who had it open.
import { expect, test } from '@playwright/test';
import { findFaults } from '#tests/helpers/axe.ts';
import { launchDesktop } from '#tests/helpers/desktop.ts';

test('[ER4] an incident is erased from the palette by its number, and its old address says so', async () => {
  await using ana = await launchDesktop();
  const { page } = ana;
  await ana.firstRun('Ana Reyes');
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
