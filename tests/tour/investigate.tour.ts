// Threads, names, the investigation board and the cards behind names, in a room of 300 entries and 12 people.
import { expect, test, type Page } from '@playwright/test';
import { launchDesktop } from '#tests/helpers/desktop.ts';
import { connection, entry, line, panel } from '#tests/helpers/room-page.ts';
import { build, enter, hire } from '#tests/helpers/stage.ts';
import { buildBusyRoom, type Crew } from './busy-room.ts';
import { shoot } from './camera.ts';

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

/** Scrolls the panel to the top of its column; the small window shows the columns as tabs. */
async function lookAt(page: Page, width: number, name: string) {
  if (width < 1200) await page.getByRole('button', { name: /^Response/ }).click();
  // Scroll only the column: the window itself does not scroll.
  await panel(page, name).evaluate((section) => {
    const column = section.parentElement;
    if (column) column.scrollTop += section.getBoundingClientRect().top - column.getBoundingClientRect().top;
  });
}

test('threads, names, the investigation, cards', async () => {
  await using desktop = await launchDesktop();
  const { page } = desktop;
  await desktop.firstRun('Ana Reyes');
  const server = await desktop.server();
  const me = await desktop.api<Crew['ana']>('/api/v1/me');
  const [bo, cy, ...others] = await hire(server, names);
  const crew: Crew = { ana: { ...me, token: server.token }, bo: bo!, cy: cy!, others };
  const now = Date.now();
  const busy = await buildBusyRoom(server, now, crew);
  await build(server, now, 'INC-43', ({ says }) => {
    const source = { type: 'person' } as const;
    says(30, bo!.id, { kind: 'declared', title: 'Search is slow for guests', severity: 'P2', source });
  });
  await desktop.api(`/api/v1/people/${cy!.id}`, {
    method: 'PUT',
    json: {
      name: cy!.name,
      role: 'responder',
      contact: {
        email: 'cy.young@example.com',
        phone: '+4930123456',
        title: 'Database engineer',
        timeZone: 'Europe/Berlin',
        workingHours: { days: [1, 2, 3, 4, 5], from: '08:00', to: '17:00' },
      },
    },
  });
  const leave = await Promise.all(
    [bo!, cy!, ...others].map((person, i) =>
      enter(server, busy, { person, panel: ['timeline', 'comms', 'tasks'][i % 3]! }),
    ),
  );
  await shoot(desktop, 'lobby-named');
  await page.evaluate((to) => (location.hash = to), `#/room/${busy}`);
  await expect(connection(page)).toBeVisible();
  await page.keyboard.press('6');
  await shoot(desktop, 'timeline-for-me');
  await entry(page, 'may I tell customers').focus();
  await page.keyboard.press('1');
  await page.keyboard.press('6');
  await entry(page, 'may I tell customers').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: /^Thread/ })).toBeVisible();
  await page.keyboard.press('r');
  await page.keyboard.type('/decision wait for @D');
  await shoot(desktop, 'thread-answering', async () => line(page).focus());
  // Leave the list, the answer and the line; then leave the thread.
  await line(page).fill('');
  await page.getByRole('button', { name: /^Drop/ }).click();
  await page.getByRole('button', { name: /^Close/ }).click();
  await page.keyboard.press('1');
  await shoot(desktop, 'room-talk', () =>
    entry(page, 'may I tell customers').first().scrollIntoViewIfNeeded(),
  );

  await shoot(desktop, 'investigation', (_, width) => lookAt(page, width, 'Investigation'));
  await shoot(desktop, 'person-card', async (_, width) => {
    const card = page.getByRole('region', { name: 'About Cy Young' });
    // It may be open from the other size; when it is not, Esc would leave the room.
    if ((await card.count()) > 0) await page.keyboard.press('Escape');
    await lookAt(page, width, 'Roles');
    await panel(page, 'Roles').getByRole('button', { name: 'Cy Young' }).press('Enter');
    await expect(card).toBeVisible();
  });
  await page.keyboard.press('Escape');
  await page.keyboard.press('Shift+P');
  await shoot(desktop, 'priority', () => expect(page.getByText('Among the open incidents')).toBeVisible());
  for (const each of leave) each();
});
