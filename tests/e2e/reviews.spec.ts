// The screen *Reviews*: find, read and mark reviews by keyboard, on a desktop whose team's server is gone.
import { expect, test } from '@playwright/test';
import { findFaults } from '#tests/helpers/axe.ts';
import { startServer } from '#tests/helpers/server.ts';
import { joinDesktop } from '#tests/helpers/team.ts';

test('[RS9] [RS11] reviews are found, opened and marked as read by keyboard while the team is away', async () => {
  await using server = await startServer();
  await using desktop = await joinDesktop(server, { name: 'Ana Reyes' });
  const { page } = desktop;
  const resolve = async (title: string, service: string, facts: object[]) => {
    const json = { title, severity: 'P2', service };
    const { id } = await desktop.api<{ id: string }>('/api/v1/incidents', { json });
    await desktop.api(`/api/v1/incidents/${id}/facts`, {
      json: [{ kind: 'status', status: 'resolved' }, ...facts],
    });
    return id;
  };
  const search = await resolve('Search is slow', 'search', [{ kind: 'review', causes: ['Deployment'] }]);
  await resolve('Checkout fails', 'checkout', [{ kind: 'review', state: 'in-review', causes: ['Capacity'] }]);
  await server[Symbol.asyncDispose]();

  // Somebody writes what was learned, and asks for it to be read.
  await page.evaluate((room) => (location.hash = `#/room/${room}/review`), search);
  await page.getByRole('textbox', { name: 'Root cause' }).click();
  await page.keyboard.type('The index had no cache. It was new.');
  await page.getByRole('textbox', { name: 'What we can improve' }).click();
  await page.keyboard.type('- Warm the cache first');
  await page
    .getByRole('group', { name: 'State of the review' })
    .getByRole('button', { name: 'In review' })
    .click();

  // The palette knows the screen by what people call it.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('lessons learned');
  await page.keyboard.press('Enter');
  const rows = page.getByRole('list', { name: 'Reviews' }).getByRole('listitem');
  await expect(rows).toHaveCount(2);
  await expect(page.getByText('2 reviews that you have not read')).toBeVisible();
  const slow = rows.filter({ hasText: 'Search is slow' });
  await expect(slow).toContainText('The index had no cache.');
  await expect(slow).toContainText('Warm the cache first');
  expect(await findFaults(page, 'reviews')).toEqual([]);

  // Found by a word, with the word marked; marked as read by one key.
  const field = page.getByRole('textbox', { name: 'Search the reviews' });
  await expect(field).toBeFocused();
  await page.keyboard.type('cache');
  await expect(rows).toHaveCount(1);
  await expect(rows.locator('mark').first()).toHaveText('cache');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('link', { name: /Search is slow/ })).toBeFocused();
  await page.keyboard.press('r');
  await expect(rows.getByRole('button', { name: 'Mark as not read' })).toBeVisible();
  await expect(rows).toContainText('You');
  await field.fill('');
  await expect(rows).toHaveCount(2);
  await expect(page.getByText('2 reviews, 1 of them not read by you')).toBeVisible();

  // What is left to read; Enter opens the review itself, where R marks it too.
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('u');
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('Checkout fails');
  await page.getByRole('link', { name: /Checkout fails/ }).press('Enter');
  await expect(page.getByRole('group', { name: 'State of the review' })).toBeVisible();
  await page.keyboard.press('r');
  await expect(page.getByText('Read by Ana Reyes.')).toBeVisible();
  await page.evaluate(() => (location.hash = '#/reviews?unread=true'));
  await expect(page.getByText('No review fits these words and filters')).toBeVisible();
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await page.getByRole('combobox', { name: 'Cause' }).click();
  await page.getByRole('option', { name: 'Capacity' }).click();
  await expect(rows).toHaveCount(1);
});
