// PW: Muster on a phone: Chromium at 390 pixels, by touch alone.
import path from 'node:path';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { openMailbox } from '#sync-server/delivery/testing/mailbox.ts';
import { findFaults } from '#tests/helpers/axe.ts';
import { cell, entry, line, panel } from '#tests/helpers/room-page.ts';
import { startServer, type RunningServer } from '#tests/helpers/server.ts';
import { hire } from '#tests/helpers/stage.ts';
import { invite, shareBrowser } from '#tests/helpers/team.ts';
import { scheduleOnCall, watchServices } from '#tests/tour/lobby.ts';

const browser = shareBrowser();

/** A phone that was sent an invitation. */
async function joinOnPhone(server: RunningServer, name: string, width = 390): Promise<Page> {
  const context = await browser().newContext({
    viewport: { width, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(await invite(server));
  await page.getByLabel('Your name').fill(name);
  await page.getByRole('button', { name: 'Join' }).tap();
  await expect(page.getByRole('heading', { name: /open incident/i })).toBeVisible();
  return page;
}

type Made = { id: string };
async function add(server: RunningServer, what: string, json: object): Promise<string> {
  const { status, body } = await server.api<Made>(`/api/v1/${what}`, { json });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
}

async function personNamed(server: RunningServer, name: string): Promise<string> {
  const { body } = await server.api<{ items: { id: string; name: string }[] }>('/api/v1/people');
  return body.items.find((each) => each.name === name)?.id ?? '';
}

const pageStep = (id: string) => ({ targets: [{ kind: 'person', id }], waitMinutes: 30 });

/** A thumb hits it, and nothing hangs over the edge. */
async function tap(target: Locator) {
  const box = await target.boundingBox();
  expect(Math.round(box?.height ?? 0), `height of ${String(target)}`).toBeGreaterThanOrEqual(44);
  expect(Math.round(box?.width ?? 0), `width of ${String(target)}`).toBeGreaterThanOrEqual(44);
  await target.tap();
}

/** Nothing is wider than the phone. */
const expectNothingCutOff = async (page: Page) =>
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);

/** The message with Undo covers the header, and nothing of the room. */
async function expectUndoOverHeader(page: Page, title: string) {
  const message = await page.getByRole('alert').filter({ hasText: 'acknowledged' }).boundingBox();
  const heading = await page.getByRole('heading', { level: 1, name: title }).boundingBox();
  expect((message?.y ?? 99) + (message?.height ?? 99)).toBeLessThanOrEqual(heading?.y ?? 0);
}

/** Why the next step is next can be read to its end. */
async function expectReasonWhole(page: Page) {
  const reason = page.getByRole('group', { name: 'Next step' }).getByRole('status');
  await expect(reason).toBeVisible();
  const cut = await reason.evaluate(
    ({ scrollHeight, clientHeight, scrollWidth, clientWidth }) =>
      scrollHeight > clientHeight || scrollWidth > clientWidth,
  );
  expect(cut, await reason.innerText()).toBe(false);
}

/** Pictures for looking at, where they are asked for. */
async function shoot(page: Page, name: string) {
  await expectNothingCutOff(page);
  const folder = process.env.MUSTER_SHOTS;
  if (!folder) return;
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: path.join(folder, `${name}-${colorScheme}.png`) });
  }
}

test('[PW1] [PW2] by touch alone: a page arrives, acknowledge, read the key events, say something, send an approved update, hand over', async () => {
  await using server = await startServer({ ownerName: 'Olga' });
  await using mailbox = await openMailbox();
  await add(server, 'channels', {
    name: 'Customers by mail',
    kind: 'email',
    audiences: ['customers'],
    settings: {
      host: '127.0.0.1',
      port: mailbox.port,
      security: 'none',
      from: 'status@example.com',
      to: 'customers@example.com',
    },
  });
  const page = await joinOnPhone(server, 'Ana Reyes');
  const ana = await personNamed(server, 'Ana Reyes');
  const olga = await personNamed(server, 'Olga');
  const rotation = { unit: 'week', every: 1, handoffAt: '09:00' };
  await add(server, 'schedules', {
    name: 'Payments',
    timeZone: 'UTC',
    layers: [{ name: 'all', people: [olga, ana], rotation, startsOn: '2026-01-05' }],
  });
  await add(server, 'policies', { name: 'Everything', steps: [pageStep(ana), pageStep(olga)] });
  const title = 'Card payments fail in the EU for one customer in ten';
  const id = await add(server, 'incidents', { title, severity: 'P1', service: 'payments' });
  const fact = (json: object) => server.api(`/api/v1/incidents/${id}/facts`, { json });
  await fact({ kind: 'note', text: 'the queue grows since 06:21' });
  await fact({ kind: 'decision', text: 'no deploys until this is over' });

  const pages = page.getByRole('region', { name: 'You are paged' });
  await expect(pages).toContainText('INC-1');
  await shoot(page, 'phone-paged');
  await tap(pages.getByRole('button', { name: 'Open' }));
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await tap(pages.getByRole('button', { name: /^Acknowledge/ }));
  await expect(pages).toHaveCount(0);
  await expectUndoOverHeader(page, title);
  await expectReasonWhole(page);
  await tap(page.getByRole('button', { name: /^Key/ }));
  await expect(entry(page, 'no deploys until this is over')).toBeVisible();
  await expect(entry(page, 'the queue grows')).toHaveCount(0);
  await shoot(page, 'phone-key-events');

  await line(page).tap();
  await page.keyboard.insertText('on my way, looking at payments-api');
  await tap(page.getByRole('button', { name: 'Send', exact: true }));
  await expect(entry(page, 'on my way, looking at payments-api')).toBeVisible();

  await tap(cell(page, 'Command'));
  await expect(cell(page, 'Command')).toContainText('You');
  await line(page).tap();
  await page.keyboard.insertText('/impact users major, one customer in ten');
  await tap(page.getByRole('button', { name: 'Send', exact: true }));
  const columns = page.getByRole('navigation', { name: 'Columns' });
  await tap(columns.getByRole('button', { name: /^Comms/ }));
  const comms = panel(page, 'Comms');
  const act = (name: string) => comms.getByRole('button', { name, exact: true });
  await tap(act('Start the customers update'));
  await shoot(page, 'phone-update');
  for (const placeholder of await comms
    .locator('.cm-content')
    .getByText(/^\{\w+\}$/u)
    .allTextContents()) {
    await comms.getByText(placeholder, { exact: true }).first().dblclick();
    await page.keyboard.insertText('card payments');
  }
  await tap(act('Ask for approval'));
  await tap(act('Approve'));
  await expect(comms.getByRole('status', { name: 'State of the draft' })).toContainText('Approved');
  // A second tap in the same breath presses nothing that the first one brought.
  await expect(async () => {
    await tap(act('Send'));
    await expect(comms.getByRole('list', { name: 'Channels' })).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await tap(comms.getByRole('button', { name: 'Send: Customers by mail' }));
  await expect.poll(() => mailbox.received.map(({ to }) => to)).toEqual([['customers@example.com']]);
  await shoot(page, 'phone-update-sent');

  // The cell leads to the roles, in their own tab; Olga is offered the command.
  await tap(cell(page, 'Command'));
  const roles = panel(page, 'Roles');
  await expect(roles).toBeVisible();
  await shoot(page, 'phone-roles');
  await tap(roles.getByRole('button', { name: 'More for commander' }));
  await tap(page.getByRole('menuitem', { name: /Olga/ }).first());
  await expect(cell(page, 'Command')).toContainText('Olga');

  const toScreen = async (name: string) => {
    await tap(page.getByRole('button', { name: 'Menu' }));
    await shoot(page, 'phone-menu');
    await tap(page.getByRole('navigation', { name: 'Menu' }).getByRole('link', { name }));
  };
  await toScreen('On-call');
  await expect(page.getByRole('row', { name: /Payments/ })).toContainText(/Olga|Ana Reyes/);
  await shoot(page, 'phone-on-call');
  for (const name of ['Playbooks', 'Incidents']) {
    await toScreen(name);
    await expect(page.getByRole('heading', { level: 1, name: new RegExp(name, 'iu') })).toBeVisible();
    await expect(page.getByRole('navigation', { name: 'Menu' })).toBeHidden();
  }
  await page.context().close();
});

test('[PW1] at 360 pixels no screen is wider than the phone, a second page is one line, more fold, and axe finds nothing', async () => {
  await using server = await startServer({ ownerName: 'Olga' });
  const page = await joinOnPhone(server, 'Ana Reyes', 360);
  const ana = await personNamed(server, 'Ana Reyes');
  const rotation = { unit: 'week', every: 1, handoffAt: '09:00' };
  const layers = [{ name: 'all', people: [ana], rotation, startsOn: '2026-01-05' }];
  await add(server, 'schedules', { name: 'Payments', timeZone: 'UTC', layers });
  await add(server, 'policies', { name: 'Everything', steps: [pageStep(ana)] });
  const id = await add(server, 'incidents', { title: 'Card payments fail in the EU', severity: 'P1' });
  await add(server, 'incidents', { title: 'Search is slow for everybody in the south', severity: 'P3' });
  const pages = page.getByRole('region', { name: 'You are paged' });
  await expect(pages.getByRole('button', { name: 'Open' })).toHaveCount(2);
  await expect(pages.getByRole('button', { name: /^Acknowledge/ })).toHaveCount(1);
  const screens = [
    '',
    `room/${id}`,
    'on-call',
    'settings/you',
    'settings/people',
    'monitors',
    'incidents',
    'playbooks',
    'handbook/severities',
  ];
  for (const screen of screens) {
    await page.goto(`${server.url}/#/${screen}`);
    await expect(page.locator('main').locator('h1, [role=feed]').first()).toBeVisible();
    await shoot(page, `phone-360-${screen.replace(/\W.*$/u, '') || 'lobby'}`);
    expect(await findFaults(page, `phone ${screen}`)).toEqual([]);
  }
  // A third page: the first, and a line for the others; so it is where text is large.
  const mails = await add(server, 'incidents', { title: 'Mails are late', severity: 'P2' });
  await expect(pages.getByRole('button', { name: '2 more pages' })).toBeVisible();
  await expect(pages.getByRole('button', { name: 'Open' })).toHaveCount(1);
  await expect(pages.getByText('You are paged', { exact: true }).first()).toBeVisible();
  const fold = (await pages.getByRole('button', { name: '2 more pages' }).boundingBox())!;
  const passOn = (await pages.getByRole('button', { name: 'Pass on' }).first().boundingBox())!;
  expect(fold.y + fold.height).toBeLessThanOrEqual(passOn.y);
  // In a room, its last entries stay in sight below the pages.
  await page.goto(`${server.url}/#/room/${mails}`);
  const entries = page.getByRole('feed');
  await expect(entries).toBeVisible();
  const left = async () => ((await entries.boundingBox())?.height ?? 0) / page.viewportSize()!.height;
  await expect.poll(left).toBeGreaterThan(0.2);
  await shoot(page, 'phone-360-paged-in-a-room');
  await page.goto(`${server.url}/#/`);
  await page.setViewportSize({ width: 683, height: 467 });
  await expect(pages.getByRole('button', { name: 'Open' })).toHaveCount(1);
  await page.setViewportSize({ width: 1440, height: 900 });
  await expect(pages.getByRole('button', { name: 'Open' })).toHaveCount(3);
  await page.context().close();
});

test('[KY9] [DE10] A while two pages wait asks which one; the gravest is first, and more than three fold', async () => {
  await using server = await startServer({ ownerName: 'Olga' });
  const context = await browser().newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(await invite(server));
  await page.getByLabel('Your name').fill('Ana Reyes');
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(page.getByRole('heading', { name: /open incident/i })).toBeVisible();
  const ana = await personNamed(server, 'Ana Reyes');
  await add(server, 'policies', { name: 'Everything', steps: [pageStep(ana)] });
  const second = await add(server, 'incidents', { title: 'Search is slow', severity: 'P3' });
  const first = await add(server, 'incidents', { title: 'Cards fail', severity: 'P1' });
  const pages = page.getByRole('region', { name: 'You are paged' });
  await expect(pages.getByRole('button', { name: 'Open' })).toHaveCount(2);
  const acknowledged = async (id: string) =>
    (await server.api<{ acknowledged: object | null }>(`/api/v1/incidents/${id}`)).body.acknowledged !== null;
  const question = page.getByRole('dialog', { name: 'Which page do you acknowledge?' });
  // A rests for a second after a page came.
  await expect(async () => {
    await page.keyboard.press('a');
    await expect(question).toBeVisible({ timeout: 500 });
  }).toPass();
  expect([await acknowledged(first), await acknowledged(second)]).toEqual([false, false]);
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  expect([await acknowledged(first), await acknowledged(second)]).toEqual([false, false]);
  await page.keyboard.press('a');
  await expect(question.getByRole('button', { name: /Search is slow/ })).toBeVisible();
  await page.keyboard.press('2');
  await expect.poll(() => acknowledged(second)).toBe(true);
  expect(await acknowledged(first)).toBe(false);
  await expect(pages.getByRole('button', { name: 'Open' })).toHaveCount(1);
  // One alone needs no question.
  await expect(async () => {
    await page.keyboard.press('a');
    expect(await acknowledged(first)).toBe(true);
  }).toPass();
  await expect(question).toBeHidden();
  for (const [index, severity] of (['P3', 'P2', 'P1', 'P4', 'P3'] as const).entries())
    await add(server, 'incidents', { title: `Trouble ${index}`, severity });
  const names = pages.getByText(/Trouble \d$/u);
  await pages.getByRole('button', { name: '2 more pages' }).click();
  await expect(names).toHaveText([/2$/u, /1$/u, /0$/u, /4$/u, /3$/u]);
  await expect(pages.locator('[data-variant="filled"]')).toHaveCount(1);
  await pages.getByRole('button', { name: 'Show fewer pages' }).click();
  await expect(names).toHaveText([/2$/u, /1$/u, /0$/u]);
  await context.close();
});

/** Texts in a column so narrow that words break: what becomes of two columns on a phone. */
const findSqueezed = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('main *')]
      .filter((element) => {
        const words = [...element.childNodes]
          .filter((node) => node.nodeType === Node.TEXT_NODE)
          .map((node) => node.textContent?.trim() ?? '')
          .join('');
        const { width, height } = element.getBoundingClientRect();
        return words.length > 8 && element.checkVisibility() && width > 2 && width < 48 && height > 60;
      })
      .map((element) => element.textContent.slice(0, 40)),
  );

/** What scrolls down and sideways as well. */
const findWide = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('main, main *')]
      .filter(
        (element) =>
          element.clientHeight > 150 &&
          ['auto', 'scroll'].includes(getComputedStyle(element).overflowY) &&
          element.scrollWidth > element.clientWidth + 1,
      )
      .map((element) => `${element.className} by ${element.scrollWidth - element.clientWidth} px`),
  );

test('[PW1] the page of a monitor, a schedule, a service, a problem, a playbook and the practice are one column', async () => {
  await using server = await startServer();
  const owner = { url: server.url, token: server.ownerToken };
  const page = await joinOnPhone(server, 'Ana Reyes', 360);
  const [ana, bo, cy] = await hire(owner, ['Dee Park', 'Bo Lind', 'Cy Young']);
  await scheduleOnCall(owner, { ana: ana!, bo: bo!, cy: cy!, others: [] });
  await watchServices(owner);
  const firstOf = async (what: string) =>
    (await server.api<{ items: Made[] }>(`/api/v1/${what}`)).body.items[0]!.id;
  for (const hash of [
    `monitors/${await firstOf('monitors')}`,
    `on-call/${await firstOf('schedules')}`,
    `services/${await add(server, 'services', { name: 'payments', tier: 1 })}`,
    `problems/${await add(server, 'problems', { name: 'The pool of connections fills' })}`,
    'playbooks/full-disk',
    'practice',
  ]) {
    await page.goto(`${server.url}/#/${hash}`);
    await expect(page.locator('main h1').first()).toBeVisible();
    if (hash !== 'practice') await expect(page.locator('main h2').first()).toBeVisible();
    await expectNothingCutOff(page);
    expect(await findSqueezed(page), hash).toEqual([]);
    expect(await findWide(page), hash).toEqual([]);
  }
});

test('[PW1] an incident is declared and resolved by touch alone', async () => {
  await using server = await startServer();
  const page = await joinOnPhone(server, 'Ana Reyes', 360);
  await tap(page.getByRole('button', { name: 'Declare', exact: true }).first());
  const bar = page.getByRole('form', { name: 'Declare an incident' });
  await expect(bar).toBeVisible();
  for (const name of ['Declare', 'More', 'Cancel'])
    await expect(bar.getByRole('button', { name, exact: true })).toBeInViewport({ ratio: 1 });
  await expect(bar.getByRole('checkbox', { name: 'Drill' })).toBeInViewport({ ratio: 1 });
  await bar.getByLabel('What is wrong').fill('Refunds are paid twice');
  await bar.getByText('P2', { exact: true }).first().tap();
  await tap(bar.getByRole('button', { name: 'Declare', exact: true }));
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Refunds are paid twice');
  await expectNothingCutOff(page);

  // The questions are longer than the phone: they scroll, and the button stays in sight.
  await tap(cell(page, 'Status'));
  const ask = page.getByRole('dialog', { name: 'Where are we?' });
  await ask.getByText('Resolved', { exact: true }).tap();
  const resolve = ask.getByRole('button', { name: 'Resolve anyway' });
  await expect(resolve).toBeInViewport({ ratio: 1 });
  await ask.getByLabel('Why go on without the rest').fill('a false alarm');
  await tap(resolve);
  await expect(cell(page, 'Status')).toContainText('Resolved');
});
