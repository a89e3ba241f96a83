// Everybody: no finding of axe on any screen in either theme, and everything by the keyboard alone.
import { expect, test } from '@playwright/test';
import { settingsSections } from '#renderer/state/router.ts';
import { launchDesktop, shareDesktop } from '#tests/helpers/desktop.ts';
import { findFaults } from '#tests/helpers/axe.ts';
import { openReview, reviewText } from '#tests/helpers/review-page.ts';
import { cell, connection, declare, entry, line, panel, readText } from '#tests/helpers/room-page.ts';
import { hire } from '#tests/helpers/stage.ts';
import { resize } from '#tests/helpers/team.ts';
import { buildBusyRoom, type Crew } from '../tour/busy-room.ts';
import { scheduleOnCall, watchServices } from '../tour/lobby.ts';

const empties = [
  ['#/monitors', 'Monitors'],
  ['#/on-call', 'On-call'],
  ['#/playbooks', 'Playbooks'],
  ['#/wallboard', 'No open incident'],
] as const;

test('axe finds nothing in the lobby, the settings, a room and its review, in either theme', async () => {
  await using desktop = await launchDesktop();
  const { page } = desktop;
  const found: string[] = [];
  const look = async (screen: string) => found.push(...(await findFaults(page, screen)));

  await look('first run');
  await desktop.firstRun('Ana Reyes');
  await look('empty lobby');
  const server = await desktop.server();
  const [bo, cy, ...others] = await hire(server, [
    'Bo Lind',
    'Cy Young',
    'Dee Park',
    'Eli Stone',
    'Fay Moss',
  ]);
  const me = await desktop.api<{ id: string; name: string; role: 'owner' }>('/api/v1/me');
  const room = await buildBusyRoom(server, Date.now(), {
    ana: { ...me, token: '' },
    bo: bo!,
    cy: cy!,
    others,
  });
  await expect(page.getByText('INC-42').first()).toBeVisible();
  await look('lobby');
  await page.keyboard.press('n');
  await look('declaring');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await expect(page.getByPlaceholder(/^Find/)).toBeVisible();
  await look('palette');
  await page.keyboard.press('Escape');
  await expect(page.getByPlaceholder(/^Find/)).toBeHidden();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await look('keys');
  await page.keyboard.press('Escape');
  for (const section of settingsSections) {
    await page.evaluate((hash) => (location.hash = hash), `#/settings/${section}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await look(`settings, ${section}`);
  }
  await page.evaluate((id) => (location.hash = `#/room/${id}`), room);
  await expect(connection(page)).toHaveText('Live');
  await look('room');
  await entry(page, 'Two decisions that exclude each other').focus();
  await page.keyboard.press('r');
  await look('answering an entry');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.keyboard.press('6');
  await entry(page, 'may I tell customers').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: /^Thread/ })).toBeVisible();
  await look('a thread');
  await page.keyboard.press('Escape');
  await page.keyboard.press('1');
  await panel(page, 'Roles').getByRole('button', { name: 'Cy Young' }).press('Enter');
  await expect(page.getByRole('region', { name: 'About Cy Young' })).toBeVisible();
  await look('who somebody is');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('region', { name: 'About Cy Young' })).toBeHidden();
  await page.keyboard.press('s');
  await look('asking for the severity');
  await page.keyboard.press('Escape');
  await resize(desktop, { width: 1024, height: 700 });
  await look('room, two columns');
  await openReview(page);
  await look('review');
  expect(found).toEqual([]);
});

test('axe finds nothing on monitors, on-call, playbooks, walls and in a replay, in either theme', async () => {
  await using desktop = await launchDesktop();
  const { page } = desktop;
  const found: string[] = [];
  const look = async (screen: string) => found.push(...(await findFaults(page, screen)));
  const visit = async (hash: string, heading: string | RegExp) => {
    await page.evaluate((to) => (location.hash = to), hash);
    await expect(page.getByRole('heading', { level: 1, name: heading }).first()).toBeVisible();
  };
  await desktop.firstRun('Ana Reyes');
  for (const [hash, heading] of empties) {
    await visit(hash, heading);
    await look(`${hash}, empty`);
  }
  const server = await desktop.server();
  const [bo, cy, ...others] = await hire(server, [
    'Bo Lind',
    'Cy Young',
    'Dee Park',
    'Eli Stone',
    'Fay Moss',
  ]);
  const me = await desktop.api<Crew['ana']>('/api/v1/me');
  const crew: Crew = { ana: { ...me, token: server.token }, bo: bo!, cy: cy!, others };
  await watchServices(server);
  await scheduleOnCall(server, crew);
  const room = await buildBusyRoom(server, Date.now(), crew);
  const monitors = await desktop.api<{ items: { id: string; name: string }[] }>('/api/v1/monitors');
  const schedules = await desktop.api<{ items: { id: string; name: string }[] }>('/api/v1/schedules');
  const [monitor, schedule] = [monitors.items[0]!, schedules.items[0]!];
  const full = [
    ['#/monitors', 'Monitors'],
    ['#/monitors/new', /./],
    [`#/monitors/${monitor.id}`, monitor.name],
    [`#/monitors/${monitor.id}/edit`, /./],
    ['#/monitors/maintenance', /./],
    ['#/on-call', 'On-call'],
    ['#/on-call/new', /./],
    [`#/on-call/${schedule.id}`, schedule.name],
    [`#/on-call/${schedule.id}/edit`, /./],
    ['#/playbooks', 'Playbooks'],
    ['#/wallboard', /open incident/],
    [`#/wallboard/${room}`, /Card payments/],
    ['#/settings/paging', 'Paging'],
    ['#/settings/channels', 'Channels'],
    ['#/settings/intake', 'Intake'],
  ] as const;
  for (const [hash, heading] of full) {
    await visit(hash, heading);
    await look(hash);
  }
  await visit('#/playbooks', 'Playbooks');
  await page.getByRole('link', { name: /Full disk/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Full disk' })).toBeVisible();
  await look('a playbook');
  await page.keyboard.press('e');
  await expect(page.getByRole('textbox').first()).toBeVisible();
  await look('writing a playbook');
  await visit(`#/room/${room}`, /Card payments/);
  await expect(connection(page)).toHaveText('Live');
  await page.keyboard.press('g');
  await expect(page.getByRole('region', { name: /^Replay/ })).toBeVisible();
  await look('a replay');
  expect(found).toEqual([]);
});

const treeOfRoom = [
  `
    - main:
      - button /Severity P1/
      - heading /Checkout times out/ [level=1]
      - 'button /Impact \\d\\d:\\d\\d:\\d\\d declared/'
      - button "Status Triage"
      - button "Command Nobody Take"
      - 'button /Next update in/'
      - 'button /^Checks/'
      - group "Next step"
      - complementary "Response"
      - region "Timeline"
      - textbox "Write to the timeline"
      - complementary "Comms and checks"
  `,
  `
    - complementary "Response":
      - region "Roles":
        - heading /Roles/ [level=2]:
          - button /Roles/ [expanded]
        - list:
          - listitem:
            - button "Commander"
            - button "Take the role commander"
      - region "Checklist"
      - region "Tasks"
      - region "Investigation"
  `,
  `
    - region "Timeline":
      - feed "Entries":
        - article:
          - time
          - paragraph:
            - text: /Declared/
  `,
  `
    - complementary "Comms and checks":
      - region "Checks"
      - region "Comms"
      - region "Impact"
  `,
];

test.describe('by the keyboard alone', () => {
  const shared = shareDesktop('Ana Reyes');

  test('the keyboard alone declares, notes, commands, ticks, finds and reviews', async () => {
    const desktop = shared();
    await resize(desktop, { width: 1440, height: 900 });
    const { page } = desktop;
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    await expect(page.getByRole('heading', { name: 'No open incidents' })).toBeVisible();

    await press('n', '1');
    await page.keyboard.type('Checkout times out');
    await press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'Checkout times out' })).toBeVisible();
    await expect(page.getByRole('button', { name: /^Severity P1/ })).toBeVisible();

    // What a screen reader has of the room: where things are, in the order of their weight, each with its name.
    for (const part of treeOfRoom) await expect(page.getByRole('main')).toMatchAriaSnapshot(part);
    // One after the other has acted: two letters close together are a word.
    await press('a');
    await expect(entry(page, 'Ana Reyes acknowledged')).toBeVisible();
    await press('q');
    await expect(cell(page, 'Command')).toContainText('You');
    await press('c');
    await expect(line(page)).toBeFocused();
    await page.keyboard.type('Half of the shops report it');
    await press('Enter');
    await expect(entry(page, 'Half of the shops report it')).toBeVisible();
    await page.keyboard.type('/action temporary Turned the old checkout on');
    await press('Enter', 'Escape');
    await expect(line(page)).not.toBeFocused();
    await expect(entry(page, 'Turned the old checkout on')).toMatchAriaSnapshot(`
    - article:
      - time
      - text: Action (key event)
      - paragraph:
        - text: Turned the old checkout on
        - button "Ana Reyes"
        - text: temporary repair
      - paragraph: not judged yet
  `);

    await press('y');
    await expect(page.getByRole('menu').locator(':focus')).toHaveCount(1);
    await press('ArrowDown');
    await expect(page.getByRole('menuitem').first()).toBeFocused();
    await press('Enter');
    const steps = panel(page, 'Checklist').getByRole('checkbox');
    await expect(steps.first()).toBeVisible();
    await press('l', 'Tab');
    await expect(steps.first()).toBeFocused();
    await press('Space');
    await expect(steps.first()).toBeChecked();

    await press('k', 'k', 'k');
    const action = entry(page, 'Turned the old checkout on').first();
    await expect(action).toBeFocused();
    await press('v');
    await expect(page.getByRole('form', { name: 'Judge this action' })).toBeVisible();
    await press('Enter');
    await expect(action).toContainText('Helped');

    await press('Alt+2');
    await expect(reviewText(page, 'Root cause')).toBeVisible();
    await press('Alt+1', 'Escape', 'Escape');
    await press('Control+k');
    await expect(page.getByPlaceholder(/^Find/)).toBeFocused();
    await page.keyboard.type('checkout');
    await press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'Checkout times out' })).toBeVisible();
  });

  test('a text left at the end of a wrapped row does not take the keyboard back', async () => {
    const desktop = shared();
    await resize(desktop, { width: 1440, height: 900 });
    const { page } = desktop;
    await declare(page, 'Refunds fail');
    const summary = panel(page, 'Summary').getByRole('textbox');
    await summary.click();
    await page.keyboard.type(
      'Half of the shops cannot take cards since the release of this morning. '.repeat(3),
    );
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('End');
    const before = await readText(summary);
    await line(page).click();
    // Where a row wraps is measured with the next frame.
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
    await page.keyboard.type('Seen by three people');
    await expect(line(page)).toHaveValue('Seen by three people');
    expect(await readText(summary)).toBe(before);
  });
});
