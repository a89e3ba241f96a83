// All incidents: found by words in their timelines, on a desktop whose team's server is gone.
import { expect, test } from '@playwright/test';
import { startServer } from '#tests/helpers/server.ts';
import { joinDesktop } from '#tests/helpers/team.ts';

test('[SE5] [SE4] an old decision is found by keyboard while the team is away', async () => {
  await using server = await startServer();
  const declare = async (title: string, facts: object[]) => {
    const { body } = await server.api<{ id: string }>('/api/v1/incidents', {
      json: { title, severity: 'P2' },
    });
    await server.api(`/api/v1/incidents/${body.id}/facts`, { json: facts });
    return body.id;
  };
  const old = await declare('Refunds are paid twice', [
    { kind: 'decision', text: 'We stop the nightly ledger export' },
    { kind: 'status', status: 'closed' },
  ]);
  await declare('Search is slow', [{ kind: 'note', text: 'index is rebuilt' }]);
  await using desktop = await joinDesktop(server, { name: 'Ana Reyes' });
  const { page } = desktop;
  await expect
    .poll(async () => (await desktop.api<{ items: unknown[] }>('/api/v1/incidents?q=ledger')).items.length)
    .toBe(1);
  await server[Symbol.asyncDispose]();

  await page.keyboard.press('Shift+I');
  const field = page.getByRole('textbox', { name: 'Search all incidents' });
  await expect(field).toBeFocused();
  await page.keyboard.type('nightly ledg');
  const results = page.getByRole('list', { name: 'All incidents' }).getByRole('listitem');
  await expect(results).toHaveCount(1);
  await expect(results.locator('mark')).toHaveText(['nightly', 'ledger']);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Refunds are paid twice/);
  expect(page.url()).toContain(old);

  // Back is the list as it was; a filter that nothing fits says so and is cleared with one click.
  await page.goBack();
  await expect(field).toHaveValue('nightly ledg');
  await field.fill('nothing like it');
  await expect(page.getByText('No incident matches these words and filters')).toBeVisible();
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await expect(results).toHaveCount(2);
});
