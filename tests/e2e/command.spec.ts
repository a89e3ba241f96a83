// Command and actions that grade themselves, as a commander meets them: a real check, a real outage.
import { expect, test, type Page } from '@playwright/test';
import type { FactDraft } from '#room/facts/fact.ts';
import { startDyingService } from '#tests/helpers/dying-service.ts';
import { shareDesktop, type Desktop } from '#tests/helpers/desktop.ts';
import { askStatus, cell, entry, line, openFromLobby, panel } from '#tests/helpers/room-page.ts';
import { build, hire } from '#tests/helpers/stage.ts';
import { resize } from '#tests/helpers/team.ts';

const shared = shareDesktop('Ana Reyes');
async function begin(): Promise<Desktop> {
  const desktop = shared();
  await resize(desktop, { width: 1440, height: 900 });
  return desktop;
}

const meOf = async (desktop: Desktop): Promise<string> =>
  (await desktop.api<{ id: string }>('/api/v1/me')).id;
const declared = (title: string): FactDraft => ({
  kind: 'declared',
  title,
  service: 'payments',
  source: { type: 'person' },
});
const claim = (person: string, role: string): FactDraft => ({
  kind: 'claimed',
  role,
  person,
  as: 'primary',
});
const shown = (page: Page) => page.getByRole('group', { name: 'Reminders' });

test('[CO1] [CO3] [CO13] the header reminds, the helper advises, and the reason is on the timeline', async () => {
  const desktop = await begin();
  const { page } = desktop;
  const me = await meOf(desktop);
  await build(await desktop.server(), Date.now(), null, ({ says }) => {
    says(7, me, declared('Payments are down'));
    says(6, me, { kind: 'task', text: 'Call the bank', due: Date.now() - 60_000 });
  });
  await openFromLobby(page, 'Payments are down');
  await expect(shown(page)).toContainText('Still no commander, severity not set, 1 task overdue');
  await shown(page).getByRole('button', { name: 'Later' }).click();
  await expect(shown(page)).toBeHidden();

  await page.keyboard.press('s');
  const ask = page.getByRole('dialog').filter({ hasText: 'How bad is it?' });
  await ask.getByLabel('Users').selectOption('major');
  await expect(ask).toContainText('The answers come to P2: many users are affected.');
  await ask.getByLabel('Data').selectOption('major');
  await expect(ask).toContainText('The answers come to P1: data is at risk.');
  await ask.getByRole('button', { name: 'Set P1' }).click();
  await expect(entry(page, /Severity: P1 Data is at risk/)).toBeVisible();
  await expect(entry(page, /assessed the impact: users major, data major/)).toBeVisible();

  // What stands is not said again, neither by the question nor by the line.
  await page.keyboard.press('s');
  await ask.getByRole('button', { name: 'Set P1' }).click();
  await expect(ask).toBeHidden();
  await line(page).fill('/sev p1');
  await page.keyboard.press('Enter');
  await line(page).fill('the bank is called');
  await page.keyboard.press('Enter');
  await expect(entry(page, /the bank is called/)).toBeVisible();
  await expect(entry(page, /Severity: P1/)).toHaveCount(1);
  await page.keyboard.press('Escape');

  // What stands is not lowered by a sum.
  await page.keyboard.press('s');
  await ask.getByLabel('Data').selectOption('none');
  await expect(ask).toContainText('P1 stands and is higher');
  await expect(ask.getByRole('button', { name: 'Set P1' })).toBeVisible();
  await page.keyboard.press('Escape');
});

test('[CO4] a commander with hands on is warned about; two commanders are settled over both their orders', async () => {
  const desktop = await begin();
  const { page } = desktop;
  const me = await meOf(desktop);
  const server = await desktop.server();
  const [bo] = await hire(server, ['Bo Lindqvist']);
  await build(server, Date.now(), null, ({ says }) => {
    says(9, me, declared('Two bridges'));
    says(8, me, claim(me, 'commander'));
    says(7.9, bo!.id, claim(bo!.id, 'commander'));
    says(7, me, { kind: 'decision', text: 'Roll back v412' });
    says(6, bo!.id, { kind: 'decision', text: 'Fail over to eu-1' });
    says(5, me, claim(me, 'operations'));
  });
  await openFromLobby(page, 'Two bridges');
  await expect(panel(page, 'Roles')).toContainText('Ana Reyes commands and also holds operations.');
  await expect(page.getByText(/both took command/)).toBeVisible();
  await page.getByRole('button', { name: /^Settle/ }).click();
  const ask = page.getByRole('dialog').filter({ hasText: 'Who keeps command?' });
  await expect(ask.getByRole('region', { name: 'Orders of Ana Reyes' })).toContainText('Roll back v412');
  await expect(ask.getByRole('region', { name: 'Orders of Bo Lindqvist' })).toContainText(
    'Fail over to eu-1',
  );
  await ask.getByText('Bo Lindqvist', { exact: true }).last().click();
  await ask.getByRole('button', { name: 'Bo Lindqvist keeps command' }).click();
  await expect(page.getByText('both took command')).toBeHidden();
  await expect(cell(page, 'Command')).toContainText('Bo Lindqvist');
  await expect(panel(page, 'Roles')).not.toContainText('also holds');
});

test('[GR2] [GR4] [GR5] [CO2] [CO9] the checks grade the repair, the step asks what it needs, the review asks for more', async () => {
  await using service = await startDyingService();
  const desktop = await begin();
  const { page } = desktop;
  const me = await meOf(desktop);
  await build(await desktop.server(), Date.now(), null, ({ says }) => {
    says(1, me, declared('Payments are down'));
    says(1, me, { kind: 'claimed', role: 'commander', person: me, as: 'primary' });
  });
  await service.answerWith(503);
  const monitor = await desktop.api<{ id: string }>('/api/v1/monitors', {
    json: {
      name: 'payments-api',
      kind: 'http',
      settings: { url: service.url },
      intervalSeconds: 1,
      confirmations: 2,
      recoveries: 1,
      service: 'payments',
    },
  });
  await openFromLobby(page, 'Payments are down');
  await expect(entry(page, /payments-api went down/)).toBeVisible();
  await line(page).fill('/action temporary watch 10s Restarted the pool');
  await line(page).press('Enter');
  const action = entry(page, /Action.*Restarted the pool/);
  await expect(action).toContainText('Watching 1 check for');
  await service.answerWith(200);
  await expect(action).toContainText(/The checks say it helped: payments-api recovered after \d+ s/);
  await expect(action.getByRole('img', { name: 'payments-api before and after the action' })).toBeVisible();
  await action.getByRole('button', { name: 'Agree' }).click();
  await expect(action).toContainText(/Helped: payments-api (recovered|came back)/);
  await expect(entry(page, /payments-api is up again/)).toBeVisible();

  const ask = await askStatus(page, 'Resolved');
  await expect(ask.getByLabel('No check is down')).toBeChecked();
  await expect(ask.getByLabel('What was done?')).toHaveAttribute('placeholder', 'Restarted the pool');
  await ask.getByLabel('What was the cause?').fill('The pool was exhausted');
  await ask.getByRole('button', { name: 'Check now' }).click();
  await expect(ask.getByRole('status')).toHaveText('Its check has answered');
  await expect(ask.getByLabel('Recovery was verified')).toBeChecked();
  await expect(ask).toContainText(/measured since the last action: payments-api up \(\d+ ms\)/);
  for (const claim of ['Nothing else began to fail', 'Customers were told'])
    await ask.getByLabel(claim).check();
  await ask.getByRole('button', { name: 'Resolve anyway' }).click();
  await expect(ask).toContainText('One word is enough');
  await ask.getByLabel('Why go on without the rest').fill('no smoke test exists');
  await ask.getByRole('button', { name: 'Resolve anyway' }).click();
  await expect(
    entry(page, /Status: Resolved. No smoke test exists. Not confirmed: smoke test/),
  ).toBeVisible();

  await page.keyboard.press('Alt+2');
  const suggested = page.getByRole('list', { name: 'Suggested action items' });
  await expect(suggested).toContainText('A temporary repair is still in place: Restarted the pool');
  await suggested.getByRole('button', { name: 'Make it an action item' }).click();
  await expect(suggested).toBeHidden();
  await expect(
    page.getByLabel('Done: Replace the temporary repair with a lasting one: Restarted the pool'),
  ).toBeVisible();
  await desktop.api(`/api/v1/monitors/${monitor.id}`, { method: 'DELETE' });
});

test('[IN1] a test of a hypothesis says beforehand what would refute it, and by when', async () => {
  const desktop = await begin();
  const { page } = desktop;
  const me = await meOf(desktop);
  await build(await desktop.server(), Date.now(), null, ({ says }) => {
    says(1, me, declared('Payments are slow'));
    says(1, me, { kind: 'hypothesis', text: 'eu-2 is overloaded' });
  });
  await openFromLobby(page, 'Payments are slow');
  const board = panel(page, 'Investigation');
  await board.getByRole('button', { name: 'Test it' }).click();
  await board.getByLabel('What you try').fill('10m drain eu-2');
  await board.getByLabel('What would refute it').fill('errors stay the same');
  await page.keyboard.press('Enter');
  await expect(board).toContainText(
    /Test by Ana Reyes: drain eu-2; refuted if errors stay the same, in 9 min/,
  );
  await expect(entry(page, /Testing: drain eu-2/)).toBeVisible();
  await board.getByRole('button', { name: 'Refuted' }).click();
  await page.keyboard.press('Enter');
  await expect(board).toContainText('refuted, Ana Reyes');
});
