// WD: an incident that was none leaves by a short way: a false alarm by keyboard, a duplicate by mouse.
import { expect, test, type Page } from '@playwright/test';
import { findFaults } from '#tests/helpers/axe.ts';
import { shareDesktop } from '#tests/helpers/desktop.ts';
import { startDyingService } from '#tests/helpers/dying-service.ts';
import { cell, declare, entry, nextStep, press, row } from '#tests/helpers/room-page.ts';

const shared = shareDesktop('Ana Reyes');
const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'It was not an incident' });
const toLobby = (page: Page) => page.getByRole('link', { name: 'Muster, to the lobby' }).click();
const over = (page: Page) => page.getByRole('region', { name: 'Recently resolved' });

// Its incidents have the first three numbers.
test('[WD2] [WD3] a duplicate is withdrawn by mouse, and the two incidents lead to each other', async () => {
  const ana = shared();
  const { page } = ana;
  await declare(page, 'Mail is late');
  await toLobby(page);
  await declare(page, 'Payments are refused');
  await toLobby(page);
  await declare(page, 'Card payments refused in Spain');

  await cell(page, 'Status').click();
  await page.getByRole('button', { name: 'It was not an incident…' }).click();
  const dialog = dialogOf(page);
  await dialog.getByRole('radio', { name: /Duplicate/ }).check();
  const original = dialog.getByRole('combobox', { name: 'Duplicate of' });
  await expect(original).toHaveValue('INC-2 Payments are refused');
  expect(await findFaults(page, 'withdrawing a duplicate')).toEqual([]);
  await original.click();
  await original.fill('mail');
  await page.getByRole('option', { name: 'INC-1 Mail is late' }).click();
  await original.click();
  await page.getByRole('option', { name: 'INC-2 Payments are refused' }).click();
  await dialog.getByRole('button', { name: 'Withdraw it' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(cell(page, 'Status')).toContainText('Duplicate of INC-2');

  await nextStep(page).getByRole('link', { name: 'INC-2' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Payments are refused' })).toBeVisible();
  const told = entry(page, 'INC-3 was a duplicate of this: Card payments refused in Spain');
  await told.getByRole('link', { name: 'Open INC-3' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Card payments refused in Spain' })).toBeVisible();
  await toLobby(page);
  await expect(over(page)).toContainText('Duplicate of INC-2');
});

test('[WD2] [WD5] [WD6] a false alarm that a check raised is withdrawn by two keys, and told as what it was', async () => {
  await using service = await startDyingService();
  const ana = shared();
  const { page } = ana;
  await ana.api('/api/v1/monitors', {
    json: {
      name: 'Checkout',
      kind: 'http',
      settings: { url: service.url },
      severity: 'P1',
      intervalSeconds: 1,
      confirmations: 1,
    },
  });
  await service.kill();
  await row(page, /Checkout is down/).click();
  await expect(page.getByRole('heading', { level: 1, name: /Checkout is down/ })).toBeVisible();

  await test.step('Shift+X and Enter, and Ctrl+Z makes it an incident again', async () => {
    await press(page, 'Shift+X');
    await expect(dialogOf(page).getByRole('radio', { name: /False alarm/ })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(dialogOf(page)).toHaveCount(0);
    await expect(cell(page, 'Status')).toContainText('False alarm');
    await expect(cell(page, 'Impact')).toContainText('Withdrawn');
    await expect(nextStep(page)).toContainText('It was a false alarm. Nothing is left to do.');
    await press(page, 'ControlOrMeta+z');
    await expect(cell(page, 'Status')).toContainText('Triage');
  });

  await test.step('the dialog says what it does not end', async () => {
    const [incident] = (await ana.api<{ items: { id: string }[] }>('/api/v1/incidents')).items;
    const { id } = await ana.api<{ id: string }>('/api/v1/pages', {
      json: { slug: 'acme', name: 'Acme', visibility: 'public', components: [{ name: 'API' }] },
    });
    await ana.api(`/api/v1/pages/${id}/updates`, {
      json: { title: 'Checkout', body: 'We look.', status: 'investigating', incident: incident?.id },
    });
    await press(page, 'Shift+X');
    await expect(dialogOf(page)).toContainText('Checkout is still failing.');
    await expect(dialogOf(page)).toContainText('Acme still says investigating.');
    expect(await findFaults(page, 'withdrawing')).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(dialogOf(page)).toHaveCount(0);
    await expect(cell(page, 'Status')).toContainText('Triage');
  });

  await test.step('with its reason it stands in the timeline, the review, the lobby and the list', async () => {
    await press(page, 'Shift+X');
    const why = dialogOf(page).getByRole('textbox', { name: /^What triggered it/ });
    await why.fill('The probe was moved');
    await why.press('Enter');
    await expect(entry(page, 'Withdrawn, a false alarm. The probe was moved')).toBeVisible();
    await press(page, 'Alt+2');
    await expect(
      page.getByText('This was not an incident: it was a false alarm. It needs no review'),
    ).toBeVisible();
    await toLobby(page);
    await expect(over(page)).toContainText('False alarm');
    await press(page, 'Shift+I');
    await page.getByRole('combobox', { name: 'Status' }).click();
    await page.getByRole('option', { name: 'Withdrawn' }).click();
    const all = page.getByRole('list', { name: 'All incidents' }).getByRole('listitem');
    const results = all.filter({ hasText: 'Checkout is down' });
    await expect(results).toHaveText(/Checkout is down.*False alarm/);
    await page.getByRole('combobox', { name: 'Status' }).click();
    await page.getByRole('option', { name: 'Resolved or closed' }).click();
    await expect(results).toHaveCount(0);
  });
});

test('[CO12] of several incidents with one cause one stays, and the others become its duplicates', async () => {
  const ana = shared();
  const { page } = ana;
  await toLobby(page);
  for (const name of ['mails', 'searches', 'carts'])
    await ana.api('/api/v1/monitors', {
      json: {
        name,
        kind: 'http',
        settings: { url: 'http://127.0.0.1:9/' },
        intervalSeconds: 1,
        confirmations: 1,
      },
    });
  const group = page.getByRole('button', { name: /^3 incidents: connection refused/ });
  await expect(group).toBeVisible();
  await page.evaluate(() => document.body.focus());
  await page.keyboard.press('Shift+X');
  const question = page.getByRole('dialog', { name: 'Merge…' });
  await expect(question).toContainText('Merge 3 incidents into one');
  expect(await findFaults(page, 'merging')).toEqual([]);
  const named = await question.getByRole('combobox').inputValue();
  const kept = /^INC-\d+/u.exec(named)![0];
  await page.keyboard.press('Enter');
  await expect(group).toBeHidden();
  const done = page.getByRole('alert').filter({ hasText: `2 incidents are merged into ${kept}.` });
  await expect(over(page).getByText(`Duplicate of ${kept}`)).toHaveCount(2);
  await done.getByRole('button', { name: 'Undo' }).click();
  await expect(group).toBeVisible();
});
