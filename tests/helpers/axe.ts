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
    // Electron gives no second page for axe to finish in.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    for (const { id, impact, nodes } of violations) {
      const meant = id === 'region' ? nodes.filter(({ html }) => !html.startsWith(floating)) : nodes;
      if (meant.length === 0) continue;
      const where = meant.map((node) => node.html.slice(0, 160)).join(' | ');
      found.push(`${screen}, ${theme}: ${impact} ${id}: ${where}`);
    }
  }
  return found;
}
