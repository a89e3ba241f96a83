import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** A floating list of choices or hint belongs to its field, wherever it is drawn, and not to the page. */
const floating = '<div data-portal';

/** All faults that axe finds on this screen in both themes, with their places. */
export async function findFaults(page: Page, screen: string): Promise<string[]> {
  const found: string[] = [];
  for (const theme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme);
    const rules = theme === 'dark' ? [] : rulesOfColour;
    let faults = await look(page, rules);
    // A fault found during a transition is checked again when everything is still.
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

/** The themes differ only in colours: the same elements with the same names are on the screen. */
const rulesOfColour = ['color-contrast', 'link-in-text-block'];

/** Runs only these `rules`, or all when the list is empty. */
async function look(page: Page, rules: readonly string[]): Promise<string[]> {
  // axe finishes in a second page by default, which Electron does not offer.
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

/** Whether every frame still has axe: it is half a megabyte, and a busy machine needs a second to load it. */
async function hasAxe(page: Page): Promise<boolean> {
  const has = page.frames().map((frame) => frame.evaluate(() => 'axe' in globalThis).catch(() => false));
  return (await Promise.all(has)).every(Boolean);
}
