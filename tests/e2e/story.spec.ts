// The main job, end to end: a service goes down, two desktops run the incident, the review comes out.
import path from 'node:path';
import { expect, test, type Locator, type Page } from '@playwright/test';
import type { Fact } from '#room/facts/fact.ts';
import type { Sample } from '#room/feed/feed.ts';
import { startDesktopBus, type DesktopBus } from '#tests/helpers/desktop-bus.ts';
import { appFolder, type Desktop } from '#tests/helpers/desktop.ts';
import { startDyingService, type DyingService } from '#tests/helpers/dying-service.ts';
import { checkReviews, drawPages } from '#tests/helpers/review-files.ts';
import { openReview, reviewText, saveReviews } from '#tests/helpers/review-page.ts';
import {
  askStatus,
  cell,
  connection,
  entry,
  line,
  panel,
  readText,
  readTimeline,
  row,
  write,
} from '#tests/helpers/room-page.ts';
import { startServer, type RunningServer } from '#tests/helpers/server.ts';
import { joinDesktop } from '#tests/helpers/team.ts';

type Member = { desktop: Desktop; page: Page; bus: DesktopBus; name: string };
type Story = { server: RunningServer; service: DyingService; ana: Member; bo: Member };

const soon = { intervals: [25] };

test('[CH3] [DE3] a service dies, two desktops run the incident, and the review comes out', async () => {
  await using server = await startServer({ ownerName: 'Owner' });
  await using service = await startDyingService();
  await using anasBus = await startDesktopBus();
  await using bosBus = await startDesktopBus();
  await using anas = await joinDesktop(server, { name: 'Ana Reyes', role: 'owner', bus: anasBus });
  await using bos = await joinDesktop(server, { name: 'Bo Lind', bus: bosBus });
  const ana = { desktop: anas, page: anas.page, bus: anasBus, name: 'Ana Reyes' };
  const bo = { desktop: bos, page: bos.page, bus: bosBus, name: 'Bo Lind' };
  const story: Story = { server, service, ana, bo };

  const monitor = await test.step('Ana has the service watched', () => watch(story));
  const incident = await test.step('it dies, and everybody knows', () => breakDown(story, monitor));
  await test.step('a click on the notification opens the room', () => enter(story, incident));
  await test.step('both take a role', () => takeRoles(story));
  await test.step('both write at once', () => writeAtOnce(story));
  await test.step('a checklist is worked off together', () => workChecklist(story));
  await test.step('one paragraph for customers, two authors', () => draftTogether(story));
  await test.step('an action is judged', () => repair(story));
  await test.step('the service comes back', () => comeBack(story));
  await test.step('it is resolved', () => resolve(story));
  await test.step('the review is written and exported', () => review(story, incident));
});

/** In Ana's own window, every second; the desktop forwards it to the team's server. */
async function watch({ server, service, ana }: Story): Promise<string> {
  const { page } = ana;
  await page.keyboard.press('m');
  await page.getByRole('link', { name: /^Add a monitor/ }).click();
  const form = page.getByRole('form', { name: 'Add a monitor' });
  await form.getByLabel('Address').fill(service.url);
  await form.getByRole('button', { name: 'More', exact: true }).click();
  await form.getByLabel('Name', { exact: true }).fill('payments-api');
  await form.getByLabel('Check every', { exact: true }).fill('1');
  await form.getByLabel('Service', { exact: true }).fill('payments');
  await form.getByRole('combobox', { name: 'Severity when it is down' }).click();
  await page.getByRole('option', { name: 'P1' }).click();
  await form.getByRole('button', { name: /^Add/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'payments-api' })).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: /^payments-api is up/ })).toBeVisible();
  await page.getByRole('link', { name: 'Muster, to the lobby' }).click();
  const { body } = await server.api<{ items: { id: string; intervalSeconds: number }[] }>('/api/v1/monitors');
  expect(body.items).toMatchObject([{ name: 'payments-api', status: 'up', intervalSeconds: 1 }]);
  return body.items[0]!.id;
}

/** Kills the service and takes the time until each place knows, counted from the confirming check. */
async function breakDown({ server, service, ana, bo }: Story, monitor: string): Promise<string> {
  await service.kill();
  const incidents = async () =>
    (await server.api<{ items: { id: string }[] }>('/api/v1/incidents?status=open')).body.items;
  const listed = ({ page }: Member) =>
    expect.poll(() => row(page, /payments-api is down/).count(), soon).toBe(1);
  const told = ({ bus }: Member) => expect.poll(() => bus.notifications.length, soon).toBe(1);
  const places = {
    'on the server': expect.poll(async () => (await incidents()).length, soon).toBe(1),
    'in the lobby of Ana': listed(ana),
    'in the lobby of Bo': listed(bo),
    'notified at Ana': told(ana),
    'notified at Bo': told(bo),
  };
  const knownAt = await Promise.all(
    Object.entries(places).map(async ([place, known]) => {
      await known;
      return { place, at: Date.now() };
    }),
  );
  const { body } = await server.api<{ items: Sample[] }>(`/api/v1/monitors/${monitor}/samples`);
  const { confirmations } = (await server.api<{ confirmations: number }>(`/api/v1/monitors/${monitor}`)).body;
  const confirming = body.items.filter(({ status }) => status === 'down')[confirmations - 1]!;
  for (const { place, at } of knownAt) {
    const after = Math.round(at - confirming.at);
    test.info().annotations.push({ type: place, description: `${after} ms after the confirming check` });
    // The figure is for the report; `npm run bench -- detection` holds it to its limit.
    expect(after, place).toBeGreaterThan(0);
  }
  for (const { bus } of [ana, bo]) {
    expect(bus.notifications).toMatchObject(
      [
        {
          app: 'Muster',
          title: /^P1 payments-api is down/,
          body: 'New incident, found by a check.',
          urgency: 2,
        },
      ].map((expected) => ({ ...expected, title: expect.stringMatching(expected.title) })),
    );
  }
  return (await incidents())[0]!.id;
}

async function enter({ ana, bo }: Story, incident: string) {
  for (const { page, bus } of [ana, bo]) {
    bus.click(bus.notifications[0]!);
    await expect(page).toHaveURL(new RegExp(`${incident}$`));
    await expect(page.getByRole('heading', { level: 1, name: /payments-api is down/ })).toBeVisible();
    await expect(connection(page)).toHaveText('Live');
    await expect(line(page)).toBeVisible();
  }
  for (const { page } of [ana, bo]) {
    await expect(page.getByRole('button', { name: /2 here/ })).toHaveAccessibleName(
      /Ana Reyes.*Bo Lind|Bo Lind.*Ana Reyes/,
    );
  }
}

async function takeRoles({ ana, bo }: Story) {
  await ana.page.getByRole('button', { name: 'Acknowledge' }).click();
  await ana.page.getByRole('button', { name: 'Take the role commander' }).click();
  await bo.page.getByRole('button', { name: 'Take the role communications' }).click();
  for (const { page } of [ana, bo]) {
    for (const words of [
      'Ana Reyes acknowledged',
      'Ana Reyes took command',
      'Bo Lind is communications lead',
    ])
      await expect(entry(page, words)).toBeVisible();
    await expect(panel(page, 'Roles').getByRole('button', { name: /^Roles/ })).toContainText('2 of 5');
  }
  await expect(cell(ana.page, 'Command')).toContainText('You');
  await expect(cell(bo.page, 'Command')).toContainText('Ana Reyes');
}

async function writeAtOnce({ ana, bo }: Story) {
  const writing = [ana, bo].map(async ({ page, name }) => {
    for (const words of observations(name)) await write(page, words);
  });
  await Promise.all(writing);
  const all = [...observations(ana.name), ...observations(bo.name)];
  for (const { page } of [ana, bo]) {
    await expect(async () => {
      const seen = (await readTimeline(page)).join('\n');
      expect(all.filter((words) => !seen.includes(words))).toEqual([]);
    }).toPass();
  }
  expect(await readTimeline(ana.page)).toEqual(await readTimeline(bo.page));
}

const steps = (page: Page) => panel(page, 'Checklist').getByRole('checkbox');

async function workChecklist({ ana, bo }: Story) {
  await ana.page.getByRole('button', { name: 'Start from a playbook' }).click();
  await ana.page.getByRole('menuitem').first().click();
  await expect(steps(bo.page).first()).not.toBeChecked();
  await steps(bo.page).first().check();
  await expect(steps(ana.page).first()).toBeChecked();
  // The chosen step says who did it.
  await steps(ana.page).first().focus();
  await expect(panel(ana.page, 'Checklist').getByText(/^Bo Lind \d/)).toBeVisible();
  await expect(steps(ana.page).nth(1)).not.toBeChecked();
}

const editor = ({ page }: Member) => page.getByRole('textbox', { name: 'Customers update' });
const customersUpdate =
  'Since this morning some customers find that card payments fail with an error, and we are rolling back the last release';

/** Ana from the beginning of the paragraph, Bo from its end, at the same time. */
async function draftTogether({ ana, bo }: Story) {
  await bo.page.getByRole('button', { name: 'Start the customers update' }).click();
  await editor(bo).click();
  await bo.page.keyboard.press('Control+A');
  await bo.page.keyboard.type('card payments fail');
  await expect.poll(() => readText(editor(ana))).toBe('card payments fail');
  await editor(ana).click();
  await ana.page.keyboard.press('Home');
  await bo.page.keyboard.press('End');
  await expect(cursorOf(editor(bo), 'Ana Reyes')).toBeVisible();
  await expect(cursorOf(editor(ana), 'Bo Lind')).toBeVisible();
  const [anas = '', bos = ''] = customersUpdate.split('card payments fail');
  await Promise.all([ana.page.keyboard.type(anas, { delay: 15 }), bo.page.keyboard.type(bos, { delay: 12 })]);
  for (const member of [ana, bo]) await expect.poll(() => readText(editor(member))).toBe(customersUpdate);

  const comms = panel(bo.page, 'Comms');
  await comms.getByRole('button', { name: 'Ask for approval', exact: true }).click();
  await comms.getByRole('button', { name: 'Approve', exact: true }).click();
  await comms.getByRole('button', { name: 'Send', exact: true }).click();
  await comms.getByRole('button', { name: 'Log as sent' }).click();
  await expect(panel(ana.page, 'Comms').getByText(/^Sent by status page .*logged by Bo Lind/)).toBeVisible();
}

const cursorOf = (editor: Locator, name: string) => editor.getByText(name, { exact: true });

const action = (page: Page) => entry(page, 'Rolled back release 412').first();

async function repair({ ana, bo }: Story) {
  await write(ana.page, '/action temporary Rolled back release 412');
  await expect(action(bo.page)).toContainText('not judged yet');
  await action(bo.page).focus();
  await action(bo.page).getByRole('button', { name: 'Did it help?' }).click();
  const form = bo.page.getByRole('form', { name: 'Judge this action' });
  // Clicked also where it stands already: what the checks propose must not take its place.
  await form.getByRole('radio', { name: 'Helped' }).click();
  await form.getByLabel(/How do you know/).fill('errors fell to zero');
  await form.getByRole('button', { name: 'Judge' }).click();
  for (const { page } of [ana, bo]) {
    await expect(action(page)).toContainText('Helped: errors fell to zero');
    await expect(action(page)).toContainText('temporary repair');
  }
}

async function comeBack({ service, ana, bo }: Story) {
  await service.revive();
  for (const { page } of [ana, bo]) await expect(entry(page, 'payments-api is up again')).toBeVisible();
}

async function resolve({ ana, bo }: Story) {
  await askStatus(ana.page, 'Resolved');
  await ana.page.getByLabel('Why go on without the rest').fill('customers confirm that it works');
  await ana.page.getByRole('button', { name: 'Resolve anyway' }).click();
  for (const { page } of [ana, bo]) {
    await expect(cell(page, 'Status')).toContainText('Resolved');
    await expect(cell(page, 'Impact')).toContainText(/Resolved \d\d:\d\d after/);
    await expect(entry(page, /Status: Resolved/)).toBeVisible();
  }
}

const cause = ({ page }: Member) => reviewText(page, 'Root cause');

async function review({ ana, bo, server }: Story, incident: string) {
  await Promise.all([openReview(ana.page), openReview(bo.page)]);
  await cause(ana).click();
  await ana.page.keyboard.type('each worker opened twice the connections.');
  await expect.poll(() => readText(cause(bo))).toContain('connections.');
  await cause(bo).click();
  await bo.page.keyboard.press('Control+End');
  await ana.page.keyboard.press('Control+Home');
  await Promise.all([
    ana.page.keyboard.type('With release 412 ', { delay: 15 }),
    bo.page.keyboard.type(' The pool was sized for half of them.', { delay: 12 }),
  ]);
  const text =
    'With release 412 each worker opened twice the connections. The pool was sized for half of them.';
  for (const member of [ana, bo]) await expect.poll(() => readText(cause(member))).toBe(text);
  await reviewText(bo.page, 'What went well').click();
  await bo.page.keyboard.type('The check found it before customers wrote.');
  await expect(ana.page.getByRole('textbox', { name: 'What went well' })).toContainText(
    'before customers wrote.',
  );

  const files = await saveReviews(ana.desktop, path.join(appFolder, 'test-results/story-review'));
  const { body } = await server.api<{ title: string; number: string; timeline: { fact: Fact }[] }>(
    `/api/v1/incidents/${incident}`,
  );
  checkReviews(files, {
    title: body.title,
    number: body.number,
    facts: body.timeline.map(({ fact }) => fact),
    roles: [
      ['Commander', 'Ana Reyes'],
      ['Communications lead', 'Bo Lind'],
    ],
    lines: [
      ...[ana, bo].flatMap(({ name }) => observations(name)),
      'payments-api is down: connection refused',
      'payments-api is up again',
      'Acknowledged',
    ],
    action: ['Rolled back release 412 (temporary)', 'helped'],
    texts: [text, 'The check found it before customers wrote.', customersUpdate],
  });
  const pages = drawPages(files.pdf);
  expect(pages.length).toBeGreaterThan(1);
  expect(pages.length).toBeLessThan(8);
  for (const { page, inked } of pages) {
    expect(inked, `${page} is not blank`).toBeGreaterThan(0.002);
    expect(inked, `${page} is not black`).toBeLessThan(0.2);
  }
}

const observations = (name: string) => Array.from({ length: 6 }, (_, i) => `${name} sees ${i + 1} of 6`);
