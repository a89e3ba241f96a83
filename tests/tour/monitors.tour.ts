// The monitors of a small and a large team. Present values are really measured. Older values are written into the
// database as a server would have stored them, while no server has it open.
import { globSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test, type Page } from '@playwright/test';
import { launchDesktop, type Desktop } from '#tests/helpers/desktop.ts';
import { startDyingService, type DyingService } from '#tests/helpers/dying-service.ts';
import { createRandom } from '#tests/helpers/random.ts';
import { shoot } from './camera.ts';

const visit = (page: Page, hash: string) => page.evaluate((to) => (location.hash = to), hash);
type Made = { id: string };

async function watch(desktop: Desktop, json: Record<string, unknown>): Promise<string> {
  const whole = { kind: 'http', intervalSeconds: 2, confirmations: 1, recoveries: 1, ...json };
  return (await desktop.api<Made>('/api/v1/monitors', { json: whole })).id;
}

/** Starts the same desktop twice; its past is written in between. */
async function withPast(
  build: (desktop: Desktop) => Promise<readonly string[]>,
  tour: (desktop: Desktop) => Promise<void>,
) {
  const userData = mkdtempSync(path.join(os.tmpdir(), 'muster-tour-'));
  try {
    let ids: readonly string[];
    {
      await using first = await launchDesktop({ userData });
      await first.firstRun('Ana Reyes');
      ids = await build(first);
      await first.quit();
    }
    const [file] = globSync(path.join(userData, '**/muster.db'));
    if (file === undefined) throw new Error('the desktop left no database');
    writePast(file, ids, Date.now());
    await using second = await launchDesktop({ userData });
    await tour(second);
  } finally {
    rmSync(userData, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/** Ninety days, a month of hours and a day of minutes: mostly up, with some bad hours and a slower evening. */
function writePast(file: string, ids: readonly string[], now: number) {
  const database = new DatabaseSync(file);
  const random = createRandom(7);
  const insert = database.prepare('INSERT OR REPLACE INTO rollups VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const outage = database.prepare(
    'INSERT OR REPLACE INTO outages (monitor, began, ended, reason) VALUES (?, ?, ?, ?)',
  );
  const spans = [
    { resolution: 'day', ms: 86_400_000, count: 90, samples: 1_440, chance: 0.03 },
    { resolution: 'hour', ms: 3_600_000, count: 720, samples: 60, chance: 0.004 },
    { resolution: 'minute', ms: 60_000, count: 1_440, samples: 1, chance: 0.001 },
  ];
  const sample = database.prepare('INSERT OR REPLACE INTO samples VALUES (?, ?, ?, ?, NULL, 1)');
  database.exec('BEGIN');
  for (const [index, id] of ids.entries()) {
    const usual = 20 + random() * 180;
    // Every sixth monitor is new.
    const age = index % 6 === 5 ? 0.2 : 1;
    for (const { resolution, ms, count, samples, chance } of spans) {
      for (let back = 1; back < count * age; back++) {
        const at = Math.floor(now / ms) * ms - back * ms;
        const failed = random() < chance ? Math.ceil(samples * random() * 0.3) : 0;
        const evening = 1 + 0.4 * Math.max(0, Math.sin((at / 86_400_000) * 2 * Math.PI));
        const latency = usual * evening * (0.85 + random() * 0.3);
        const good = samples - failed;
        insert.run(
          id,
          resolution,
          at,
          good,
          failed,
          0,
          latency * good,
          good,
          good === 0 ? null : latency * 1.8,
        );
      }
    }
    // Single samples, for monitors that are opened; with a gap of ten minutes.
    for (let back = 1; ids.length < 10 && back < 600; back++)
      if (back < 300 || back > 400) sample.run(id, now - back * 6_000, 'up', usual * (0.85 + random() * 0.3));
    for (const [days, minutes] of [
      [0.012, 3],
      [3, 14],
      [19, 52],
    ] as const) {
      const began = now - days * 86_400_000;
      outage.run(id, began, began + minutes * 60_000, 'no answer within 10 s');
    }
  }
  database.exec('COMMIT');
  database.close();
}

test('three monitors', async () => {
  await using service = await startDyingService();
  await using sick = await startDyingService();
  let down = '';
  await withPast(
    async (desktop) => {
      const { page } = desktop;
      await visit(page, '#/monitors');
      await shoot(desktop, 'monitors-none');
      down = await watch(desktop, { name: 'payments-api', service: 'payments', settings: { url: sick.url } });
      const site = await watch(desktop, { name: 'website', settings: { url: service.url } });
      await watch(desktop, { name: 'Nightly backup', kind: 'heartbeat', settings: {}, service: 'storage' });
      return [down, site];
    },
    (desktop) => lookAtThree(desktop, down, sick, service),
  );
});

async function lookAtThree(desktop: Desktop, down: string, sick: DyingService, service: DyingService) {
  const { page } = desktop;
  await sick.answerWith(503);
  await expect(page.getByText('payments-api').first()).toBeVisible();
  await visit(page, '#/monitors');
  const list = page.getByRole('list', { name: 'Monitors' });
  await expect(list.getByRole('link', { name: /payments-api.*down/ })).toBeVisible();
  await expect(list.getByRole('link', { name: /website.*up/ })).toBeVisible();
  await expect(list.getByRole('img').first()).toBeVisible();
  await page.keyboard.press('j');
  await shoot(desktop, 'monitors-three');
  await visit(page, `#/monitors/${down}`);
  const seen = page.getByRole('region', { name: 'Failure evidence' });
  const strip = page.getByRole('slider', { name: /^Latency, uptime and outages/ });
  await expect(strip.getByText(/^p95/)).toBeVisible();
  await shoot(desktop, 'monitor-down');
  await strip.press('ArrowLeft');
  await strip.press('Shift+ArrowLeft');
  await strip.press('+');
  await shoot(desktop, 'monitor-closer');
  await strip.press('0');
  await seen.getByRole('button').first().click();
  await shoot(desktop, 'monitor-evidence', () => seen.getByText('Headers').scrollIntoViewIfNeeded());
  await page.getByText('30 d', { exact: true }).click();
  await shoot(desktop, 'monitor-month', () =>
    page.getByText('30 d', { exact: true }).scrollIntoViewIfNeeded(),
  );
  await page.getByText('24 h', { exact: true }).click();
  await shoot(desktop, 'monitor-day', () => strip.scrollIntoViewIfNeeded());
  await visit(page, '#/monitors');
  await list.getByRole('link', { name: /Nightly backup/ }).click();
  await expect(page.getByRole('region', { name: 'Where to post' }).getByLabel('Address')).toBeVisible();
  await shoot(desktop, 'monitor-heartbeat');
  await visit(page, '#/monitors/new');
  await page.getByLabel('Address').fill(service.url);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('It answers.')).toBeVisible();
  await shoot(desktop, 'monitor-new');
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await shoot(desktop, 'monitor-new-more');
  await lookAtJourney(desktop, service.url);
  await desktop.api('/api/v1/maintenance', {
    json: {
      name: 'Database patches',
      monitors: [down],
      window: { kind: 'once', from: Date.now(), to: Date.now() + 7_200_000 },
    },
  });
  await visit(page, '#/monitors/maintenance');
  await expect(page.getByText('open now')).toBeVisible();
  await page.getByRole('button', { name: 'Plan a window' }).click();
  await page.getByText('Every week').click();
  await shoot(desktop, 'monitors-maintenance');
}

/** Three steps: one is wrong, one is open. */
async function lookAtJourney(desktop: Desktop, url: string) {
  const { page } = desktop;
  await visit(page, '#/monitors');
  await visit(page, '#/monitors/new');
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('combobox', { name: 'Kind' }).fill('journey');
  await page.getByRole('option', { name: 'HTTP journey' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Order something');
  const steps = page.getByRole('group', { name: 'Steps' });
  for (const [index, [name, address]] of Object.entries([
    ['sign in', `${url}/session`],
    ['order', 'orders/{{id}}'],
    ['sign out', `${url}/session`],
  ])) {
    if (index !== '0') await steps.getByRole('button', { name: 'Add a step' }).click();
    const step = steps.getByRole('group', { name: `Step ${Number(index) + 1}` });
    await step.getByRole('textbox', { name: 'Step' }).fill(name!);
    await step.getByRole('textbox', { name: 'Address' }).fill(address!);
  }
  await steps.getByRole('button', { name: /^More of step 1/ }).click();
  await steps.getByRole('textbox', { name: 'Store' }).fill('id = order.id');
  await steps.getByRole('button', { name: 'Up, step 3' }).click();
  await steps.getByRole('button', { name: 'Down, step 2' }).click();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('an address starting with').first()).toBeVisible();
  await shoot(desktop, 'monitor-journey', () => steps.scrollIntoViewIfNeeded());
}

test('three hundred monitors', async () => {
  await using service = await startDyingService();
  await withPast(
    async (desktop) => {
      const ids: string[] = [];
      const services = ['payments', 'search', 'checkout', 'accounts', 'media', 'mail', 'warehouse'];
      for (let index = 0; index < 300; index++) {
        const isDown = index % 43 === 5;
        ids.push(
          await watch(desktop, {
            name: `${services[index % 7]}-${index % 3 === 0 ? 'api' : 'worker'}-${String(index).padStart(3, '0')}`,
            service: services[index % 7],
            settings: { url: isDown ? 'http://127.0.0.1:9/' : service.url },
            intervalSeconds: 20,
            paused: index % 50 === 49,
          }),
        );
      }
      return ids;
    },
    async (desktop) => {
      const { page } = desktop;
      await visit(page, '#/monitors');
      await expect(page.getByText(/28\d up/)).toBeVisible({ timeout: 60_000 });
      await expect(page.getByRole('list', { name: 'Monitors' }).getByRole('img').first()).toBeVisible();
      await page.keyboard.press('j');
      await shoot(desktop, 'monitors-300');
      await page.getByRole('switch', { name: 'By service' }).click();
      await shoot(desktop, 'monitors-300-by-service');
      const list = page.getByRole('list', { name: 'Monitors' });
      await list.evaluate((rows) => rows.parentElement?.scrollTo({ top: 2_400 }));
      await expect(page.getByRole('link', { name: /accounts-worker-220/ })).toHaveCount(0);
      await shoot(desktop, 'monitors-300-scrolled');
      await visit(page, '#/');
      await shoot(desktop, 'lobby-300-monitors');
    },
  );
});
