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
    let faults = await look(page);
    // What is found while something fades is looked at once more when all is still.
    if (faults.length > 0) {
      await page.evaluate(async () => {
        const moving = document.getAnimations().filter(({ playState }) => playState === 'running');
        const still = Promise.all(moving.map((each) => each.finished.catch(() => null)));
        await Promise.race([still, new Promise((resolve) => setTimeout(resolve, 3_000))]);
      });
      faults = await look(page);
    }
    found.push(...faults.map((fault) => `${screen}, ${theme}: ${fault}`));
  }
  return found;
}

async function look(page: Page): Promise<string[]> {
  // Electron gives no second page for axe to finish in.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations.flatMap(({ id, impact, nodes }) => {
    const meant = id === 'region' ? nodes.filter(({ html }) => !html.startsWith(floating)) : nodes;
    const where = meant.map((node) => node.html.slice(0, 160)).join(' | ');
    return meant.length === 0 ? [] : [`${impact ?? ''} ${id}: ${where}`];
  });
}
