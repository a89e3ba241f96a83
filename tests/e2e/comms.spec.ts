// A customer update from its template to its log, by two people, with the room changing underneath.
import { expect, test } from '@playwright/test';
import { act, comms, shootComms, stands } from '#tests/helpers/comms.ts';
import { cell, declare, openFromLobby, readText, write, fillIn } from '#tests/helpers/room-page.ts';
import { startServer } from '#tests/helpers/server.ts';
import { build, hire } from '#tests/helpers/stage.ts';
import { joinDesktop } from '#tests/helpers/team.ts';

test('[CM3] [CM4] [CM9] an approval is stale everywhere as soon as the text or the room changes', async () => {
  await using server = await startServer();
  await using ana = await joinDesktop(server, { name: 'Ana Reyes', role: 'owner' });
  await using bo = await joinDesktop(server, { name: 'Bo Lind' });
  await declare(ana.page, 'Payments are down');
  await openFromLobby(bo.page, 'Payments are down');
  await write(ana.page, '/sev P1 most customers');
  await write(ana.page, '/claim commander');
  await write(bo.page, '/claim communications');

  await act(bo.page, 'Start the customers update').click();
  const editor = comms(bo.page).getByRole('textbox', { name: 'Customers update' });
  await expect(editor).toContainText('{impact}');
  const preview = comms(bo.page).getByRole('region', { name: 'Preview' });
  await expect(preview).toContainText('[who is affected and how]');
  await expect(preview).toContainText('When it will work again: not known yet.');
  await write(ana.page, '/impact users major, one in four cards is refused');
  await expect(preview).toContainText('one in four cards is refused');
  await shootComms(bo, 'draft');

  // [CM9] Nothing that is not filled in is approved or sent.
  await expect(act(ana.page, 'Ask for approval')).toBeDisabled();
  await act(ana.page, 'More ways to send it').click();
  for (const name of ['Approve', 'Send without approval…'])
    await expect(ana.page.getByRole('menuitem', { name })).toBeDisabled();
  await ana.page.keyboard.press('Escape');
  await expect(comms(ana.page)).toContainText('Fill in [what is affected] before it can be approved or sent');
  await fillIn(editor, '{components}', 'card payments');
  await expect(preview).toContainText('a problem with card payments');
  await act(bo.page, 'Ask for approval').click();
  await expect(stands(ana.page)).toHaveText('Ready to be approved.');
  await act(ana.page, 'Approve').click();
  for (const { page } of [ana, bo])
    await expect(stands(page)).toContainText('Approved as it stands by Ana Reyes');

  await write(ana.page, '/impact users major, one in two cards is refused');
  for (const { page } of [ana, bo]) {
    await expect(stands(page)).toContainText('Stale: it changed since Ana Reyes approved it');
    await expect(comms(page).getByLabel('Changes since the approval').locator('ins')).toContainText('two');
  }
  await shootComms(bo, 'stale');
  await act(ana.page, 'Approve').click();
  await expect(stands(bo.page)).toContainText('Approved');
  await editor.press('ControlOrMeta+End');
  await editor.pressSequentially(' We also like promises: it will be fixed today.');
  await expect(stands(ana.page)).toContainText('Stale');
  const findings = comms(ana.page).getByRole('list', { name: 'Check before you send it' });
  await expect(findings).toContainText('will be fixed today');
  expect(await readText(editor)).toContain('{next update}');

  // Without approval only with a reason, which the log then says.
  await act(bo.page, 'More ways to send it').click();
  await bo.page.getByRole('menuitem', { name: 'Send without approval…' }).click();
  await act(bo.page, 'Log without approval').click();
  await expect(comms(bo.page).getByRole('alert')).toContainText('This version is not approved');
  await comms(bo.page).getByLabel('Why send it anyway?').fill('Ana is on the phone');
  await act(bo.page, 'Log without approval').click();
  await expect(stands(ana.page)).toContainText('Sent by status page');
  const log = comms(ana.page).getByRole('region', { name: 'Sent' });
  await expect(log).toContainText('without approval: Ana is on the phone');

  // The next one, as it should be: approved, then sent by two channels.
  await act(bo.page, 'Start the next update').click();
  await expect(stands(ana.page)).toHaveText('Draft, not approved.');
  await fillIn(editor, '{components}', 'card payments');
  await act(bo.page, 'Ask for approval').click();
  await act(ana.page, 'Approve').click();
  await expect(stands(bo.page)).toContainText('Approved');
  await act(bo.page, 'Send').click();
  await act(bo.page, 'Log as sent').click();
  await comms(bo.page).getByRole('button', { name: 'E-mail' }).click();
  await expect(preview).toContainText('Subject');
  await act(bo.page, 'More ways to send it').click();
  await bo.page.getByRole('menuitem', { name: 'Send by another channel' }).click();
  await act(bo.page, 'Log as sent').click();
  await expect(stands(ana.page)).toContainText('Sent by status page, e-mail at');
  await expect(log.getByText('without approval')).toHaveCount(1);
  await shootComms(bo, 'sent');
});

test('[CM7] the header and the panel say whose turn the late update is', async () => {
  await using server = await startServer();
  const owner = { url: server.url, token: server.ownerToken };
  const [ana, bo] = await hire(owner, ['Ana Reyes', 'Bo Lind']);
  await build(owner, Date.now(), null, ({ says }) => {
    for (const { id, name } of [ana!, bo!]) says(22, id, { kind: 'joined', name });
    says(21, ana!.id, {
      kind: 'declared',
      title: 'Payments are down',
      severity: 'P1',
      service: 'Payments',
      source: { type: 'person' },
    });
    says(20, ana!.id, { kind: 'claimed', role: 'commander', person: ana!.id, as: 'primary' });
    says(20, bo!.id, { kind: 'claimed', role: 'communications', person: bo!.id, as: 'primary' });
  });
  await using cy = await joinDesktop(server, { name: 'Cy Park' });
  await openFromLobby(cy.page, 'Payments are down');
  await expect(cell(cy.page, 'Next update')).toContainText(/\d min late Bo sends/);
  await expect(cy.page.getByRole('group', { name: 'Next step' })).toContainText(
    /\d min late\. Bo Lind sends it; Ana Reyes makes sure it goes out\./,
  );
  await expect(comms(cy.page)).toContainText('Bo sends it; Ana makes sure it goes out.');
  await act(cy.page, 'Executives').click();
  await act(cy.page, 'Start the executives update').click();
  await expect(comms(cy.page).getByRole('region', { name: 'Preview' })).toContainText(
    'Ana Reyes leads the response',
  );
  await shootComms(cy, 'late');
});
