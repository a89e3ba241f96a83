// The header of a room, measured: its answers keep their places at any length, and it never wraps.
import { expect, test, type Page } from '@playwright/test';
import { severities, statuses, type FactDraft } from '#room/facts/fact.ts';
import { findFaults } from '#tests/helpers/axe.ts';
import { createRandom } from '#tests/helpers/random.ts';
import { cell, entry, line, nextStep, openFromLobby, panel } from '#tests/helpers/room-page.ts';
import { startServer, type RunningServer } from '#tests/helpers/server.ts';
import { build, hire, type Actor } from '#tests/helpers/stage.ts';
import { invite, shareBrowser } from '#tests/helpers/team.ts';

const browser = shareBrowser();

async function join(server: RunningServer, size: { width: number; height: number }): Promise<Page> {
  const page = await (await browser().newContext({ viewport: size })).newPage();
  await page.goto(await invite(server, 'responder'));
  await page.getByLabel('Your name').fill('Gil Moss');
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(page.getByRole('heading', { name: /open incident/i })).toBeVisible();
  return page;
}

const cellNames = ['Impact', 'Status', 'Command', 'Next update', 'Checks'] as const;
type Box = { x: number; y: number; width: number; height: number };
type Measured = { cells: Box[]; header: number; next: Box; overflow: number };

/** Where everything stands, to the pixel. */
function measure(page: Page): Promise<Measured> {
  return page.evaluate(() => {
    const header = document.querySelector('main header')!;
    // In the page: nothing outside of this function is known there.
    // oxlint-disable-next-line unicorn/consistent-function-scoping
    const boxOf = (element: Element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return { x, y, width, height };
    };
    const { top } = header.getBoundingClientRect();
    const cells = [...header.querySelectorAll('[data-cell]')].map(boxOf);
    const next = boxOf(header.querySelector('[role="group"][aria-label="Next step"]')!);
    return {
      cells: cells.map((box) => ({ ...box, y: box.y - top })),
      header: header.getBoundingClientRect().height,
      next: { ...next, y: next.y - top },
      overflow: header.scrollWidth - header.clientWidth,
    };
  });
}

const random = createRandom(20);
const pick = <Each>(list: readonly Each[]): Each => list[Math.floor(random() * list.length)]!;
const titles = [
  'Down',
  'Card payments fail for one in four customers in the EU, and refunds are queued without a receipt',
  'Zahlungsverkehrsabwicklungsdienstunverfügbarkeit in allen Rechenzentren',
  '支払いが失敗しています',
];

/** A room of any state: who commands, how late, how bad, how far, over or not. */
function buildAny(server: RunningServer, crew: readonly Actor[], number: number): Promise<string> {
  const owner = { url: server.url, token: server.ownerToken };
  return build(owner, Date.now(), `INC-${number}`, ({ says }) => {
    const age = pick([1, 20, 90, 1_500, 9_000]);
    const write = (draft: FactDraft, who: Actor = pick(crew)) => says(age * random(), who.id, draft);
    const severity = random() < 0.7 ? { severity: pick(severities) } : {};
    says(age, crew[0]!.id, {
      kind: 'declared',
      title: `${pick(titles)} ${number}`,
      source: { type: 'person' },
      ...(random() < 0.3 && { drill: true }),
      ...severity,
    });
    if (random() < 0.5) write({ kind: 'impact-began' });
    if (random() < 0.2) write({ kind: 'impact-ended' });
    if (random() < 0.7) write({ kind: 'acknowledged' });
    for (const person of crew.filter(() => random() < 0.4))
      write({ kind: 'claimed', role: 'commander', person: person.id, as: 'primary' }, person);
    for (let check = 0; check < Math.floor(random() * 14); check++)
      write({ kind: 'check-down', monitor: `m${check}`, name: `check ${check}`, reason: '503' });
    if (random() < 0.7) write({ kind: 'status', status: pick(statuses) });
    if (random() < 0.3) write({ kind: 'task', text: 'Call the bank', due: Date.now() - 60_000 });
  });
}

test('[BG1] five answers stand at the same place in 20 generated rooms, in a header that never wraps', async () => {
  await using server = await startServer();
  const owner = { url: server.url, token: server.ownerToken };
  const crew = await hire(owner, ['Ana Reyes', 'Bo Lindqvist-Featherstonehaugh', 'Cy']);
  const rooms: string[] = [];
  for (let number = 1; number <= 20; number++) rooms.push(await buildAny(server, crew, number));
  for (const size of [
    { width: 1440, height: 900 },
    { width: 1024, height: 700 },
  ]) {
    const page = await join(server, size);
    const seen: Measured[] = [];
    for (const room of rooms) {
      await page.evaluate((id) => location.assign(`#/room/${id}`), room);
      await expect(page.locator('main header [data-cell]')).toHaveCount(5);
      await expect(page.locator('main h1')).toContainText(`${rooms.indexOf(room) + 1}`);
      seen.push(await measure(page));
    }
    const [first] = seen;
    for (const [i, measured] of seen.entries())
      expect(measured, `room ${i + 1} at ${size.width}`).toEqual(first);
    // The block, a hairline, the line below it, a hairline.
    expect(first!.header).toBe(88 + 24 + 1);
    expect(first!.next).toMatchObject({ y: 88, height: 24 });
    expect(first!.overflow).toBe(0);
    await page.context().close();
  }
});

test('[CO7] [CO8] [BG2] the next step leads from the first minute to the review, and its button is enough', async () => {
  await using server = await startServer();
  const owner = { url: server.url, token: server.ownerToken };
  const [ana] = await hire(owner, ['Ana Reyes']);
  await build(owner, Date.now(), 'INC-1', ({ says }) => {
    says(1, ana!.id, { kind: 'declared', title: 'Payments are down', source: { type: 'person' } });
  });
  const page = await join(server, { width: 1440, height: 900 });
  await openFromLobby(page, 'Payments are down');
  await expect(nextStep(page).getByRole('button', { name: 'Acknowledge' })).toBeVisible();
  await expect(cell(page, 'Command')).toContainText('Nobody');
  // Taking command acknowledges, so nobody is asked for both.
  await cell(page, 'Command').click();
  await expect(cell(page, 'Command')).toContainText('You');
  await expect(entry(page, 'acknowledged')).toBeVisible();
  await nextStep(page).getByRole('button', { name: 'Set the severity' }).click();
  const ask = page.getByRole('dialog').filter({ hasText: 'How bad is it?' });
  await ask.getByRole('radio', { name: /^P1/ }).check();
  await ask.getByRole('button', { name: 'Set P1' }).click();
  await expect(cell(page, 'Next update')).toContainText(/in 1\d min/);
  await nextStep(page).getByRole('button', { name: 'Write the first update' }).click();
  // The draft is there, and the keyboard is at what its writer has to fill in.
  await expect(panel(page, 'Comms').locator('[contenteditable]:focus')).toHaveCount(1);
  await cell(page, 'Impact').click();
  await expect(panel(page, 'Impact').getByLabel('Who is affected and how')).toBeFocused();
  await page.keyboard.press('Escape');

  await cell(page, 'Status').click();
  const where = page.getByRole('dialog', { name: 'Where are we?' });
  await where.getByRole('radio', { name: /^Resolved/ }).check();
  await where.getByLabel('Why go on without the rest').fill('a false alarm');
  await where.getByRole('button', { name: 'Resolve anyway' }).click();
  await expect(cell(page, 'Impact')).toContainText(/Resolved \d\d:\d\d/);
  await expect(cell(page, 'Next update')).toContainText('None due');
  // Over: what was for the hour itself is folded, and one thing is left to do.
  for (const name of ['Roles', 'Checklist', 'Tasks', 'Comms'])
    await expect(panel(page, name).getByRole('button', { name: new RegExp(`^${name}`) })).toHaveAttribute(
      'aria-expanded',
      'false',
    );
  await nextStep(page).getByRole('button', { name: 'Write the review' }).click();
  await expect(page.getByRole('navigation', { name: 'Parts of the incident' })).toContainText('Review');
  await expect(page.getByRole('button', { name: 'Review', exact: true })).toHaveAttribute(
    'aria-current',
    'page',
  );
  // CO7: nobody is led to where they are.
  await expect(nextStep(page)).toContainText('Write the review');
  await expect(nextStep(page).getByRole('button', { name: 'Write the review' })).toHaveCount(0);
  expect(await findFaults(page, 'resolved')).toEqual([]);
});

test('[KY6] keys show at the next step, the composer and the tabs; all of them while Alt is held', async () => {
  await using server = await startServer();
  const owner = { url: server.url, token: server.ownerToken };
  const [ana] = await hire(owner, ['Ana Reyes']);
  await build(owner, Date.now(), 'INC-1', ({ says }) => {
    says(4, ana!.id, { kind: 'declared', title: 'Payments are down', source: { type: 'person' } });
  });
  const page = await join(server, { width: 1440, height: 900 });
  await openFromLobby(page, 'Payments are down');
  const keycaps = () =>
    page.evaluate(
      () =>
        [...document.querySelectorAll('kbd')].filter((key) =>
          key.checkVisibility({ visibilityProperty: true }),
        ).length,
    );
  await expect(nextStep(page).getByRole('button', { name: 'Acknowledge' })).toBeVisible();
  await expect(panel(page, 'Comms')).toBeVisible();
  expect(await keycaps()).toBeLessThanOrEqual(8);
  const before = await measure(page);
  await page.keyboard.down('Alt');
  await expect.poll(keycaps).toBeGreaterThan(12);
  expect(await measure(page), 'showing keys moves nothing').toEqual(before);
  await page.keyboard.up('Alt');
  await expect.poll(keycaps).toBeLessThanOrEqual(8);
});

test('[BG3] at the width of a phone the header is read, the tabs are one row, and a line can be written', async () => {
  await using server = await startServer();
  const owner = { url: server.url, token: server.ownerToken };
  const [ana] = await hire(owner, ['Ana Reyes']);
  await build(owner, Date.now(), 'INC-1', ({ says }) => {
    says(4, ana!.id, { kind: 'declared', title: titles[1]!, severity: 'P1', source: { type: 'person' } });
    says(3, ana!.id, { kind: 'check-down', monitor: 'm1', name: 'api', reason: '503' });
  });
  const page = await join(server, { width: 360, height: 740 });
  await openFromLobby(page, titles[1]!);
  for (const name of cellNames) await expect(cell(page, name)).toBeInViewport({ ratio: 1 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  const tabs = page.getByRole('navigation', { name: 'Columns' });
  const tops = await tabs
    .getByRole('button')
    .evaluateAll((all) => all.map((tab) => tab.getBoundingClientRect().top));
  expect(new Set(tops).size).toBe(1);
  await expect(tabs).toContainText('1 down');
  await expect(line(page)).toBeInViewport({ ratio: 1 });
  await line(page).fill('Read on a phone');
  await line(page).press('Enter');
  await expect(entry(page, 'Read on a phone')).toBeVisible();
  // The keyboard of the phone opens: what was written and the line stay in sight.
  await page.setViewportSize({ width: 360, height: 400 });
  await expect(entry(page, 'Read on a phone')).toBeInViewport({ ratio: 1 });
  await expect(line(page)).toBeInViewport({ ratio: 1 });
  await expect(page.getByRole('heading', { level: 1 })).toBeInViewport({ ratio: 1 });
  await page.setViewportSize({ width: 360, height: 740 });
  await cell(page, 'Checks').click();
  await expect(panel(page, 'Checks')).toContainText('api');
});

test('[TS2] [TS3] the cell of the checks opens what happened when; the keyboard reads it, looks closer and goes to an entry', async () => {
  await using server = await startServer();
  const owner = { url: server.url, token: server.ownerToken };
  const [ana, bo] = await hire(owner, ['Ana Reyes', 'Bo Lind']);
  const check = { monitor: 'm1', name: 'api', reason: '503' };
  await build(owner, Date.now(), 'INC-1', ({ says }) => {
    says(40, ana!.id, { kind: 'declared', title: titles[0]!, severity: 'P1', source: { type: 'person' } });
    says(39, ana!.id, { kind: 'impact-began' });
    says(38, 'monitor:m1', { kind: 'check-down', ...check });
    says(36, ana!.id, { kind: 'claimed', role: 'commander', person: ana!.id, as: 'primary' });
    says(20, bo!.id, { kind: 'action', text: 'Rolled back v412' });
    for (let n = 0; n < 40; n++) says(18 - n / 4, bo!.id, { kind: 'note', text: `Line ${n}` });
  });
  const page = await join(server, { width: 1440, height: 900 });
  await openFromLobby(page, titles[0]!);
  await cell(page, 'Checks').click();
  const strip = page.getByRole('slider', { name: 'What happened, on one time axis' });
  await expect(strip).toBeVisible();
  await expect(line(page), 'the timeline is not lost').toBeInViewport({ ratio: 1 });
  expect(await findFaults(page, 'what happened when')).toEqual([]);

  const said = () => strip.getAttribute('aria-valuetext');
  await strip.focus();
  for (let step = 0; step < 5; step++) await page.keyboard.press('Shift+ArrowLeft');
  expect(await said()).toMatch(/customers affected; api down: 503; Command Ana Reyes commands/);
  await page.keyboard.press('+');
  await expect(page.getByRole('button', { name: 'Show the whole period' })).toBeVisible();
  await expect(line(page), 'a key of the strip is no line').toHaveText('');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Show the whole period' })).toBeHidden();
  await page.keyboard.press('Enter');
  await expect(entry(page, 'Rolled back v412')).toBeInViewport();

  await page.reload();
  await expect(strip, 'it stays open on this computer').toBeVisible();
  await page.getByRole('region', { name: 'What happened, on one time axis' }).getByText('Close').click();
  await expect(strip).toBeHidden();
});

const stripOf = (page: Page) => page.getByRole('slider', { name: 'What happened, on one time axis' });

test('[TS4] the timeline strip is open where there is space for it, until somebody closes it', async () => {
  await using server = await startServer();
  const owner = { url: server.url, token: server.ownerToken };
  const [ana] = await hire(owner, ['Ana Reyes']);
  await build(owner, Date.now(), 'INC-1', ({ says }) => {
    says(2, ana!.id, { kind: 'declared', title: titles[0]!, severity: 'P1', source: { type: 'person' } });
    says(1, 'monitor:m1', { kind: 'check-down', monitor: 'm1', name: 'api', reason: '503' });
  });
  const small = await join(server, { width: 1440, height: 900 });
  await openFromLobby(small, titles[0]!);
  await expect(entry(small, 'api')).toBeVisible();
  await expect(stripOf(small)).toBeHidden();
  const page = await join(server, { width: 1440, height: 1100 });
  await openFromLobby(page, titles[0]!);
  await expect(stripOf(page)).toBeVisible();
  if (process.env.MUSTER_SHOTS)
    await page.screenshot({ path: `${process.env.MUSTER_SHOTS}/strip-young.png` });
  await cell(page, 'Checks').click();
  await expect(stripOf(page)).toBeHidden();
  await page.reload();
  await expect(entry(page, 'api')).toBeVisible();
  await expect(stripOf(page)).toBeHidden();
});
