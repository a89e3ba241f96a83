// The two weeks after an incident, on two desktops: its review is written together, agreed to, saved, published and
// reminded of, and the team meets the incident again. Real mail and a real server; only the server's time is moved.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { strFromU8, unzipSync } from 'fflate';
import { openMailbox } from '#sync-server/delivery/testing/mailbox.ts';
import { makeMovableClock } from '#tests/helpers/clock.ts';
import { startOwnServer, type OwnServer } from '#tests/helpers/own-server.ts';
import type { ApiInit } from '#tests/helpers/server.ts';
import { joinDesktop } from '#tests/helpers/team.ts';
import type { Desktop } from '#tests/helpers/desktop.ts';

const minute = 60_000;
const day = 1_440 * minute;

/** Every hour counts as a working hour of this person, and mail reaches them. */
async function reachByMail(server: OwnServer, port: number, person: string): Promise<void> {
  const settings = { host: '127.0.0.1', port, security: 'none', from: 'muster@example.org' };
  await server.api('/api/v1/channels', { name: 'Mail', kind: 'email', settings });
  const workingHours = { days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '23:59' };
  const contact = { email: 'bo@example.org', timeZone: 'UTC', workingHours };
  const { status } = await server.api(
    `/api/v1/people/${person}`,
    { name: 'Bo Lind', role: 'responder', contact },
    { method: 'PUT' },
  );
  expect(status).toBe(200);
}

async function openReview({ page }: Desktop, room: string): Promise<void> {
  await page.evaluate((id) => (location.hash = `#/room/${id}/review`), room);
  await expect(stateOf(page, 'Draft')).toBeVisible();
}

const stateOf = (page: Page, name: string) =>
  page.getByRole('group', { name: 'State of the review' }).getByRole('button', { name });
const textOf = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
const preview = (page: Page) => page.frameLocator('iframe[title="Preview of the review"]');
const leaveField = (page: Page) =>
  page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());

const letters = (text: string): string => Array.from(text).toSorted().join('');

/** Both type into one text at once, one asks the other, and both agree to what it says in the end. */
async function writeTogether(desktops: readonly [Desktop, Desktop], room: string): Promise<void> {
  const [ana, bo] = desktops.map(({ page }) => page) as [Page, Page];
  await expect(preview(ana).getByText('Rolled back to v411').first()).toBeVisible();
  for (const page of [ana, bo]) await textOf(page, 'Root cause').click();
  await Promise.all([
    ana.keyboard.type('The pool was full.'),
    bo.keyboard.type('Connections were never returned.'),
  ]);
  const said = async (desktop: Desktop) => {
    const review = await desktop.api<{ texts: { rootCause: string | null } }>(
      `/api/v1/incidents/${room}/review.json`,
    );
    return review.texts.rootCause ?? '';
  };
  // What two people type at one place may mix, but nothing is lost, and both have the same.
  const typed = letters('The pool was full.Connections were never returned.');
  await expect.poll(async () => letters(await said(desktops[0]))).toBe(typed);
  await expect.poll(() => said(desktops[1])).toBe(await said(desktops[0]));
  await bo.getByRole('button', { name: 'Comment on Root cause' }).click();
  await bo.keyboard.type('Which graph shows it?');
  await bo.keyboard.press('Enter');
  const asked = ana.getByRole('list', { name: 'Comments on Root cause' });
  await expect(asked).toContainText('Which graph shows it?');
  await asked.getByRole('button', { name: 'Settled' }).click();
  await expect(bo.getByRole('list', { name: 'Comments on Root cause' })).toHaveCount(0);
}

async function agree(ana: Page, bo: Page): Promise<void> {
  await stateOf(bo, 'Reviewed').click();
  await expect(ana.getByText('Read and agreed by Bo Lind:')).toBeVisible();
  await expect(bo.getByText('It has changed since then.')).toBeHidden();
  await textOf(ana, 'What went well').click();
  await ana.keyboard.type('One command rolled it back.');
  await expect(bo.getByText('It has changed since then.')).toBeVisible();
  await stateOf(bo, 'Reviewed').click();
  await expect(ana.getByText('It has changed since then.')).toBeHidden();
}

async function saveAsWord({ app, page, userData }: Desktop): Promise<string> {
  const file = path.join(userData, 'review.docx');
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, file);
  await page.getByRole('button', { name: /^Word/ }).click();
  await expect.poll(() => existsSync(file)).toBe(true);
  await expect(page.getByText(`Saved to ${file}`)).toBeVisible();
  return strFromU8(unzipSync(readFileSync(file))['word/document.xml']!);
}

/** The public version needs its own agreement, because it says something else. */
async function publish(page: Page): Promise<void> {
  await page.getByLabel('Template of the review').selectOption('Public');
  await textOf(page, 'Summary').click();
  await page.keyboard.type('Nobody could pay for half an hour.');
  await leaveField(page);
  // What is agreed to is what the preview shows.
  await expect(preview(page).getByText('Nobody could pay for half an hour.').first()).toBeVisible();
  await stateOf(page, 'Reviewed').click();
  await page.keyboard.press('e');
  const dialog = page.getByRole('dialog', { name: 'Publish the review on a status page' });
  await expect(dialog).toContainText('Nobody could pay for half an hour.');
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(dialog).toHaveCount(0);
}

test('[RS2] [RS7] [RV5] [SP144] [AI5] [PM2] [PM6] two weeks of a review, on two desktops', async () => {
  await using mail = await openMailbox();
  const clock = makeMovableClock(() => new Promise((resolve) => setImmediate(resolve)));
  await using server = await startOwnServer({ clock });
  const team = {
    api: <T>(at: string, { json }: ApiInit = {}) => server.api<T>(at, json),
  };
  await using ana = await joinDesktop(team, { name: 'Ana Reyes', role: 'owner' });
  await using bo = await joinDesktop(team, { name: 'Bo Lind' });
  const { id: boId } = await bo.api<{ id: string }>('/api/v1/me');
  await reachByMail(server, mail.port, boId);
  const page = { slug: 'status', name: 'Status', visibility: 'public', components: [{ name: 'Checkout' }] };
  expect((await server.api('/api/v1/pages', page)).status).toBe(201);

  const declare = async (title: string, facts: object[]) => {
    const { id } = await ana.api<{ id: string }>('/api/v1/incidents', { json: { title, severity: 'P3' } });
    await ana.api(`/api/v1/incidents/${id}/facts`, { json: facts });
    return id;
  };
  const first = await declare('Checkout fails', [
    { kind: 'action', text: 'Rolled back to v411' },
    { kind: 'status', status: 'resolved' },
    { kind: 'review', causes: ['Pool'] },
  ]);
  await Promise.all([openReview(ana, first), openReview(bo, first)]);
  await writeTogether([ana, bo], first);
  await agree(ana.page, bo.page);
  const word = await saveAsWord(ana);
  expect(word).toContain('One command rolled it back.');
  expect(word).toContain('Rolled back to v411');
  await publish(ana.page);
  const told = await fetch(`${server.url}/status/status/incidents/${first}/index.html`);
  expect(await told.text()).toContain('Nobody could pay for half an hour.');

  // A promise that its owner forgets.
  const due = clock.now() + 3 * day;
  await ana.api(`/api/v1/incidents/${first}/facts`, {
    json: { kind: 'action-item', text: 'Return connections on a timeout', owner: boId, due },
  });
  await expect
    .poll(async () => JSON.stringify((await server.api('/api/v1/action-items')).body))
    .toContain('Return');
  clock.jump(5 * day);
  await clock.forward(minute);
  await expect
    .poll(() => mail.received.map((each) => each.header('subject') ?? '').join())
    .toContain('Overdue since');

  // It comes back, twice, and becomes a problem.
  clock.jump(9 * day);
  const second = await declare('Checkout fails', [{ kind: 'review', causes: ['pool'] }]);
  await ana.page.evaluate((id) => (location.hash = `#/room/${id}/review`), second);
  await expect(ana.page.getByRole('region', { name: 'Similar incidents' })).toContainText('Checkout fails');
  await declare('Refunds fail', [{ kind: 'review', causes: ['pool'] }]);
  await ana.page.evaluate(() => (location.hash = '#/problems'));
  await ana.page.getByRole('link', { name: 'Record pool as a problem' }).click();
  await textOf(ana.page, 'Name').fill('The pool runs empty');
  await ana.page.getByRole('button', { name: 'Save' }).click();
  await expect(ana.page.getByRole('region', { name: 'Incidents' }).getByRole('listitem')).toHaveCount(3);
  await bo.page.evaluate((id) => (location.hash = `#/room/${id}`), second);
  await expect(bo.page.getByText('The pool runs empty').first()).toBeVisible();
});
