import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** Everything that axe finds on this screen, in both themes, with where. */
export async function findGrave(page: Page, screen: string): Promise<string[]> {
  const found: string[] = [];
  for (const theme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme);
    // Electron gives no second page for axe to finish in.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    for (const { id, impact, nodes } of violations)
      found.push(
        `${screen}, ${theme}: ${impact} ${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`,
      );
  }
  return found;
}
