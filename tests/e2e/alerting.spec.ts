// Who is reached and how, set up by hand: a channel that is tested, the usual policies, a door for other tools.
import { expect, test, type Page } from '@playwright/test';
import { openInbox, withStatus } from '#sync-server/paging/testing/inbox.ts';
import { launchDesktop, shareDesktop } from '#tests/helpers/desktop.ts';
import { findFaults } from '#tests/helpers/axe.ts';

const shared = shareDesktop('Ana Reyes');
const section = async (page: Page, name: string) => {
  await page.getByRole('link', { name: 'Settings' }).first().click();
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name, exact: true })).toBeVisible();
};
const shoot = async (page: Page, name: string) => {
  if (process.env.MUSTER_SHOTS) await page.screenshot({ path: `${process.env.MUSTER_SHOTS}/${name}.png` });
};

test('[AL1] a channel is added by keyboard and tested for real; its log says what became of each message', async () => {
  await using inbox = await openInbox();
  const ana = shared();
  const { page } = ana;
  await section(page, 'Channels');
  await expect(page.getByText('Nobody can be reached yet')).toBeVisible();
  expect(await findFaults(page, 'no channels')).toEqual([]);
  await page.getByRole('button', { name: 'Add a channel' }).press('Enter');
  const form = page.getByRole('form', { name: 'Channel' });
  await expect(form.getByLabel('Kind')).toBeFocused();
  await page.keyboard.type('Webhook');
  await expect(page.getByRole('option')).toHaveText(['Webhook']);
  await page.keyboard.press('Enter');
  // The kind is the name until somebody types another.
  await expect(form.getByLabel('Name')).toHaveValue('Webhook');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('Ops hook');
  await form.getByLabel('Address').fill('nonsense');
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(form).toContainText('an address');
  await form.getByLabel('Address').fill(`${inbox.url}/secret-path`);
  await form.getByLabel('Address').press('Enter');
  // A double click sends once.
  await page.getByRole('button', { name: 'Send a test Ops hook' }).dblclick();
  await expect(page.getByText('Sent. The receiver accepted it.')).toBeVisible();
  expect(inbox.received).toHaveLength(1);
  inbox.answers(withStatus(404));
  await page.getByRole('button', { name: 'Send a test Ops hook' }).click();
  const log = page.getByRole('region', { name: 'Recently sent' });
  await expect(log.getByRole('row').filter({ hasText: 'failed' })).toContainText('404');
  await expect(log.getByRole('row').filter({ hasText: 'sent' })).toHaveCount(1);
  // Attempt by attempt, and by what became of them.
  await log.getByRole('row').filter({ hasText: 'failed' }).getByRole('button', { name: '1 attempt' }).click();
  await expect(log.getByRole('listitem').filter({ hasText: 'Attempt 1' })).toContainText('404');
  await log.getByLabel('Result').selectOption('sent');
  await expect(log.getByText('404')).toHaveCount(0);
  await log.getByLabel('Result').selectOption('dropped');
  await expect(log.getByText('No recent message fits these filters.')).toBeVisible();
  await log.getByLabel('Result').selectOption('');
  // A pause, and back.
  await page.getByRole('button', { name: 'Pause Ops hook' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Ops hook' }).first()).toContainText('paused');
  await page.getByRole('button', { name: 'Resume Ops hook' }).click();
  await expect(page.getByRole('button', { name: 'Pause Ops hook' })).toBeVisible();
  await expect(page.getByText('secret-path')).toHaveCount(0);
  expect(await findFaults(page, 'channels')).toEqual([]);
  await shoot(page, 'alerting-channels');
});

test('[AL2] the usual four, one changed; a person in a step by name', async () => {
  await using ana = await launchDesktop();
  await ana.firstRun('Ana Reyes');
  const { page } = ana;
  await section(page, 'Paging');
  await page.getByRole('button', { name: 'Start with the usual four' }).click();
  const policy = (name: RegExp) => page.getByRole('article', { name });
  await expect(policy(/^P1/).getByRole('listitem')).toHaveText([
    '0 minAna Reyes',
    '5 minAna Reyes',
    '10 minRepeats 5 times',
    '60 minGoes on until somebody answers',
  ]);
  await expect(policy(/^P4/)).toContainText('Pages nobody');
  expect(await findFaults(page, 'policies')).toEqual([]);
  await shoot(page, 'alerting-policies');
  await page.getByRole('button', { name: /^Edit P2/ }).click();
  const form = page.getByRole('form', { name: 'Paging policy' });
  await form.getByLabel('Then wait').first().fill('7');
  await shoot(page, 'alerting-policy');
  expect(await findFaults(page, 'policy form')).toEqual([]);
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(policy(/^P2/)).toContainText('7 minRepeats 3 times');
  // What somebody else changed since the form was opened is not overwritten.
  await page.getByRole('button', { name: /^Edit P2/ }).click();
  await expect(form.getByLabel('Name')).toHaveValue(/^P2/);
  const { items } = await ana.api<{ items: ({ id: string; name: string } & Record<string, unknown>)[] }>(
    '/api/v1/policies',
  );
  const { id, ...theirs } = items.find(({ name }) => name.startsWith('P2'))!;
  await ana.api(`/api/v1/policies/${id}`, { method: 'PUT', json: { ...theirs, repeat: 1 } });
  await form.getByLabel('Repeats').fill('4');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toContainText('Somebody else has changed this');
  await form.getByRole('button', { name: 'Cancel' }).click();
  await expect(policy(/^P2/)).toContainText('Repeats once');

  await page.getByRole('button', { name: /^Delete P3/ }).click();
  await page.getByRole('button', { name: /^Delete P3/ }).click();
  await expect(policy(/^P3/)).toHaveCount(0);
});

test('[AL3] an intake shows what to copy, and what is sent to it becomes an incident', async () => {
  const ana = shared();
  const { page } = ana;
  await section(page, 'Intake');
  await page.getByRole('button', { name: 'Add an intake' }).click();
  const form = page.getByRole('form', { name: 'Intake' });
  await form.getByLabel('Name').fill('Scripts');
  await form.getByLabel('Kind').click();
  await page.getByRole('option', { name: /^(Generic )?webhook/i }).click();
  await form.getByLabel('Service', { exact: true }).fill('payments');
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('button', { name: 'Connect Scripts' }).click();
  const command = await page.getByLabel('Fire with curl').inputValue();
  const [, body = '', url = ''] = /-d '(.*)' (\S+)$/u.exec(command) ?? [];
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  expect(answer.ok, await answer.text()).toBe(true);
  await expect(page.getByRole('row').filter({ hasText: 'Scripts' })).toContainText('1 received');
  expect(await findFaults(page, 'intake')).toEqual([]);
  // A new key ends the old address.
  await page.getByRole('button', { name: 'New key, Scripts' }).click();
  await page.getByRole('button', { name: 'End the old key of Scripts' }).click();
  await expect(page.getByLabel('Fire with curl')).not.toHaveValue(command);
  const late = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  expect(late.status).toBe(404);
  await shoot(page, 'alerting-intake');
  await page.getByRole('link', { name: 'Muster, to the lobby' }).click();
  await expect(page.getByRole('link', { name: /Disk is full/ }).first()).toBeVisible();
});
