// Takes each screen in both themes and both sizes, once it has settled. In the pseudo-locale it reads the screens
// instead.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { appFolder, type Desktop } from '#tests/helpers/desktop.ts';
import { isPseudo } from '#tests/helpers/pseudo/known-words.ts';
import { sweepScreen } from '#tests/helpers/pseudo/pseudo-locale.ts';
import { resize } from '#tests/helpers/team.ts';

const folder = path.join(appFolder, 'shots');
const sizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 700 },
];
const themes = ['dark', 'light'] as const;

/** `pose` runs at each size, for steps that depend on it, such as a tab that only the small window has. */
export async function shoot(
  desktop: Desktop,
  name: string,
  pose: (page: Page, width: number) => Promise<unknown> = () => Promise.resolve(),
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const size of sizes) {
    await resize(desktop, size);
    await pose(desktop.page, size.width);
    if (isPseudo) {
      await settled(desktop.page);
      await sweepScreen(desktop.page, name);
      continue;
    }
    for (const theme of themes) {
      await desktop.page.emulateMedia({ colorScheme: theme });
      await settled(desktop.page);
      await desktop.page.screenshot({
        path: path.join(folder, `${name}-${theme}-${size.width}x${size.height}.png`),
      });
    }
  }
}

/** Two frames: what was clicked, or an address that was opened, is drawn. */
const drawn = (page: Page) =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

/** Waits until the screen has its data, every font is loaded; ends every transition. */
async function settled(page: Page) {
  await drawn(page);
  const awaited = page
    .getByRole('status')
    .filter({ hasText: /^(?:Opening|Asking the server|Working out who would be (?:paged|on call))$/u });
  await expect(awaited).toHaveCount(0);
  await page.evaluate(async () => {
    await document.fonts.ready;
    // Some never end by themselves: of what lies below the fold nothing is drawn.
    for (const animation of document.getAnimations())
      if (animation.effect?.getComputedTiming().endTime !== Infinity) animation.finish();
  });
  await drawn(page);
}
