// The timeline as an account: nothing new gets lost, runs fold, answers nest, what stands is pinned, the map and finding.
import { expect, test, type Page } from '@playwright/test';
import type { IncidentSummary } from '#room/feed/feed.ts';
import { findFaults } from '#tests/helpers/axe.ts';
import type { Desktop } from '#tests/helpers/desktop.ts';
import { declare, entries, entry, line, write } from '#tests/helpers/room-page.ts';
import { startServer, type RunningServer } from '#tests/helpers/server.ts';
import { joinDesktop, resize } from '#tests/helpers/team.ts';

type Others = (...facts: object[]) => Promise<string[]>;

/** A room on Ana's desktop, in which the team's owner writes too. */
async function openRoom(server: RunningServer): Promise<{ ana: Desktop; page: Page; others: Others }> {
  const ana = await joinDesktop(server, { name: 'Ana Reyes' });
  await resize(ana, { width: 1024, height: 700 });
  await declare(ana.page, 'Checkout fails');
  const { items } = await ana.api<{ items: IncidentSummary[] }>('/api/v1/incidents');
  const { id } = items[0]!;
  await expect.poll(async () => (await server.api(`/api/v1/incidents/${id}`)).status).toBe(200);
  // Others write once somebody reads: what was there before may fold.
  await expect(entries(ana.page)).toBeVisible();
  const others: Others = async (...facts) => {
    const { body } = await server.api<{ items: { id: string }[] }>(`/api/v1/incidents/${id}/facts`, {
      json: facts,
    });
    return body.items.map((fact) => fact.id);
  };
  return { ana, page: ana.page, others };
}

const note = (text: string, more: object = {}) => ({ kind: 'note', text, ...more });
const notes = (count: number, words = 'line') =>
  Array.from({ length: count }, (_, index) => note(`${words} ${index + 1}`));
const scrollTo = (page: Page, share: number) =>
  entries(page).evaluate((list, to) => list.scrollTo({ top: list.scrollHeight * to }), share);
const newBelow = (page: Page, count: number) => page.getByRole('button', { name: `${count} new below` });
const filter = (page: Page, name: RegExp) =>
  page.getByRole('group', { name: 'What the timeline shows' }).getByRole('button', { name });
/** Where the list ends, downwards. */
const lowerEdge = async (page: Page) => {
  const box = await entries(page).boundingBox();
  return box!.y + box!.height;
};

test('[TL1] entries of others are never lost: they are read when their lower edge was in sight, and counted until then', async () => {
  await using server = await startServer();
  const { ana, page, others } = await openRoom(server);
  await using _ = ana;
  await others(...notes(40));
  await expect(entry(page, 'line 40')).toBeInViewport();

  await test.step('with another entry chosen, a decision below the edge is counted', async () => {
    await page.keyboard.press('Escape');
    await entry(page, 'line 38').focus();
    await page.keyboard.press('k');
    await expect(entry(page, 'line 37')).toBeFocused();
    await others({ kind: 'decision', text: 'no deploys until this is over' });
    await expect(newBelow(page, 1)).toBeVisible();
    const strip = await newBelow(page, 1).boundingBox();
    expect(strip!.y, 'a strip of its own, over no words').toBeGreaterThanOrEqual(await lowerEdge(page));
    await newBelow(page, 1).click();
    await expect(entry(page, 'no deploys until this is over')).toBeInViewport({ ratio: 1 });
    await expect(page.getByText(/new below/)).toHaveCount(0);
  });

  await test.step('every entry is counted, also one of which a part shows', async () => {
    await page.keyboard.press('Escape');
    await scrollTo(page, 0.3);
    await expect(entry(page, 'no deploys until this is over')).not.toBeInViewport();
    await others(...notes(13, 'below'));
    await expect(newBelow(page, 13)).toBeVisible();
    // To where the first of them shows its upper half alone.
    const first = entry(page, /below 1\b/);
    await expect
      .poll(async () => {
        // Far from what is in sight nothing is drawn.
        const box = (await first.count()) === 0 ? null : await first.boundingBox();
        const gap = box === null ? 200 : box.y - (await lowerEdge(page)) + 10;
        await entries(page).evaluate((list, by) => list.scrollBy({ top: Math.min(by, 200) }), gap);
        return Math.abs(gap) < 3;
      })
      .toBe(true);
    await expect(newBelow(page, 13)).toBeVisible();
    await page.keyboard.press('End');
    await expect(entry(page, 'below 13')).toBeInViewport({ ratio: 1 });
    await expect(page.getByText(/new below/)).toHaveCount(0);
  });

  await test.step('a lower window keeps the end in sight, and nothing is new', async () => {
    await resize(ana, { width: 1024, height: 560 });
    await expect(entry(page, 'below 13')).toBeInViewport({ ratio: 1 });
    await expect(page.getByText(/new below/)).toHaveCount(0);
    // While an entry is chosen the list follows nothing.
    await entry(page, 'below 13').focus();
    await page.keyboard.press('Escape');
    await others(note('after the banner'));
    await expect(entry(page, 'after the banner')).toBeInViewport({ ratio: 1 });
  });
});

test('[TL3] [TL4] runs fold and open, answers stand beneath, a refuted hypothesis is struck as a whole', async () => {
  await using server = await startServer();
  const { ana, page, others } = await openRoom(server);
  await using _ = ana;
  const long = Date.now() - 20 * 60_000;
  const observed = [2_100, 1_980, 1_850, 1_790, 1_736].map((queue, index) => ({
    kind: 'observation',
    text: `queue ${queue}`,
    at: long + index * 60_000,
  }));
  const ids = await others(...observed);
  const [asked] = await others(note('can you look at db-1?'));
  await others(note('between the two'), note('on it', { target: asked }));
  const [guess] = await others({ kind: 'hypothesis', text: 'DNS is stale' });
  const [probe] = await others({ kind: 'experiment', target: guess, text: 'dig from eu-2' });
  await others({ kind: 'finding', target: probe, verdict: 'refuted', text: 'it resolves' });

  await test.step('an answer stands beneath what it answers and need not say what that is', async () => {
    await expect(entry(page, 'it resolves')).toBeVisible();
    const order = await entries(page).getByRole('article').allTextContents();
    const place = (words: string) => order.findIndex((text) => text.includes(words));
    expect(place('on it')).toBe(place('can you look at db-1?') + 1);
    await expect(page.getByRole('button', { name: /^re / }), 'no line quotes it').toHaveCount(0);
    await expect(entry(page, 'can you look at db-1?').first()).toContainText('1 answer');
  });

  await test.step('test and finding are part of the hypothesis, and struck with it', async () => {
    const decoration = (words: string) =>
      entry(page, words)
        .getByText(words)
        .first()
        .evaluate((said) => getComputedStyle(said.closest('span')!).textDecorationLine);
    await expect(entry(page, /Suspected: DNS is stale/)).toContainText('Refuted');
    for (const words of ['DNS is stale', 'dig from eu-2', 'it resolves'])
      await expect.poll(() => decoration(words), words).toBe('line-through');
    await expect.poll(() => decoration('between the two')).toBe('none');
  });

  await test.step('entries that arrive while somebody reads do not fold; when the reader comes back they do, and Enter opens them', async () => {
    await expect(entry(page, 'queue 1850')).toBeVisible();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Alt+2');
    await page.keyboard.press('Alt+1');
    const run = entry(page, '5 observations by one person, queue 2100 → 1736');
    await expect(run).toBeVisible();
    await expect(entry(page, 'queue 1850')).toHaveCount(0);
    await run.focus();
    await page.keyboard.press('Enter');
    await expect(entry(page, 'queue 1850')).toBeVisible();
    await page.keyboard.press('j');
    await expect(entry(page, 'queue 2100').last()).toBeFocused();
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    await expect(entry(page, 'queue 1850')).toHaveCount(0);
  });

  await test.step('an address leads into a folded run', async () => {
    await page.evaluate((to) => {
      location.hash = `${location.hash.replace(/\?.*$/u, '')}/${to}`;
    }, ids[2]!);
    await expect(entry(page, 'queue 1850')).toBeFocused();
  });
  expect(await findFaults(page, 'the account')).toEqual([]);
});

test('[TL5] [TL6] [TL7] [TL8] a pinned entry stays, the map leads anywhere, finding counts and marks', async () => {
  await using server = await startServer();
  const { ana, page, others } = await openRoom(server);
  await using _ = ana;
  const map = page.getByRole('scrollbar', { name: 'Map of the timeline' });
  await expect(map, 'a short timeline needs none').toHaveCount(0);
  const began = Date.now() - 60 * 60_000;
  await others(
    ...Array.from({ length: 120 }, (_, index) =>
      note(index % 40 === 5 ? `the pool is exhausted, ${index}` : `line ${index}`, {
        at: began + index * 30_000,
      }),
    ),
  );
  await others({ kind: 'decision', text: 'no deploys until this is over' });
  await write(page, '/action Restarted the pool');
  await page.keyboard.press('Escape');

  await test.step('in force: one line, and all of it with a key', async () => {
    const strip = page.getByRole('region', { name: 'In force' });
    await expect(strip).toContainText('no deploys until this is over');
    await page.keyboard.press('Shift+D');
    await expect(strip.getByRole('listitem')).toHaveText([/^Decided ?no deploys until this is over/]);
    await strip.getByRole('listitem').getByRole('button').click();
    await expect(entry(page, 'no deploys until this is over')).toBeFocused();
    expect(await findFaults(page, 'in force')).toEqual([]);
    await page.keyboard.press('Shift+D');
    await expect(strip.getByRole('listitem')).toHaveCount(0);
  });

  await test.step('the map: a press jumps, dragging scrubs', async () => {
    await page.keyboard.press('Escape');
    await expect(map).toBeVisible();
    const box = (await map.boundingBox())!;
    await page.mouse.click(box.x + 16, box.y + 3);
    await expect(entry(page, /line 1\b/)).toBeInViewport();
    await page.mouse.move(box.x + 16, box.y + 3);
    await page.mouse.down();
    await page.mouse.move(box.x + 16, box.y + box.height / 2, { steps: 5 });
    await expect(entry(page, /line 1\b/)).not.toBeInViewport();
    await page.mouse.move(box.x + 16, box.y + box.height - 1, { steps: 5 });
    await page.mouse.up();
    await expect(entry(page, 'Restarted the pool')).toBeInViewport();
    await expect(map).toHaveAttribute('aria-valuenow', '100');
  });

  await test.step('filters say how many; the chosen one is told from one that is pointed at', async () => {
    await expect(filter(page, /^Actions/)).toHaveText('Actions2');
    await filter(page, /^Comms/).hover();
    const look = (name: RegExp) =>
      filter(page, name).evaluate((button) => {
        const { backgroundColor, borderBottomColor } = getComputedStyle(button);
        return { backgroundColor, borderBottomColor };
      });
    await expect
      .poll(async () => (await look(/^All/)).backgroundColor === (await look(/^Comms/)).backgroundColor)
      .toBe(false);
    expect((await look(/^All/)).borderBottomColor).not.toBe((await look(/^Comms/)).borderBottomColor);
  });

  await test.step('finding: counted, marked in the words, Enter goes on, Shift+Enter back, Esc closes', async () => {
    await page.keyboard.press('f');
    const field = page.getByRole('textbox', { name: 'Find in the timeline' });
    await expect(field).toBeFocused();
    await field.fill('pool is EXHAUSTED');
    const bar = page.getByRole('search');
    await expect(bar).toContainText('1 of 3');
    const marked = () => page.evaluate(() => CSS.highlights.get('timeline-found')?.size ?? 0);
    await expect.poll(marked).toBeGreaterThan(0);
    await expect(entry(page, 'the pool is exhausted, 5')).toBeInViewport();
    await page.keyboard.press('Enter');
    await expect(bar).toContainText('2 of 3');
    await expect(entry(page, 'the pool is exhausted, 45')).toBeInViewport();
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.press('Shift+Enter');
    await expect(bar).toContainText('3 of 3');
    await expect(entry(page, 'the pool is exhausted, 85')).toBeInViewport();
    await expect(field).toBeFocused();
    await field.fill('nothing says this');
    await expect(bar).toContainText('No match');
    expect(await findFaults(page, 'finding')).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(bar).toHaveCount(0);
    await expect.poll(marked).toBe(0);
    await expect(line(page)).toBeVisible();
  });
});

test('[TA4] [FA4] a note becomes a task by a key or its button, once, and is amended with Enter', async () => {
  await using server = await startServer();
  const { ana, page } = await openRoom(server);
  await using _ = ana;
  await write(page, 'somebody has to call the bank');
  const note = entry(page, 'somebody has to call the bank').first();
  await note.click();
  const offer = note.getByRole('button', { name: 'Make it a task' });
  await expect(offer).toBeVisible();
  await note.focus();
  await page.keyboard.press('+');
  await expect(entry(page, 'added a task: somebody has to call the bank')).toBeVisible();
  await expect(offer).toHaveCount(0);
  await expect(note.getByRole('button', { name: 'Answer' })).toBeVisible();

  await note.focus();
  await page.keyboard.press('e');
  await page.getByLabel('New text').fill('somebody calls the bank');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('before noon');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('New text')).toHaveCount(0);
  await expect(entry(page, 'somebody calls the bank').first()).toContainText('before noon');
});
