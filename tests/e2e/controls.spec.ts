// Controls that a hand finds: large enough to the pointer, and with their words in small windows.
import { expect, test } from '@playwright/test';
import { findFaults } from '#tests/helpers/axe.ts';
import { cell, panel } from '#tests/helpers/room-page.ts';
import { startServer } from '#tests/helpers/server.ts';
import { hire } from '#tests/helpers/stage.ts';
import { joinInBrowser, shareBrowser } from '#tests/helpers/team.ts';
import { buildBusyRoom } from '#tests/tour/busy-room.ts';

const browser = shareBrowser();
const gil = { name: 'Gil Moss', role: 'responder' } as const;

test('[FE13] every control of a busy room and of its review is at least 24 px high', async () => {
  await using server = await startServer();
  const owner = { url: server.url, token: server.ownerToken };
  const [ana, bo, cy, ...others] = await hire(owner, ['Ana', 'Bo', 'Cy', 'Dee', 'Eli', 'Fay', 'Gus', 'Hana']);
  const busy = await buildBusyRoom(owner, Date.now(), { ana: ana!, bo: bo!, cy: cy!, others });
  const page = await joinInBrowser(browser(), server, gil);
  /** What is shown, lies alone under its middle, and answers on less than 24 px around it. */
  const small = () =>
    page.evaluate(() =>
      [
        ...document.querySelectorAll(
          'main :is(button, a[href], select, summary, label:has(input[type=checkbox]), textarea)',
        ),
      ]
        .filter((control) => {
          const { x, y, width, height } = control.getBoundingClientRect();
          const under = document.elementFromPoint(x + width / 2, y + height / 2);
          return under !== null && control.contains(under) && height < 24;
        })
        .map((control) => control.textContent.trim() || control.getAttribute('aria-label')),
    );
  await page.evaluate((to) => location.assign(to), `#/room/${busy}`);
  await expect(cell(page, 'Command')).toContainText('Settle');
  await expect(panel(page, 'Comms').getByRole('button', { name: 'Copy', exact: true })).toBeVisible();
  expect(await small()).toEqual(['Settle who commandsQ']);
  await page.evaluate((to) => location.assign(to), `#/room/${busy}/review`);
  await expect(page.getByRole('heading', { name: 'Executive summary' }).first()).toBeVisible();
  expect(await small()).toEqual(['Settle who commandsQ']);
});

test('[FE14] in a small window the places of the header are in a menu, with their words', async () => {
  await using server = await startServer();
  const page = await joinInBrowser(browser(), server, gil);
  await page.setViewportSize({ width: 683, height: 467 });
  const banner = page.getByRole('banner');
  await expect(banner.getByText('Find', { exact: true })).toBeVisible();
  await expect(banner.getByRole('link', { name: 'Monitors' })).toBeHidden();
  await banner.getByRole('button', { name: 'Menu' }).click();
  const places = page.getByRole('navigation', { name: 'Menu' });
  for (const name of ['Incidents', 'Monitors', 'On-call', 'Playbooks', 'Settings']) {
    const word = await places.getByText(name, { exact: true }).boundingBox();
    expect(word!.width, name).toBeGreaterThan(30);
  }
  expect(await findFaults(page, 'the menu of places')).toEqual([]);
  await places.getByRole('link', { name: 'Monitors' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Monitors' })).toBeVisible();
  await expect(places).toBeHidden();
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(banner.getByRole('button', { name: 'Find' })).toHaveAttribute('title', 'Find anything');
  await expect(banner.getByRole('button', { name: 'Menu' })).toHaveAttribute('title', 'Menu');
});
