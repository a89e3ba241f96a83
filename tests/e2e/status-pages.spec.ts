// A status page from its first key to what a customer reads, on a real desktop.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { findFaults } from '#tests/helpers/axe.ts';
import { launchDesktop } from '#tests/helpers/desktop.ts';

test('[SP80] [SP81] [SP82] [SP83] a page is opened, told on, published to a folder and closed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-status-'));
  await using desktop = await launchDesktop();
  const { page } = desktop;
  await desktop.firstRun('Ana Reyes');

  await test.step('found by another word for it; its form opens with N', async () => {
    await page.keyboard.press('Control+k');
    await expect(page.getByPlaceholder(/^Find/)).toBeFocused();
    await page.keyboard.type('customers');
    await page.keyboard.press('Enter');
    await expect(page.getByText('No status pages yet')).toBeVisible();
    await page.keyboard.press('Shift+N');
  });

  const form = page.getByRole('form', { name: 'Add a status page' });
  const preview = page.frameLocator('iframe[title="Preview"]');
  await test.step('the address follows the name, the preview shows what was typed', async () => {
    await expect(form.getByRole('textbox', { name: 'Name' })).toBeFocused();
    await page.keyboard.type('Acme & Söhne');
    await expect(form.getByRole('textbox', { name: 'Address' })).toHaveValue('acme-sohne');
    await form.getByRole('button', { name: 'Add a component' }).click();
    await expect(form.getByRole('group', { name: 'Component 1' }).getByLabel('Name')).toBeFocused();
    await page.keyboard.type('Payments');
    await form.getByRole('button', { name: 'Add a component' }).click();
    await expect(form.getByRole('group', { name: /^Component 2/ }).getByLabel('Name')).toBeFocused();
    await page.keyboard.type('API');
    await expect(preview.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(preview.getByText('Payments')).toBeVisible();
    await page.keyboard.press('Alt+ArrowUp');
    await expect(form.getByRole('group', { name: 'Component 1: API' })).toBeVisible();
    expect(await findFaults(page, 'the form of a status page')).toEqual([]);
  });

  await test.step('[SP83] a component is dragged; a colour, an announcement and a rule are set', async () => {
    const first = form.getByRole('group', { name: /^Component 1/ });
    await first.locator('[draggable]').dragTo(form.getByRole('group', { name: /^Component 2/ }));
    await expect(form.getByRole('group', { name: 'Component 1: Payments' })).toBeVisible();
    await form.getByText('Words, address and look').click();
    await form.getByRole('textbox', { name: 'Pinned announcement' }).fill('We move in January.');
    await form.getByLabel('Links, Light', { exact: true }).fill('#0044cc');
    await expect(preview.getByText('We move in January.')).toBeVisible();
    await expect(form.getByRole('button', { name: 'Reset Links, Light' })).toBeVisible();
    await form.getByText('No rule publishes by itself').click();
    await form.getByRole('button', { name: 'Add a rule' }).click();
    const rule = form.getByRole('group', { name: 'Rule 1' });
    await rule.getByRole('textbox', { name: 'Text when checks fail' }).fill('We see {what}.');
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(rule.getByRole('textbox', { name: 'Text when checks fail' })).toHaveAttribute(
      'aria-invalid',
      'true',
    );
    await rule.getByRole('textbox', { name: 'Name, for the team' }).fill('Payments');
    await rule.getByRole('textbox', { name: 'Text when checks fail' }).fill('We see errors.');
    await expect(form.getByRole('alert')).toBeHidden();
    expect(await findFaults(page, 'the look and the rules of a page')).toEqual([]);
  });

  await test.step('[SP132] the ways that visitors may choose are ticked, and a chat of one’s own is named', async () => {
    const ways = form.getByRole('group', { name: 'Visitors may subscribe by' });
    await expect(ways.getByRole('checkbox', { name: 'E-mail' })).toBeChecked();
    await ways.getByRole('checkbox', { name: 'Slack channel' }).focus();
    await page.keyboard.press('Space');
    const hosts = form.getByRole('textbox', { name: 'Chats of your own' });
    await hosts.fill('https://chat.acme.test');
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(hosts).toHaveAttribute('aria-invalid', 'true');
    await hosts.fill('chat.acme.test');
    expect(await findFaults(page, 'the ways to subscribe')).toEqual([]);
  });

  await test.step('a refusal is marked at its place', async () => {
    const place = form.getByRole('textbox', { name: 'Folder' });
    await place.fill('not/whole');
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(place).toHaveAttribute('aria-invalid', 'true');
    await place.fill(join(folder, 'site'));
    await expect(place).not.toHaveAttribute('aria-invalid', 'true');
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Acme & Söhne' })).toBeVisible();
  });

  await test.step('an update with a placeholder cannot be sent; filled in it stands on the page', async () => {
    await page.getByRole('button', { name: 'Post an update' }).click();
    const update = page.getByRole('form', { name: 'Post an update on Acme & Söhne' });
    const send = update.getByRole('button', { name: 'Publish it' });
    await update.getByRole('textbox', { name: 'Title' }).fill('Payments are slow');
    await update.getByRole('textbox', { name: 'Text' }).fill('We look into [what].');
    await expect(update.getByText('Fill in [what] before it can be sent.')).toBeVisible();
    await expect(send).toBeDisabled();
    await update.getByRole('textbox', { name: 'Text' }).fill('We look into slow payments.');
    await update.getByRole('combobox', { name: 'Payments' }).click();
    await page.getByRole('option', { name: 'Partial outage' }).click();
    expect(await findFaults(page, 'an update')).toEqual([]);
    await send.click();
    const updates = page.getByRole('region', { name: 'Updates' });
    await expect(updates.getByText('We look into slow payments.')).toBeVisible();
    const components = page.getByRole('region', { name: 'Components' });
    await expect(components.getByRole('listitem').filter({ hasText: 'Payments' })).toContainText(
      'Partial outage',
    );
  });

  await test.step('published now, into the folder', async () => {
    const targets = page.getByRole('region', { name: 'Also published to' });
    await targets.getByRole('button', { name: 'Publish now' }).click();
    await expect(targets.getByText(/^Published, also to 1 place\.$/)).toBeVisible();
    expect(readFileSync(join(folder, 'site', 'index.html'), 'utf8')).toContain('Payments are slow');
    const subscribing = readFileSync(join(folder, 'site', 'subscribe', 'index.html'), 'utf8');
    expect(subscribing).toContain('name="by" value="slack"');
    expect(await findFaults(page, 'one status page')).toEqual([]);
    // Something else lies there now: it is left alone, and the answer says so.
    unlinkSync(join(folder, 'site'));
    mkdirSync(join(folder, 'site'));
    writeFileSync(join(folder, 'site', 'mine.txt'), 'mine');
    await targets.getByRole('button', { name: 'Publish now' }).click();
    await expect(targets.getByRole('alert')).toContainText('but not everywhere');
    await expect(targets.getByRole('alert')).toContainText(join(folder, 'site'));
    await expect(targets.getByRole('listitem').locator('b')).toBeVisible();
    expect(readFileSync(join(folder, 'site', 'mine.txt'), 'utf8')).toBe('mine');
  });

  await test.step('a git branch is added by its form, and published to alone', async () => {
    const repository = join(folder, 'status.git');
    execFileSync('git', ['init', '--quiet', '--bare', repository]);
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    const edit = page.getByRole('form', { name: 'Edit Acme & Söhne' });
    await edit.getByRole('button', { name: 'Add a git branch' }).press('Enter');
    await edit.getByRole('textbox', { name: 'Repository' }).fill('not a repository');
    await edit.getByRole('textbox', { name: 'Branch' }).fill('pages');
    await edit.getByRole('button', { name: 'Save' }).click();
    await expect(edit.getByRole('textbox', { name: 'Repository' })).toHaveAttribute('aria-invalid', 'true');
    await edit.getByRole('textbox', { name: 'Repository' }).fill(repository);
    expect(await findFaults(page, 'the form of a place')).toEqual([]);
    await edit.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: `Publish here: ${repository} pages` }).click();
    await expect(page.getByText(/^Published to .*status\.git pages\.$/u)).toBeVisible();
    const html = execFileSync('git', ['--git-dir', repository, 'show', 'pages:index.html'], {
      encoding: 'utf8',
    });
    expect(html).toContain('Payments are slow');
  });

  await test.step('in the list with how it stands, closed after asking once more, and reopened', async () => {
    await page.keyboard.press('Escape');
    const row = page.getByRole('list', { name: 'Status pages' }).getByRole('listitem');
    await expect(row).toContainText('2 components');
    await expect(row).toContainText('Partial outage');
    await expect(row).toContainText('1 place failed');
    await expect(row.getByRole('button', { name: /\/status\/acme-sohne\/ in the browser$/ })).toBeVisible();
    expect(await findFaults(page, 'the status pages')).toEqual([]);
    await row.getByRole('link').click();
    await page.getByRole('button', { name: 'Close this page' }).click();
    await page.getByRole('button', { name: 'Close it now?' }).click();
    await expect(page.getByText('No status pages yet')).toBeVisible();
    await expect(page.getByRole('region', { name: 'Closed pages' })).toContainText(
      'Erased with its subscribers',
    );
    expect(await findFaults(page, 'closed pages')).toEqual([]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByRole('heading', { name: /^Acme/u, level: 1 })).toBeVisible();
    await page.getByRole('button', { name: 'Close this page' }).click();
    await page.getByRole('button', { name: 'Close it now?' }).click();
    await page.getByRole('button', { name: /^Reopen / }).click();
    await expect(page.getByText('Payments are slow').first()).toBeVisible();
  });
  // The page is open again, so the server may be publishing there.
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});
