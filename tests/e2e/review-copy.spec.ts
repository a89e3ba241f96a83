// A review leaves the team: as a copy with hidden words, on the clipboard, and on the status page.
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { findFaults } from '#tests/helpers/axe.ts';
import { startServer, type RunningServer } from '#tests/helpers/server.ts';
import { joinInBrowser, shareBrowser } from '#tests/helpers/team.ts';

const browser = shareBrowser();

/** Pictures for looking at, where they are asked for. */
async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env.MUSTER_SHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  for (const [width, height] of [
    [1440, 900],
    [1024, 700],
  ] as const)
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: path.join(folder, `${name}-${width}-${colorScheme}.png`) });
    }
  await page.setViewportSize({ width: 1440, height: 900 });
}

async function openReview(server: RunningServer): Promise<{ page: Page; id: string }> {
  const page = await joinInBrowser(browser(), server, { name: 'Ana Reyes', role: 'owner' });
  await page.setViewportSize({ width: 1440, height: 900 });
  const { body } = await server.api<{ id: string }>('/api/v1/incidents', {
    json: { title: 'Globex cannot pay', severity: 'P1', service: 'checkout' },
  });
  await server.api('/api/v1/incidents', { json: { title: 'Globex cannot pay again', service: 'checkout' } });
  await server.api(`/api/v1/incidents/${body.id}/facts`, {
    json: [
      { kind: 'action', text: 'Restarted https://db-1.internal.example/pool' },
      { kind: 'status', status: 'resolved' },
    ],
  });
  await page.goto(`${server.url}/#/room/${body.id}`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Alt+2');
  await expect(page.getByRole('button', { name: /^Copy for others/ })).toBeVisible();
  return { page, id: body.id };
}

test('[RV14] [RV18] [RV23] [PM6] [RS7] [RS8] [RS12] a copy for others is chosen by key, previewed with marks, and saved without the words', async () => {
  await using server = await startServer();
  const { page } = await openReview(server);
  await expect(page.getByRole('region', { name: 'Similar incidents' })).toContainText(
    'same service, checkout',
  );
  await page.getByRole('textbox', { name: 'Root cause' }).click();
  await page.keyboard.type('It was human error by Ana Reyes.');
  const blame = page.getByRole('list', { name: 'Words that blame' });
  await expect(blame).toContainText('human error ends the search too early');
  await expect(blame).toContainText('Ana Reyes is a person');
  await page.getByRole('button', { name: 'Comment on Root cause' }).click();
  await page.keyboard.type('Which graph shows it?');
  await page.keyboard.press('Enter');
  const comments = page.getByRole('list', { name: 'Comments on Root cause' });
  await expect(comments).toContainText('Which graph shows it?');
  const rail = page.getByRole('navigation', { name: 'Sections and what is written' });
  await expect(rail.getByRole('button', { name: 'Root cause by Ana Reyes, 1 comment' })).toBeVisible();
  await expect(rail.getByRole('button', { name: 'What went well empty' })).toBeVisible();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press(',');
  await page.getByLabel('Roles instead of names').check();
  await page.getByLabel('Hide hosts and addresses').check();
  await page.getByLabel('Also hide these words').fill('Globex');
  await expect(page.getByText('Globex becomes customer A')).toBeVisible();
  await expect(
    page.getByText(/words are hidden. Muster searched the copy for them and found none/),
  ).toBeVisible();
  await page.getByLabel('Keep these choices for the team as').fill('For customers');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Remove “For customers”' })).toBeVisible();
  const usual = page.getByRole('combobox', { name: 'What the team usually hides' });
  await expect(usual).toHaveValue('For customers');
  await page.getByLabel('Also hide these words').fill('');
  await expect(usual).toHaveValue('');
  await usual.click();
  await page.getByRole('option', { name: 'For customers' }).click();
  await expect(page.getByLabel('Also hide these words')).toHaveValue('Globex');
  const preview = page.frameLocator('iframe[title="Preview of the review"]');
  await expect(preview.locator('mark', { hasText: 'customer A' }).first()).toBeVisible();
  await expect(preview.locator('mark', { hasText: 'host-1' }).first()).toBeVisible();
  await expect(preview.getByText('Globex')).toHaveCount(0);
  await expect(preview.getByText('Ana')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Muster file' })).toHaveCount(0);
  expect(await findFaults(page, 'a copy for others')).toEqual([]);
  await shoot(page, 'review-copy');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: /^Markdown/ }).click();
  const file = await (await download).path();
  expect((await download).suggestedFilename()).toMatch(/-review-copy\.md$/);
  const saved = readFileSync(file, 'utf8');
  expect(saved).toContain('customer A cannot pay');
  expect(saved).not.toMatch(/Globex|\bAna\b|internal\.example/);
  await page.context().close();
});

test('[RS13] G opens the replay at the text that is read, and Esc comes back to the same place', async () => {
  await using server = await startServer();
  const { page } = await openReview(server);
  const rail = page.getByRole('navigation', { name: 'Sections and what is written' });
  const scrolled = () =>
    page.getByRole('region', { name: 'Write the review' }).evaluate((element) => element.scrollTop);
  for (const [title, status] of [
    ['Detection and response', 'Triage'],
    ['What we can improve', 'Resolved'],
  ] as const) {
    await rail.getByRole('button', { name: new RegExp(`^${title}`, 'u') }).click();
    const before = await scrolled();
    expect(before).toBeGreaterThan(0);
    await page.keyboard.press('g');
    await expect(page.getByText('Replay, not live')).toBeVisible();
    await expect(
      page
        .getByRole('region', { name: /^Replay/ })
        .locator('header')
        .first(),
    ).toContainText(status);
    await page.keyboard.press('Escape');
    await expect.poll(scrolled).toBe(before);
  }
  await page.context().close();
});

test('[RV20] [RV21] a review is copied as rich text; its public version is published once it was reviewed', async () => {
  await using server = await startServer();
  const opened = await server.api<{ id: string }>('/api/v1/pages', {
    json: { slug: 'status', name: 'Status', visibility: 'public', components: [{ name: 'Checkout' }] },
  });
  expect(opened.status).toBe(201);
  const { page, id } = await openReview(server);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.keyboard.press('x');
  await expect(page.getByText('Copied, to paste into a page or an e-mail')).toBeVisible();
  const copied = await page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    return (await item?.getType('text/html'))?.text();
  });
  expect(copied).toContain('Restarted');
  expect(copied).toContain('Executive Summary');

  const { body: templates } = await server.api<{ items: { name: string; sections: unknown[] }[] }>(
    '/api/v1/review-templates',
  );
  const outside = templates.items.find(({ name }) => name === 'Public');
  const template = { name: 'Public', public: true, appendices: false, sections: outside?.sections };
  await server.api(`/api/v1/incidents/${id}/facts`, { json: { kind: 'review', template } });
  await server.api(`/api/v1/incidents/${id}/facts`, {
    json: [{ kind: 'impact-began', at: Date.now() - 600_000 }, { kind: 'impact-ended' }],
  });
  await page.getByRole('checkbox', { name: 'Drawing of the incident' }).click();
  await expect(page.getByRole('checkbox', { name: 'Drawing of the incident' })).toBeChecked();
  await page.getByRole('textbox', { name: 'Summary' }).click();
  await page.keyboard.type('Paying failed for some.');
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await expect(page.getByRole('button', { name: /^Publish/ })).toBeVisible();
  await page.keyboard.press('e');
  const dialog = page.getByRole('dialog', { name: 'Publish the review on a status page' });
  await expect(dialog).toContainText('Set the review to Reviewed first');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await page.keyboard.press('v');
  await page.keyboard.press('v');
  await page.keyboard.press('e');
  await expect(dialog).toContainText('Paying failed for some.');
  await expect(dialog).toContainText('With these pictures: Drawing of the incident.');
  await shoot(page, 'publish-review');
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(dialog).toHaveCount(0);
  const { body: told } = await server.api<{ items: { status: string; body: string; incident: string }[] }>(
    `/api/v1/pages/${opened.body.id}/updates`,
  );
  expect(told.items).toMatchObject([{ status: 'postmortem', incident: id }]);
  expect(told.items[0]?.body).toContain('Paying failed for some.');
  await page.goto(`${server.url}/status/status/incidents/${id}/index.html`);
  const article = page.getByRole('region', { name: 'Review' });
  await expect(article.getByRole('heading', { name: 'Summary' })).toBeVisible();
  const drawing = article.getByRole('img', { name: 'Customer impact and updates sent, on one time axis' });
  await expect.poll(() => drawing.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(1926);
  await shoot(page, 'published-review');
  await page.context().close();
});

test('[RS14] [RV25] a part of the review is frozen by key and made live again; a key event is told in other words', async () => {
  await using server = await startServer();
  const { page, id } = await openReview(server);
  const parts = page.getByRole('region', { name: 'Parts from the record' });
  const row = (name: string) => parts.getByRole('listitem').filter({ hasText: name });
  await page.getByRole('textbox', { name: 'Root cause' }).click();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await parts.getByRole('button', { name: 'Freeze Timeline' }).click();
  await expect(row('Timeline')).toContainText('nothing noted since');
  await server.api(`/api/v1/incidents/${id}/facts`, {
    json: { kind: 'decision', text: 'Keep the old pool' },
  });
  await expect(row('Timeline')).toContainText('1 entry since');
  const shown = page.frameLocator('iframe').locator('section', { hasText: 'Frozen as of' }).first();
  await expect(shown).toContainText('1 entry that was noted since then is not in it.');
  await expect(shown).not.toContainText('Keep the old pool');
  expect(await findFaults(page, 'a frozen part')).toEqual([]);
  await parts.scrollIntoViewIfNeeded();
  await shoot(page, 'frozen-part');
  await parts.getByRole('button', { name: 'Make live: Timeline' }).click();
  await expect(row('Timeline')).toContainText('live');
  await page.getByRole('button', { name: /^Root cause/u }).click();
  await page.keyboard.press('z');
  await expect(row('Root Cause')).toContainText('frozen');

  const story = page.getByRole('region', { name: 'The story' });
  const decided = story.getByRole('listitem').filter({ hasText: 'Keep the old pool' });
  await decided.getByRole('textbox').fill('We kept the old pool until the morning');
  await page.keyboard.press('Enter');
  const timeline = page.frameLocator('iframe').locator('table', { hasText: 'Elapsed' }).first();
  await expect(timeline).toContainText('We kept the old pool until the morning');
  await story.getByRole('button', { name: /^Leave out: Action: Restarted/u }).click();
  await expect(timeline).not.toContainText('Restarted');
  await story.getByRole('combobox', { name: 'Add a key event' }).fill('Restarted');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(timeline).toContainText('Restarted');
  expect(await findFaults(page, 'the story')).toEqual([]);
  await story.scrollIntoViewIfNeeded();
  await shoot(page, 'story');
  await page.context().close();
});
