// Every screen, measured: how much is lit, how many keys are shown, what axe finds, and what is cut where text is large.
import { expect, test, type Page } from '@playwright/test';
import { settingsSections } from '#renderer/state/router.ts';
import { contrast } from '#status-page/schema/theme.ts';
import { findFaults } from '#tests/helpers/axe.ts';
import { openReview } from '#tests/helpers/review-page.ts';
import { panel } from '#tests/helpers/room-page.ts';
import { startServer, type RunningServer } from '#tests/helpers/server.ts';
import { build, hire } from '#tests/helpers/stage.ts';
import { joinInBrowser, shareBrowser } from '#tests/helpers/team.ts';
import { buildBusyRoom, type Crew } from '#tests/tour/busy-room.ts';
import { buildLobby, scheduleOnCall, watchServices } from '#tests/tour/lobby.ts';
import { buildReviewedRoom } from '#tests/tour/reviewed-room.ts';

const browser = shareBrowser();

const names = ['Bo Lind', 'Cy Young', 'Dee Park', 'Eli Stone', 'Fay Moss', 'Gus Okafor', 'Hana Sato'];

async function gather(server: RunningServer) {
  const page = await joinInBrowser(browser(), server, { name: 'Ana Reyes', role: 'owner' });
  const owner = { url: server.url, token: server.ownerToken };
  const people = await server.api<{ items: Crew['ana'][] }>('/api/v1/people');
  const ana = people.body.items.find(({ name }) => name === 'Ana Reyes')!;
  const [bo, cy, ...others] = await hire(owner, names);
  const crew: Crew = { ana, bo: bo!, cy: cy!, others };
  return { page, owner, crew };
}

const visit = async (page: Page, hash: string) => {
  await page.evaluate((to) => location.assign(to), hash);
  await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible();
  await expect(page.getByRole('main').getByText(/^(?:Asking the server|Opening)$/)).toHaveCount(0);
};

/** What is lit amber, each with its words: a cell, a row's answer or a line counts once, however much of it is lit. */
const findLamps = (page: Page) =>
  page.evaluate(() => {
    const amber = ['rgb(255, 178, 36)', 'rgb(255, 185, 59)', 'rgb(138, 82, 0)'];
    const lit = [...document.querySelectorAll<HTMLElement>('body *')].filter((element) => {
      const { color, backgroundColor, borderLeftColor, borderLeftWidth, fill } = getComputedStyle(element);
      const says = [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== '',
      );
      const isDrawn = element instanceof SVGGeometryElement;
      return (
        element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
        element.getClientRects().length > 0 &&
        ((says && amber.includes(color)) ||
          amber.includes(backgroundColor) ||
          (borderLeftWidth !== '0px' && amber.includes(borderLeftColor)) ||
          (isDrawn && amber.includes(fill)))
      );
    });
    const whole = lit.map(
      (element) => element.closest<HTMLElement>('[data-cell], button, p, li, summary') ?? element,
    );
    return [...new Set(whole)].map((element) => element.textContent.trim().slice(0, 80));
  });

/** What scrolls down on this screen and sideways as well; a row of tabs may scroll sideways alone. */
const findWide = (page: Page) =>
  page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll<HTMLElement>('main, main *')]
      .filter(
        (element) =>
          element.clientHeight > 150 &&
          ['auto', 'scroll'].includes(getComputedStyle(element).overflowY) &&
          element.scrollWidth > element.clientWidth + 1,
      )
      .map(
        (element) =>
          `${element.tagName} ${element.className} by ${element.scrollWidth - element.clientWidth} px`,
      ),
  );

const countKeycaps = (page: Page) =>
  page.evaluate(
    () =>
      [...document.querySelectorAll('kbd')].filter(
        (key) =>
          key.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
          key.querySelector('kbd') === null,
      ).length,
  );

test('[BG4] [KY6] eight busy pictures: at most three lamps, at most eight keycaps, in both themes', async () => {
  await using server = await startServer();
  const { page, owner, crew } = await gather(server);
  const now = Date.now();
  const busy = await buildBusyRoom(owner, now, crew);
  const reviewed = await buildReviewedRoom(owner, now, crew);
  await buildLobby(owner, now, crew);
  await scheduleOnCall(owner, crew);
  await watchServices(owner);
  const items = [1, 2, 3, 4, 5].map((days) => ({
    kind: 'action-item',
    text: `Late for ${days} days`,
    owner: crew.ana.id,
    due: now - days * 86_400_000,
  }));
  await server.api(`/api/v1/incidents/${busy}/facts`, { json: items });
  const pictures: Record<string, () => Promise<unknown>> = {
    lobby: async () => {
      await visit(page, '#/');
      await expect(page.getByText('3 down').first()).toBeVisible();
      await expect(page.getByText('Command in conflict')).toBeVisible();
    },
    room: async () => {
      await visit(page, `#/room/${busy}`);
      await expect(panel(page, 'Comms')).toBeVisible();
      await expect(page.locator('main header [data-cell]')).toHaveCount(5);
    },
    strip: async () => {
      await visit(page, `#/room/${busy}`);
      const strip = page.getByRole('slider', { name: /^What happened, on one time axis/ });
      if (!(await strip.isVisible())) await page.keyboard.press('Shift+L');
      await expect(strip).toBeVisible();
    },
    wall: async () => {
      await page.keyboard.press('Escape');
      await page.evaluate((id) => (location.hash = `#/wallboard/${id}`), busy);
      await expect(page.getByText('in conflict').first()).toBeVisible();
    },
    review: async () => {
      await visit(page, `#/room/${reviewed}`);
      await openReview(page);
    },
    monitors: () => visit(page, '#/monitors'),
    'on call': () => visit(page, '#/on-call'),
    items: async () => {
      await visit(page, '#/action-items');
      await expect(page.getByText('5 d late')).toBeVisible();
    },
  };
  const lamps: Record<string, string[]> = {};
  for (const [name, open] of Object.entries(pictures))
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      await open();
      lamps[`${name}, ${colorScheme}`] = await findLamps(page);
      expect(await countKeycaps(page), `keycaps, ${name}`).toBeLessThanOrEqual(8);
    }
  // Nothing would be measured if nothing were lit.
  expect(lamps['room, dark']).not.toEqual([]);
  expect(lamps['lobby, light']).not.toEqual([]);
  expect(lamps['items, dark']).not.toEqual([]);
  // Where the system forces its own colours, what is down still looks unlike what is up.
  await pictures['lobby']!();
  await page.emulateMedia({ forcedColors: 'active' });
  const groundOf = (status: string) =>
    page
      .locator(`[data-status='${status}']`)
      .first()
      .evaluate((mark) => getComputedStyle(mark).backgroundColor);
  expect(await groundOf('down')).not.toBe(await groundOf('up'));
  // So does the chosen one of several, and a switch can be seen.
  await page.evaluate(() => location.assign('#/monitors'));
  await expect(page.locator('.mantine-SegmentedControl-label[data-active]')).toHaveCSS(
    'outline-style',
    'solid',
  );
  await expect(page.locator('.mantine-Switch-track')).toHaveCSS('border-top-style', 'solid');
  for (const [picture, lit] of Object.entries(lamps))
    expect(lit.length, `${picture}: ${lit.join(' | ')}`).toBeLessThanOrEqual(3);
});

/** How much each mark of a state stands out from its ground: the better of its fill and its outline. */
const measureMarks = async (page: Page) =>
  (await colorsOfMarks(page)).map(({ mark, drawn, ground }) => ({
    mark,
    contrast: Math.max(0, ...drawn.map((color) => contrast(hexOf(color), hexOf(ground)))),
  }));

/** The colours as the browser computes them, `rgb(…)` or `rgba(…)`. */
const colorsOfMarks = (page: Page) =>
  page.evaluate(() => {
    const clear = 'rgba(0, 0, 0, 0)';
    const groundOf = (element: Element): string => {
      for (let at = element.parentElement; at !== null; at = at.parentElement) {
        const { backgroundColor } = getComputedStyle(at);
        if (backgroundColor !== clear) return backgroundColor;
      }
      return 'rgb(255, 255, 255)';
    };
    return [...document.querySelectorAll<HTMLElement>('main [data-status], main [role="img"][data-severity]')]
      .filter((mark) => mark.checkVisibility() && mark.getClientRects().length > 0)
      .map((mark) => {
        const { backgroundColor, borderTopColor } = getComputedStyle(mark);
        return {
          mark: `${mark.dataset['status'] ?? ''} ${mark.dataset['severity'] ?? ''}`,
          drawn: [backgroundColor, borderTopColor].filter((color) => color !== clear),
          ground: groundOf(mark),
        };
      });
  });

/** `#rrggbb` of the `rgb(…)` of a browser. */
const hexOf = (color: string): string =>
  `#${(color.match(/[\d.]+/gu) ?? [])
    .slice(0, 3)
    .map((part) => Number(part).toString(16).padStart(2, '0'))
    .join('')}`;

/** Two texts of one line of a list that stand over each other. What is cut at an edge counts as far as it shows. */
const findOverlaps = (page: Page) =>
  page.evaluate(() => {
    // The page runs this alone: nothing outside of it is there.
    // oxlint-disable-next-line unicorn/consistent-function-scoping
    const seenOf = (text: Text, line: Element): DOMRect[] => {
      const range = document.createRange();
      range.selectNodeContents(text);
      let [left, top, right, bottom] = [0, 0, innerWidth, innerHeight];
      for (let at = text.parentElement; at !== null && at !== line; at = at.parentElement) {
        const { overflowX, clipPath } = getComputedStyle(at);
        if (clipPath !== 'none') return [];
        if (overflowX === 'visible') continue;
        const box = at.getBoundingClientRect();
        [left, top] = [Math.max(left, box.left), Math.max(top, box.top)];
        [right, bottom] = [Math.min(right, box.right), Math.min(bottom, box.bottom)];
      }
      return [...range.getClientRects()].flatMap((rect) => {
        const [x, y] = [Math.max(rect.left, left), Math.max(rect.top, top)];
        const [width, height] = [Math.min(rect.right, right) - x, Math.min(rect.bottom, bottom) - y];
        return width > 0 && height > 0 ? [new DOMRect(x, y, width, height)] : [];
      });
    };
    const textsOf = (line: Element) => {
      const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      const texts: { words: string; rects: DOMRect[] }[] = [];
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const words = node.textContent?.trim() ?? '';
        const isSeen = node.parentElement?.checkVisibility({
          opacityProperty: true,
          visibilityProperty: true,
        });
        if (words !== '' && isSeen === true) texts.push({ words, rects: seenOf(node as Text, line) });
      }
      return texts;
    };
    // oxlint-disable-next-line unicorn/consistent-function-scoping
    const isOver = (a: DOMRect, b: DOMRect) =>
      Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 &&
      Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4;
    return [...document.querySelectorAll('main li, main tr')]
      .filter((line) => line.querySelector('li, tr') === null)
      .flatMap((line) => {
        const texts = textsOf(line);
        return texts.flatMap((one, index) =>
          texts
            .slice(index + 1)
            .filter((other) => one.rects.some((a) => other.rects.some((b) => isOver(a, b))))
            .map((other) => `${one.words} | ${other.words}`),
        );
      });
  });

const heightsOf = (page: Page, rows: string) =>
  page
    .locator(rows)
    .evaluateAll((found) => found.map((row) => Math.round(row.getBoundingClientRect().height)));

test('[BG6] marks of a state stand out from their ground in both themes, and the rows of lists are low', async () => {
  await using server = await startServer();
  const { page, owner, crew } = await gather(server);
  const busy = await buildBusyRoom(owner, Date.now(), crew);
  await buildLobby(owner, Date.now(), crew);
  await watchServices(owner);
  const faint: string[] = [];
  for (const hash of ['#/', `#/room/${busy}`, '#/monitors', '#/incidents'])
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      await visit(page, hash);
      const mark = hash === '#/incidents' ? "main [role='img'][data-severity]" : "main [data-status='down']";
      await expect(page.locator(mark).first()).toBeVisible();
      const marks = await measureMarks(page);
      expect(marks.length, hash).toBeGreaterThan(0);
      for (const { mark: what, contrast } of marks)
        if (contrast < 3) faint.push(`${hash}, ${colorScheme}: ${what} ${contrast.toFixed(2)}`);
    }
  expect(faint).toEqual([]);
  await visit(page, '#/monitors');
  const monitors = await heightsOf(page, 'main [data-row]:visible');
  expect(monitors.length).toBeGreaterThan(5);
  expect(Math.max(...monitors)).toBeLessThanOrEqual(36);
  await visit(page, '#/');
  await expect(page.getByText('Images do not load in the app')).toBeVisible();
  const short = await page
    .locator('main li', { hasText: 'Images do not load in the app' })
    .evaluateAll((found) => found.map((row) => Math.round(row.getBoundingClientRect().height)));
  expect(short).toHaveLength(1);
  expect(short[0]).toBeLessThanOrEqual(48);
});

test('[BG5] [BG7] axe finds nothing in the settings, the lists and the meeting of a review, no text stands over another, and the keyboard reaches them', async () => {
  test.setTimeout(240_000);
  await using server = await startServer();
  const { page, owner, crew } = await gather(server);
  await server.api('/api/v1/teams', { json: { name: 'Payments', members: [crew.bo.id] } });
  const reviewed = await buildReviewedRoom(owner, Date.now(), crew);
  const faults: string[] = [];
  const screens = [
    'incidents',
    'reviews',
    'insights',
    'services',
    'problems',
    'recurring-tasks',
    'triage',
    'action-items',
    'status-pages',
  ];
  for (const hash of [...settingsSections.map((section) => `settings/${section}`), ...screens]) {
    await visit(page, `#/${hash}`);
    faults.push(...(await findFaults(page, hash)));
    for (const width of [360, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      faults.push(...(await findOverlaps(page)).map((texts) => `${hash} at ${width}: ${texts}`));
    }
    // From the top, Tab comes to something in the screen itself, where there is something.
    const isEmpty = await page.evaluate(
      () => document.querySelector('main :is(a[href], button, input, select, textarea)') === null,
    );
    if (isEmpty) continue;
    await page.evaluate(() => document.querySelector<HTMLElement>('main')?.focus());
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('main') !== null), hash).toBe(true);
  }
  await visit(page, `#/room/${reviewed}`);
  await openReview(page);
  await page.getByRole('button', { name: 'Plan the meeting' }).click();
  faults.push(...(await findFaults(page, 'meeting')));
  expect(faults).toEqual([]);
});

test('[BG5] with text at 150 %, or the window at 200 %, nothing is wider than the window', async () => {
  await using server = await startServer();
  const { page, owner, crew } = await gather(server);
  const now = Date.now();
  const busy = await buildBusyRoom(owner, now, crew);
  await buildLobby(owner, now, crew);
  await watchServices(owner);
  const screens = [
    '#/',
    `#/room/${busy}`,
    '#/monitors',
    '#/on-call',
    '#/incidents',
    '#/insights',
    '#/playbooks',
    '#/handbook/severities',
    ...settingsSections.map((section) => `#/settings/${section}`),
  ];
  const wide: string[] = [];
  // A window of 1024 by 700 with text at 150 %, and one of 1440 by 900 at 200 %.
  for (const size of [
    { width: 683, height: 467 },
    { width: 720, height: 450 },
  ]) {
    await page.setViewportSize(size);
    for (const hash of screens) {
      await visit(page, hash);
      wide.push(...(await findWide(page)).map((what) => `${hash} at ${size.width}: ${what}`));
    }
    // The letters of the wall follow the height of its screen, and stay letters.
    await page.evaluate(() => location.assign('#/wallboard'));
    await expect(page.getByText('Who commands').first()).toBeVisible();
    const letters = await page
      .locator('main dt, main dd, main li, main footer')
      .evaluateAll((found) => found.map((each) => Number.parseFloat(getComputedStyle(each).fontSize)));
    expect(Math.min(...letters)).toBeGreaterThanOrEqual(11);
    await page.keyboard.press('Escape');
  }
  expect(wide).toEqual([]);
});

test('[CO12] several incidents with one cause are one row, and one key acknowledges them all', async () => {
  await using server = await startServer();
  const { page } = await gather(server);
  for (const name of ['mail', 'search', 'checkout'])
    await server.api('/api/v1/monitors', {
      json: {
        name,
        kind: 'http',
        service: name,
        settings: { url: 'http://127.0.0.1:9/' },
        intervalSeconds: 1,
        confirmations: 1,
      },
    });
  const waiting = page.getByRole('region', { name: /^Waiting for somebody/ });
  const row = waiting.getByRole('button', { name: /^3 incidents: connection refused/ });
  await expect(row).toBeVisible();
  await expect(waiting.getByRole('link')).toHaveCount(0);
  await row.click();
  await expect(waiting.getByRole('link')).toHaveCount(3);
  expect(await findFaults(page, 'lobby')).toEqual([]);
  await page.evaluate(() => document.body.focus());
  await page.keyboard.press('Shift+A');
  await expect(page.getByText('3 incidents acknowledged. Paging stops.')).toBeVisible();
  await expect(page.getByRole('region', { name: /^Running/ })).toContainText(
    '3 incidents: connection refused',
  );
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(row).toBeVisible();
});

test('[PB5] the page of a playbook starts it in an open incident', async () => {
  await using server = await startServer();
  const { page, owner, crew } = await gather(server);
  const declare = (number: string, title: string) =>
    build(owner, Date.now(), number, ({ says }) => {
      says(4, crew.bo.id, { kind: 'declared', title, severity: 'P2', source: { type: 'person' } });
    });
  await declare('INC-1', 'The disk of db-1 is full');
  const begin = async () => {
    await visit(page, '#/playbooks');
    await page.getByRole('link', { name: /^Full disk/ }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Full disk' })).toBeVisible();
  };
  await begin();
  await page.getByRole('button', { name: 'Start in INC-1' }).click();
  await expect(panel(page, 'Checklist')).toContainText('Full disk');
  await declare('INC-2', 'Backups fail');
  await begin();
  await expect(page.getByRole('button', { name: 'Start in an incident' })).toBeVisible();
  await page.keyboard.press('s');
  await page.getByRole('menuitem', { name: /INC-2 Backups fail/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Backups fail' })).toBeVisible();
  await expect(panel(page, 'Checklist')).toContainText('Full disk');
});
