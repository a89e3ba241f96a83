import { expect, test } from '@playwright/test';
import { shareDesktop } from '#tests/helpers/desktop.ts';
import { declare, entry, line, panel, write } from '#tests/helpers/room-page.ts';

const shared = shareDesktop('Ana Reyes');

test('[UN1] [UN2] Ctrl+Z takes my last acts back, struck out; in a text it is the text’s', async () => {
  const { page } = shared();
  await declare(page, 'Checkout times out');
  // Standing in acknowledges nothing, so it is one act.
  await write(page, '/claim commander backup');
  await write(page, 'a slip of the keyboard');
  await expect(panel(page, 'Roles')).toContainText('Ana Reyes');
  // While one types, the key belongs to the words.
  await line(page).fill('half a thou');
  await line(page).press('ControlOrMeta+z');
  await expect(entry(page, 'a slip of the keyboard')).toBeVisible();
  await expect(page.getByText('Undone', { exact: true })).toHaveCount(0);
  await line(page).fill('');
  await line(page).press('Escape');
  await page.getByRole('heading', { level: 1, name: 'Checkout times out' }).click();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(page.getByText('Undone', { exact: true })).toBeVisible();
  const struck = entry(page, 'Struck out by Ana Reyes: undone');
  await struck.getByRole('button', { name: 'Show the original' }).click();
  await expect(struck).toContainText('a slip of the keyboard');
  await page.keyboard.press('ControlOrMeta+z');
  await expect(panel(page, 'Roles').getByText('Ana Reyes')).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+z');
  await expect(page.getByText('cannot undo a declaration')).toBeVisible();
});

test('[KY2] [KY3] [KY5] [UN3] [UN4] [CO2] text typed outside of a field is written; keys lead into fields; acts have a way back', async () => {
  const ana = shared();
  const { page } = ana;
  await declare(page, 'Checkout times out');
  const facts = async () => {
    const { items } = await ana.api<{ items: { id: string }[] }>('/api/v1/incidents');
    const { timeline } = await ana.api<{ timeline: { fact: { kind: string } }[] }>(
      `/api/v1/incidents/${items[0]!.id}`,
    );
    return timeline.map(({ fact }) => fact.kind);
  };
  const leave = () => page.getByRole('heading', { level: 1, name: 'Checkout times out' }).click();
  // Nothing on a heading's button that renames it.
  const blur = async () => {
    await leave();
    await page.keyboard.press('Escape');
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  };
  await blur();
  const before = await facts();
  await page.keyboard.type('queue and disk look fine', { delay: 40 });
  await expect(line(page)).toHaveValue('queue and disk look fine');
  expect(await facts()).toEqual(before);
  await page.keyboard.press('Enter');
  await expect(entry(page, 'queue and disk look fine')).toBeVisible();

  await test.step('Esc stays, W leads into the field, S and a digit set a severity once', async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('heading', { level: 1, name: 'Checkout times out' })).toBeVisible();
    await page.keyboard.press('w');
    await expect(panel(page, 'Tasks').getByRole('textbox', { name: 'Add a task' })).toBeFocused();
    await page.keyboard.press('Escape');
    for (let turn = 0; turn < 2; turn++) {
      await page.keyboard.press('s');
      await page.keyboard.press('4');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('dialog', { name: 'How bad is it?' })).toHaveCount(0);
      await expect.poll(async () => (await facts()).filter((kind) => kind === 'severity').length).toBe(1);
    }
  });

  await test.step('A and Q say what they did, with Undo', async () => {
    await page.keyboard.press('a');
    const said = page.getByText(/INC-\d+ acknowledged/);
    await expect(said).toBeVisible();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(page.locator('header').getByRole('button', { name: /^Acknowledge/ })).toBeVisible();
    await page.keyboard.press('q');
    await expect(page.getByText('You are the commander now')).toBeVisible();
  });

  await test.step('a status that asks something is asked by the command too, and nothing is written', async () => {
    await write(page, '/status resolved');
    const asked = page.getByRole('dialog', { name: 'Where are we?' });
    await expect(asked).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(asked).toBeHidden();
    expect(await facts()).not.toContain('status');
  });

  await test.step('text that is too long for the line is not cut: it can be attached', async () => {
    const log = Array.from({ length: 2_000 }, (_, row) => `14:02 pool exhausted ${row}`).join('\n');
    await line(page).focus();
    await page.evaluate((text) => navigator.clipboard.writeText(text), log);
    await page.keyboard.press('ControlOrMeta+v');
    await page.getByRole('button', { name: 'Attach it as a file' }).click();
    await expect(entry(page, /Pasted text\.txt/)).toBeVisible();
  });

  await test.step('an incident declared by mistake has an exit, and no filter of another room', async () => {
    const filter = (name: RegExp) =>
      page.getByRole('group', { name: 'What the timeline shows' }).getByRole('button', { name });
    await filter(/^Decisions|^Key/)
      .first()
      .click();
    await page.getByRole('link', { name: 'Muster, to the lobby' }).click();
    await declare(page, 'ok so the queue');
    await expect(filter(/^All/)).toHaveAttribute('aria-pressed', 'true');
    await page.getByRole('button', { name: 'Declared by mistake' }).click();
    await expect(page.getByText(/is closed: it was declared by mistake/)).toBeVisible();
  });
});
