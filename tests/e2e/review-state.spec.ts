// Where a review stands: by one key from draft to reviewed, by the hash of what was read.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { findFaults } from '#tests/helpers/axe.ts';
import { shareDesktop } from '#tests/helpers/desktop.ts';

const shared = shareDesktop('Ana Reyes');

test('[RS5] [RS15] a review goes to reviewed by key, and says when it says something else', async () => {
  const desktop = shared();
  const { page } = desktop;
  const { id } = await desktop.api<{ id: string }>('/api/v1/incidents', {
    json: { title: 'Checkout times out', severity: 'P1' },
  });
  await desktop.api(`/api/v1/incidents/${id}/facts`, { json: [{ kind: 'status', status: 'resolved' }] });
  await expect(page.getByRole('link', { name: /Review: Checkout times out/ })).toBeVisible();
  await page.evaluate((room) => (location.hash = `#/room/${room}`), id);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Alt+2');
  const states = page.getByRole('group', { name: 'State of the review' });
  const isAt = (name: string) => expect(states.getByRole('button', { name, pressed: true })).toBeVisible();
  await isAt('Draft');
  await expect(page.getByText(/Due .* in \d/)).toBeVisible();
  await page.getByLabel('Owner of the review').selectOption({ label: 'Ana Reyes' });
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press('v');
  await isAt('In review');
  await page.keyboard.press('v');
  await isAt('Reviewed');
  const readings = page.getByText('Read and agreed by Ana Reyes:');
  await expect(readings).toBeVisible();
  await expect(page.getByText('It has changed since then.')).toBeHidden();

  await page.getByRole('textbox', { name: 'Root cause' }).click();
  await page.keyboard.type('A migration changed the plan of one query.');
  await expect(page.getByText('It has changed since then.')).toBeVisible();
  await desktop.api(`/api/v1/incidents/${id}/facts`, { json: { kind: 'note', text: 'Found it at last' } });
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press('Shift+W');
  const changes = page.getByRole('list', { name: 'Changes since the review was agreed to' });
  await expect(changes).toContainText('Root Cause: “A migration changed the plan of one query.” was added.');
  await expect(changes).toContainText('added: Found it at last');
  expect(await findFaults(page, 'what changed since a review was read')).toEqual([]);
  const preview = page.frameLocator('iframe[title="Preview of the review"]');
  await expect(preview.getByRole('heading', { name: 'Changed since it was agreed to' })).toBeVisible();
  await page.keyboard.press('Shift+W');
  await expect(changes).toBeHidden();
  await states.getByRole('button', { name: 'Reviewed' }).click();
  await expect(page.getByText('It has changed since then.')).toBeHidden();
  const { items } = await desktop.api<{ items: { review: unknown }[] }>('/api/v1/incidents?status=all');
  expect(items.map(({ review }) => review)).toEqual([null]);
});

test('[RS6] the meeting about a review is planned in its head and saved for the calendar', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'muster-meeting-'));
  const file = path.join(folder, 'review.ics');
  const desktop = shared();
  const { page, app } = desktop;
  const { id, number } = await desktop.api<{ id: string; number: string }>('/api/v1/incidents', {
    json: { title: 'Checkout times out', severity: 'P1' },
  });
  await desktop.api(`/api/v1/incidents/${id}/facts`, { json: { kind: 'status', status: 'resolved' } });
  await page.evaluate((room) => (location.hash = `#/room/${room}`), id);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Alt+2');
  await page.getByRole('button', { name: 'Plan the meeting' }).press('Enter');
  const form = page.getByRole('form', { name: 'The meeting about this review' });
  const when = form.getByRole('textbox', { name: 'When' });
  await expect(when).toBeFocused();
  await page.keyboard.type('yesterday-ish');
  await page.keyboard.press('Enter');
  await expect(when).toHaveAttribute('aria-invalid', 'true');
  await when.fill('tomorrow 14:00');
  await expect(form.getByText('Invited, because they were in the incident: Ana Reyes')).toBeVisible();
  expect(await findFaults(page, 'planning the meeting')).toEqual([]);
  await app.evaluate(({ session }, to) => {
    session.defaultSession.once('will-download', (_event, item) => item.setSavePath(to));
  }, file);
  await page.keyboard.press('Enter');
  await expect(form.getByText(/^Saved as an \.ics file/)).toBeVisible();
  await expect.poll(() => existsSync(file)).toBe(true);
  await expect
    .poll(() => readFileSync(file, 'utf8').replaceAll('\r\n ', ''))
    .toContain(`SUMMARY:Review of ${number} Checkout times out`);
  rmSync(folder, { recursive: true, force: true });
});

test('[PM5] [RT6] a recurrence is recorded from the offer, and an owner’s template asks its own question', async () => {
  const desktop = shared();
  const { page } = desktop;
  const ids: string[] = [];
  for (const title of ['Checkout times out', 'Orders are lost', 'Refunds fail']) {
    const { id } = await desktop.api<{ id: string }>('/api/v1/incidents', {
      json: { title, severity: 'P3' },
    });
    await desktop.api(`/api/v1/incidents/${id}/facts`, { json: { kind: 'review', causes: ['disk full'] } });
    ids.push(id);
  }
  await page.keyboard.press('Shift+K');
  await page.getByRole('link', { name: 'Record disk full as a problem' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Disks fill up unseen');
  await page.getByRole('textbox', { name: 'Workaround' }).fill('Empty the log folder');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Disks fill up unseen' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Incidents' }).getByRole('listitem')).toHaveCount(3);
  await page.keyboard.press('Escape');
  await expect(page.getByText('Came back')).toBeHidden();
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('fill up');
  await expect(page.getByRole('button', { name: /Disks fill up unseen/ })).toBeVisible();
  await page.keyboard.press('Escape');

  await page.evaluate(() => (location.hash = '#/review-templates'));
  await page.getByRole('link', { name: 'Short' }).click();
  await page.getByRole('textbox', { name: 'Question to the writer' }).first().fill('In a word?');
  await page.getByRole('button', { name: 'Move Why up' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('list', { name: 'Review templates' }).getByText('P3, P4')).toBeVisible();
  await page.evaluate((room) => (location.hash = `#/room/${room}`), ids[2]);
  await expect(page.getByText('Third time in 90 days')).toBeVisible();
  await page.keyboard.press('Alt+2');
  await page.getByLabel('Template of the review').selectOption('Short');
  await expect(page.getByText('In a word?')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'What ended it' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'What went well' })).toHaveCount(0);
});
