// An incident of four people from its first failed check to its review: three desktops and a guest in a browser, one
// desktop cut off in the middle. Whatever somebody does is looked for on the screens of the others. With MUSTER_SHOTS
// each chapter leaves a picture of every screen (`npm run shots -- story`).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium, expect, test, type Locator, type Page } from '@playwright/test';
import { openMailbox } from '#sync-server/delivery/testing/mailbox.ts';
import { openWire, type Wire } from '#sync-server/replica/testing/wire.ts';
import { browserOptions } from '#tests/helpers/browser.ts';
import { startDesktopBus, type DesktopBus } from '#tests/helpers/desktop-bus.ts';
import {
  appFolder,
  desktopEnvironment,
  electronExecutable,
  launchDesktop,
  type Desktop,
} from '#tests/helpers/desktop.ts';
import { startDyingService, type DyingService } from '#tests/helpers/dying-service.ts';
import { dropFile } from '#tests/helpers/pictures.ts';
import { openReview, reviewText, saveReviews } from '#tests/helpers/review-page.ts';
import {
  askStatus,
  cell,
  connection,
  entry,
  leaveFields,
  line,
  openFromLobby,
  panel,
  press,
  readText,
  write,
} from '#tests/helpers/room-page.ts';
import { startServer, type RunningServer } from '#tests/helpers/server.ts';
import { invite, joinDesktop, resize } from '#tests/helpers/team.ts';

type Cast = {
  server: RunningServer;
  service: DyingService;
  mailbox: Awaited<ReturnType<typeof openMailbox>>;
  bosWire: Wire;
  bosBus: DesktopBus;
  anas: Desktop;
  bos: Desktop;
  ana: Page;
  bo: Page;
  cy: Page;
  gil: Page;
};

const title = /payments-api is down/;
const env = { MUSTER_HUB_HOST: '127.0.0.1' };
const everybody = ({ ana, bo, cy, gil }: Cast) => [ana, bo, cy, gil];
async function onAll(cast: Cast, look: (page: Page) => Locator, words: string | RegExp) {
  for (const page of everybody(cast)) await expect(look(page)).toContainText(words);
}
const seenByAll = async (cast: Cast, words: string | RegExp) => {
  for (const page of everybody(cast)) await expect(entry(page, words).first()).toBeVisible();
};

test('[FA4] four people run an incident, from its first failed check to its review', async () => {
  test.setTimeout(900_000);
  await using server = await startServer({ ownerName: 'Owner' });
  await using service = await startDyingService();
  await using mailbox = await openMailbox();
  await using bosWire = await openWire(() => server.url);
  await using bosBus = await startDesktopBus();
  await using anas = await joinDesktop(server, { name: 'Ana Reyes', role: 'owner', env });
  await using bos = await launchDesktop({ bus: bosBus });
  await resize(bos, { width: 1440, height: 900 });
  await bos.joinTeam((await invite(server)).replace(server.url, bosWire.url), 'Bo Lind');
  await using cys = await joinDesktop(server, { name: 'Cy Young', env });
  const browser = await chromium.launch(browserOptions());
  const gil = await joinAsGuest(await browser.newContext({ viewport: { width: 1440, height: 900 } }), server);
  const pages = { anas, bos, ana: anas.page, bo: bos.page, cy: cys.page, gil };
  const cast: Cast = { server, service, mailbox, bosWire, bosBus, ...pages };

  await chapter(cast, 'a check fails, and all four are in the room', begin);
  await chapter(cast, 'command is taken, roles are shared, the call begins', takeCommand);
  await chapter(cast, 'the timeline fills: times, names, answers, files', tell);
  await chapter(cast, 'what it might be: seen by two, tested, ruled out', investigate);
  await chapter(cast, 'a playbook is worked off, with an approval and a skip', workPlaybook);
  await chapter(cast, 'Bo is cut off, and goes on', goOnAlone);
  await chapter(cast, 'a repair grades itself', repair);
  await chapter(cast, 'customers are told what was approved, and nothing else', tellCustomers);
  await chapter(cast, 'the team’s server dies, and they meet on a laptop', meetOnALaptop);
  await chapter(cast, 'who was away catches up, who commands is followed, a slip is undone', keepUp);
  await chapter(cast, 'it is resolved, looked back at, and written up', writeUp);
  await browser.close();
});

let chapters = 0;
async function chapter(cast: Cast, name: string, play: (cast: Cast) => Promise<void>) {
  await test.step(name, () => play(cast));
  chapters += 1;
  const folder = process.env.MUSTER_SHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  for (const who of ['ana', 'bo', 'cy', 'gil'] as const)
    await cast[who].screenshot({
      path: path.join(folder, `story-${String(chapters).padStart(2, '0')}-${who}.png`),
    });
}

async function joinAsGuest(context: { newPage(): Promise<Page> }, server: RunningServer): Promise<Page> {
  const page = await context.newPage();
  await page.addInitScript(() => {
    globalThis.open = (url) => {
      document.documentElement.dataset['opened'] = String(url);
      return null;
    };
  });
  await page.goto(await invite(server));
  await page.getByLabel('Your name').fill('Gil Guest');
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(page.getByRole('heading', { name: /open incident/i })).toBeVisible();
  return page;
}

async function begin(cast: Cast) {
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

async function takeCommand(cast: Cast) {
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

  await write(bo, '/call https://meet.example/payments Bridge');
  await expect(gil.getByRole('button', { name: /Join call/ })).toBeVisible();
  await gil.getByRole('button', { name: /Join call/ }).click();
  await expect(gil.locator('html')).toHaveAttribute('data-opened', 'https://meet.example/payments');
}

async function tell(cast: Cast) {
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

async function investigate(cast: Cast) {
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

async function workPlaybook({ ana, bo, cy, gil }: Cast) {
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

async function goOnAlone(cast: Cast) {
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

async function repair({ ana, bo, cy, service }: Cast) {
  await write(bo, '/action temporary watch 10s Deleted rotated logs on db-1');
  await expect(action(ana)).toContainText('Watching 1 check');
  await service.answerWith(200);
  await expect(action(ana)).toContainText(/The checks say it helped/, { timeout: 30_000 });
  await action(ana).getByRole('button', { name: 'Agree' }).click();
  for (const page of [bo, cy]) {
    await press(page, 'End');
    await expect(action(page)).toContainText(/Helped: payments-api (recovered|came back)/);
    await expect(action(page)).toContainText('temporary repair');
  }
}

const comms = (page: Page) => panel(page, 'Comms');
const stands = (page: Page) => comms(page).getByRole('status', { name: 'State of the draft' });
const draft = (page: Page) => page.getByRole('textbox', { name: 'Customers update' });
const act = (page: Page, name: string) => comms(page).getByRole('button', { name, exact: true });

async function tellCustomers({ ana, bo, cy, gil, mailbox }: Cast) {
  await openFromLobby(gil, title);
  await comms(cy).getByRole('button', { name: 'Start the customers update' }).click();
  await draft(cy).click();
  await cy.keyboard.press('Control+A');
  await cy.keyboard.insertText('Card payments fail for some customers.');
  await expect.poll(() => readText(draft(gil))).toBe('Card payments fail for some customers.');
  // Two cursors in one paragraph; the guest promises what nobody knows, and the words say so.
  await draft(gil).click();
  await gil.keyboard.press('Control+End');
  await expect(draft(cy).getByText('Gil Guest', { exact: true })).toBeVisible();
  await gil.keyboard.insertText(' We guarantee that it never happens again.');
  await expect(comms(cy).getByRole('list', { name: 'Check before you send it' })).toContainText(
    /guarantee|never/,
  );
  await draft(cy).click();
  await cy.keyboard.press('Control+A');
  await cy.keyboard.insertText(
    'Card payments failed for some customers since 14:02 UTC. They work again, and we watch.',
  );
  await act(cy, 'Ask for approval').click();
  await act(ana, 'Approve').click();
  for (const page of [ana, bo, cy, gil])
    await expect(stands(page)).toContainText('Approved as it stands by Ana Reyes');
  await draft(gil).click();
  await gil.keyboard.press('Control+End');
  await gil.keyboard.type(' Sorry.');
  for (const page of [ana, bo, cy, gil]) await expect(stands(page)).toContainText('Stale');
  expect(mailbox.received).toHaveLength(0);
  await act(ana, 'Approve').click();
  await expect(stands(cy)).toContainText('Approved as it stands by Ana Reyes');
  await act(cy, 'Send').click();
  await comms(cy).getByRole('button', { name: 'Send: Customers by mail' }).click();
  await expect.poll(() => mailbox.received.length).toBe(1);
  expect(mailbox.received[0]?.text).toContain('They work again, and we watch. Sorry.');
  await expect(stands(ana)).toContainText('Sent by');
  await act(cy, 'Done').click();
}

async function meetOnALaptop({ server, ana, bo, cy }: Cast) {
  const room = new URL(ana.url()).hash;
  await server.kill9();
  for (const page of [ana, cy]) await expect(connection(page)).toHaveText(/^On this computer only/);
  await connection(ana).click();
  await ana.getByRole('button', { name: 'Make this laptop a hub' }).click();
  await ana.getByRole('button', { name: 'Open the hub' }).click();
  const address = await ana.getByLabel('For members of your team').inputValue();
  await connection(cy).click();
  await cy.getByLabel('Address of the hub').fill(address);
  await cy.getByRole('button', { name: 'Join the hub' }).click();
  for (const page of [ana, cy]) {
    await page.evaluate((to) => (location.hash = to), room);
    await expect(connection(page)).toHaveText(/^Hub: 2 people/, { timeout: 30_000 });
  }
  await write(cy, 'the team’s server is gone as well; we meet on Ana’s laptop');
  await expect(entry(ana, 'we meet on Ana’s laptop')).toBeVisible();
  await server.restart();
  await expect(connection(bo)).toHaveText('Live', { timeout: 30_000 });
  await press(bo, 'End');
  await expect(entry(bo, 'we meet on Ana’s laptop')).toBeVisible({ timeout: 30_000 });
}

async function keepUp({ anas, ana, bo, cy, gil }: Cast) {
  // What changed while the guest was away, in words.
  await press(gil, 'z');
  const strip = gil.getByRole('region', { name: 'What changed' });
  await expect(strip).toContainText(/1 action \(1 helped\), 1 customer update sent, payments-api came back/);
  await gil.keyboard.press('Escape');
  await expect(strip).toHaveCount(0);
  await ana.getByRole('button', { name: /\d here/ }).click();
  await ana.getByRole('button', { name: 'Ask everybody to follow me' }).click();
  await expect(gil.getByText('Ana Reyes commands and asks you to follow.')).toBeVisible();
  await press(gil, 'Shift+V');
  await expect(ana.getByText('Gil Guest follows you')).toBeVisible();
  // Of three windows on one screen the one that somebody works in has the focus.
  await anas.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .find((each) => each.isVisible())
      ?.focus(),
  );
  await press(ana, 'i');
  await expect(gil.getByText('You follow Ana Reyes: Impact')).toBeVisible();
  await gil.keyboard.press('Escape');
  await expect(gil.getByText(/^You follow/)).toHaveCount(0);
  await write(cy, 'wrong room, sorry');
  await expect(entry(bo, 'wrong room, sorry')).toBeVisible();
  await press(cy, 'ControlOrMeta+z');
  await expect(entry(bo, /Struck out by Cy Young: undone/)).toBeVisible();
}

async function writeUp(cast: Cast) {
  const { ana, bo, gil, anas } = cast;
  const ask = await askStatus(ana, 'Resolved');
  await ask.getByLabel('What was the cause?').fill('Logs filled the disk of db-1');
  await ask.getByLabel('Why go on without the rest').fill('watched for ten minutes');
  await ask.getByRole('button', { name: 'Resolve anyway' }).click();
  for (const page of everybody(cast))
    await expect(cell(page, 'Impact')).toContainText(/Resolved \d\d:\d\d after/);

  // The guest looks back: the room of before, which nobody can write to.
  await press(gil, 'g');
  const past = gil.getByRole('region', { name: 'Replay: the room as it was, not live' });
  await expect(past).toBeVisible();
  await gil.getByRole('slider', { name: 'Moment shown' }).press('Home');
  await expect(past.getByText('Replay, not live')).toBeVisible();
  await expect(past.getByText(/no deploys until this is over/)).toHaveCount(0);
  await expect(line(gil)).toHaveCount(0);
  await gil.keyboard.press('Escape');
  await expect(line(gil)).toBeVisible();

  await Promise.all([openReview(ana), openReview(bo)]);
  await reviewText(ana, 'Root cause').click();
  await ana.keyboard.type('Nothing rotated the logs away.');
  await expect.poll(() => readText(reviewText(bo, 'Root cause'))).toBe('Nothing rotated the logs away.');
  const files = await saveReviews(anas, path.join(appFolder, 'test-results/four-people-review'));
  const written = readFileSync(files.markdown, 'utf8');
  for (const words of [
    'Nothing rotated the logs away.',
    'Deleted rotated logs on db-1',
    'cut off; deleting rotated logs all the same',
    'Gil Guest',
    'Cy Young',
    'the disk of db-1 filled up overnight',
    'it is full already',
  ])
    expect(written, words).toContain(words);
}
