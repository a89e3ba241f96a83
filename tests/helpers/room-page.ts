// The room screen as a person uses it: found by role and accessible name, never by anything invisible.
import { expect, type Locator, type Page } from '@playwright/test';

export const line = (page: Page): Locator => page.getByLabel('Write to the timeline');
export const entries = (page: Page): Locator => page.getByRole('feed', { name: 'Entries' });
export const entry = (page: Page, words: string | RegExp): Locator =>
  entries(page).getByRole('article').filter({ hasText: words });
export const panel = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });

/** The fixed header of the room. */
const header = (page: Page): Locator => page.locator('main header');
type CellName = 'Impact' | 'Status' | 'Command' | 'Next update' | 'Checks';
/** One of the five cells of the header. */
export const cell = (page: Page, name: CellName): Locator =>
  header(page)
    .getByRole('button', { name: new RegExp(`^${name} `, 'u') })
    .and(page.locator('[data-cell]'));
/** The line that says what to do next. */
export const nextStep = (page: Page): Locator => header(page).getByRole('group', { name: 'Next step' });

/** Opens the status dialog and chooses this step. */
export async function askStatus(page: Page, status: string): Promise<Locator> {
  await cell(page, 'Status').click();
  const ask = page.getByRole('dialog', { name: 'Where are we?' });
  await ask.getByRole('radio', { name: new RegExp(`^${status}`, 'u') }).check();
  return ask;
}

/** The row of an open incident in the lobby. */
export const row = (page: Page, title: string | RegExp): Locator =>
  page.getByRole('list', { name: /^Open incidents/ }).getByRole('link', { name: title });

/** Opens a room from its row in the lobby. */
export async function openFromLobby(page: Page, title: string | RegExp): Promise<void> {
  await row(page, title).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
}

/** Declares an incident from any screen; ends in the new room. */
export async function declare(page: Page, title: string): Promise<void> {
  await page.getByRole('button', { name: 'Declare', exact: true }).click();
  await page.getByRole('textbox', { name: 'What is wrong' }).fill(title);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
}

/** Writes one line in the composer and sends it. */
export async function write(page: Page, words: string): Promise<void> {
  await line(page).fill(words);
  await line(page).press('Enter');
  await expect(line(page)).toHaveValue('');
}

/** Fills in a placeholder of a draft: a double click selects all of it, and typing replaces it. */
export async function fillIn(editor: Locator, placeholder: string, words: string): Promise<void> {
  await editor.getByText(placeholder, { exact: true }).dblclick();
  await editor.page().keyboard.insertText(words);
  await expect(editor).not.toContainText(placeholder);
}

/**
 * The words of every entry, oldest first. The list draws only visible entries, so this scrolls from its top to its
 * end.
 */
export async function readTimeline(page: Page): Promise<string[]> {
  const feed = entries(page);
  const words = new Map<number, string>();
  await feed.evaluate((list) => list.scrollTo({ top: 0 }));
  for (;;) {
    // Without the buttons of a row, which differ between people.
    const drawn = await feed.getByRole('article').evaluateAll((rows) =>
      rows.map((row) => {
        const copy = row.cloneNode(true) as HTMLElement;
        copy.querySelector('[role="group"]')?.remove();
        return [Number(row.getAttribute('aria-posinset')), copy.textContent] as const;
      }),
    );
    for (const [place, text] of drawn) words.set(place, text);
    const isEnd = await feed.evaluate(async (list) => {
      const before = list.scrollTop;
      list.scrollBy({ top: list.clientHeight / 2 });
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      return list.scrollTop === before;
    });
    if (isEnd) break;
  }
  return [...words].toSorted(([a], [b]) => a - b).map(([, text]) => text);
}

/** The connection status: live, on this computer only, or offline. */
export const connection = (page: Page): Locator =>
  page
    .getByRole('status')
    .filter({ hasText: /^(Live|Hub|Connecting|On this computer|Offline|Refused|Muster’s)/ });

/** The content of a co-edited text, line by line, without cursor labels. */
export async function readText(editor: Locator): Promise<string> {
  return editor.evaluate((content) =>
    [...content.querySelectorAll('.cm-line')]
      .map((row) => {
        const copy = row.cloneNode(true) as HTMLElement;
        for (const widget of copy.querySelectorAll('.cm-ySelectionCaret')) widget.remove();
        return copy.textContent;
      })
      .join('\n'),
  );
}

/** Leaves text fields: single keys do not act while somebody types. */
export const leaveFields = (page: Page) =>
  page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });
export async function press(page: Page, ...keys: string[]) {
  await leaveFields(page);
  for (const key of keys) await page.keyboard.press(key);
}
