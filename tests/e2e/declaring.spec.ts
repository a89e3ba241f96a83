// DC: declaring stays one line and one Enter; more can be said, and what is there already can be joined.
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { findFaults } from '#tests/helpers/axe.ts';
import { shareDesktop } from '#tests/helpers/desktop.ts';
import { drawGraph } from '#tests/helpers/pictures.ts';
import { declare, entry, panel } from '#tests/helpers/room-page.ts';

const shared = shareDesktop('Ana Reyes');

test('[DC2] [DC3] more can be said than a title, and an open incident that looks alike is joined by one key', async () => {
  const desktop = shared();
  const { page } = desktop;
  await declare(page, 'Card payments fail');
  await page.getByRole('link', { name: 'Muster, to the lobby' }).click();

  await test.step('it looks like the open one, which Alt+J joins', async () => {
    await page.getByRole('button', { name: 'Declare', exact: true }).click();
    const bar = page.getByRole('form', { name: 'Declare an incident' });
    await bar.getByRole('textbox', { name: 'What is wrong' }).fill('Payments by card');
    await expect(bar.getByRole('status')).toContainText(/Looks like INC-\d+: Card payments fail/);
    await page.keyboard.press('Alt+j');
    await expect(page.getByRole('heading', { level: 1, name: 'Card payments fail' })).toBeVisible();
    await expect(bar).toHaveCount(0);
    await page.getByRole('link', { name: 'Muster, to the lobby' }).click();
  });

  await test.step('the nature, who noticed and when, and the known facts', async () => {
    await page.getByRole('button', { name: 'Declare', exact: true }).click();
    const bar = page.getByRole('form', { name: 'Declare an incident' });
    await bar.getByRole('textbox', { name: 'What is wrong' }).fill('p2 Search shows old results');
    await expect(bar).toContainText('P2, Major: many customers are hindered');
    await page.keyboard.press('Alt+m');
    await bar.getByRole('combobox', { name: 'What it is' }).click();
    await page.getByRole('option', { name: 'Degradation' }).click();
    await bar.getByLabel('Name or ticket').fill('Kim');
    await bar.getByLabel('First noticed').fill('soon');
    await bar.getByLabel('First noticed').press('Enter');
    await expect(bar.getByRole('alert')).toContainText('soon is not a time');
    await bar.getByLabel('First noticed').fill('-20m');
    await bar.getByRole('combobox', { name: 'Who noticed' }).click();
    await page.getByRole('option', { name: 'A customer' }).click();
    await bar.getByLabel('What is known').fill('Since the last deploy');
    expect(await findFaults(page, 'declaring, with more')).toEqual([]);
    await bar.getByLabel('First noticed').press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'Search shows old results' })).toBeVisible();
    await expect(entry(page, 'degradation, noticed by a customer (Kim)')).toBeVisible();
  });

  await test.step('the list of all incidents says it', async () => {
    await page.evaluate(() => (location.hash = '#/incidents'));
    await expect(page.getByText('noticed by a customer')).toBeVisible();
    await expect(page.getByText('Degradation')).toBeVisible();
  });
});

test('[DC5] a pasted screenshot waits in the declare bar, can be taken off by key, and is attached after declaring', async () => {
  const desktop = shared();
  const { page } = desktop;
  await page.getByRole('button', { name: 'Declare', exact: true }).click();
  const bar = page.getByRole('form', { name: 'Declare an incident' });
  const title = bar.getByRole('textbox', { name: 'What is wrong' });
  const waiting = bar.getByRole('list', { name: 'Files to attach' }).getByRole('listitem');

  await test.step('pasted into the title it is a chip with its size, and the title stays', async () => {
    await title.fill('Card payments fail');
    await pasteGraph(page);
    await expect(waiting).toHaveText([/^Screenshot \d{4}-.*\.png [\d.]+ kB/]);
    await expect(title).toHaveValue('Card payments fail');
  });

  await test.step('a key takes it off, and the next one is pasted where the focus then is', async () => {
    await bar.getByRole('button', { name: /^Remove Screenshot/ }).focus();
    await page.keyboard.press('Delete');
    await expect(waiting).toHaveCount(0);
    await expect(title).toBeFocused();
    await pasteGraph(page);
    await expect(waiting).toHaveCount(1);
    expect(await findFaults(page, 'declaring, with a screenshot')).toEqual([]);
  });

  await test.step('an update that cannot be sent is reported in the room, which is declared, and is sent again', async () => {
    await page.route('**/api/v1/attachments/**', (route) => route.abort());
    await title.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'Card payments fail' })).toBeVisible();
    await expect(page.getByRole('alert')).toContainText(
      /^The incident is declared, but Screenshot .*\.png was/,
    );
    await page.unroute('**/api/v1/attachments/**');
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(entry(page, /attached Screenshot \d{4}-.*\.png/)).toBeVisible();
  });

  await test.step('over a room it waits for the new incident and not for the open one', async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('n');
    await title.fill('Search is slow');
    await pasteGraph(page);
    await expect(waiting).toHaveCount(1);
    await title.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'Search is slow' })).toBeVisible();
    await expect(entry(page, /attached Screenshot \d{4}-.*\.png/)).toHaveCount(1);
  });

  await test.step('a person who joins instead takes it there', async () => {
    await page.keyboard.press('n');
    await title.fill('Search is slow again');
    await pasteGraph(page);
    await expect(waiting).toHaveCount(1);
    await page.keyboard.press('Alt+j');
    await expect(bar).toHaveCount(0);
    await expect(entry(page, /attached Screenshot \d{4}-.*\.png/)).toHaveCount(2);
  });
});

/** Pastes a picture where the focus is, through the operating system's clipboard. */
async function pasteGraph(page: Page) {
  const picture = await drawGraph(page);
  await page.evaluate(async (url) => {
    const bytes = Uint8Array.from(atob(url.split(',')[1]!), (character) => character.charCodeAt(0));
    await navigator.clipboard.write([
      new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) }),
    ]);
  }, picture);
  await page.keyboard.press('Control+v');
}

test('[SL2] what a severity means stands where it is chosen, in the words of the team', async () => {
  const desktop = shared();
  const { page } = desktop;
  await page.evaluate(() => (location.hash = '#/settings/severities'));
  await page.getByRole('button', { name: 'Change P2' }).click();
  await page.getByLabel('What it does to customers').fill('a shop cannot sell');
  await page.getByLabel('Update customers every').fill('20');
  // RS3: a wrong day is said by its field until somebody changes it; without a zone it is UTC.
  await page.getByRole('combobox', { name: 'Working days in the time zone' }).fill('Berlin');
  await page.getByRole('option', { name: 'Europe/Berlin' }).click();
  const holidays = page.getByLabel('Without the public holidays').first();
  await holidays.fill('2026-02-30');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('a day such as').first()).toBeVisible();
  await holidays.press('Backspace');
  await expect(page.getByText('a day such as')).toHaveCount(0);
  await expect(page.getByText('Not saved.')).toHaveCount(0);
  await holidays.fill('25 Dec');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^25 Dec \d{4}$/u)).toBeVisible();
  await shoot(page, 'severity-form');
  expect(await findFaults(page, 'the form of a severity')).toEqual([]);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Major: a shop cannot sell' })).toBeVisible();
  await expect(page.getByText('5 working days in the time zone Europe/Berlin')).toBeVisible();
  expect(await findFaults(page, 'the severities in Settings')).toEqual([]);

  await page.keyboard.press('n');
  await page.keyboard.type('2Tills stand still');
  const bar = page.getByRole('form', { name: 'Declare an incident' });
  await expect(bar).toContainText('P2, Major: a shop cannot sell');
  await page.keyboard.press('Alt+l');
  const sheet = page.getByRole('dialog', { name: 'What the severities mean' });
  await expect(sheet).toContainText('an update to customers every 20 min');
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await expect(bar.getByLabel('What is wrong')).toHaveValue('Tills stand still');
  await bar.getByLabel('What is wrong').press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Tills stand still' })).toBeVisible();
  await page.getByTitle('Change the severity').click();
  const question = page.getByRole('dialog').filter({ hasText: 'How bad is it?' });
  await question.getByText('What P2 asks for').click();
  await expect(question).toContainText('an acknowledgement within 15 min');
});

test('[CM10] a team’s own texts begin its updates, changed and put back in Settings', async () => {
  const desktop = shared();
  const { page } = desktop;
  await page.evaluate(() => (location.hash = '#/settings/updates'));
  await page.getByRole('button', { name: 'Change Customers, investigating' }).click();
  await page.getByLabel('Text', { exact: true }).fill('The shop is slow\n\nWhat you may notice: {impact}');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('The shop is slow')).toBeVisible();
  await page.getByRole('button', { name: 'Add a template' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Card payments');
  await page.getByLabel('Text', { exact: true }).fill('Cards are refused\n\n{impact}');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Card payments' })).toBeVisible();
  expect(await findFaults(page, 'the texts of updates in Settings')).toEqual([]);
  await shoot(page, 'update-texts');

  await declare(page, 'The shop is slow today');
  const comms = panel(page, 'Comms');
  await comms.getByRole('button', { name: 'Start the customers update' }).click();
  const text = comms.getByRole('textbox', { name: 'Customers update' });
  await expect(text).toContainText('What you may notice: {impact}');
  await comms.getByRole('button', { name: 'Use the template “Card payments”' }).click();
  await expect(text).toContainText('Cards are refused');

  await page.evaluate(() => (location.hash = '#/settings/updates'));
  await page.getByRole('button', { name: 'Change Customers, investigating' }).click();
  await page.getByRole('button', { name: 'Back to the default' }).click();
  await expect(page.getByText('We are looking into a problem with {components}')).toBeVisible();
});

/** Pictures for looking at, where they are asked for. */
async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env.MUSTER_SHOTS;
  if (folder) await page.screenshot({ path: path.join(folder, `${name}.png`) });
}
