// A playbook from being written by two people, apart and together, to being run and looked back on.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { findFaults } from '#tests/helpers/axe.ts';
import type { Desktop } from '#tests/helpers/desktop.ts';
import { declare, entry, line, openFromLobby, panel, write } from '#tests/helpers/room-page.ts';
import { startServer, type RunningServer } from '#tests/helpers/server.ts';
import { joinDesktop, resize } from '#tests/helpers/team.ts';

const editor = (page: Page) => page.getByRole('textbox', { name: 'Playbook, in Markdown' });
const preview = (page: Page) => page.getByRole('article', { name: 'Preview' });
const checklist = (page: Page) => panel(page, 'Checklist');
const step = (page: Page, words: string | RegExp) => checklist(page).getByRole('checkbox', { name: words });
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true });

/** Pictures for looking at, where they are asked for. */
async function shoot(desktop: Desktop, name: string): Promise<void> {
  const folder = process.env.MUSTER_SHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  for (const size of [
    { width: 1024, height: 700 },
    { width: 1440, height: 900 },
  ]) {
    await resize(desktop, size);
    for (const colorScheme of ['dark', 'light'] as const) {
      await desktop.page.emulateMedia({ colorScheme });
      await desktop.page.screenshot({ path: path.join(folder, `${name}-${colorScheme}-${size.width}.png`) });
    }
  }
}

/** A file as somebody would choose it. */
const file = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });

test('[PB3] [PB4] [PB5] [PB6] [PB7] two people write a playbook, run it together, and see what it took', async () => {
  await using server = await startServer();
  await using ana = await joinDesktop(server, { name: 'Ana Reyes', role: 'owner' });
  await using bo = await joinDesktop(server, { name: 'Bo Lind' });
  await test.step('both edit one that shipped', () => writeTogether(ana, bo));
  await test.step('both go on apart, and it merges', () => writeApart(server, ana.page, bo.page));
  await test.step('it is looked through', () => lookThrough(ana.page, bo.page));
  await test.step('it is proposed and attached', () => attach(ana, bo));
  await test.step('it is run, with an approval and a reason', () => run(ana, bo));
  await test.step('its cost', () => lookBack(ana));
});

async function writeTogether(ana: Desktop, bo: Desktop): Promise<void> {
  for (const { page } of [ana, bo]) {
    await page.keyboard.press('p');
    await expect(heading(page, 'Playbooks')).toBeVisible();
  }
  await expect(ana.page.getByRole('list', { name: 'Playbooks' }).getByRole('link')).toHaveCount(9);
  // What all rows say alike is said once.
  await expect(ana.page.getByText(/^Every playbook here: reviewed \d+ days ago\.$/u)).toBeVisible();
  await expect(ana.page.getByText('Last reviewed')).toHaveCount(0);
  await shoot(ana, 'playbooks');
  expect(await findFaults(ana.page, 'the playbooks')).toEqual([]);
  for (const { page } of [ana, bo]) {
    await page.getByRole('textbox', { name: 'Search playbooks' }).fill('inodes');
    await page.getByRole('link', { name: /^Full disk/ }).click();
    await expect(heading(page, 'Full disk')).toBeVisible();
  }
  await shoot(ana, 'playbook');
  expect(await findFaults(ana.page, 'a playbook')).toEqual([]);
  for (const { page } of [ana, bo]) {
    await page.keyboard.press('e');
    await expect(editor(page)).toContainText('du -xh');
  }
  await editor(ana.page).press('ControlOrMeta+End');
  await editor(ana.page).pressSequentially(
    '- [ ] Delete the old backups `rm -r /backup/old` (5 min) (approval)\n',
  );
  // A long text is drawn where one looks.
  await editor(bo.page).press('ControlOrMeta+End');
  await expect(editor(bo.page)).toContainText('Delete the old backups');
  await expect(preview(bo.page)).toContainText('Delete the old backups');
  // Her cursor, with her name.
  await expect(bo.page.locator('.cm-ySelectionInfo')).toHaveText('Ana Reyes');
  await shoot(ana, 'playbook-edit');
  expect(await findFaults(ana.page, 'its editor')).toEqual([]);
}

async function writeApart(server: RunningServer, ana: Page, bo: Page): Promise<void> {
  await server.kill9();
  for (const page of [ana, bo]) await expect(page.getByText(/^On this computer only/).first()).toBeVisible();
  await editor(ana).press('ControlOrMeta+End');
  await editor(ana).pressSequentially('- [ ] Ana alone: tell the owner of the backups\n');
  await editor(bo).press('ControlOrMeta+Home');
  for (let i = 0; i < 8; i++) await editor(bo).press('ArrowDown');
  await editor(bo).pressSequentially('Bo alone: ask what is on that disk.\n');
  await expect(editor(bo)).not.toContainText('Ana alone');
  await server.restart();
  for (const page of [ana, bo]) {
    await expect(preview(page)).toContainText('Ana alone: tell the owner');
    await expect(preview(page)).toContainText('Bo alone: ask what is on that disk.');
    // One copy, not two.
    await expect(preview(page).getByRole('heading', { name: 'Look first', exact: true })).toHaveCount(1);
  }
}

async function lookThrough(ana: Page, bo: Page): Promise<void> {
  await ana.getByRole('textbox', { name: 'Tags', exact: true }).fill('disk, backups');
  await ana.getByRole('textbox', { name: 'Tags', exact: true }).press('Enter');
  await expect(editor(bo)).toContainText('tags: disk, backups');
  for (const page of [ana, bo]) {
    await page.getByRole('button', { name: 'Done', exact: true }).click();
    await expect(editor(page)).toHaveCount(0);
  }
  await ana.keyboard.press('v');
  await expect(bo.getByText('reviewed today by Ana Reyes')).toBeVisible();
  await ana.getByRole('button', { name: 'Compare with the version from Muster' }).click();
  await expect(ana.locator('ins').first()).toContainText('backups');
  await ana.keyboard.press('Escape');
  await expect(heading(ana, 'Full disk')).toBeVisible();
  await ana.keyboard.press('Escape');
  await expect(heading(ana, 'Playbooks')).toBeVisible();
}

async function attach(ana: Desktop, bo: Desktop): Promise<void> {
  await declare(ana.page, 'Disk full on db-1');
  await bo.page.getByRole('link', { name: 'Muster, to the lobby' }).click();
  await openFromLobby(bo.page, 'Disk full on db-1');
  await expect(checklist(ana.page)).toContainText('fits because: “disk full” in the title');
  await write(ana.page, '/sev P1 data is at risk');
  await expect(checklist(ana.page)).toContainText('fits because: a fresh P1');
  await shoot(ana, 'checklist-proposed');
  await line(ana.page).blur();
  await ana.page.keyboard.press('Shift+Y');
  await expect(step(bo.page, /^Confirm it/)).toBeVisible();
  await expect(checklist(ana.page)).toContainText('fits because: “disk full” in the title');
  await ana.page.keyboard.press('Shift+Y');
  await expect(step(bo.page, /^Delete the old backups/)).toBeVisible();
}

async function run(ana: Desktop, bo: Desktop): Promise<void> {
  // Given to Bo by keys: his time box runs from then.
  const look = /^Which file system/;
  await step(ana.page, look).press('g');
  await ana.page.getByRole('menuitem', { name: 'Bo Lind' }).click();
  await expect(checklist(bo.page).getByText(/^you, (in \d+ min|due now)$/)).toBeVisible();
  await step(bo.page, look).press('Space');
  await expect(step(ana.page, look)).toBeChecked();

  const risky = /^Delete the old backups/;
  await step(ana.page, risky).press('Space');
  await expect(step(ana.page, risky)).not.toBeChecked();
  await expect(checklist(bo.page)).toContainText('Ana Reyes asks for an approval');
  await step(ana.page, risky).press('a');
  await expect(ana.page.getByText('Somebody else must approve')).toBeVisible();
  await shoot(bo, 'checklist-approval');
  expect(await findFaults(bo.page, 'its run')).toEqual([]);
  await step(bo.page, risky).press('a');
  await expect(checklist(ana.page)).toContainText('approved by Bo Lind');
  await step(ana.page, risky).press('v');
  await expect
    .poll(() => ana.app.evaluate(({ clipboard }) => clipboard.readText()))
    .toBe('rm -r /backup/old');
  await step(ana.page, risky).press('Space');
  await expect(step(bo.page, risky)).toBeChecked();

  // Skipped, with a reason.
  const slow = /^How fast does it grow/;
  await step(bo.page, slow).press('s');
  await bo.page.getByRole('textbox', { name: 'Why skip this step' }).press('Enter');
  await expect(checklist(bo.page)).toContainText('Say why: the next person will ask.');
  await bo.page.getByRole('textbox', { name: 'Why skip this step' }).fill('it is full already');
  await bo.page.getByRole('textbox', { name: 'Why skip this step' }).press('Enter');
  await expect(checklist(ana.page)).toContainText('it is full already');

  // Wants the steps above first: ticked before them only with a reason.
  const restart = /^Restart what stopped/;
  await step(ana.page, restart).press('Space');
  await ana.page
    .getByRole('textbox', { name: 'Why before the steps above' })
    .fill('the database must be back');
  await ana.page.getByRole('textbox', { name: 'Why before the steps above' }).press('Enter');
  await expect(step(bo.page, restart)).toBeChecked();
  await shoot(ana, 'checklist-running');
  await expect(entry(ana.page, 'Bo Lind approved')).toBeVisible();
}

async function lookBack({ page, ...desktop }: Desktop): Promise<void> {
  const { items } = await desktop.api<{ items: { id: string }[] }>('/api/v1/incidents');
  const incident = items[0]?.id ?? '';
  await desktop.api(`/api/v1/incidents/${incident}/facts`, { json: { kind: 'status', status: 'resolved' } });
  await expect
    .poll(async () => {
      const figures = await desktop.api<{ items: { playbook: string; runs: number }[] }>(
        '/api/v1/playbooks/statistics',
      );
      return figures.items.find(({ playbook }) => playbook === 'full-disk')?.runs;
    })
    .toBe(1);
  await page.getByRole('link', { name: 'Playbooks' }).first().click();
  await page.getByRole('link', { name: /^Full disk/ }).click();
  const figures = page.getByRole('region', { name: 'Past runs' });
  await expect(figures).toContainText('From 1 run');
  await expect(figures).toContainText('skipped in 1 of 1 run');
  await shoot({ page, ...desktop }, 'playbook-figures');
  // And where the next incident is offered it, and runs it.
  await page.getByRole('link', { name: 'Muster, to the lobby' }).click();
  await declare(page, 'Disk full on db-2');
  await expect(checklist(page)).toContainText(/never drilled, usually \d/u);
  await line(page).blur();
  await page.keyboard.press('Shift+Y');
  await expect(checklist(page)).toContainText(/\d of \d+ open steps usually take \d/u);
  await shoot({ page, ...desktop }, 'checklist-usually');
}

test('[PB8] files are imported: what was taken, what was not, and what was refused', async () => {
  await using server = await startServer();
  await using ana = await joinDesktop(server, { name: 'Ana Reyes', role: 'owner' });
  const { page } = ana;
  await page.keyboard.press('p');
  const mattermost = {
    version: 1,
    title: 'Card payments',
    checklists: [
      { title: 'Look', items: [{ title: 'Ask the provider', command: '/call', assignee_id: 'u1' }] },
    ],
  };
  await page
    .getByLabel('Import Markdown files or a Mattermost playbook (JSON)')
    .setInputFiles([
      file('cards.json', JSON.stringify(mattermost)),
      file('bad.json', '{"version":2,"title":"x","checklists":[]}'),
      file(
        'own.md',
        '# Our own\n\n- [ ] <img src="https://example.com/x.png"> **Look** ![pic](https://example.com/y.png)\n',
      ),
    ]);
  const report = page.getByRole('status', { name: 'Imported' });
  await expect(report).toContainText('Card payments: 1 step imported');
  await expect(report).toContainText('checklists.0.items.0.assignee_id');
  await expect(report).toContainText('bad.json was not imported');
  await expect(report).toContainText('version');
  await shoot(ana, 'playbooks-imported');
  await report.getByRole('link', { name: 'Open' }).last().click();
  await expect(heading(page, 'Our own')).toBeVisible();
  const text = page.getByRole('article', { name: 'Our own' });
  await expect(text.getByRole('link', { name: 'pic' })).toBeVisible();
  // Nothing is fetched for a picture.
  await expect(text.locator('img')).toHaveCount(0);
  await page.getByRole('button', { name: 'Archive', exact: true }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('list', { name: 'Playbooks' }).getByRole('link')).toHaveCount(10);
  await page.getByRole('button', { name: 'Show 1 archived playbook' }).click();
  await expect(page.getByRole('link', { name: /^Our own/ })).toContainText('archived');
});

test('[PB10] [PB11] a playbook pages and drafts, its steps are graded, and its incident asks what was wrong in it', async () => {
  await using server = await startServer();
  await using ana = await joinDesktop(server, { name: 'Ana Reyes', role: 'owner' });
  const { page } = ana;
  const { body } = await server.api<{ id: string }>('/api/v1/incidents', {
    json: { title: 'No space left on device', severity: 'P3' },
  });
  await page.evaluate((room) => (location.hash = `#/room/${room}`), body.id);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('No space left on device');
  await expect(page.getByText('never drilled')).toBeVisible();
  await page.keyboard.press('y');
  await expect(
    page.getByRole('menuitem', { name: /^Out of memory.*never used, never drilled/s }),
  ).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Shift+Y');
  const step = page.getByRole('checkbox', { name: /^Say it in one line/ });
  await step.press('Space');
  await expect(step).toBeChecked();
  await step.press('h');
  await expect(page.getByRole('button', { name: 'helped', exact: true }).first()).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await page.getByText('When to call for more').click();
  await page.getByRole('button', { name: /^Page somebody The database does not start/ }).click();
  const words = page.getByRole('dialog').getByRole('textbox').last();
  await expect(words).toHaveValue(/^Full disk: The database does not start/);
  await words.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.locator('summary').filter({ hasText: 'Words to send' }).click();
  await page.getByRole('button', { name: /^Put into the draft for customers/ }).click();
  await expect(page.getByText('It is in the draft for customers.')).toBeVisible();
  const draft = async () =>
    (await server.api<{ texts?: Record<string, string> }>(`/api/v1/incidents/${body.id}`)).body;
  await expect.poll(async () => JSON.stringify(await draft())).toContain('"draft":"customers"');
  await shoot(ana, 'playbook-acts');
  expect(await findFaults(page, 'its grades')).toEqual([]);
  await server.api(`/api/v1/incidents/${body.id}/facts`, { json: { kind: 'status', status: 'resolved' } });
  await expect(page.getByText(/did it help\?/)).toBeVisible();
  await page.locator('[data-panel="checklist"] h2 button').click();
  await page.getByRole('textbox', { name: 'What was wrong or missing' }).fill('The volume has another name');
  await page.getByRole('button', { name: 'It had no effect' }).click();
  await expect(page.getByText('Ana Reyes: It had no effect. The volume has another name')).toBeVisible();
  type Figures = { items: { playbook: string; judged?: { why: string }[] }[] };
  await expect
    .poll(
      async () => (await server.api<Figures>('/api/v1/playbooks/statistics')).body.items[0]?.judged?.[0]?.why,
    )
    .toBe('The volume has another name');
  await page.evaluate(() => (location.hash = '#/playbooks'));
  await expect(page.getByRole('link', { name: /^Full disk.*once.*never drilled/s })).toBeVisible();
  await page.getByRole('link', { name: /^Full disk/ }).click();
  await expect(page.getByText(/used once.*never drilled/s)).toBeVisible();
});
