// An approved update really leaves: by mail and to a chat, once, and not when it changed since.
import { expect, test, type Page } from '@playwright/test';
import { openInbox, withStatus } from '#sync-server/paging/testing/inbox.ts';
import { openMailbox } from '#sync-server/delivery/testing/mailbox.ts';
import { findFaults } from '#tests/helpers/axe.ts';
import { act, approveUpdate, comms, shootComms, stands, writeUpdate } from '#tests/helpers/comms.ts';
import { declare, write } from '#tests/helpers/room-page.ts';
import { startServer, type RunningServer } from '#tests/helpers/server.ts';
import { joinDesktop } from '#tests/helpers/team.ts';

async function addChannel(server: RunningServer, channel: Record<string, unknown>) {
  const added = await server.api('/api/v1/channels', { json: { audiences: ['customers'], ...channel } });
  expect(added.status, JSON.stringify(added.body)).toBe(201);
}

/** Another number of columns draws the panel anew, with its form closed. */
async function showWays(page: Page): Promise<void> {
  if ((await act(page, 'Done').count()) === 0) await act(page, 'Send by another channel').click();
  await act(page, 'Done').scrollIntoViewIfNeeded();
}

test('[CN8] [CO7] an approved update goes out by mail and to a chat, once; changed, it goes nowhere', async () => {
  await using server = await startServer();
  await using mailbox = await openMailbox();
  await using inbox = await openInbox();
  await addChannel(server, {
    name: 'Customers by mail',
    kind: 'email',
    settings: {
      host: '127.0.0.1',
      port: mailbox.port,
      security: 'none',
      from: 'status@example.com',
      to: 'customers@example.com',
    },
  });
  await addChannel(server, {
    name: 'Partners in Slack',
    kind: 'slack',
    settings: { url: `${inbox.url}/services/T0/B0/secret` },
  });
  await using ana = await joinDesktop(server, { name: 'Ana Reyes', role: 'owner' });
  const { page } = ana;
  await declare(page, 'Payments are down');
  await writeUpdate(page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('u');
  await expect(act(page, 'Ask for approval')).toBeFocused();
  await page.keyboard.press('Enter');
  await act(page, 'Approve').click();
  await expect(stands(page)).toContainText('Approved');
  // The key of the panel leads to the button that sends, and Enter is enough.
  await expect(act(page, 'Send')).not.toBeFocused();
  await page.keyboard.press('u');
  await expect(act(page, 'Send')).toBeFocused();
  await page.keyboard.press('Enter');

  const channels = comms(page).getByRole('list', { name: 'Channels' });
  await act(page, 'Send: Customers by mail').click();
  await expect(channels.getByRole('listitem').filter({ hasText: 'by mail' })).toContainText('sent');
  await expect.poll(() => mailbox.received.map(({ to }) => to)).toEqual([['customers@example.com']]);
  expect(mailbox.received[0]?.text).toContain('one in four cards is refused');
  await expect(stands(page)).toContainText('Sent by');
  const copy = comms(page).getByRole('region', { name: 'Sent' }).getByRole('group').first();
  await expect(copy).toContainText('to 1 address by Ana Reyes');
  await copy.getByText('Customers by mail').click();
  await expect(copy.getByText('To customers@example.com')).toBeVisible();

  // A chat that is away for a moment: the screen says so, Muster tries again, and the message arrives.
  inbox.answers(withStatus(503, 'later'), withStatus(200, 'ok'));
  await act(page, 'Send: Partners in Slack').click();
  await expect(channels.getByRole('listitem').filter({ hasText: 'in Slack' })).toContainText(/sent/, {
    timeout: 60_000,
  });
  expect(inbox.received).toHaveLength(2);
  expect(JSON.stringify(inbox.received[1]?.json())).toContain('one in four cards is refused');
  await expect(act(page, /^Send( again)?: /)).toHaveCount(0);
  if (process.env.MUSTER_SHOTS)
    await page.screenshot({ path: `${process.env.MUSTER_SHOTS}/comms-sending.png` });
  expect(await findFaults(page, 'sending')).toEqual([]);

  // What changed after its approval is not what was approved.
  await act(page, 'Done').click();
  await write(page, '/impact users major, one in two cards is refused');
  await act(page, 'Approve').click();
  await expect(stands(page)).toContainText('Approved');
  await act(page, 'Send').click();
  await write(page, '/impact users critical, every card is refused');
  await expect(stands(page)).toContainText('Stale');
  await act(page, 'Send: Customers by mail').click();
  await expect(comms(page).getByRole('alert')).toContainText('This version is not approved');
  expect(mailbox.received).toHaveLength(1);

  // The team's server away: writing and approving go on, sending says that it cannot.
  await server.kill9();
  await expect(comms(page).getByRole('status').filter({ hasText: 'cannot send it now' })).toBeVisible();
  await act(page, 'Done').click();
  await act(page, 'Approve').click();
  await expect(stands(page)).toContainText('Approved as it stands by Ana Reyes');
  expect(mailbox.received).toHaveLength(1);
});

test('[CN8] an undelivered message stays in sight with its reason, and is sent again on request', async () => {
  await using server = await startServer();
  await using inbox = await openInbox();
  inbox.answers(withStatus(404, 'no_team'));
  await addChannel(server, {
    name: 'Partners in Slack',
    kind: 'slack',
    settings: { url: `${inbox.url}/services/T0/B0/secret` },
  });
  await addChannel(server, { name: 'Status feed', kind: 'webhook', settings: { url: inbox.url } });
  await using ana = await joinDesktop(server, { name: 'Ana Reyes', role: 'owner' });
  const { page } = ana;
  await declare(page, 'Payments are down');
  await approveUpdate(page);
  await act(page, 'Send').click();
  await act(page, 'Send: Partners in Slack').click();
  const channels = comms(page).getByRole('list', { name: 'Channels' });
  await expect(channels).toContainText('failed: answered 404: no_team');
  await expect(stands(page)).toContainText('Approved');
  inbox.answers(withStatus(200, 'ok'));
  await act(page, 'Send: Status feed').click();
  await expect(stands(page)).toContainText('Sent by Status feed');
  await shootComms(ana, 'comms-not-sent', () => showWays(page));
  await act(page, 'Done').click();
  const unsent = comms(page).getByRole('list', { name: 'Not sent' });
  await expect(unsent).toContainText('Partners in Slack failed: answered 404: no_team');

  // The team's server goes and comes back while the form is open.
  await server.kill9();
  await act(page, 'More ways to send it').click();
  await page.getByRole('menuitem', { name: 'Send by another channel' }).click();
  await expect(comms(page)).toContainText('Muster cannot send it now');
  await shootComms(ana, 'comms-cannot-send', () => showWays(page));
  await server.restart();
  await expect(act(page, 'Send again: Partners in Slack')).toBeVisible();
  await act(page, 'Send again: Partners in Slack').click();
  await expect(stands(page)).toContainText('Partners in Slack');
  await act(page, 'Done').click();
  await expect(unsent).toHaveCount(0);
  expect(inbox.received).toHaveLength(3);
});
