// The practice room: at its start, and while an update waits for approval.
import { expect, test } from '@playwright/test';
import { launchDesktop } from '#tests/helpers/desktop.ts';
import { shoot } from './camera.ts';

test('practice', async () => {
  await using desktop = await launchDesktop();
  const { page } = desktop;
  await page.getByLabel('Your name').fill('');
  await page.getByRole('button', { name: 'Start here' }).click();
  await shoot(desktop, 'first-run-no-name');
  await page.getByLabel('Your name').fill('Ana Reyes');
  await page.getByRole('button', { name: 'Start with two minutes of practice' }).click();
  const step = page.getByRole('region', { name: 'Practice', exact: true }).locator('[aria-current="step"]');
  await expect(step).toContainText('Acknowledge');
  await shoot(desktop, 'practice');
  // Press the next key only after the last one acted: two quick letters count as a word.
  await page.keyboard.press('a');
  await expect(step).toContainText('Take command');
  await page.keyboard.press('q');
  await expect(step).toContainText('Severity');
  for (const keys of ['s', '2', 'Enter']) await page.keyboard.press(keys);
  await expect(step).toContainText('Note');
  await page.keyboard.press('c');
  await page.keyboard.insertText('Orders fail for everybody');
  await page.keyboard.press('Enter');
  await expect(step).toContainText('Update');
  await page.keyboard.press('Escape');
  await page.keyboard.press('u');
  await shoot(desktop, 'practice-update');
});
