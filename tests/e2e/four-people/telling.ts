// The chapters in which four people tell customers, meet on a laptop, catch up, and write the review.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { act, comms, stands } from '#tests/helpers/comms.ts';
import { appFolder } from '#tests/helpers/desktop.ts';
import { openReview, reviewText, saveReviews } from '#tests/helpers/review-page.ts';
import {
  askStatus,
  cell,
  connection,
  entry,
  line,
  openFromLobby,
  press,
  readText,
  write,
} from '#tests/helpers/room-page.ts';
import { type Cast, everybody, title } from './cast.ts';

const draft = (page: Page) => page.getByRole('textbox', { name: 'Customers update' });

/** Customers are told what was approved, and nothing else. */
export async function tellCustomers({ ana, bo, cy, gil, mailbox }: Cast) {
  await openFromLobby(gil, title);
  await comms(cy).getByRole('button', { name: 'Start the customers update' }).click();
  await draft(cy).click();
  await cy.keyboard.press('Control+A');
  await cy.keyboard.insertText('Card payments fail for some customers.');
  await expect.poll(() => readText(draft(gil))).toBe('Card payments fail for some customers.');
  // Two cursors in one paragraph; the guest promises what nobody knows, and the words say so.
  await draft(gil).click();
  await gil.keyboard.press('Control+End');
  await expect(draft(cy).getByText('Gil Guest', { exact: true })).toBeVisible();
  await gil.keyboard.insertText(' We guarantee that it never happens again.');
  await expect(comms(cy).getByRole('list', { name: 'Check before you send it' })).toContainText(
    /guarantee|never/,
  );
  await draft(cy).click();
  await cy.keyboard.press('Control+A');
  await cy.keyboard.insertText(
    'Card payments failed for some customers since 14:02 UTC. They work again, and we watch.',
  );
  await act(cy, 'Ask for approval').click();
  await act(ana, 'Approve').click();
  for (const page of [ana, bo, cy, gil])
    await expect(stands(page)).toContainText('Approved as it stands by Ana Reyes');
  await draft(gil).click();
  await gil.keyboard.press('Control+End');
  await gil.keyboard.type(' Sorry.');
  for (const page of [ana, bo, cy, gil]) await expect(stands(page)).toContainText('Stale');
  expect(mailbox.received).toHaveLength(0);
  await act(ana, 'Approve').click();
  await expect(stands(cy)).toContainText('Approved as it stands by Ana Reyes');
  await act(cy, 'Send').click();
  await comms(cy).getByRole('button', { name: 'Send: Customers by mail' }).click();
  await expect.poll(() => mailbox.received.length).toBe(1);
  expect(mailbox.received[0]?.text).toContain('They work again, and we watch. Sorry.');
  await expect(stands(ana)).toContainText('Sent by');
  await act(cy, 'Done').click();
}

/** The team’s server dies, and they meet on a laptop. */
export async function meetOnALaptop({ server, ana, bo, cy }: Cast) {
  const room = new URL(ana.url()).hash;
  await server.kill9();
  for (const page of [ana, cy]) await expect(connection(page)).toHaveText(/^On this computer only/);
  await connection(ana).click();
  await ana.getByRole('button', { name: 'Make this laptop a hub' }).click();
  await ana.getByRole('button', { name: 'Open the hub' }).click();
  const address = await ana.getByLabel('For members of your team').inputValue();
  await connection(cy).click();
  await cy.getByLabel('Address of the hub').fill(address);
  await cy.getByRole('button', { name: 'Join the hub' }).click();
  for (const page of [ana, cy]) {
    await page.evaluate((to) => (location.hash = to), room);
    await expect(connection(page)).toHaveText(/^Hub: 2 people/);
  }
  await write(cy, 'the team’s server is gone as well; we meet on Ana’s laptop');
  await expect(entry(ana, 'we meet on Ana’s laptop')).toBeVisible();
  await server.restart();
  await expect(connection(bo)).toHaveText('Live');
  await press(bo, 'End');
  await expect(entry(bo, 'we meet on Ana’s laptop')).toBeVisible();
}

/** Who was away catches up, who commands is followed, a slip is undone. */
export async function keepUp({ anas, ana, bo, cy, gil }: Cast) {
  // What changed while the guest was away, in words.
  await press(gil, 'z');
  const strip = gil.getByRole('region', { name: 'What changed' });
  await expect(strip).toContainText(/1 action \(1 helped\), 1 customer update sent, payments-api came back/);
  await gil.keyboard.press('Escape');
  await expect(strip).toHaveCount(0);
  await ana.getByRole('button', { name: /\d here/ }).click();
  await ana.getByRole('button', { name: 'Ask everybody to follow me' }).click();
  await expect(gil.getByText('Ana Reyes commands and asks you to follow.')).toBeVisible();
  await press(gil, 'Shift+V');
  await expect(ana.getByText('Gil Guest follows you')).toBeVisible();
  // Of three windows on one screen the one that somebody works in has the focus.
  await anas.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .find((each) => each.isVisible())
      ?.focus(),
  );
  await press(ana, 'i');
  await expect(gil.getByText('You follow Ana Reyes: Impact')).toBeVisible();
  await gil.keyboard.press('Escape');
  await expect(gil.getByText(/^You follow/)).toHaveCount(0);
  await write(cy, 'wrong room, sorry');
  await expect(entry(bo, 'wrong room, sorry')).toBeVisible();
  await press(cy, 'ControlOrMeta+z');
  await expect(entry(bo, /Struck out by Cy Young: undone/)).toBeVisible();
}

/** It is resolved, looked back at, and written up. */
export async function writeUp(cast: Cast) {
  const { ana, bo, gil, anas } = cast;
  const ask = await askStatus(ana, 'Resolved');
  await ask.getByLabel('What was the cause?').fill('Logs filled the disk of db-1');
  await ask.getByLabel('Why go on without the rest').fill('watched for ten minutes');
  await ask.getByRole('button', { name: 'Resolve anyway' }).click();
  for (const page of everybody(cast))
    await expect(cell(page, 'Impact')).toContainText(/Resolved \d\d:\d\d after/);

  // The guest looks back: the room of before, which nobody can write to.
  await press(gil, 'g');
  const past = gil.getByRole('region', { name: 'Replay: the room as it was, not live' });
  await expect(past).toBeVisible();
  await gil.getByRole('slider', { name: 'Moment shown' }).press('Home');
  await expect(past.getByText('Replay, not live')).toBeVisible();
  await expect(past.getByText(/no deploys until this is over/)).toHaveCount(0);
  await expect(line(gil)).toHaveCount(0);
  await gil.keyboard.press('Escape');
  await expect(line(gil)).toBeVisible();

  await Promise.all([openReview(ana), openReview(bo)]);
  await reviewText(ana, 'Root cause').click();
  await ana.keyboard.type('Nothing rotated the logs away.');
  await expect.poll(() => readText(reviewText(bo, 'Root cause'))).toBe('Nothing rotated the logs away.');
  const files = await saveReviews(anas, path.join(appFolder, 'test-results/four-people-review'));
  const written = readFileSync(files.markdown, 'utf8');
  for (const words of [
    'Nothing rotated the logs away.',
    'Deleted rotated logs on db-1',
    'cut off; deleting rotated logs all the same',
    'Gil Guest',
    'Cy Young',
    'the disk of db-1 filled up overnight',
    'it is full already',
  ])
    expect(written, words).toContain(words);
}
