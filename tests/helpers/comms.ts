// The panel in which updates are written, approved and sent, as a person uses it.
import path from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import type { Desktop } from './desktop.ts';
import { fillIn, panel, write } from './room-page.ts';
import { resize } from './team.ts';

export const comms = (page: Page): Locator => panel(page, 'Comms');
/** The line that says whether the draft is written, approved or sent. */
export const stands = (page: Page): Locator =>
  comms(page).getByRole('status', { name: 'State of the draft' });
/** A button of the panel, by its whole name or a pattern. */
export const act = (page: Page, name: string | RegExp): Locator =>
  comms(page).getByRole('button', { name, exact: typeof name === 'string' });

/** Starts an update to customers in which nothing is left to fill in; the impact is in its text. */
export async function writeUpdate(page: Page): Promise<void> {
  await write(page, '/impact users major, one in four cards is refused');
  await act(page, 'Start the customers update').click();
  await fillIn(page.getByRole('textbox', { name: 'Customers update' }), '{components}', 'card payments');
}

export async function approveUpdate(page: Page): Promise<void> {
  await writeUpdate(page);
  await act(page, 'Ask for approval').click();
  await act(page, 'Approve').click();
  await expect(stands(page)).toContainText('Approved');
}

/** Pictures of the panel for looking at, when they are asked for; `ready` brings into view what they are about. */
export async function shootComms(desktop: Desktop, name: string, ready = async () => {}): Promise<void> {
  const folder = process.env.MUSTER_SHOTS;
  if (!folder) return;
  const { page } = desktop;
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const size of [
      { width: 1024, height: 700 },
      { width: 1440, height: 900 },
    ]) {
      await resize(desktop, size);
      const column = page.getByRole('navigation', { name: 'Columns' }).getByRole('button').last();
      if (size.width === 1024) await column.click();
      await expect(comms(page).getByRole('group', { name: 'Audience' })).toBeVisible();
      await ready();
      await page.screenshot({ path: path.join(folder, `${name}-${colorScheme}-${size.width}.png`) });
    }
  }
}
