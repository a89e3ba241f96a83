// The public page in a real browser: what axe finds, whether it fits a narrow screen, and what its policy lets run.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';
import { expect, test } from 'vitest';
import { exampleNow, makeInput, minuteMs } from '#status-page/fixtures/example.ts';
import { renderStatusPage } from '#status-page/render.ts';
import { signUpWays } from '#status-page/sign-up-ways.ts';
import { browserOptions } from './helpers/browser.ts';

const pages = [
  'index.html',
  'de/index.html',
  'history/index.html',
  'fr/maintenance/index.html',
  'uptime/index.html',
  'subscribe/index.html',
  'incidents/pay-fails/index.html',
  'embed.html',
];

const signUp = 'https://muster.acme.test/status/acme/subscribe';

/** The example as files on disk and a browser to look at them. */
async function openPage() {
  const folder = mkdtempSync(join(tmpdir(), 'muster-status-page-'));
  for (const [path, text] of renderStatusPage({ ...makeInput(), signUp, signUpBy: signUpWays })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const browser = await chromium.launch(browserOptions());
  return {
    browser,
    addressOf: (path: string) => pathToFileURL(join(folder, path)).href,
    [Symbol.asyncDispose]: async () => {
      await browser.close();
      rmSync(folder, { recursive: true });
    },
  };
}

test('[SP34] axe finds nothing on any page, light and dark', async () => {
  await using site = await openPage();
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await site.browser.newContext({ colorScheme });
    const page = await context.newPage();
    // Only colours differ in the dark, and the first page has all of them.
    for (const path of colorScheme === 'light' ? pages : ['index.html']) {
      await page.goto(site.addressOf(path));
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
      const faults = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
      expect(faults, `${path}, ${colorScheme}`).toEqual([]);
    }
    await context.close();
  }
}, 300_000);

test('[SP34] nothing is wider than a screen of 320 pixels, and nothing is asked of anybody else', async () => {
  await using site = await openPage();
  const page = await site.browser.newPage({ viewport: { width: 320, height: 640 } });
  const asked: string[] = [];
  const refused: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('console', (message) => refused.push(message.text()));
  for (const path of pages) {
    await page.goto(site.addressOf(path));
    expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBeLessThanOrEqual(320);
  }
  expect(asked.filter((url) => !url.startsWith('file:'))).toEqual([]);
  // The policy refuses nothing of ours: no style, no icon, no script.
  expect(refused).toEqual([]);
}, 300_000);

test('[SP34] in forced colours and on paper the state of each component is still told, in shape and in words', async () => {
  await using site = await openPage();
  const page = await site.browser.newPage();
  await page.goto(site.addressOf('index.html'));
  // Every sign of a state has a colour of its own, or an edge, and words beside it.
  const invisible = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('em')].flatMap((sign) => {
        const { width, backgroundColor, borderTopWidth } = getComputedStyle(sign, '::before');
        const paper = getComputedStyle(document.body).backgroundColor;
        const isSeen = width !== '0px' && (backgroundColor !== paper || borderTopWidth !== '0px');
        return isSeen && sign.textContent?.trim() ? [] : [sign.outerHTML];
      }),
    );
  for (const media of [{ forcedColors: 'active' }, { media: 'print' }] as const) {
    await page.emulateMedia(media);
    expect(await page.locator('em').count()).toBeGreaterThan(3);
    expect(await invisible(), JSON.stringify(media)).toEqual([]);
    await page.emulateMedia({ forcedColors: null, media: null });
  }
  const paper = await page.pdf({ format: 'A4' });
  expect(paper.subarray(0, 5).toString()).toBe('%PDF-');
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  // Ink is dark and paper is not, whatever the screen prefers.
  const [ink, sheet] = await page.evaluate(() => {
    const { color, backgroundColor } = getComputedStyle(document.body);
    return [color, backgroundColor].map((text) => Number(/\d+/u.exec(text)?.[0]));
  });
  expect(ink).toBeLessThan(128);
  expect(sheet).toBeGreaterThan(200);
}, 300_000);

test('[SP30] [SP31] a page that nobody wrote anew says so, once its script runs; without script all else is there', async () => {
  await using site = await openPage();
  for (const javaScriptEnabled of [true, false]) {
    const context = await site.browser.newContext({
      javaScriptEnabled,
      locale: 'en-GB',
      timezoneId: 'Asia/Tokyo',
    });
    const page = await context.newPage();
    await page.clock.setFixedTime(exampleNow + 16 * minuteMs);
    await page.goto(site.addressOf('index.html'));
    const old = page.getByText('This page is more than 15 minutes old');
    expect(await old.isVisible()).toBe(javaScriptEnabled);
    await page.clock.setFixedTime(exampleNow + 14 * minuteMs);
    await page.reload();
    expect(await old.isVisible()).toBe(false);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Partial System Outage');
    const title = await page.locator('main time').first().getAttribute('title');
    if (javaScriptEnabled) expect(title).toMatch(/(?:11|23):03:20/u);
    else expect(title).toBeNull();
    // SP31: a visitor elsewhere reads their own time too; of a range both ends, with the day where it is another.
    const main = (await page.locator('main').innerText()).replaceAll(/\s+/gu, ' ');
    const ownTimes = [
      'As of 21 Nov 2026, 15:03 UTC+1 (23:03 your time)',
      '14:30 to 16:00 UTC+1 (22:30 – 22 Nov, 00:00 your time)',
    ];
    for (const text of ownTimes)
      expect(main).toContain(javaScriptEnabled ? text : text.replace(/ \(.*/u, ''));
    expect(main.includes('your time')).toBe(javaScriptEnabled);
    await context.close();
  }
  // In the page's own zone there is nothing to add.
  const near = await site.browser.newPage({ timezoneId: 'Europe/Vienna' });
  await near.goto(site.addressOf('de/index.html'));
  await near.locator('main time[title]').first().waitFor();
  expect(await near.locator('small').count()).toBe(0);
}, 300_000);

test('[SP33] a pointer on a bar shows the day and what happened, on a day without trouble too, and nothing beside it', async () => {
  await using site = await openPage();
  const page = await site.browser.newPage();
  await page.goto(site.addressOf('fr/index.html'));
  const row = page.locator('.c li').filter({ hasText: 'Website' }).first();
  const bars = row.locator('svg');
  const shown = page.locator('body > .h1');
  // 90 days of 8 pixels or so: the last is today, the first was in August.
  const { width = 0 } = (await bars.boundingBox()) ?? {};
  // To hover scrolls there first, which hides what is shown.
  const today = async () => {
    await bars.hover({ position: { x: width - 2, y: 4 } });
    return shown.innerText();
  };
  await expect.poll(today, { timeout: 60_000 }).toMatch(/^21 novembre\n.*33 min$/u);
  await bars.hover({ position: { x: 2, y: 4 } });
  expect(await shown.innerText()).toBe('24 août\nOpérationnel');
  await page.getByRole('heading', { level: 1 }).hover();
  expect(await shown.isVisible()).toBe(false);
}, 300_000);

test('[SP3] the policy of every page names the hash of its only script', () => {
  for (const [path, html] of renderStatusPage(makeInput())) {
    const script = /<script>(.*?)<\/script>/su.exec(html)?.[1];
    if (script === undefined) continue;
    const hash = createHash('sha256').update(script).digest('base64');
    expect(html.replaceAll('&#39;', "'"), path).toContain(`script-src 'sha256-${hash}'`);
  }
});
