// On-call on a real desktop: a schedule made by the keyboard, a shift taken, an override dragged and removed.
import { expect, test, type Page } from '@playwright/test';
import { shareDesktop } from '#tests/helpers/desktop.ts';
import { findFaults } from '#tests/helpers/axe.ts';
import { startServer } from '#tests/helpers/server.ts';
import { joinDesktop, resize } from '#tests/helpers/team.ts';

type Made = { id: string };
type Items<T> = { items: T[] };
type Override = { id: string; person: string; from: number; to: number };

const shared = shareDesktop('Ana Reyes');
const region = (page: Page, name: string) => page.getByRole('region', { name });
const weekly = (people: readonly string[]) => ({
  name: 'Payments',
  timeZone: 'UTC',
  layers: [
    {
      name: 'Rotation',
      people,
      rotation: { unit: 'week', every: 1, handoffAt: '09:00' },
      startsOn: '2026-01-05',
    },
  ],
});

test('[OS4] a schedule is made by the keyboard; what is wrong stands at its field', async () => {
  const desktop = shared();
  const { page } = desktop;
  await page.keyboard.press('Shift+S');
  await expect(page.getByText('No schedule yet')).toBeVisible();
  expect(await findFaults(page, 'no schedule')).toEqual([]);
  await page.keyboard.press('Shift+N');
  const form = page.getByRole('form', { name: 'Add a schedule' });
  const name = form.getByRole('textbox', { name: 'Name', exact: true });
  await expect(name).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(form.getByRole('alert')).toContainText('Correct the marked fields');
  await expect(name).toHaveAttribute('aria-invalid', 'true');
  const people = form.getByRole('combobox', { name: 'People, in the order of their turns' });
  await expect(people).toHaveAttribute('aria-invalid', 'true');
  expect(await findFaults(page, 'a schedule that is refused')).toEqual([]);
  await name.focus();
  await page.keyboard.insertText('Payments');
  await expect(name).not.toHaveAttribute('aria-invalid', 'true');
  await people.focus();
  await page.keyboard.insertText('Ana');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(form.getByRole('button', { name: 'Remove Ana Reyes' })).toBeVisible();
  // [OS8] Before it is saved it says who would have it, and when nobody would.
  const preview = form.getByRole('region', { name: 'Who would be on call' });
  await expect(preview).toContainText('No gap in the next 90 days');
  await expect(preview.getByText('Ana Reyes').first()).toBeVisible();
  expect(await findFaults(page, 'a schedule and its preview')).toEqual([]);
  await name.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Payments' })).toBeVisible();
  expect(await desktop.api<Items<object>>('/api/v1/schedules')).toMatchObject({
    items: [{ name: 'Payments', layers: [{ name: 'Rotation', rotation: { unit: 'week', every: 1 } }] }],
  });

  await test.step('changed, then deleted after asking once', async () => {
    await page.keyboard.press('e');
    await page.getByRole('textbox', { name: 'Service' }).fill('checkout');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('for checkout')).toBeVisible();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('button', { name: 'Delete the schedule and its overrides' }).click();
    await expect(page.getByText('No schedule yet')).toBeVisible();
  });
});

/** The full hour of a day, which is given as if it were in UTC, in this computer's zone. */
const inOwnZone = (day: number, hour: number) => {
  const date = new Date(day);
  return new Date(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate(), hour).getTime();
};

test('[OS1][OS3][OS5] a shift is taken in two clicks, an override dragged and removed, a link made and ended', async () => {
  const desktop = shared();
  const { page } = desktop;
  await resize(desktop, { width: 1440, height: 900 });
  const bo = await desktop.api<Made>('/api/v1/people', { json: { name: 'Bo Lind', role: 'responder' } });
  const { id } = await desktop.api<Made>('/api/v1/schedules', { json: weekly([bo.id]) });
  const overrides = async () =>
    (await desktop.api<Items<Override>>(`/api/v1/schedules/${id}/overrides`)).items;
  await page.keyboard.press('Shift+S');
  const row = page.getByRole('row', { name: /Payments/ });
  await expect(row).toContainText('Bo Lind');

  await test.step('dragged over the fourteen days of all schedules', async () => {
    const lane = page.locator('[data-from]');
    await expect(lane.getByText('Bo Lind').first()).toBeAttached();
    const midnight = Number(await lane.getAttribute('data-from'));
    const box = (await lane.boundingBox())!;
    const at = (days: number) => box.x + (box.width * days) / 14;
    const middle = box.y + box.height / 2;
    await page.mouse.move(at(9.01), middle);
    await page.mouse.down();
    await page.mouse.move(at(9.3), middle);
    // The hand leaves the row.
    await page.mouse.move(at(10.01), middle + 40);
    await page.mouse.up();
    const form = page.getByRole('form', { name: 'Add an override' });
    await expect(form.getByRole('heading', { name: 'Override for “Payments”' })).toBeVisible();
    expect(await findFaults(page, 'an override among all schedules')).toEqual([]);
    await form.getByRole('button', { name: 'Save override' }).click();
    await expect.poll(overrides).toHaveLength(1);
    const [made] = await overrides();
    // The desktop's own zone, whatever it is: whole hours, on that day.
    expect(made!.from % 3_600_000).toBe(0);
    expect(Math.abs(made!.from - (midnight + 9 * 86_400_000))).toBeLessThan(86_400_000);
    await expect(lane.getByText('Ana Reyes')).toBeAttached();
    await page.getByRole('link', { name: 'Payments' }).focus();
    await page.keyboard.press('a');
    await expect(form.getByRole('combobox', { name: 'Who' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(form).toBeHidden();
    await page.getByRole('link', { name: 'Payments' }).click();
    await page.getByRole('button', { name: /^Remove the override of Ana Reyes/ }).click();
    await expect.poll(overrides).toEqual([]);
    await page.getByRole('link', { name: 'Who is on call' }).click();
  });

  await test.step('by the keyboard, told what is wrong with it', async () => {
    await page.getByRole('link', { name: 'Payments' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Payments' })).toBeVisible();
    await page.keyboard.press('a');
    const form = page.getByRole('form', { name: 'Add an override' });
    await expect(form.getByRole('combobox', { name: 'Who' })).toBeFocused();
    await form.getByLabel('From').fill('2036-11-24T09:00');
    await form.getByLabel('To').fill('2036-11-24T08:00');
    await form.getByRole('button', { name: 'Save override' }).click();
    await expect(form.getByLabel('To')).toHaveAttribute('aria-invalid', 'true');
    await form.getByLabel('To').fill('2036-11-24T17:00');
    await expect(form.getByRole('alert')).toBeHidden();
    await page.keyboard.press('Enter');
    await expect(form).toBeHidden();
    const day = Date.UTC(2036, 10, 24);
    expect(await overrides()).toMatchObject([{ from: inOwnZone(day, 9), to: inOwnZone(day, 17) }]);
    await page.getByRole('button', { name: /^Remove the override of Ana Reyes/ }).click();
    await expect.poll(overrides).toEqual([]);
  });

  await test.step('dragged over next week', async () => {
    await page.keyboard.press(']');
    const lanes = page.locator('[data-from]');
    const monday = Number(await lanes.first().getAttribute('data-from'));
    const box = (await lanes.nth(1).boundingBox())!;
    const at = (hour: number) => box.y + (box.height * (hour + 0.5)) / 24;
    await page.mouse.move(box.x + box.width / 2, at(9));
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, at(12));
    await page.mouse.move(box.x + box.width / 2, at(16));
    await page.mouse.up();
    const form = page.getByRole('form', { name: 'Add an override' });
    await expect(form).toBeVisible();
    expect(await findFaults(page, 'an override')).toEqual([]);
    await form.getByRole('button', { name: 'Save override' }).click();
    const tuesday = monday + 86_400_000;
    await expect.poll(overrides).toMatchObject([{ from: inOwnZone(tuesday, 9), to: inOwnZone(tuesday, 17) }]);
    await expect(region(page, 'Shifts').getByText('override', { exact: true })).toBeVisible();
    await expect(
      region(page, 'How the load is shared').getByRole('row', { name: /Ana Reyes/ }),
    ).toContainText('8');
    await expect(
      region(page, 'How the load is shared').getByRole('link', { name: 'Numbers' }),
    ).toHaveAttribute('href', '#/insights');
    await page.keyboard.press('w');
    await expect(region(page, 'Shifts').getByText('Ana Reyes')).toBeVisible();
    expect(await findFaults(page, 'a month')).toEqual([]);
    await page.getByRole('button', { name: /^Remove the override of Ana Reyes/ }).click();
    await expect.poll(overrides).toEqual([]);
    await expect(region(page, 'Overrides')).toContainText('No override now or later');
  });

  await test.step('a link is made, read, renewed and ended', async () => {
    const link = region(page, 'In your calendar program');
    await link.getByRole('button', { name: 'Make a link' }).click();
    const first = await link.getByLabel('Address of the calendar').inputValue();
    expect(await (await fetch(first)).text()).toContain('BEGIN:VCALENDAR');
    await link.getByRole('button', { name: 'Make a new link' }).click();
    await expect(link.getByLabel('Address of the calendar')).not.toHaveValue(first);
    expect((await fetch(first)).status).toBe(404);
    await link.getByRole('button', { name: 'End the link' }).click();
    await expect(link.getByText('The link has ended.')).toBeVisible();
  });

  await test.step('two have turns: taken until the shift ends, in two clicks', async () => {
    const cy = await desktop.api<Made>('/api/v1/people', { json: { name: 'Cy Moss', role: 'responder' } });
    await desktop.api(`/api/v1/schedules/${id}`, { method: 'PUT', json: weekly([bo.id, cy.id]) });
    await page.keyboard.press('Escape');
    await expect(row).toContainText(/Bo Lind.*Cy Moss|Cy Moss.*Bo Lind/);
    expect(await findFaults(page, 'who is on call')).toEqual([]);
    await row.getByRole('button', { name: 'Take this shift: Payments' }).click();
    await row.getByRole('button', { name: /^Take it until/ }).click();
    await expect(row).toContainText('Ana Reyes (you)');
    await expect(row).toContainText('yours');
    expect(await overrides()).toHaveLength(1);

    await page.getByRole('link', { name: 'Payments' }).click();
    await page.getByRole('button', { name: /^Remove the override of Ana Reyes/ }).click();
    await expect(page.getByText(/^(Bo Lind|Cy Moss) on call now/)).toBeVisible();
    await expect(page.getByRole('button', { name: /^Take this shift/ })).toBeVisible();
    await page.keyboard.press('x');
    await expect(page.getByRole('button', { name: /^Take it until/ })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByText('Ana Reyes (you) on call now')).toBeVisible();
  });
});

test('[OS6] the ways that reach me are written, told where they are wrong, and confirmed', async () => {
  const desktop = shared();
  const { page } = desktop;
  await page.keyboard.press('Control+,');
  const form = page.getByRole('form', { name: 'How to reach me' });
  await expect(form.getByText('Never confirmed.')).toBeVisible();
  await form.getByRole('textbox', { name: 'E-mail' }).fill('not an address');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByRole('textbox', { name: 'E-mail' })).toHaveAttribute('aria-invalid', 'true');
  await form.getByRole('textbox', { name: 'E-mail' }).fill('ana@example.test');
  await expect(form.getByRole('alert')).toBeHidden();
  await form.getByLabel('Phone').fill('+49 30 123456');
  await form.getByRole('button', { name: 'Add a way' }).click();
  await form.getByLabel('After').fill('5');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByText('Last confirmed just now')).toBeVisible();
  const { id } = await desktop.api<Made>('/api/v1/me');
  const before = await desktop.api<{ contact: { confirmedAt: number } }>(`/api/v1/people/${id}`);
  expect(before).toMatchObject({
    contact: { email: 'ana@example.test', phone: '+4930123456' },
    notify: [{ channel: 'desktop', afterMinutes: 5 }],
  });
  await form.getByRole('button', { name: 'Confirm that these are right' }).click();
  await expect
    .poll(async () => (await desktop.api<typeof before>(`/api/v1/people/${id}`)).contact.confirmedAt)
    .toBeGreaterThan(before.contact.confirmedAt);
  expect(await findFaults(page, 'how to reach me')).toEqual([]);
});

test('[OS2][OS7] a viewer reads, is told so, and a gap is said in words', async () => {
  await using server = await startServer({ ownerName: 'Olga Berg' });
  await server.api('/api/v1/schedules', { json: { name: 'Payments', timeZone: 'UTC', layers: [] } });
  await using vera = await joinDesktop(server, { name: 'Vera Cruz', role: 'viewer' });
  const { page } = vera;
  await page.keyboard.press('Shift+S');
  await expect(page.getByText('Nobody is on call now for “Payments”.')).toBeVisible();
  await expect(page.getByText('You can read schedules')).toBeVisible();
  await expect(page.getByRole('button', { name: /Take this shift|Add a schedule/ })).toHaveCount(0);
  await page.getByRole('link', { name: 'Payments' }).click();
  await expect(page.getByText('There is 1 gap, with nobody on call:')).toBeVisible();
  await expect(region(page, 'Shifts').getByText('Nobody').first()).toBeVisible();
  await expect(page.getByRole('button', { name: /Edit|Delete|Add an override/ })).toHaveCount(0);
  expect(await findFaults(page, 'a schedule as a viewer reads it')).toEqual([]);
  // [FE2] A schedule of another zone opens in the reader's, like the overview; its own is the other choice.
  const far = { name: 'Far', timeZone: 'Pacific/Kiritimati', layers: [] };
  const { body } = await server.api<{ id: string }>('/api/v1/schedules', { json: far });
  await page.evaluate((id) => location.assign(`#/on-call/${id}`), body.id);
  await expect(page.getByRole('radio', { name: /^Mine \(/ })).toBeChecked();
  await expect(page.getByRole('radio', { name: 'Pacific/Kiritimati' })).not.toBeChecked();
});

test('[PE3] an owner sees whose contact nobody confirmed, and corrects it', async () => {
  const desktop = shared();
  const { page } = desktop;
  await desktop.api('/api/v1/people', { json: { name: 'Eli Stone', role: 'responder' } });
  await page.evaluate(() => {
    location.hash = '#/settings/people';
  });
  const eli = page.getByRole('row', { name: /^Eli Stone/ });
  await expect(eli).toContainText('No e-mail, no phone');
  await eli.getByRole('button', { name: 'Contact of Eli Stone' }).click();
  const form = page.getByRole('form', { name: 'How to reach Eli Stone' });
  await form.getByRole('textbox', { name: 'Phone' }).fill('+49 151 000-7');
  expect(await findFaults(page, 'a contact of somebody else')).toEqual([]);
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(eli).toContainText('+491510007 never confirmed');
  await expect(form.getByRole('button', { name: 'Confirm that these are right' })).toHaveCount(0);
});
