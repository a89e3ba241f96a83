// The chapters in which four people find and mend what is wrong.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, type Page } from '@playwright/test';
import { appFolder, desktopEnvironment, electronExecutable } from '#tests/helpers/desktop.ts';
import { remember } from '#tests/helpers/pseudo/known-words.ts';
import { dropFile } from '#tests/helpers/pictures.ts';
import {
  cell,
  connection,
  entry,
  leaveFields,
  openFromLobby,
  panel,
  press,
  write,
} from '#tests/helpers/room-page.ts';
import { type Cast, everybody, onAll, seenByAll, title } from './cast.ts';

/** A check fails, and all four are in the room. */
export async function begin(cast: Cast) {
  const { server, service, mailbox } = cast;
  const email = { host: '127.0.0.1', port: mailbox.port, security: 'none', from: 'status@example.com' };
  const channel = await server.api('/api/v1/channels', {
    json: {
      name: 'Customers by mail',
      kind: 'email',
      settings: { ...email, to: 'customers@example.com' },
      audiences: ['customers'],
    },
  });
  expect(channel.status, JSON.stringify(channel.body)).toBe(201);
  const monitor = { name: 'payments-api', kind: 'http', settings: { url: service.url }, service: 'payments' };
  const rules = { intervalSeconds: 1, confirmations: 2, recoveries: 1, severity: 'P2' };
  await server.api('/api/v1/monitors', { json: { ...monitor, ...rules } });
  for (const page of everybody(cast)) await expect(page.getByText(/1 up/).first()).toBeVisible();
  await service.answerWith(503);
  for (const page of everybody(cast)) {
    await openFromLobby(page, title);
    await expect(connection(page)).toHaveText('Live');
  }
  await onAll(cast, (page) => page.getByRole('button', { name: /\d here/ }), '4 here');
}

/** Command is taken, roles are shared, the call begins. */
export async function takeCommand(cast: Cast) {
  const { ana, bo, cy, gil } = cast;
  await expect(ana.getByRole('button', { name: /^Acknowledge/ })).toBeVisible();
  await press(ana, 'a');
  await seenByAll(cast, 'Ana Reyes acknowledged');
  await ana.getByRole('button', { name: 'Take command' }).click();
  await bo.getByRole('button', { name: 'Take the role technical' }).click();
  await cy.getByRole('button', { name: 'Take the role communications' }).click();
  for (const page of [bo, cy, gil]) await expect(cell(page, 'Command')).toContainText('Ana Reyes');
  await onAll(cast, (page) => panel(page, 'Roles'), /Cy Young/);
  // Bo keeps the log for now, and hands it to Gil, who accepts.
  await write(bo, '/role scribe');
  await write(bo, '/role scribe to @Gil Guest');
  await gil.getByRole('button', { name: 'Accept scribe' }).click();
  for (const page of [ana, bo, cy])
    await expect(entry(page, /Gil Guest (accepted|is|took).*scribe/)).toBeVisible();

  await press(ana, 's');
  const ask = ana.getByRole('dialog').filter({ hasText: 'How bad is it?' });
  await ask.getByText('Work it out from the impact').click();
  await ask.getByLabel('Users').selectOption('critical');
  await ask.getByRole('button', { name: 'Set P1' }).click();
  await onAll(cast, (page) => page.locator('header').filter({ hasText: 'payments-api' }), 'P1');
  await write(ana, '/status investigating all cards are refused');
  await seenByAll(cast, /all cards are refused/i);

  remember(['Bridge', 'meet.example']); // the parts of the line that screens show alone
  await write(bo, '/call https://meet.example/payments Bridge');
  await expect(gil.getByRole('button', { name: /Join call/ })).toBeVisible();
  await gil.getByRole('button', { name: /Join call/ }).click();
  await expect(gil.locator('html')).toHaveAttribute('data-opened', 'https://meet.example/payments');
}

/** The timeline fills: times, names, answers, files. */
export async function tell(cast: Cast) {
  const { ana, bo, cy, gil, bosBus } = cast;
  await write(gil, '-10m /observation the disk of db-1 filled up overnight');
  await expect(entry(bo, 'the disk of db-1 filled up overnight')).toContainText(/noted/);
  await write(gil, '@Bo Lind can you look at db-1?');
  await expect
    .poll(() => bosBus.notifications.map(({ body }) => body))
    .toContain('Gil Guest: @Bo Lind can you look at db-1?');
  const asked = entry(bo, 'can you look at db-1?').first();
  await asked.focus();
  await expect(asked.getByRole('button', { name: /^Answer/ })).toBeVisible();
  await bo.keyboard.press('r');
  await bo.keyboard.type('on it, logging in');
  await bo.keyboard.press('Enter');
  await expect(entry(gil, 'on it, logging in')).toContainText('re Gil Guest');

  await leaveFields(bo);
  await dropFile(bo, { name: 'df.txt', type: 'text/plain', text: 'Filesystem Use%\n/dev/sda1 100% /var\n' });
  await seenByAll(cast, /attached df\.txt/);

  // Cy corrects her own words, and is not offered those of others; the original stays readable.
  const bosWords = entry(cy, 'on it, logging in');
  await bosWords.focus();
  await expect(bosWords.getByRole('button', { name: /^Answer/ })).toBeVisible();
  await expect(bosWords.getByRole('button', { name: /^Amend/ })).toHaveCount(0);
  await write(cy, 'support has 12 tickets');
  await entry(cy, 'support has 12 tickets').focus();
  await cy.keyboard.press('e');
  await cy.getByLabel('New text').fill('support has 21 tickets');
  await cy.getByRole('button', { name: 'Amend', exact: true }).click();
  for (const page of [ana, bo, gil])
    await expect(entry(page, 'support has 21 tickets').first()).toBeVisible();
  await write(ana, '/decision no deploys until this is over');
  await seenByAll(cast, 'no deploys until this is over');
}

const board = (page: Page) => panel(page, 'Investigation');

/** What it might be: seen by two, tested, ruled out. */
export async function investigate(cast: Cast) {
  const { ana, bo, cy, gil } = cast;
  await write(bo, '/confirm');
  await expect(board(gil)).toContainText('confirmed by Bo Lind');
  await write(bo, '/hypothesis the network to db-1');
  await write(gil, '/hypothesis logs fill the disk of db-1');
  await expect(board(ana)).toContainText('logs fill the disk of db-1');
  await write(bo, '/experiment 1 5m ping db-1; refuted if it answers');
  await board(gil).getByRole('button', { name: 'Result of: ping db-1' }).click();
  await board(gil).getByLabel('Refutes it').check();
  await board(gil).getByLabel('What showed it').fill('it answers in 1 ms');
  await board(gil).getByLabel('What showed it').press('Enter');
  for (const page of [ana, bo, cy]) await expect(board(page)).toContainText('Found: it answers in 1 ms');
  await write(ana, '/task @Cy Young 10m ask support for the oldest ticket');
  const tasks = panel(cy, 'Tasks');
  await tasks.getByRole('button', { name: /^Accept/ }).click();
  await tasks.getByRole('checkbox').first().check();
  await expect(entry(ana, /Cy Young.*ask support for the oldest ticket|finished/).first()).toBeVisible();
}

const checklist = (page: Page) => panel(page, 'Checklist');
const step = (page: Page, name: RegExp) => checklist(page).getByRole('checkbox', { name });

/** A playbook is worked off, with an approval and a skip. */
export async function workPlaybook({ ana, bo, cy, gil }: Cast) {
  await press(ana, 'y');
  await ana.getByRole('menuitem', { name: /Full disk/ }).click();
  for (const page of [bo, cy, gil]) await expect(step(page, /^Which file system/)).toBeVisible();
  await step(bo, /^Which file system/).check();
  await expect(step(gil, /^Which file system/)).toBeChecked();
  await step(gil, /^How fast does it grow/).press('s');
  const why = gil.getByRole('textbox', { name: 'Why skip this step' });
  await why.fill('it is full already');
  await why.press('Enter');
  await expect(checklist(ana)).toContainText('it is full already');
  const risky = /^Delete what can be made again/;
  await step(bo, risky).press('Space');
  await expect(checklist(ana)).toContainText('Bo Lind asks for an approval');
  await step(ana, risky).press('a');
  await expect(checklist(gil)).toContainText('approved by Ana Reyes');
}

/** Bo is cut off, and goes on. */
export async function goOnAlone(cast: Cast) {
  const { ana, bo, gil, bos, bosWire } = cast;
  // Gil leaves the room for a while.
  await gil.getByRole('link', { name: 'Muster, to the lobby' }).click();
  bosWire.cut();
  await expect(connection(bo)).toHaveText(/^On this computer only/);
  await write(bo, 'cut off; deleting rotated logs all the same');
  await write(ana, '/sev P2 only new customers now');
  await write(bo, '/sev P1 everybody, as seen from here');
  // From a terminal, where he works, through the desktop that runs.
  const said = ['note', '#rotate hourly from now on', '--incident', 'INC-1'];
  remember(said.map((words) => words.replace('#', '')));
  const muster = spawn(electronExecutable(), [appFolder, `--user-data-dir=${bos.userData}`, ...said], {
    env: desktopEnvironment({}),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  muster.stderr.on('data', (chunk) => (complaint += String(chunk)));
  expect(await once(muster, 'exit'), complaint).toEqual([0, null]);
  await expect(entry(bo, 'Decided: rotate hourly from now on')).toBeVisible();
  await expect(entry(ana, 'cut off; deleting')).toHaveCount(0);
  bosWire.heal();
  await expect(connection(bo)).toHaveText('Live');
  for (const page of [ana, bo]) {
    await expect(entry(page, 'cut off; deleting rotated logs all the same')).toBeVisible();
    await expect(page.locator('header').filter({ hasText: 'payments-api' })).toContainText('P1');
  }
  // The higher stands until it is settled.
  await press(ana, 's');
  const ask = ana.getByRole('dialog').filter({ hasText: 'Two severities were set at once' });
  await expect(ask).toBeVisible();
  await ask.getByRole('button', { name: 'Set P1' }).click();
  await press(bo, 's');
  await expect(bo.getByRole('dialog').filter({ hasText: 'How bad is it?' })).toBeVisible();
  await bo.keyboard.press('Escape');
}

const action = (page: Page) => entry(page, /Action.*Deleted rotated logs on db-1/).first();

/** A repair grades itself. */
export async function repair({ ana, bo, cy, service }: Cast) {
  await write(bo, '/action temporary watch 10s Deleted rotated logs on db-1');
  await expect(action(ana)).toContainText('Watching 1 check');
  await service.answerWith(200);
  await expect(action(ana)).toContainText(/The checks say it helped/);
  await action(ana).getByRole('button', { name: 'Agree' }).click();
  for (const page of [bo, cy]) {
    await press(page, 'End');
    await expect(action(page)).toContainText(/Helped: payments-api (recovered|came back)/);
    await expect(action(page)).toContainText('temporary repair');
  }
}
