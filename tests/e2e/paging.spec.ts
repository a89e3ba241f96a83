// Paging before the night in which it matters, and in the room while it runs.
import { expect, test, type Page } from '@playwright/test';
import { launchDesktop, type Desktop } from '#tests/helpers/desktop.ts';
import { findFaults } from '#tests/helpers/axe.ts';
import { declare, openFromLobby, panel } from '#tests/helpers/room-page.ts';
import { startServer } from '#tests/helpers/server.ts';
import { joinDesktop, resize } from '#tests/helpers/team.ts';

type Made = { id: string };
const visit = (page: Page, hash: string) => page.evaluate((to) => (location.hash = to), hash);
const weekly = (name: string, people: readonly string[]) => ({
  name,
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

async function hire(desktop: Desktop, name: string): Promise<string> {
  return (await desktop.api<Made>('/api/v1/people', { json: { name, role: 'responder' } })).id;
}

test('[AL2] [ES14] [ES15] a policy with a backup, its steps moved, asked whom it would page, and what would keep it', async () => {
  await using ana = await launchDesktop();
  const { page } = ana;
  await ana.firstRun('Ana Reyes');
  await resize(ana, { width: 1440, height: 900 });
  const people = [await hire(ana, 'Bo Lind'), await hire(ana, 'Cy Young')];
  await ana.api('/api/v1/schedules', { json: weekly('Payments', people) });
  await visit(page, '#/settings/paging');
  await page.getByRole('button', { name: 'Add a policy' }).click();
  const form = page.getByRole('form', { name: 'Paging policy' });
  await form.getByLabel('Name').fill('Payments at night');
  const step = (number: number) => form.getByRole('group', { name: `Step ${number}`, exact: true });
  // What is missing stands at its step.
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(step(1).getByRole('combobox')).toHaveAttribute('aria-invalid', 'true');
  await step(1).getByRole('combobox').click();
  await page.getByRole('option', { name: 'Ana Reyes' }).click();
  await page.keyboard.press('Escape');
  await expect(form.getByRole('alert')).toBeHidden();
  await form.getByRole('button', { name: 'Add a step' }).click();
  await step(2).getByRole('combobox').click();
  await page.getByRole('option', { name: 'Payments' }).click();
  await page.keyboard.press('Escape');
  await step(2).getByLabel('Payments: also the next person on call').check();
  await step(2).getByLabel('Payments: also the next person on call').press('Alt+ArrowUp');
  await expect(step(1).getByLabel('Payments: also the next person on call')).toBeChecked();
  await expect(step(2)).toContainText('Ana Reyes');
  await form.getByLabel('Drills also page').check();
  const asked = page.getByRole('region', { name: 'Who would be paged?' });
  // It stands beside the form, and answers with each change.
  const order = asked.getByRole('listitem');
  await expect(order.first()).toContainText(
    /at once.*Step 1: (Bo Lind|Cy Young), (Bo Lind|Cy Young), by their desktop/,
  );
  await expect(order.filter({ hasText: 'Ana Reyes' }).first()).toContainText('after 5 min');
  expect(await findFaults(page, 'policy form with a rehearsal')).toEqual([]);
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  const ladder = page.getByRole('article', { name: 'Payments at night' }).getByRole('listitem');
  await expect(ladder).toHaveText([
    '0 minPayments and the next person on call',
    '5 minAna Reyes',
    '10 minRepeats 3 times',
    /^40 minA P1 goes on until somebody answers/,
  ]);
  // The same answer stands beside the list, on a small window in a fold that is always in sight.
  await expect(asked.getByRole('listitem').first()).toContainText('at once');
  await resize(ana, { width: 1024, height: 700 });
  await expect(asked.getByRole('listitem').first()).toBeHidden();
  await expect(asked.locator('summary')).toContainText('Ana Reyes');
  await resize(ana, { width: 1440, height: 900 });
  // Nobody has an address, so only a desktop that runs reaches them: said once, where people look, with the next act.
  for (const hash of ['#/', '#/on-call', '#/settings/paging']) {
    await visit(page, hash);
    const troubles = page.getByRole('region', { name: 'Who cannot be paged right now' });
    await expect(troubles.getByRole('listitem')).toContainText([
      'Ana Reyes, Bo Lind, and Cy Young can be paged only while their desktop app is open',
    ]);
    await expect(troubles.getByRole('link', { name: 'Add a phone number' })).toBeVisible();
  }
  const { items } = await ana.api<{ items: { drills: boolean; steps: { targets: object[] }[] }[] }>(
    '/api/v1/policies',
  );
  expect(items[0]).toMatchObject({
    drills: true,
    steps: [{ targets: [{ kind: 'schedule', backup: true }] }, {}],
  });
});

test('[ES16] [OC7] the header says who is paged and who is next; a shift is taken in two clicks, in the room and in the lobby', async () => {
  await using team = await startServer({ ownerName: 'Cy Owner' });
  await using ana = await joinDesktop(team, { name: 'Ana Reyes' });
  const { page } = ana;
  const { id: bo } = (
    await team.api<Made>('/api/v1/people', { json: { name: 'Bo Lind', role: 'responder' } })
  ).body;
  const { id: me } = await ana.api<Made>('/api/v1/me');
  for (const name of ['Payments', 'Search'])
    await team.api('/api/v1/schedules', { json: weekly(name, [bo]) });
  const steps = [bo, me].map((id) => ({ targets: [{ kind: 'person', id }], waitMinutes: 30 }));
  const made = await team.api('/api/v1/policies', { json: { name: 'All', steps, hours: 'always' } });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  await declare(page, 'Checkout fails');
  const header = page.locator('header').filter({ hasText: 'Checkout fails' });
  await expect(header).toContainText(/Paging Bo Lind, step 1 of 2\. Ana Reyes next, in (30|29) min\./);
  const onCall = panel(page, 'Roles').getByRole('region', { name: 'On call now' });
  await expect(onCall).toContainText(/Payments\s*Bo Lind/);
  await onCall.getByRole('button', { name: 'Take this shift: Payments' }).click();
  await onCall.getByRole('button', { name: /^Take it until/ }).click();
  await expect(onCall).toContainText(/Payments\s*Ana Reyes/);
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Muster, to the lobby' }).click();
  const list = page.getByRole('region', { name: 'On call' });
  await list.getByRole('button', { name: 'Take this shift: Search' }).click();
  await list.getByRole('button', { name: /^Take it until/ }).click();
  await expect(list).toContainText('Search: You');
  // Acknowledged, it is no longer said.
  await openFromLobby(page, 'Checkout fails');
  await page.keyboard.press('a');
  await expect(header).not.toContainText('Paging');
  await test.step('while the team is away it says as of when', async () => {
    await page.getByRole('link', { name: 'Muster, to the lobby' }).click();
    await declare(page, 'Search is slow');
    await expect(page.locator('header').filter({ hasText: 'Search is slow' })).toContainText(
      'Paging Bo Lind',
    );
    await team.stop();
    await expect(page.getByText(/Server unreachable, as of/).first()).toBeVisible();
  });
});

test('[PE2] a viewer reads policies and who is on call, changes nothing, and is told why nobody can be reached', async () => {
  await using team = await startServer({ ownerName: 'Cy Owner' });
  const { id: owner } = (await team.api<Made>('/api/v1/me')).body;
  const contact = { email: 'cy@example.com', phone: '+4930123456', title: 'Owner' };
  await team.api(`/api/v1/people/${owner}`, { method: 'PUT', json: { name: 'Cy Owner', contact } });
  await team.api('/api/v1/policies/defaults', { json: {} });
  await using vera = await joinDesktop(team, { name: 'Vera', role: 'viewer' });
  const { page } = vera;
  await visit(page, '#/settings/paging');
  await expect(page.getByRole('article', { name: /^P1: at once/ })).toBeVisible();
  await expect(page.getByText('Only an owner can change this.')).toBeVisible();
  await expect(page.getByRole('button', { name: /^(Edit|Delete|Add)/ })).toHaveCount(0);
  expect(await findFaults(page, 'paging, as a viewer')).toEqual([]);
  const { id } = (
    await team.api<Made>('/api/v1/incidents', { json: { title: 'Checkout fails', severity: 'P2' } })
  ).body;
  await team.api(`/api/v1/incidents/${id}/facts`, {
    json: { kind: 'claimed', role: 'commander', person: owner, as: 'primary' },
  });
  await visit(page, `#/room/${id}`);
  await panel(page, 'Roles').getByRole('button', { name: 'Cy Owner' }).click();
  const card = page.getByRole('region', { name: 'About Cy Owner' });
  await expect(card).toContainText('Only responders and owners see contact details');
  await expect(page.getByText('cy@example.com')).toHaveCount(0);
});
