// Every dialog that opens over the room, and rooms that are closed, a drill, or just declared.
import { expect, test, type Page } from '@playwright/test';
import { launchDesktop } from '#tests/helpers/desktop.ts';
import { askStatus, cell, entry, nextStep, panel, press } from '#tests/helpers/room-page.ts';
import { build, hire, type StageServer } from '#tests/helpers/stage.ts';
import { buildBusyRoom, type Crew } from './busy-room.ts';
import { shoot } from './camera.ts';
import { buildGradedRoom, buildReviewedRoom } from './reviewed-room.ts';

const names = ['Bo Lind', 'Cy Young', 'Dee Park', 'Eli Stone', 'Fay Moss', 'Gus Okafor'];

async function openRoom(page: Page, id: string) {
  await page.evaluate((to) => (location.hash = to), `#/room/${id}`);
  await expect(page.locator('main header [data-cell]')).toHaveCount(5);
}

const dialog = (page: Page) => page.getByRole('dialog').first();
const impactWords = (page: Page) =>
  panel(page, 'Impact').getByRole('textbox', { name: 'Who is affected and how' });

test('the questions of the room', async () => {
  await using desktop = await launchDesktop();
  const { page } = desktop;
  await desktop.firstRun('Ana Reyes');
  const server = await desktop.server();
  const me = await desktop.api<Crew['ana']>('/api/v1/me');
  const [bo, cy, ...others] = await hire(server, names);
  const crew: Crew = { ana: { ...me, token: server.token }, bo: bo!, cy: cy!, others };
  const now = Date.now();
  await openRoom(page, await buildBusyRoom(server, now, crew));
  for (const [name, key, words] of [
    ['ask-severity', 's', 'How bad is it?'],
    ['ask-settle', 'q', 'Who keeps command?'],
    ['ask-page', 'Shift+A', 'Page somebody'],
    ['ask-no-incident', 'Shift+X', ''],
    ['ask-restrict', 'Shift+Z', ''],
  ] as const) {
    await press(page, key);
    await expect(dialog(page)).toContainText(words);
    await shoot(desktop, name);
    // An open list inside a dialog closes first.
    await expect(async () => {
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0, { timeout: 500 });
    }).toPass();
  }
  await askStatus(page, 'Resolved');
  await shoot(desktop, 'ask-status');
  await page.keyboard.press('Escape');
  // Another width draws the panels again, which closes the form.
  await shoot(desktop, 'impact-form', async (_, width) => {
    await cell(page, 'Impact').click();
    await expect(impactWords(page)).toBeFocused();
    await showComms(page, width);
  });
  await impactWords(page).press('Escape');
  await press(page, 'z');
  await expect(page.getByRole('region', { name: 'What changed' })).toBeVisible();
  await shoot(desktop, 'catch-up');
  await press(page, 'Escape');
  await press(page, 'g');
  await expect(page.getByRole('slider').first()).toBeVisible();
  await shoot(desktop, 'replay');
  await press(page, 'Escape');

  await openRoom(page, await buildGradedRoom(server, now, crew));
  for (const [name, words, key] of [
    ['entry-judge', 'Gave the newsletter', 'v'],
    ['entry-amend', 'The queue holds', 'e'],
    ['entry-strike', 'The queue holds', 'x'],
  ] as const) {
    // Another width draws the rows again, so the pose is repeated at each.
    await shoot(desktop, name, async () => {
      await page.keyboard.press('Escape');
      await entry(page, words).first().focus();
      await page.keyboard.press(key);
    });
    await page.keyboard.press('Escape');
  }
  await lookAtRest(desktop, server, now, crew);
});

/** At the small size the right column is a tab. */
async function showComms(page: Page, width: number) {
  if (width < 1180)
    await page
      .getByRole('navigation', { name: 'Columns' })
      .getByRole('button', { name: /^Comms/ })
      .click();
  await panel(page, 'Impact').scrollIntoViewIfNeeded();
}

type Opened = Awaited<ReturnType<typeof launchDesktop>>;

async function lookAtRest(desktop: Opened, server: StageServer, now: number, crew: Crew) {
  const { page } = desktop;
  const { ana, bo } = crew;
  await openRoom(page, await buildReviewedRoom(server, now, crew));
  await shoot(desktop, 'room-resolved');
  const drill = await build(server, now, 'INC-47', ({ says }) => {
    const source = { type: 'person' } as const;
    says(20, ana.id, {
      kind: 'declared',
      title: 'The primary region is gone',
      severity: 'P1',
      drill: true,
      source,
    });
    says(19, bo.id, { kind: 'acknowledged' });
    says(18, bo.id, { kind: 'claimed', role: 'commander', person: bo.id, as: 'primary' });
  });
  await openRoom(page, drill);
  await shoot(desktop, 'room-drill');
  const closed = await build(server, now, 'INC-48', ({ says }) => {
    says(200, bo.id, {
      kind: 'declared',
      title: 'Images are late',
      severity: 'P3',
      source: { type: 'person' },
    });
    says(150, bo.id, { kind: 'status', status: 'resolved', why: 'the queue is empty' });
    says(100, bo.id, { kind: 'status', status: 'closed', why: 'reviewed' });
  });
  await openRoom(page, closed);
  await expect(nextStep(page)).toBeVisible();
  await shoot(desktop, 'room-closed');
}
