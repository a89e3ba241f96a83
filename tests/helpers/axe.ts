import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** A list of choices or a hint belongs to the field that opened it, wherever it is drawn; it is no part of the page. */
const floating = '<div data-portal';

/** Everything that axe finds on this screen, in both themes, with where. */
export async function findFaults(page: Page, screen: string): Promise<string[]> {
  const found: string[] = [];
  for (const theme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme);
    const rules = theme === 'dark' ? [] : rulesOfColour;
    let faults = await look(page, rules);
    // What is found while something fades is looked at once more when all is still.
    if (faults.length > 0) {
      await page.evaluate(async () => {
        const moving = document.getAnimations().filter(({ playState }) => playState === 'running');
        const still = Promise.all(moving.map((each) => each.finished.catch(() => null)));
        await Promise.race([still, new Promise((resolve) => setTimeout(resolve, 3_000))]);
      });
      faults = await look(page, rules);
    }
    found.push(...faults.map((fault) => `${screen}, ${theme}: ${fault}`));
  }
  return found;
}

/** Only colours differ between the themes: the same elements with the same names are on the screen. */
const rulesOfColour = ['color-contrast', 'link-in-text-block'];

/** `rules` are the only ones, where there are some. */
async function look(page: Page, rules: readonly string[]): Promise<string[]> {
  // Electron gives no second page for axe to finish in.
  const axe = new AxeBuilder({ page, ...((await hasAxe(page)) && { axeSource: 'void 0' }) })
    .setLegacyMode(true)
    .options({ resultTypes: ['violations'] });
  const { violations } = await (rules.length > 0 ? axe.withRules([...rules]) : axe).analyze();
  return violations.flatMap(({ id, impact, nodes }) => {
    const meant = id === 'region' ? nodes.filter(({ html }) => !html.startsWith(floating)) : nodes;
    const where = meant.map((node) => node.html.slice(0, 160)).join(' | ');
    return meant.length === 0 ? [] : [`${impact ?? ''} ${id}: ${where}`];
  });
}

/** Whether every frame has it from an earlier look: it is half a megabyte, which a busy machine reads for a second. */
async function hasAxe(page: Page): Promise<boolean> {
  const has = page.frames().map((frame) => frame.evaluate(() => 'axe' in globalThis).catch(() => false));
  return (await Promise.all(has)).every(Boolean);
}
