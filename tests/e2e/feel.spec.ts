// How it feels: the size of the text, the zone of the times, motion, the keys, and what must not jump.
import { expect, test, type Page } from '@playwright/test';
import type { IncidentSummary } from '#room/feed/feed.ts';
import type { Room } from '#room/view/room-view.ts';
import { launchDesktop, shareDesktop, type Desktop } from '#tests/helpers/desktop.ts';
import { findFaults } from '#tests/helpers/axe.ts';
import { declare, entries, entry, line, openFromLobby, write } from '#tests/helpers/room-page.ts';
import { startServer } from '#tests/helpers/server.ts';
import { joinDesktop, resize } from '#tests/helpers/team.ts';

const shared = shareDesktop('Ana Reyes');
const zoom = ({ page }: Desktop) => page.evaluate(() => devicePixelRatio);
const choose = (page: Page, what: string, value: string) =>
  page.getByRole('radiogroup', { name: what }).getByText(value, { exact: true }).click();
const press = ({ app }: Desktop, label: string) =>
  app.evaluate(({ Menu }, wanted) => {
    for (const { submenu } of Menu.getApplicationMenu()?.items ?? [])
      submenu?.items.find((each) => each.label === wanted)?.click();
  }, label);

/** The one incident there is. */
async function only(desktop: Desktop): Promise<IncidentSummary> {
  const { items } = await desktop.api<{ items: IncidentSummary[] }>('/api/v1/incidents');
  return items[0]!;
}
const lines = (from: number) =>
  Array.from({ length: 20 }, (_, index) => ({ kind: 'note', text: `line ${from + index}` }));

test('[FE1] the size of the text is one setting, of the menu and of the screen, and is kept', async () => {
  await using first = await launchDesktop();
  const { userData } = first;
  await first.firstRun('Ana Reyes');
  const before = await zoom(first);
  await first.page.keyboard.press('Control+,');
  await choose(first.page, 'Text size', '125 %');
  await expect.poll(() => zoom(first)).toBe(before * 1.25);
  await press(first, 'Larger Text');
  await expect.poll(() => zoom(first)).toBe(before * 1.5);
  await expect(first.page.getByRole('radio', { name: '150 %' })).toBeChecked();
  // There is no larger one.
  await press(first, 'Larger Text');
  await first.quit();
  await using again = await launchDesktop({ userData });
  await expect.poll(() => zoom(again)).toBe(before * 1.5);
  await press(again, 'Usual Text Size');
  await expect.poll(() => zoom(again)).toBe(before);
});

test('[FE2] times are shown and typed in my zone or in UTC; [FE3] nothing moves where that is wanted', async () => {
  await using ana = await launchDesktop({ env: { TZ: 'Asia/Tokyo' } });
  await ana.firstRun('Ana Reyes');
  const { page } = ana;
  await resize(ana, { width: 1440, height: 900 });
  await declare(page, 'Checkout fails');
  await write(page, 'seen by three customers');
  await expect(page.getByLabel('Timeline').getByText('GMT+9', { exact: true })).toBeVisible();
  const { at } = await page.evaluate(() => ({ at: Date.now() }));
  const utcNow = new Date(at - 600_000).toISOString().slice(11, 16);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+,');
  await choose(page, 'Times', 'In UTC');
  await choose(page, 'Motion', 'Reduced');
  const moves = await page.evaluate(() => {
    const button = document.querySelector('button');
    return button ? getComputedStyle(button).transitionDuration : 'no button';
  });
  expect(moves.split(', ').every((each) => each === '0s')).toBe(true);
  await page.keyboard.press('Escape');
  await openFromLobby(page, 'Checkout fails');
  await expect(page.getByLabel('Timeline').getByText('UTC', { exact: true })).toBeVisible();
  await write(page, `${utcNow} the queue began to grow`);
  await expect(entry(page, 'the queue began to grow').locator('time').first()).toHaveText(
    new RegExp(`^${utcNow}`),
  );
  const incident = await only(ana);
  const room = await ana.api<Pick<Room, 'timeline'>>(`/api/v1/incidents/${incident.id}`);
  const written = room.timeline.find(({ fact }) => fact.kind === 'note' && fact.text.startsWith('the queue'));
  expect(Math.abs(written!.at - (at - 600_000))).toBeLessThan(60_000);
});

test('[FE4] every key that a screen shows is in the list of keys; [KY4] a double click answers nothing it brought', async () => {
  const ana = shared();
  const { page } = ana;
  await resize(ana, { width: 1440, height: 900 });
  await declare(page, 'Checkout fails');
  await write(page, '/hypothesis the new build leaks');
  await write(page, '/task @Ana 10m drain eu-2');
  await page.keyboard.press('Escape');
  // Most keys show only while Alt is held.
  const seen = async () => {
    await page.keyboard.down('Alt');
    await expect(page.locator('html')).toHaveAttribute('data-keys', 'shown');
    const hints = page.locator('[aria-hidden="true"] > :has(> kbd):visible');
    // Finding at least has one on every screen.
    await expect.poll(() => hints.count()).toBeGreaterThan(0);
    const keys = await hints.evaluateAll((all) =>
      all.map((hint) => [...hint.querySelectorAll('kbd')].map(({ textContent }) => textContent).join(' ')),
    );
    await page.keyboard.up('Alt');
    return keys;
  };
  const listed = async () => {
    await page.keyboard.press('?');
    const sheet = page.getByRole('dialog', { name: 'Keys' });
    await expect(sheet).toBeVisible();
    const keys = await sheet
      .locator('dd')
      .evaluateAll((all) =>
        all.map((each) => [...each.querySelectorAll('kbd')].map(({ textContent }) => textContent).join(' ')),
      );
    await page.keyboard.press('Escape');
    await expect(sheet).toBeHidden();
    return new Set(keys);
  };
  const screens = [
    ['', 'Checkout fails'],
    ['p', 'Playbooks'],
    ['m', 'Monitors'],
    ['Shift+S', 'On-call'],
    ['Control+,', 'You and this window'],
  ] as const;
  for (const [go, title] of screens) {
    if (go !== '') await page.keyboard.press(go);
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
    const shown = await seen();
    const sheet = await listed();
    expect(sheet.size, go).toBeGreaterThan(5);
    expect(
      shown.filter((keys) => !sheet.has(keys)),
      `after ${go}`,
    ).toEqual([]);
  }

  // A button that asks is pressed twice quickly: the answer it brings is not given.
  await page.evaluate(() => {
    const ask = document.createElement('button');
    ask.textContent = 'Delete it?';
    ask.style.cssText = 'position:fixed;inset:0;z-index:99';
    ask.addEventListener('click', () => {
      const really = document.createElement('button');
      really.textContent = 'Yes, delete it';
      really.style.cssText = ask.style.cssText;
      really.addEventListener('click', () => really.remove());
      ask.replaceWith(really);
    });
    document.body.append(ask);
  });
  await page.mouse.dblclick(300, 300);
  const really = page.getByRole('button', { name: 'Yes, delete it' });
  await expect(really).toBeVisible();
  await really.click();
  await expect(really).toHaveCount(0);
});

test('[FE5] my place and my typing stay while others write', async () => {
  await using server = await startServer();
  await using ana = await joinDesktop(server, { name: 'Ana Reyes' });
  const { page } = ana;
  await resize(ana, { width: 1024, height: 700 });
  await declare(page, 'Checkout fails');
  const incident = await only(ana);
  await expect.poll(async () => (await server.api(`/api/v1/incidents/${incident.id}`)).status).toBe(200);
  const others = (facts: object[]) => server.api(`/api/v1/incidents/${incident.id}/facts`, { json: facts });
  await others(lines(1));
  await others(lines(21));
  await expect(entry(page, 'line 40')).toBeVisible();
  // Somewhere in the middle, with half a line typed.
  await entries(page).evaluate((list) => list.scrollTo({ top: list.scrollHeight / 2 }));
  await line(page).fill('half a li');
  const read = entries(page).getByRole('article').nth(3);
  const words = await read.textContent();
  const same = entries(page)
    .getByRole('article')
    .filter({ hasText: words ?? '' });
  const places = async () => ({
    read: (await same.boundingBox())?.y,
    typed: (await line(page).boundingBox())?.y,
  });
  const before = await places();
  await others(lines(41));
  await others([
    { kind: 'severity', severity: 'P1', why: 'it spreads' },
    { kind: 'action', text: 'roll back to build 411' },
    { kind: 'link', url: 'https://meet.example.com/checkout', label: 'bridge' },
  ]);
  await expect(page.getByText(/new below/)).toBeVisible();
  expect(await places()).toEqual(before);
  await expect(line(page)).toHaveValue('half a li');
  await expect(line(page)).toBeFocused();
});

test('[WB1] the wall shows the worst first and the others in turn, and Esc leads back', async () => {
  const ana = shared();
  const { page } = ana;
  await resize(ana, { width: 1440, height: 900 });
  await page.keyboard.press('Shift+M');
  await expect(page.getByRole('heading', { level: 1, name: 'No open incident' })).toBeVisible();
  for (let index = 0; index < 9; index++)
    await ana.api('/api/v1/incidents', {
      json: { title: `Queue ${index} grows`, severity: index === 4 ? 'P1' : 'P3' },
    });
  await expect(page.getByRole('heading', { level: 1, name: '9 open incidents' })).toBeVisible();
  const worst = page.getByRole('region', { name: 'Worst incident' });
  await expect(worst).toContainText('Queue 4 grows');
  await expect(worst).toContainText('nobody');
  const others = page.getByRole('region', { name: 'Other incidents' });
  await expect(others.getByRole('listitem')).toHaveCount(5);
  await expect(others).toContainText('Page 1 of 2');
  expect(await findFaults(page, 'wallboard')).toEqual([]);
  if (process.env.MUSTER_SHOTS)
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${process.env.MUSTER_SHOTS}/wallboard-${colorScheme}.png` });
    }
  await expect(others).toContainText('Page 2 of 2');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: /open incident/i }).first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Declare', exact: true })).toBeVisible();
});

test('[WB2] the wall of one incident says what was said last, keeps the screen on, and Esc leads into the room', async () => {
  const ana = shared();
  const { page } = ana;
  await resize(ana, { width: 1440, height: 900 });
  await page.evaluate(() => {
    const { wakeLock } = navigator;
    const request = wakeLock.request.bind(wakeLock);
    wakeLock.request = async (type) => {
      const lock = await request(type);
      (globalThis as { held?: WakeLockSentinel }).held = lock;
      return lock;
    };
  });
  const isHeld = () =>
    page.evaluate(() => {
      const { held } = globalThis as { held?: WakeLockSentinel };
      return held === undefined ? 'never' : !held.released;
    });
  await declare(page, 'Checkout fails');
  await write(page, '/role commander');
  await write(page, '/role scribe');
  await write(page, 'three customers see it');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Shift+M');
  await expect(page.getByRole('heading', { level: 1, name: /Checkout fails/ })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Latest entries' })).toContainText('three customers see it');
  // Who commands stands above, the other roles beside the entries.
  await expect(page.getByText('Who commands').locator('xpath=..')).toContainText('Ana Reyes');
  await expect(page.getByRole('region', { name: 'Who does what' })).toHaveText(/scribe\s*Ana Reyes/i);
  await expect.poll(isHeld).toBe(true);
  expect(await findFaults(page, 'wall of one incident')).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(line(page)).toBeVisible();
  await expect.poll(isHeld).toBe(false);
});

test('[FE3] with reduced motion nothing on the screens is in motion', async () => {
  const ana = shared();
  const { page } = ana;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const moving = () =>
    page.evaluate(() =>
      document
        .getAnimations()
        .filter(({ effect }) => Number(effect?.getComputedTiming().duration) > 0)
        .map(({ effect }) => (effect as KeyframeEffect).target?.className),
    );
  const at = async (what: () => Promise<unknown>) => {
    await what();
    expect(await moving()).toEqual([]);
  };
  await at(() => page.getByRole('link', { name: 'Muster, to the lobby' }).click());
  await at(() => declare(page, 'The queue grows'));
  await at(() => page.getByRole('button', { name: 'Acknowledge' }).first().click());
  await at(() => page.keyboard.press('Control+k'));
  await at(() => page.keyboard.press('Escape'));
  await at(() => page.keyboard.press('?'));
  await at(() => page.keyboard.press('Escape'));
  await at(() => page.getByRole('link', { name: 'Settings' }).click());
  await at(() => page.getByRole('main').getByText('Dark', { exact: true }).click());
  await at(() => page.getByRole('main').getByText('Same as the system').first().click());
  await page.emulateMedia({ reducedMotion: null });
});
