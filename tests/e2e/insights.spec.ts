// The numbers of a team open what they count.
import { expect, test } from '@playwright/test';
import { startServer } from '#tests/helpers/server.ts';
import { joinInBrowser, shareBrowser } from '#tests/helpers/team.ts';

const browser = shareBrowser();

test('[NU5] [NU6] every number opens as many incidents as it says', async () => {
  await using server = await startServer();
  const declare = async (json: object, facts: readonly object[]) => {
    const { body } = await server.api<{ id: string }>('/api/v1/incidents', { json });
    if (facts.length > 0) await server.api(`/api/v1/incidents/${body.id}/facts`, { json: facts });
    return body.id;
  };
  const resolved = { kind: 'status', status: 'resolved' };
  await declare({ title: 'Paying fails', severity: 'P1', service: 'checkout' }, [
    { kind: 'action-item', text: 'Alert on the pool', automate: true },
    { kind: 'severity', severity: 'P3' },
    { kind: 'impact-began', at: Date.now() - 600_000 },
    { kind: 'impact-ended' },
    resolved,
  ]);
  await declare({ title: 'Search is slow', severity: 'P3', service: 'search' }, [resolved]);
  await declare({ title: 'Mail is late', severity: 'P3' }, [
    { kind: 'action-item', text: 'Raise the limit' },
    resolved,
  ]);
  await declare({ title: 'A drill', severity: 'P1', drill: true }, [resolved]);
  const page = await joinInBrowser(browser(), server, { name: 'Ana Reyes', role: 'owner' });
  await page.goto(`${server.url}/#/insights`);
  await expect(page.getByText(/^3 incidents\./u)).toBeVisible();
  const pressed = async (region: string, name: string | RegExp) => {
    const group = page.getByRole('region', { name: region, exact: true });
    await group.getByRole('button', { name }).first().click();
    // Counts stand together under one line, a panel has its own.
    return page.getByRole('status').filter({ hasText: 'Incidents behind this number' });
  };
  for (const region of ['By worst severity', 'By service', 'How it was reported', 'Action items']) {
    const buttons = page.getByRole('region', { name: region, exact: true }).getByRole('button');
    for (const button of await buttons.all()) {
      const says = Number(/\d+/u.exec((await button.textContent()) ?? '')?.[0]);
      await button.click();
      const shown = page.getByRole('status').filter({ hasText: 'Incidents behind this number' }).first();
      await expect(shown.getByRole('link'), `${region} ${says}`).toHaveCount(says);
    }
  }
  const unknown = await pressed('Customer impact', /not recorded/u);
  await expect(unknown.last().getByRole('link')).toHaveCount(2);
  await page.getByRole('button', { name: 'One drill is not counted.' }).click();
  await expect(
    page.getByRole('status').filter({ hasText: 'Incidents behind this number' }).last().getByRole('link'),
  ).toHaveCount(1);
  await page.context().close();
});
