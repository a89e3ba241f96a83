// `npm run shots`: takes every screen for people to look at. The rooms and the server are real, and times are counted
// back from now, so two tours differ little except for the hour.
import { expect, test, type Page } from '@playwright/test';
import { launchDesktop, type Desktop } from '#tests/helpers/desktop.ts';
import { openReview } from '#tests/helpers/review-page.ts';
import { connection, line, write } from '#tests/helpers/room-page.ts';
import { startServer } from '#tests/helpers/server.ts';
import { build, enter, hire, type StageServer } from '#tests/helpers/stage.ts';
import { joinDesktop, resize } from '#tests/helpers/team.ts';
import { buildBusyRoom, type Crew } from './busy-room.ts';
import { shoot } from './camera.ts';
import { buildLobby, scheduleOnCall, watchServices } from './lobby.ts';
import { buildGradedRoom, buildReviewedRoom } from './reviewed-room.ts';

const names = [
  'Bo Lind',
  'Cy Young',
  'Dee Park',
  'Eli Stone',
  'Fay Moss',
  'Gus Okafor',
  'Hana Sato',
  'Ivo Marek',
  'Jana Nowak-Wiśniewska',
  'Kofi Mensah',
  'Lea Maximiliana von Hohenfels',
];

const visit = (page: Page, hash: string) => page.evaluate((to) => (location.hash = to), hash);

async function openRoom(page: Page, id: string) {
  await visit(page, `#/room/${id}`);
  await expect(connection(page)).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

test('first run, lobby, rooms, review, settings', async () => {
  await using desktop = await launchDesktop();
  const { page } = desktop;
  await shoot(desktop, 'first-run');
  await page.getByLabel('Your name').fill('Ana Reyes');
  await page.getByLabel('Invitation link').fill('http://127.0.0.1:9/join#4fQz-81kd');
  await shoot(desktop, 'join');
  await page.getByRole('button', { name: 'Join the team' }).click();
  await expect(page.getByText(/cannot be reached/)).toBeVisible();
  await shoot(desktop, 'join-error');
  await page.getByLabel('Invitation link').fill('');
  await desktop.firstRun('Ana Reyes');
  await shoot(desktop, 'lobby-empty');

  const server = await desktop.server();
  const me = await desktop.api<Crew['ana']>('/api/v1/me');
  const [bo, cy, ...others] = await hire(server, names);
  const crew: Crew = { ana: { ...me, token: server.token }, bo: bo!, cy: cy!, others };
  const now = Date.now();

  const empty = await build(server, now, 'INC-39', ({ says }) => {
    const source = { type: 'person' } as const;
    says(2, bo!.id, {
      kind: 'declared',
      title: 'Search is slow on the product pages',
      service: 'search',
      source,
    });
  });
  await expect(page.getByText('Search is slow on the product pages').first()).toBeVisible();
  await shoot(desktop, 'lobby-one');
  await openRoom(page, empty);
  await shoot(desktop, 'room-empty');

  await lookAtRooms(desktop, server, crew, now);
  await lookAtLobby(desktop, server, crew, now);
  await lookAtSettings(desktop);
});

async function lookAtRooms(desktop: Desktop, server: StageServer, crew: Crew, now: number) {
  const { page } = desktop;
  const graded = await buildGradedRoom(server, now, crew);
  await openRoom(page, graded);
  await shoot(desktop, 'room-graded', () => page.getByRole('button', { name: /^Actions/ }).click());
  await page.getByRole('button', { name: /^All/ }).click();

  const busy = await buildBusyRoom(server, now, crew);
  const leaving = await Promise.all(
    [crew.bo, crew.cy, ...crew.others].map((person, i) =>
      enter(server, busy, { person, panel: 'timeline', typing: i === 1 }),
    ),
  );
  await openRoom(page, busy);
  await expect(page.getByRole('button', { name: /12 here/ })).toBeVisible();
  await shoot(desktop, 'room-busy', (_, width) => showColumn(page, width, 'Response'));
  await shoot(desktop, 'room-comms', async (_, width) => {
    await showColumn(page, width, 'Comms and checks');
    await page.getByRole('textbox', { name: 'Customers update' }).click();
  });
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { level: 2, name: 'Timeline' }).click({ force: true });
  await shoot(desktop, 'room-command', async () => {
    await line(page).fill('/');
    await line(page).focus();
  });
  await line(page).fill('');
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { level: 2, name: 'Timeline' }).click({ force: true });
  await page.keyboard.press('?');
  await shoot(desktop, 'cheat-sheet');
  await page.keyboard.press('Escape');
  for (const leave of leaving) leave();

  const reviewed = await buildReviewedRoom(server, now, crew);
  await openRoom(page, reviewed);
  await openReview(page);
  await shoot(desktop, 'review');
  await page.getByRole('button', { name: /^Room/ }).click();
}

/** At the small size each column has a tab. */
async function showColumn(page: Page, width: number, name: string) {
  if (width < 1180)
    await page.getByRole('navigation', { name: 'Columns' }).getByRole('button', { name }).click();
}

async function lookAtLobby(desktop: Desktop, server: StageServer, crew: Crew, now: number) {
  const { page } = desktop;
  await buildLobby(server, now, crew);
  await scheduleOnCall(server, crew);
  await watchServices(server);
  await visit(page, '#/');
  await expect(page.getByRole('heading', { name: '13 open incidents' })).toBeVisible();
  await expect(page.getByText('3 down').first()).toBeVisible();
  await shoot(desktop, 'lobby-busy');
  await page.keyboard.press('n');
  await page.keyboard.type('2Refunds are paid twice');
  await shoot(desktop, 'declare');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder(/^Find/).fill('pay');
  await shoot(desktop, 'palette');
  await page.keyboard.press('Escape');
}

async function lookAtSettings(desktop: Desktop) {
  const { page } = desktop;
  for (const section of ['you', 'people', 'connection', 'about']) {
    await visit(page, `#/settings/${section}`);
    await shoot(desktop, `settings-${section}`);
  }
}

test('reading along, and the team out of reach', async () => {
  await using server = await startServer({ ownerName: 'Olga Berg' });
  const team = { url: server.url, token: server.ownerToken };
  await using ana = await joinDesktop(server, { name: 'Ana Reyes' });
  await using vera = await joinDesktop(server, { name: 'Vera Cruz', role: 'viewer' });
  const me = await ana.api<Crew['ana']>('/api/v1/me');
  const [bo, cy] = await hire(team, ['Bo Lind', 'Cy Young']);
  const room = await buildGradedRoom(team, Date.now(), {
    ana: { ...me, token: '' },
    bo: bo!,
    cy: cy!,
    others: [],
  });
  for (const { page } of [ana, vera]) {
    await expect(page.getByText('Mails to customers are late').first()).toBeVisible();
    await openRoom(page, room);
  }
  await shoot(vera, 'read-only', (page, width) => showColumn(page, width, 'Response'));

  await resize(ana, { width: 1440, height: 900 });
  await server.kill9();
  for (const words of ['The VPN is gone too', 'Calling Bo on the phone']) await write(ana.page, words);
  await expect(connection(ana.page)).toHaveText(/^On this computer only: \d+ changes not sent$/);
  await shoot(ana, 'room-offline', (page, width) => showColumn(page, width, 'Response'));
  await visit(ana.page, '#/');
  await shoot(ana, 'lobby-offline');
});
