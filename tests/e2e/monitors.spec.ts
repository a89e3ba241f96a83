// The monitors of a team on a real desktop, with a service that really dies: found by the keyboard alone, its
// failure with what it saw, its outage with the incident, and the ways to keep it quiet.
import { expect, test, type Page } from '@playwright/test';
import { launchDesktop, shareDesktop } from '#tests/helpers/desktop.ts';
import { startDyingService } from '#tests/helpers/dying-service.ts';
import { findFaults } from '#tests/helpers/axe.ts';
import { startServer } from '#tests/helpers/server.ts';
import { joinDesktop } from '#tests/helpers/team.ts';

const shared = shareDesktop('Ana Reyes');
test.afterEach(async () => {
  const desktop = shared();
  for (const { id } of (await desktop.api<{ items: Made[] }>('/api/v1/monitors')).items)
    await desktop.api(`/api/v1/monitors/${id}`, { method: 'DELETE' });
});

const state = (page: Page) => page.locator('header').getByRole('status');
const region = (page: Page, name: string) => page.getByRole('region', { name });
type Made = { id: string; name: string };
type Planned = { id: string; active: boolean; monitors: string[] };

test('[MO2] an address and Enter: a monitor is added by the keyboard in four acts, and its outage is told whole', async () => {
  await using service = await startDyingService();
  const desktop = shared();
  const { page } = desktop;

  await page.keyboard.press('m');
  await expect(page.getByText('Muster watches nothing yet').first()).toBeVisible();
  await page.keyboard.press('Shift+N');
  await expect(page.getByLabel('Address')).toBeFocused();
  await page.keyboard.insertText(service.url);
  await expect(page.getByText(/^HTTP\(S\), every 1 min, down after 3 failures/)).toBeVisible();
  await page.keyboard.press('Enter');
  const name = new URL(service.url).host;
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(state(page).filter({ hasText: 'up' })).toBeVisible();
  await expect(region(page, 'Last answer').getByText('Total', { exact: true })).toBeVisible();

  await test.step('edited, to be asked every second', async () => {
    await page.keyboard.press('e');
    const form = page.getByRole('form', { name: `Edit ${name}` });
    const address = form.getByRole('textbox', { name: 'Address' });
    await address.fill('not an address');
    await form.getByRole('button', { name: /^Save/ }).click();
    await expect(form.getByRole('alert')).toContainText('Correct the marked fields');
    await expect(address).toHaveAttribute('aria-invalid', 'true');
    await address.fill(service.url);
    await expect(address).not.toHaveAttribute('aria-invalid', 'true');
    await form.getByLabel('Check every', { exact: true }).fill('1');
    await form.getByLabel('Failures in a row', { exact: true }).fill('1');
    await form.getByLabel('Then answers in a row').fill('1');
    await form.getByLabel('Service', { exact: true }).fill('payments');
    await page.keyboard.press('Control+Enter');
    await expect(form.getByText('It answers.')).toBeVisible();
    await form.getByRole('button', { name: /^Save/ }).click();
    await expect(region(page, 'Settings').getByText('payments')).toBeVisible();
  });

  await test.step('down: the state, the evidence, and the outage with its incident', async () => {
    await service.answerWith(503);
    await expect(state(page).filter({ hasText: /is down, .*503 Service Unavailable/ })).toBeVisible();
    const seen = region(page, 'Failure evidence');
    await seen
      .getByRole('button', { name: /503 Service Unavailable/ })
      .first()
      .click();
    await expect(seen.getByText('HTTP/1.1 503 Service Unavailable')).toBeVisible();
    await expect(seen.getByText('status 503')).toBeVisible();
    const outage = region(page, 'Outages').getByRole('row', { name: /still down/ });
    await expect(outage).toContainText('503 Service Unavailable');
    expect(await findFaults(page, 'a monitor that is down')).toEqual([]);
    await outage.getByRole('link', { name: 'INC-1' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText(name);
    await page.goBack();
  });

  await test.step('up again', async () => {
    await service.answerWith(200);
    await expect(state(page).filter({ hasText: / is up, / })).toBeVisible();
    await expect(region(page, 'Outages').getByRole('row', { name: /still down/ })).toHaveCount(0);
    await expect(region(page, 'Outages').getByRole('link', { name: 'INC-1' })).toBeVisible();
  });

  await test.step('paused and resumed by its key', async () => {
    await page.keyboard.press('Shift+P');
    await expect(state(page).filter({ hasText: 'paused' })).toBeVisible();
    await page.keyboard.press('Shift+P');
    await expect(state(page).filter({ hasText: / is up, / })).toBeVisible();
  });

  await test.step('in maintenance in two clicks: it fails and nothing is declared; ended on its page', async () => {
    await page.getByRole('button', { name: 'Maintenance' }).click();
    await page.getByRole('menuitem', { name: 'For 2 hours, from now' }).click();
    await expect(state(page).filter({ hasText: 'in maintenance until' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('link', { name: new RegExp(`${name}.*in maintenance`) })).toBeVisible();
    await page.keyboard.press('w');
    const windows = page.getByRole('list', { name: 'Maintenance' });
    await expect(windows).toContainText('open now');
    expect(await findFaults(page, 'maintenance')).toEqual([]);
    await windows.getByRole('button', { name: /^End now/ }).click();
    await page.keyboard.press('Enter');
    await expect(windows).toContainText('is over');
    await windows.getByRole('button', { name: /^Delete/ }).click();
    await expect(page.getByText('Nobody has planned a window.')).toBeVisible();
  });
});

test('[MO2] the steps of a journey are written, moved, mended and put back by the keyboard', async () => {
  await using service = await startDyingService();
  const desktop = shared();
  const { page } = desktop;
  await page.evaluate(() => (location.hash = '#/monitors/new'));
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('combobox', { name: 'Kind' }).fill('journey');
  await page.getByRole('option', { name: 'HTTP journey' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Sign in and look');
  const steps = page.getByRole('group', { name: 'Steps' });
  const step = (title: string) => steps.getByRole('group', { name: title, exact: true });
  const field = (title: string, name: string) => step(title).getByRole('textbox', { name });
  await field('Step 1', 'Step').fill('sign in');
  await field('Step 1: sign in', 'Address').fill(service.url);
  await steps.getByRole('button', { name: 'Add a step' }).press('Enter');
  await expect(field('Step 2', 'Step')).toBeFocused();
  await page.keyboard.insertText('look');
  await page.keyboard.press('Alt+ArrowUp');
  await expect(steps.getByText('Moved to step 1.')).toBeVisible();
  await expect(field('Step 1: look', 'Step')).toBeFocused();
  await field('Step 1: look', 'Address').fill('nowhere');

  await test.step('a fault stands at its field, and goes with its step', async () => {
    const save = page.getByRole('button', { name: /^Add(?! a step)/ });
    await save.click();
    await expect(field('Step 1: look', 'Address')).toHaveAttribute('aria-invalid', 'true');
    await step('Step 1: look').getByRole('button', { name: 'Down, step 1' }).press('Enter');
    await expect(step('Step 2: look').getByRole('button', { name: 'Down, step 2' })).toBeFocused();
    await expect(field('Step 2: look', 'Address')).toHaveAttribute('aria-invalid', 'true');
    await expect(field('Step 1: sign in', 'Address')).not.toHaveAttribute('aria-invalid', 'true');
    expect(await findFaults(page, 'the steps of a journey')).toEqual([]);
    await field('Step 2: look', 'Address').fill(`${service.url}{{path}}`);
    await save.click();
    await expect(step('Step 2: look').getByText(/\{\{path\}\} is neither/)).toBeVisible();
    await step('Step 1: sign in')
      .getByRole('button', { name: /^More of step 1/ })
      .click();
    await field('Step 1: sign in', 'Store').fill('path = /(o)/');
  });

  await test.step('removed and put back, added, and kept in its order', async () => {
    await steps.getByRole('button', { name: 'Remove step 1' }).click();
    await expect(field('Step 1: look', 'Step')).toBeFocused();
    await steps.getByRole('button', { name: 'Put it back' }).click();
    await expect(field('Step 1: sign in', 'Store')).toHaveValue('path = /(o)/');
    await page.getByRole('button', { name: /^Add(?! a step)/ }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Sign in and look' })).toBeVisible();
    const { items } = await desktop.api<{ items: { settings: { steps: unknown } }[] }>('/api/v1/monitors');
    expect(items[0]?.settings.steps).toMatchObject([
      { name: 'sign in', method: 'GET', expect: '200-299', store: 'path = /(o)/' },
      { name: 'look', url: `${service.url}{{path}}` },
    ]);
    await page.keyboard.press('e');
    await expect(field('Step 2: look', 'Address')).toHaveValue(`${service.url}{{path}}`);
  });
});

test('[MO3] a cron job reports to its address, which a new one ends', async () => {
  const desktop = shared();
  const { page } = desktop;
  await page.evaluate(() => (location.hash = '#/monitors/new'));
  await page.getByRole('button', { name: 'Heartbeat (cron job)' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Nightly backup');
  await page.getByRole('button', { name: /^Add/ }).click();
  const posting = region(page, 'Where to post');
  const address = await posting.getByLabel('Address').inputValue();
  expect(await posting.getByLabel('In a crontab, after the job').inputValue()).toContain(address);
  expect(await (await fetch(address)).text()).toBe('OK');
  await expect(posting.getByText('ran', { exact: true })).toBeVisible();
  await expect(state(page).filter({ hasText: / is up, / })).toBeVisible();
  await posting.getByRole('button', { name: 'New address' }).click();
  await posting.getByRole('button', { name: /^Replace it/ }).click();
  await expect(posting.getByLabel('Address')).not.toHaveValue(address);
  expect((await fetch(address)).status).toBe(404);
  expect(await findFaults(page, 'a monitor that waits')).toEqual([]);
});

// It comes after the others: with these uplinks the server holds its own network for away.
test('[MO4] a weekly window is planned for chosen monitors; what is wrong stands at its field', async () => {
  const desktop = shared();
  const { page } = desktop;
  const { id } = await desktop.api<Made>('/api/v1/monitors', {
    json: {
      name: 'shop',
      kind: 'tcp',
      settings: { host: '127.0.0.1', port: 9 },
      intervalSeconds: 3_600,
      paused: true,
    },
  });
  await page.evaluate(() => (location.hash = '#/monitors/maintenance'));
  await page.getByRole('button', { name: 'Plan a window' }).click();
  const form = page.getByRole('form', { name: 'Plan a window' });
  await form.getByLabel('Name').fill('Patches');
  await form.getByText('Every week').click();
  await form.getByRole('button', { name: 'Plan it' }).click();
  await expect(form.getByRole('alert')).toContainText('Correct the marked fields');
  await form.getByRole('combobox', { name: 'Monitors' }).click();
  await page.getByRole('option', { name: 'shop' }).click();
  await page.keyboard.press('Escape');
  await form.getByLabel('Sat').check();
  await expect(form.getByRole('alert')).toBeHidden();
  await form.getByRole('button', { name: 'Plan it' }).click();
  await expect(page.getByRole('list', { name: 'Maintenance' })).toContainText('Sat at 22:00 for 1 h');
  const { items } = await desktop.api<{ items: Planned[] }>('/api/v1/maintenance');
  expect(items).toMatchObject([{ monitors: [id], active: false, window: { kind: 'weekly', days: [6] } }]);

  await page.getByRole('button', { name: 'Edit the window Patches' }).click();
  const change = page.getByRole('form', { name: 'Change the window' });
  await change.getByLabel('Sun').check();
  await change.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('list', { name: 'Maintenance' })).toContainText('Sat, Sun at 22:00 for 1 h');

  await page.evaluate(() => (location.hash = '#/settings/connection'));
  await page.getByLabel('Addresses to check').fill('not an uplink');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(/not an uplink: .*a host and a port/)).toBeVisible();
  await page.getByLabel('Addresses to check').fill('127.0.0.1:53');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  expect(await desktop.api('/api/v1/monitoring')).toMatchObject({ uplinks: ['127.0.0.1:53'] });
});

test('[MO1] three hundred monitors: found, walked and filtered by the keyboard, with one request for all', async () => {
  await using desktop = await launchDesktop();
  const { page } = desktop;
  await desktop.firstRun('Ana Reyes');
  const settings = { host: '127.0.0.1', port: 9 };
  for (let index = 0; index < 300; index++) {
    const name = `service-${String(index).padStart(3, '0')}`;
    const service = `team ${index % 7}`;
    await desktop.api('/api/v1/monitors', {
      json: { name, kind: 'tcp', service, settings, intervalSeconds: 3_600, paused: index > 0 },
    });
  }
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.keyboard.press('m');
  const list = page.getByRole('list', { name: 'Monitors' });
  const row = (name: string) => list.getByRole('link', { name: new RegExp(name) });
  await expect(list.getByRole('link').first()).toBeVisible();
  expect(await list.getByRole('listitem').count()).toBeLessThan(60);
  for (let step = 0; step < 45; step++) await page.keyboard.press('j');
  await expect(row('service-044')).toBeFocused();
  await expect(row('service-044')).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'service-044' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(row('service-044')).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.insertText('team 0 service-273');
  await expect(list.getByRole('listitem')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Shift+P');
  await expect(page.getByText(/service-\d+ is watched again/)).toBeVisible();
  expect(await findFaults(page, 'monitors')).toEqual([]);
  const perMonitor = asked.filter((path) => /\/monitors\/[0-9A-Z]{26}\/samples/.test(path));
  expect(perMonitor.length, 'asked for one at a time').toBeLessThan(3);
});

test('[MO5] a viewer sees everything, changes nothing, and is told so', async () => {
  await using server = await startServer({ ownerName: 'Olga Berg' });
  const settings = { host: '127.0.0.1', port: 9 };
  await server.api('/api/v1/monitors', {
    json: { name: 'shop', kind: 'tcp', settings, intervalSeconds: 3_600 },
  });
  await using vera = await joinDesktop(server, { name: 'Vera Cruz', role: 'viewer' });
  const { page } = vera;
  await page.keyboard.press('m');
  await expect(page.getByText('Only an owner changes them')).toBeVisible();
  await expect(page.getByRole('button', { name: /Add a monitor/ })).toHaveCount(0);
  await page.getByRole('link', { name: /shop/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'shop' })).toBeVisible();
  await expect(page.getByRole('button', { name: /Pause|Edit|Delete|Check now/ })).toHaveCount(0);
  await expect(page.getByText('Only an owner changes them')).toBeVisible();
  await page.keyboard.press('p');
  await expect(page.getByRole('heading', { level: 1, name: 'Playbooks' })).toBeVisible();

  await test.step('[CH20] [CH21] her computer becomes a location, and measures once she allows it', async () => {
    const { body: devices } = await server.api<{ items: Made[] }>('/api/v1/devices');
    const json = { name: 'Desk', device: devices.items[0]?.id };
    const { body: location } = await server.api<Made>('/api/v1/locations', { json });
    const { body: shop } = await server.api<{ items: Made[] }>('/api/v1/monitors');
    const { id, ...monitor } = shop.items[0]!;
    const put = { method: 'PUT', json: { ...monitor, locations: ['server', location.id] } };
    expect((await server.api(`/api/v1/monitors/${id}`, put)).status).toBe(200);
    await page.evaluate((to) => window.location.assign(to), '#/settings/connection');
    await page.getByRole('switch', { name: 'Let the team run checks from this computer' }).click();
    await expect(page.getByText('It is the location Desk and runs 1 check.')).toBeVisible();
    await expect(
      region(page, 'Locations').getByRole('row', { name: /Desk.*Vera Cruz last contact/ }),
    ).toBeVisible();
    expect(await findFaults(page, 'locations')).toEqual([]);
    await page.evaluate((to) => window.location.assign(to), `#/monitors/${id}`);
    const seen = region(page, 'Locations');
    await expect(seen.getByText(/^The server.*down since/)).toBeVisible();
    await expect(seen.getByText(/^Desk.*down since/)).toBeVisible();
    expect(await findFaults(page, 'a check with locations')).toEqual([]);
  });
});
