// What was promised after incidents: found, finished and dropped by keyboard, on a desktop whose team's server is gone.
import { expect, test } from '@playwright/test';
import { shareDesktop } from '#tests/helpers/desktop.ts';
import { openTracker } from '#sync-server/delivery/testing/tracker.ts';
import { startServer } from '#tests/helpers/server.ts';
import { joinDesktop } from '#tests/helpers/team.ts';

const shared = shareDesktop('Ana Reyes');

test('[AI4] my promises are worked through by keyboard while the team is away', async () => {
  await using server = await startServer();
  await using desktop = await joinDesktop(server, { name: 'Ana Reyes' });
  const { page } = desktop;
  const { id: me } = await desktop.api<{ id: string }>('/api/v1/me');
  const declare = async (title: string, items: object[]) => {
    const { id } = await desktop.api<{ id: string }>('/api/v1/incidents', {
      json: { title, severity: 'P2' },
    });
    await desktop.api(`/api/v1/incidents/${id}/facts`, {
      json: [
        ...items.map((item) => ({ kind: 'action-item', ...item })),
        { kind: 'status', status: 'closed' },
      ],
    });
    return id;
  };
  const day = 86_400_000;
  await declare('Refunds are paid twice', [
    { text: 'Add a check on double refunds', owner: me, due: Date.now() - 3 * day },
    { text: 'Better tests', owner: me },
  ]);
  await declare('Search is slow', [{ text: 'Drop the old index', due: Date.now() + 5 * day }]);
  await server[Symbol.asyncDispose]();

  // The lobby has what is overdue, and leads to the list.
  await page.getByRole('link', { name: /Add a check on double refunds/ }).click();
  await expect(page.getByRole('heading', { name: 'Action items', level: 1 })).toBeVisible();
  const rows = page.getByRole('list', { name: 'Action items' }).getByRole('listitem');
  await expect(rows).toHaveCount(2);
  await page.keyboard.press('w');
  await expect(rows).toHaveCount(3);
  await expect(rows.filter({ hasText: 'Better tests' })).toContainText('Begin with a verb.');
  await expect(rows.first()).toContainText('3 d late');

  await page.keyboard.press('j');
  await expect(page.getByRole('link', { name: 'Add a check on double refunds' })).toBeFocused();
  await page.keyboard.press('d');
  const evidence = page.getByRole('textbox', { name: /How can others see that it is done/ });
  await expect(evidence).toBeFocused();
  await page.keyboard.type('it fired in the drill');
  await page.keyboard.press('Enter');
  await expect(rows).toHaveCount(2);

  // Dropping needs a reason; Esc leaves the item as it was.
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  const reason = page.getByRole('textbox', { name: 'Why it is dropped' });
  await expect(reason).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Say in a few words why it is dropped.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(reason).toBeHidden();
  await expect(rows).toHaveCount(2);

  await page.getByRole('combobox', { name: 'Show' }).click();
  await page.getByRole('option', { name: 'Done', exact: true }).click();
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText('it fired in the drill');
  await page.getByRole('button', { name: 'Reopen' }).click();
  await expect(page.getByText('No action item matches these filters')).toBeVisible();
});

// The list has the items of all incidents, so this comes before those that write others.
test('[AI8] work that can be automated is marked in the review and found in the list, by keyboard', async () => {
  const desktop = shared();
  const { page } = desktop;
  const { id } = await desktop.api<{ id: string }>('/api/v1/incidents', {
    json: { title: 'The queue is full' },
  });
  await desktop.api(`/api/v1/incidents/${id}/facts`, {
    json: ['Restart the queue at its limit', 'Write the runbook'].map((text) => ({
      kind: 'action-item',
      text,
    })),
  });
  await page.evaluate((room) => (location.hash = `#/room/${room}`), id);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Alt+2');
  const box = page.getByRole('checkbox', { name: 'can be automated' }).first();
  await box.focus();
  await page.keyboard.press('Space');
  await expect(box).toBeChecked();

  await page.evaluate(() => (location.hash = '#/action-items'));
  const rows = page.getByRole('list', { name: 'Action items' }).getByRole('listitem');
  await expect(rows).toHaveCount(2);
  await page.getByRole('combobox', { name: 'Which work' }).click();
  await page.getByRole('option', { name: 'Can be automated' }).click();
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('Restart the queue at its limit');
  await expect(rows).toContainText('can be automated');
  await page.getByRole('link', { name: 'Restart the queue at its limit' }).focus();
  await page.keyboard.press('a');
  await expect(page.getByText('No action item matches these filters')).toBeVisible();
});

test('[AI7] a promise to detect something becomes a monitor, and each leads to the other', async () => {
  const desktop = shared();
  const { page } = desktop;
  const { id } = await desktop.api<{ id: string }>('/api/v1/incidents', {
    json: { title: 'The queue is full' },
  });
  await desktop.api(`/api/v1/incidents/${id}/facts`, {
    json: { kind: 'action-item', text: 'Watch the queue', type: 'detect' },
  });
  await page.evaluate(() => (location.hash = '#/action-items'));
  await page.getByRole('link', { name: 'Make a monitor' }).click();
  await page.getByLabel('Address').fill('127.0.0.1:9');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: /an action item of INC-/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'The queue is full' })).toBeVisible();
  await page.evaluate(() => (location.hash = '#/action-items'));
  await expect(page.getByRole('link', { name: /^Monitor: / })).toBeVisible();
});

test('[AI9] an action and a step that people did by hand become action items with one key', async () => {
  const desktop = shared();
  const { page } = desktop;
  const { id } = await desktop.api<{ id: string }>('/api/v1/incidents', {
    json: { title: 'No space left on device' },
  });
  await desktop.api(`/api/v1/incidents/${id}/facts`, {
    json: { kind: 'action', text: 'Emptied the cache', repair: 'temporary' },
  });
  await page.evaluate((room) => (location.hash = `#/room/${room}`), id);
  const entries = page.getByRole('feed', { name: 'Entries' });
  const action = entries.getByRole('article').filter({ hasText: 'Emptied the cache' }).first();
  await action.focus();
  const button = action.getByRole('button', { name: /^Can be automated/ });
  await expect(button).toBeVisible();
  await page.keyboard.press('Shift+Q');
  await expect(entries).toContainText('Automate: Emptied the cache');
  await expect(button).toBeHidden();

  await page.keyboard.press('Shift+Y');
  const step = page.getByRole('checkbox', { name: /^Say it in one line/ });
  await step.press('Space');
  await expect(step).toBeChecked();
  await expect(page.getByRole('button', { name: /^can be automated/ })).toBeVisible();
  await step.press('Shift+Q');
  await expect(page.getByText('An action item was added to the review')).toBeVisible();
  await expect(page.getByRole('button', { name: /^can be automated/ })).toBeHidden();

  // The temporary repair still asks for one that lasts.
  await page.keyboard.press('Alt+2');
  await expect(page.getByRole('checkbox', { name: 'can be automated', checked: true })).toHaveCount(2);
  await expect(page.getByText('A temporary repair is still in place: Emptied the cache')).toBeVisible();
});

test('[TK2] [TK3] a ticket is asked for by key while the team is away, made when it is back, and its state is shown', async () => {
  await using tracker = await openTracker('github');
  await using server = await startServer();
  const json = { name: 'GitHub', kind: 'github', settings: tracker.settings };
  expect((await server.api('/api/v1/channels', { json })).status).toBe(201);
  await using desktop = await joinDesktop(server, { name: 'Ana Reyes' });
  const { page } = desktop;
  const { id } = await desktop.api<{ id: string }>('/api/v1/incidents', {
    json: { title: 'Refunds are paid twice' },
  });
  await desktop.api(`/api/v1/incidents/${id}/facts`, {
    json: { kind: 'action-item', text: 'Add a check on double refunds' },
  });
  await page.evaluate(() => (location.hash = '#/action-items'));
  const row = page.getByRole('list', { name: 'Action items' }).getByRole('listitem');
  await expect(row).toContainText('Add a check on double refunds');
  await server.stop();
  await row.getByRole('link', { name: 'Add a check on double refunds' }).focus();
  await page.keyboard.press('t');
  await expect(page.getByRole('textbox', { name: /^Ticket address/ })).toBeFocused();
  const create = row.getByRole('button', {
    name: 'Create in GitHub a ticket for Add a check on double refunds',
  });
  for (let presses = 0; presses < 3; presses++) await page.keyboard.press('Tab');
  await expect(create).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(row).toContainText('Ticket asked for');
  expect(tracker.tickets).toEqual([]);
  await server.restart();
  const ticket = row.getByRole('button', { name: 'Ticket: open' });
  await expect(ticket).toHaveAttribute('title', tracker.addressOf(1), { timeout: 60_000 });
  expect(tracker.tickets).toMatchObject([{ title: 'Add a check on double refunds' }]);

  // The review says the same, and offers no second one.
  await page.evaluate((room) => (location.hash = `#/room/${room}/review`), id);
  await expect(page.getByRole('button', { name: 'Ticket: open' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Create in GitHub/ })).toHaveCount(0);
});
