// A screen whose code or answer is late says so.
import { expect, test } from '@playwright/test';
import { findFaults } from '#tests/helpers/axe.ts';
import { startServer } from '#tests/helpers/server.ts';
import { joinInBrowser, shareBrowser } from '#tests/helpers/team.ts';

const browser = shareBrowser();

test('[FE8] [FE9] the heading stands at once and says what is awaited, and the tab is named after the screen', async () => {
  await using server = await startServer();
  const page = await joinInBrowser(browser(), server, { name: 'Ana Reyes', role: 'owner' });
  const declared = await server.api<{ id: string }>('/api/v1/incidents', { json: { title: 'Backups fail' } });
  const main = page.getByRole('main');
  const held = Promise.withResolvers<void>();
  const isHeld =
    /\/(?:api\/v1\/(?:tokens|pages|policies|schedules|reviews|action-items|incidents(?=\?))\b|assets\/(?:section|problems-screen)-)/u;
  await page.route(isHeld, async (route) => {
    await held.promise;
    await route.continue().catch(() => undefined);
  });
  await page.reload();
  await expect(main.getByRole('heading').first()).toBeVisible();
  const awaited: Record<string, readonly [heading: string, waits: string]> = {
    problems: ['Problems', 'Opening'],
    'settings/tokens': ['Devices and tokens', 'Opening'],
    incidents: ['All incidents', 'Asking the server'],
    reviews: ['Reviews', 'Asking the server'],
    'action-items': ['Action items', 'Asking the server'],
    'status-pages': ['Status pages', 'Asking the server'],
  };
  for (const [hash, [heading, waits]] of Object.entries(awaited)) {
    await page.evaluate((to) => location.assign(to), `#/${hash}`);
    await expect(main.getByRole('heading', { level: 1, name: heading })).toBeVisible();
    await expect(main.getByRole('status').filter({ hasText: waits })).toBeVisible();
  }
  expect(await findFaults(page, 'a screen that waits')).toEqual([]);
  await expect(page).toHaveTitle('Status pages · Muster');
  held.resolve();
  await expect(main.getByText('No status pages yet')).toBeVisible();
  await expect(main.getByText('Asking the server')).toHaveCount(0);
  await page.evaluate((to) => location.assign(to), `#/room/${declared.body.id}`);
  await expect(page).toHaveTitle('INC-1 Backups fail · Muster');
});

test('[FE8] what could not be read is tried again by a button, and by itself once the server is back', async () => {
  await using server = await startServer();
  const page = await joinInBrowser(browser(), server, { name: 'Ana Reyes', role: 'owner' });
  const main = page.getByRole('main');
  const screens: Record<string, readonly [address: string, then: string]> = {
    insights: ['**/api/v1/insights?*', 'No incidents in this period'],
    'status-pages': ['**/api/v1/pages', 'No status pages yet'],
  };
  for (const [hash, [address, then]] of Object.entries(screens)) {
    await page.route(address, (route) => route.abort());
    await page.evaluate((to) => location.assign(to), `#/${hash}`);
    const again = main.getByRole('alert').getByRole('button', { name: 'Try again' }).first();
    await expect(again).toBeVisible();
    await page.unroute(address);
    await again.press('Enter');
    await expect(main.getByText(then)).toBeVisible();
  }
  await page.evaluate(() => location.assign('#/settings/tokens'));
  await expect(main.getByText('this one')).toBeVisible();
  await page.evaluate(() => location.assign('#/settings/about'));
  await expect(main.getByText('this one')).toBeHidden();
  await server.kill9();
  await page.evaluate(() => location.assign('#/settings/tokens'));
  await expect(main.getByRole('alert').getByRole('button', { name: 'Try again' }).first()).toBeVisible();
  await server.restart();
  await expect(main.getByText('this one')).toBeVisible();
});

test('[FE10] a form that a viewer may not save says who may, in place of its fields', async () => {
  await using server = await startServer();
  const page = await joinInBrowser(browser(), server, { name: 'Vera', role: 'viewer' });
  const forms: Record<string, string> = {
    'services/new': 'Only owners record and change services.',
    'recurring-tasks/new': 'Owners change them. Everybody who responds can record a turn.',
    'problems/new': 'Only responders and owners record problems.',
    'on-call/new': 'You can read schedules. Only an owner changes them.',
    'status-pages/new': 'Only owners add and change pages.',
    'status-pages/01ARZ3NDEKTSV4RRFFQ69G5FAV/update': 'Only responders and owners publish updates.',
    'monitors/new': 'You can read monitors. Only an owner changes them.',
    triage: 'Only responders and owners judge reports.',
  };
  for (const [hash, why] of Object.entries(forms)) {
    await page.evaluate((to) => location.assign(to), `#/${hash}`);
    await expect(page.getByRole('main').getByText(why)).toBeVisible();
    await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByRole('main').getByRole('textbox')).toHaveCount(0);
  }
});

test('[FE11] an address that leads to nothing opens a screen whose heading says so', async () => {
  await using server = await startServer();
  const page = await joinInBrowser(browser(), server, { name: 'Ana Reyes', role: 'owner' });
  const main = page.getByRole('main');
  const screens: Record<string, readonly [says: string, acts: readonly string[]]> = {
    services: ['There is no such service', ['', '/edit']],
    problems: ['There is no such problem', ['', '/edit']],
    'recurring-tasks': ['There is no such recurring task', ['', '/edit']],
    'review-templates': ['There is no such template', ['']],
    'status-pages': ['There is no such status page', ['', '/edit', '/update', '/subscribers', '/import']],
    monitors: ['There is no such monitor', ['', '/edit']],
    'on-call': ['There is no such schedule', ['', '/edit']],
    playbooks: ['This playbook does not exist or has not reached this computer yet.', ['']],
    handbook: ['The handbook has no such page', ['']],
    room: ['There is no such incident here', ['', '/review']],
  };
  for (const [screen, [says, acts]] of Object.entries(screens))
    for (const act of acts) {
      await page.evaluate((to) => location.assign(to), `#/${screen}/01ARZ3NDEKTSV4RRFFQ69G5FAV${act}`);
      await expect(main.getByRole('heading', { level: 1, name: says, exact: true })).toBeVisible();
      await expect(main.getByText(says)).toHaveCount(1);
    }
  expect(await findFaults(page, 'an address that leads to nothing')).toEqual([]);
});

test('[FE11] a link to an entry that is not in its room opens the room and says so; a list goes to an entry once', async () => {
  await using server = await startServer();
  const page = await joinInBrowser(browser(), server, { name: 'Ana Reyes', role: 'owner' });
  const made = async (title: string) =>
    (await server.api<{ id: string }>('/api/v1/incidents', { json: { title } })).body.id;
  const [backups, mails] = [await made('Backups fail'), await made('Mails are late')];
  const noted = { kind: 'note', text: 'The disk of the copy is full' };
  const { body } = await server.api<{ items: { id: string }[] }>(`/api/v1/incidents/${backups}/facts`, {
    json: noted,
  });
  const note = body.items[0]?.id;
  const notice = page.getByText('The linked entry is not in this room');
  const chosen = page.getByRole('article').filter({ hasText: noted.text });
  const open = (room: string, entry: string | undefined) =>
    page.evaluate((to) => location.assign(to), `#/room/${room}/${entry}`);
  await open(mails, note);
  await expect(page.getByRole('heading', { level: 1, name: 'Mails are late' })).toBeVisible();
  await expect(notice).toBeVisible();
  expect(await findFaults(page, 'a link to no entry')).toEqual([]);
  // The request ends with its room.
  await open(backups, note);
  await expect(chosen).toBeFocused();
  await expect(notice).toHaveCount(0);
  // The list of another filter does not go there again.
  await page.keyboard.press('Escape');
  await page.keyboard.press('2');
  await page.keyboard.press('1');
  await expect(chosen).toBeVisible();
  await expect(chosen).not.toBeFocused();
});

test('[FE8] each part of a monitor says what it waits for, and claims nothing before it is read', async () => {
  await using server = await startServer();
  const page = await joinInBrowser(browser(), server, { name: 'Ana Reyes', role: 'owner' });
  const made = await server.api<{ id: string }>('/api/v1/monitors', {
    json: { name: 'Backup', kind: 'heartbeat', settings: {}, intervalSeconds: 3600 },
  });
  const main = page.getByRole('main');
  const held = Promise.withResolvers<void>();
  const answers = { fails: false };
  await page.route(
    /\/api\/v1\/monitors\/\w+(?:\/(?:outages|evidence|last-result|beats))?$/u,
    async (route) => {
      await held.promise;
      if (answers.fails)
        await route.fulfill({ status: 503, json: { status: 503, detail: 'The disk is full.' } });
      else await route.continue().catch(() => undefined);
    },
  );
  await page.evaluate((to) => location.assign(to), `#/monitors/${made.body.id}`);
  await expect(main.getByText('Asking the server')).toHaveCount(6);
  for (const claim of ['No outages recorded.', 'Only owners and responders see its address.', 'of 0 checks'])
    await expect(main.getByText(claim)).toHaveCount(0);
  answers.fails = true;
  held.resolve();
  await expect(main.getByText('The disk is full.')).toHaveCount(6);
  await expect(main.getByText('No outages recorded.')).toHaveCount(0);
});

test('[FE12] what only the server can take waits while it is away, and the palette asks for nothing unasked', async () => {
  await using server = await startServer();
  const page = await joinInBrowser(browser(), server, { name: 'Ana Reyes', role: 'owner' });
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.keyboard.press('Control+k');
  const query = page.getByRole('dialog', { name: 'Find anything' }).getByRole('textbox');
  await query.press('ArrowDown');
  expect(asked.filter((path) => path.endsWith('-kinds'))).toEqual([]);
  await query.fill('slack');
  await expect(page.getByRole('button', { name: /Slack/ }).first()).toBeVisible();
  expect(asked.filter((path) => path.endsWith('-kinds'))).toHaveLength(2);
  await page.keyboard.press('Escape');
  const forms = ['settings/people', 'services/new', 'problems/new'];
  const visit = (hash: string) => page.evaluate((to) => location.assign(to), `#/${hash}`);
  for (const hash of forms) {
    await visit(hash);
    await expect(page.getByRole('main').locator('button[type=submit]').first()).toBeVisible();
  }
  await server.stop();
  const away = page
    .getByRole('main')
    .getByText(/^The server went away .* This button works again when it is back\.$/u);
  for (const hash of forms) {
    await visit(hash);
    await expect(away.first()).toBeVisible();
    await expect(page.getByRole('main').locator('button[type=submit]').first()).toBeDisabled();
    expect(await findFaults(page, hash)).toEqual([]);
  }
  await visit('settings/people');
  await server.restart();
  await expect(page.getByRole('button', { name: 'Make an invitation link' })).toBeEnabled();
  await expect(away).toHaveCount(0);
});

test('[FE12] single acts that only the server can take wait while it is away, keep the focus and say why', async () => {
  await using server = await startServer();
  const page = await joinInBrowser(browser(), server, { name: 'Ana Reyes', role: 'owner' });
  const made = async (path: string, json: object) =>
    (await server.api<{ id: string }>(`/api/v1/${path}`, { json })).body.id;
  const me = (await server.api<{ items: { id: string }[] }>('/api/v1/people')).body.items[0]!.id;
  const rotation = { unit: 'week', every: 1, handoffAt: '09:00' };
  const layers = [{ name: 'Week', people: [me], rotation, startsOn: '2026-01-05' }];
  const schedule = await made('schedules', { name: 'Database', timeZone: 'UTC', layers });
  const web = { name: 'Shop', kind: 'http', settings: { url: 'http://127.0.0.1:1' } };
  const monitor = await made('monitors', { ...web, intervalSeconds: 3600 });
  await made('channels', { name: 'Ops', kind: 'webhook', settings: { url: 'http://127.0.0.1:1' } });
  const screens = [
    `on-call/${schedule}`,
    `monitors/${monitor}`,
    'settings/channels',
    'settings/paging',
    'settings/you',
  ];
  const acts = page.getByRole('main').locator('[data-asks-server]:not(:disabled)');
  const visit = (hash: string) => page.evaluate((to) => location.assign(to), `#/${hash}`);
  for (const hash of screens) {
    await visit(hash);
    await expect(acts.first(), hash).toBeVisible();
    await expect(acts.first()).toHaveAttribute('aria-disabled', 'false');
  }
  await server.stop();
  const changes: string[] = [];
  page.on('request', (request) => request.method() !== 'GET' && changes.push(request.url()));
  for (const hash of screens) {
    await visit(hash);
    for (const act of await acts.all()) {
      await expect(act).toHaveAttribute('aria-disabled', 'true');
      // By keys, as a person comes to it: a script's focus is not shown.
      await act.focus();
      await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await expect(act).toBeFocused();
      // The tooltip of the act before may still be on its way out.
      await expect(act).toHaveAccessibleDescription(
        /^The server went away .* works again when it is back\.$/u,
      );
    }
    expect(await findFaults(page, hash)).toEqual([]);
  }
  expect(changes).toEqual([]);
});

test('[FE15] a save that ends late closes its own form only, and moves nobody who went elsewhere', async () => {
  await using server = await startServer();
  const page = await joinInBrowser(browser(), server, { name: 'Ana Reyes', role: 'owner' });
  const visit = (hash: string) => page.evaluate((to) => location.assign(to), `#/${hash}`);
  /** Holds the next change at this path; `end` lets it through and waits until its answer is drawn. */
  const hold = async (path: string) => {
    const held = Promise.withResolvers<void>();
    await page.route(`**/api/v1${path}`, async (route) => {
      if (route.request().method() === 'GET') return route.continue();
      await held.promise;
      return route.continue();
    });
    const answer = page.waitForResponse((response) => response.request().method() === 'POST');
    return async () => {
      held.resolve();
      await (await answer).finished();
      await page.unroute(`**/api/v1${path}`);
    };
  };
  await test.step('the form of planned work that was opened meanwhile stays, with what was typed', async () => {
    await visit('monitors/maintenance');
    const plan = page.getByRole('button', { name: 'Plan a window' });
    const form = page.getByRole('form', { name: 'Plan a window' });
    await plan.click();
    await form.getByLabel('Name').fill('Patches');
    await form.getByText('Every week').click();
    await form.getByText('All monitors').click();
    await form.getByLabel('Sat').check();
    const end = await hold('/maintenance');
    await form.getByRole('button', { name: 'Plan it' }).click();
    await form.getByRole('button', { name: 'Cancel' }).click();
    await plan.click();
    await form.getByLabel('Name').fill('Move to the new rack');
    await end();
    await expect(page.getByRole('list', { name: 'Maintenance' })).toContainText('Patches');
    await expect(form.getByLabel('Name')).toHaveValue('Move to the new rack');
  });
  await test.step('whoever is elsewhere stays there', async () => {
    await visit('services/new');
    await page.getByLabel('Name', { exact: true }).fill('checkout');
    const end = await hold('/services');
    await page.getByRole('button', { name: 'Save' }).click();
    await visit('problems');
    await expect(page.getByRole('heading', { level: 1, name: 'Problems' })).toBeVisible();
    await end();
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
    await expect(page).toHaveURL(/#\/problems$/u);
    await visit('services');
    await expect(page.getByRole('link', { name: 'checkout' })).toBeVisible();
  });
});

test('[FE15] the form of another channel shows that channel, also where the address leads from form to form', async () => {
  await using server = await startServer();
  const page = await joinInBrowser(browser(), server, { name: 'Ana Reyes', role: 'owner' });
  const add = async (name: string) =>
    (
      await server.api<{ id: string }>('/api/v1/channels', {
        json: { name, kind: 'webhook', settings: { url: 'http://127.0.0.1:1' } },
      })
    ).body.id;
  for (const [id, name] of [
    [await add('Ops'), 'Ops'],
    [await add('Shop'), 'Shop'],
  ]) {
    await page.evaluate((to) => location.assign(to), `#/settings/channels/${id}`);
    await expect(page.getByLabel('Name')).toHaveValue(name!);
  }
});
