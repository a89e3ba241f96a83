// On-call without a schedule, and for a team of twelve in three time zones with a gap and an override.
import { expect, test, type Page } from '@playwright/test';
import { launchDesktop } from '#tests/helpers/desktop.ts';
import { shoot } from './camera.ts';

type Made = { id: string };
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const visit = (page: Page, hash: string) => page.evaluate((to) => (location.hash = to), hash);
const names = [
  'Bo Lind',
  'Cy Moss',
  'Dana Okafor',
  'Eli Brandt',
  'Fay Nakamura',
  'Gus Petrov',
  'Hana Kim',
  'Ivo Santos',
  'Jo Achterberg',
  'Kit Doyle',
  'Lu Wen',
];

const layer = (name: string, of: readonly string[], rotation: object, more: object = {}) => ({
  name,
  people: of,
  rotation: { every: 1, handoffAt: '09:00', ...rotation },
  startsOn: '2026-01-05',
  ...more,
});

test('on-call', async () => {
  await using desktop = await launchDesktop();
  const { page } = desktop;
  await desktop.firstRun('Ana Reyes');
  await visit(page, '#/settings/you');
  await expect(page.getByRole('form')).toBeVisible();
  await shoot(desktop, 'settings-contact', () =>
    page.getByRole('form').evaluate((form) => form.scrollIntoView()),
  );
  await page.getByRole('button', { name: 'Add days' }).click();
  await page.getByLabel('First day').fill('2026-12-24');
  await page.getByLabel('Last day').fill('2027-01-03');
  await page.getByLabel('Public holidays').first().fill('2026-12-25');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Add a way' }).click();
  await shoot(desktop, 'settings-away', () =>
    page
      .getByRole('group', { name: 'When I am away' })
      .evaluate((part) => part.scrollIntoView({ block: 'end' })),
  );
  await page.reload();
  await visit(page, '#/on-call');
  await expect(page.getByText('No schedule yet')).toBeVisible();
  await shoot(desktop, 'on-call-empty');
  const people: string[] = [];
  for (const name of names)
    people.push((await desktop.api<Made>('/api/v1/people', { json: { name, role: 'responder' } })).id);
  const make = async (json: object) => (await desktop.api<Made>('/api/v1/schedules', { json })).id;
  const payments = await make({
    name: 'Payments',
    timeZone: 'Europe/Berlin',
    service: 'payments',
    layers: [layer('Rotation', people, { unit: 'day' })],
  });
  const office = await make({
    name: 'Office hours',
    timeZone: 'America/New_York',
    layers: [
      layer(
        'Weekdays',
        people.slice(0, 3),
        { unit: 'week' },
        { hours: [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' }] },
      ),
    ],
  });
  await make({
    name: 'Databases',
    timeZone: 'Asia/Tokyo',
    layers: [layer('Rotation', people, { unit: 'week' })],
  });
  await make({ name: 'Nobody yet', timeZone: 'UTC', layers: [] });
  const { id: me } = await desktop.api<Made>('/api/v1/me');
  const from = Math.ceil(Date.now() / hourMs) * hourMs + dayMs;
  await desktop.api(`/api/v1/schedules/${payments}/overrides`, {
    json: { person: me, from, to: from + 8 * hourMs },
  });
  await expect(page.getByRole('row', { name: /Payments/ })).toBeVisible();
  await shoot(desktop, 'on-call');
  await page.keyboard.press('a');
  await expect(page.getByRole('form', { name: 'Add an override' })).toBeVisible();
  await shoot(desktop, 'on-call-override');
  await visit(page, `#/on-call/${payments}`);
  await expect(page.getByText('override', { exact: true }).first()).toBeVisible();
  await shoot(desktop, 'on-call-week');
  await page.getByRole('button', { name: 'Offer a shift of mine' }).click();
  await page.getByRole('button', { name: 'Offer it' }).scrollIntoViewIfNeeded();
  await shoot(desktop, 'on-call-swap');
  await page.getByRole('region', { name: 'Swaps' }).getByRole('button', { name: 'Cancel' }).click();
  await page.keyboard.press('w');
  await shoot(desktop, 'on-call-month');
  await visit(page, `#/on-call/${office}`);
  await expect(page.getByText('nobody on call').first()).toBeVisible();
  await page.keyboard.press('a');
  await shoot(desktop, 'on-call-gaps');
  await visit(page, `#/on-call/${office}/edit`);
  await expect(page.getByRole('form')).toBeVisible();
  await shoot(desktop, 'on-call-form');
});
