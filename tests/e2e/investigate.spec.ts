// Talking and finding out, as people do it by the keyboard: answers and threads, mentions that are told, the board of
// the investigation, tasks that are accepted, and who is who.
import { expect, test, type Page } from '@playwright/test';
import type { FactDraft } from '#room/facts/fact.ts';
import { startDesktopBus } from '#tests/helpers/desktop-bus.ts';
import { startDyingService } from '#tests/helpers/dying-service.ts';
import { launchDesktop, shareDesktop, type Desktop } from '#tests/helpers/desktop.ts';
import { entry, line, openFromLobby, panel, write } from '#tests/helpers/room-page.ts';
import { build, hire, type Actor, type Stage, type StageServer } from '#tests/helpers/stage.ts';
import { resize } from '#tests/helpers/team.ts';

const title = 'Payments are down';
const declared: FactDraft = { kind: 'declared', title, severity: 'P1', source: { type: 'person' } };

const shared = shareDesktop('Ana Reyes');

type Scene = { desktop: Desktop; page: Page; me: string; bo: Actor; room: string };

/** Ana's own desktop, Bo in the team, and a room in which `script` happened. */
async function begin(
  desktop: Desktop,
  script: (stage: Stage, people: { me: string; bo: string }) => void,
): Promise<Scene> {
  await resize(desktop, { width: 1440, height: 900 });
  const { id: me } = await desktop.api<{ id: string }>('/api/v1/me');
  const server = await desktop.server();
  const bo = await findBo(desktop, server);
  const room = await build(server, Date.now(), null, (stage) => {
    stage.says(30, me, declared);
    stage.says(29, bo.id, { kind: 'joined', name: 'Bo Lindqvist' });
    script(stage, { me, bo: bo.id });
  });
  return { desktop, page: desktop.page, me, bo, room };
}

const bos = new Map<Desktop, Actor>();
/** On a shared desktop Bo is in the team since the first test. */
async function findBo(desktop: Desktop, server: StageServer): Promise<Actor> {
  const bo = bos.get(desktop) ?? (await hire(server, ['Bo Lindqvist']))[0]!;
  bos.set(desktop, bo);
  return bo;
}

/** What Bo writes from elsewhere. */
async function says({ desktop, bo, room }: Scene, fact: object): Promise<void> {
  const { url } = await desktop.server();
  const response = await fetch(`${url}/api/v1/incidents/${room}/facts`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bo.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(fact),
  });
  expect(response.status, await response.clone().text()).toBe(201);
}

const chosen = (page: Page) => page.locator('[data-row][data-chosen="true"]');

test('[TH1] [TH2] an entry is answered and its thread read, without a mouse', async () => {
  const desktop = shared();
  const { page } = await begin(desktop, ({ says }, { bo }) => {
    says(20, bo, { kind: 'observation', text: 'Errors in eu-2' });
    says(10, bo, { kind: 'note', text: 'Something else' });
  });
  await openFromLobby(page, title);
  await expect(entry(page, 'Errors in eu-2')).toBeVisible();
  // The last line is Ana's own joining.
  for (const words of ['joined', 'Something else', 'Errors in eu-2']) {
    await page.keyboard.press('k');
    await expect(chosen(page)).toContainText(words);
  }
  // The key acts once the entry offers it.
  await expect(chosen(page).getByRole('button', { name: /^Answer/ })).toBeVisible();
  await page.keyboard.press('r');
  await expect(line(page)).toBeFocused();
  await expect(page.getByText('Answering Bo Lindqvist: observed: Errors in eu-2')).toBeVisible();
  // Esc makes the line a plain entry, and the line stays.
  await page.keyboard.press('Escape');
  await expect(page.getByText(/^Answering/)).toBeHidden();
  await expect(line(page)).toBeFocused();

  await page.keyboard.press('Escape');
  await entry(page, 'Errors in eu-2').focus();
  await page.keyboard.press('r');
  await page.keyboard.type('since v412');
  await page.keyboard.press('Enter');
  const answer = entry(page, 'since v412');
  await expect(answer).toContainText('re Bo Lindqvist: observed: Errors in eu-2');
  await expect(entry(page, /^(?!.*since).*Errors in eu-2/)).toContainText('1 answer');

  await answer.focus();
  await page.keyboard.press('Enter');
  const thread = page.getByRole('region', { name: /^Thread: observed: Errors in eu-2/ });
  await expect(thread.getByRole('listitem')).toHaveText([/Errors in eu-2/, /since v412/]);
  await page.keyboard.press('r');
  await page.keyboard.type('rolled back, it is better');
  await page.keyboard.press('Enter');
  await expect(thread.getByRole('listitem')).toHaveCount(3);
  await line(page).blur();
  await page.keyboard.press('Escape');
  await expect(thread).toBeHidden();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
});

test('[TH3] [TH5] a mentioned person is told, and led to the entry', async () => {
  await using bus = await startDesktopBus();
  await using desktop = await launchDesktop({ bus });
  await desktop.firstRun('Ana Reyes');
  const scene = await begin(desktop, ({ says }, { bo }) => {
    for (let n = 0; n < 60; n += 1) says(25 - n * 0.3, bo, { kind: 'note', text: `Line ${n}` });
  });
  const { page, me } = scene;
  await says(scene, { kind: 'note', text: '@Ana please look at the pool', mentions: [me] });
  await expect
    .poll(() => bus.notifications.map(({ body }) => body))
    .toContain('Bo Lindqvist: @Ana please look at the pool');
  expect(bus.notifications.at(-1)).toMatchObject({ title: 'INC-1 Payments are down' });
  await expect(page.getByText('names you')).toBeVisible();
  const told = bus.notifications.length;
  bus.click(bus.notifications.at(-1)!);
  await expect(chosen(page)).toContainText('@Ana please look at the pool');

  // Names are completed anywhere in a line, said before they are told, and set apart.
  await page.keyboard.press('c');
  await page.keyboard.type('ask @lin');
  await expect(page.getByRole('option', { name: /@Bo Lindqvist/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(line(page)).toHaveValue('ask @Bo Lindqvist ');
  await page.keyboard.type('first');
  await expect(page.getByText('telling Bo Lindqvist')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(entry(page, 'ask @Bo Lindqvist first')).toBeVisible();
  const { timeline } = await desktop.api<{ timeline: { fact: { text?: string; mentions?: string[] } }[] }>(
    `/api/v1/incidents/${scene.room}`,
  );
  const written = timeline.find(({ fact }) => fact.text?.startsWith('ask @Bo'));
  expect(written?.fact.mentions).toEqual([scene.bo.id]);
  // Nobody is told of their own words: no further notice came here.
  expect(bus.notifications).toHaveLength(told);

  await page.keyboard.press('Escape');
  await page.keyboard.press('6');
  await expect(page.getByRole('feed', { name: 'Entries' }).getByRole('article')).toHaveCount(1);
});

test('[IN2] [IN3] [IN4] the board: seen by two, owned, tested against the clock, refuted with a check', async () => {
  await using service = await startDyingService();
  const desktop = shared();
  const scene = await begin(desktop, ({ says }, { me, bo }) => {
    says(20, bo, { kind: 'observation', text: 'Errors in eu-2' });
    says(10, me, { kind: 'hypothesis', text: 'DNS' });
    says(9, me, { kind: 'hypothesis', text: 'The pool is exhausted' });
  });
  const { page } = scene;
  const monitor = { name: 'payments-api', kind: 'http', settings: { url: service.url }, intervalSeconds: 1 };
  const watched = await desktop.api<{ id: string }>('/api/v1/monitors', {
    method: 'POST',
    json: { ...monitor, confirmations: 3, recoveries: 1 },
  });
  await openFromLobby(page, title);
  const board = panel(page, 'Investigation');

  // One's own word is no second one; Bo saw it, Ana confirms.
  await expect(board).toContainText('1 person saw this');
  await write(page, '/confirm');
  await expect(board).toContainText('confirmed by Ana Reyes');
  await expect(entry(page, /Observation.*Errors in eu-2/)).toContainText('confirmed by Ana Reyes');

  await board.getByRole('button', { name: 'how sure of DNS' }).press('Enter');
  await page.getByRole('menuitem', { name: 'low confidence' }).press('Enter');
  await board.getByRole('button', { name: 'who follows up DNS' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Bo Lindqvist' }).press('Enter');
  await expect(board).toContainText('low confidence, Bo Lindqvist follows it up');

  await write(page, '/experiment 1 1s resolve it from eu-2; refuted if it resolves');
  await expect(board).toContainText(
    /Test by Ana Reyes: resolve it from eu-2; refuted if it resolves, (\d min )?late/,
  );
  await expect(board).toContainText('1 test overdue');

  // What the check shows now goes along with the result.
  await board.getByRole('button', { name: 'Result of: resolve it from eu-2' }).press('Enter');
  await board.getByLabel('Refutes it').check();
  await board.getByLabel('What showed it').fill('it resolves');
  await board.getByLabel('A check that shows it').selectOption({ label: 'payments-api, up' });
  await board.getByLabel('What showed it').press('Enter');
  await expect(board).toContainText('Found: it resolves');
  await expect(board).toContainText(/Check: payments-api up, \d+ ms/);
  await expect(
    entry(page, /re Ana Reyes: suspects: DNS.*Refuted: it resolves \(payments-api up, \d+ ms\)/),
  ).toBeVisible();

  // And in one press from the row of the check itself.
  const checks = panel(page, 'Checks');
  await checks.getByRole('button', { name: /other check/ }).click();
  await checks.getByRole('button', { name: 'Attach payments-api to the investigation' }).press('Enter');
  await page.getByRole('menuitem', { name: 'The pool is exhausted' }).press('Enter');
  await expect(entry(page, /Observation.*payments-api up, \d+ ms/)).toContainText(
    're Ana Reyes: suspects: The pool',
  );
  const { observations } = await desktop.api<{
    observations: { evidence: { monitor: string; status: string } | null }[];
  }>(`/api/v1/incidents/${scene.room}`);
  expect(observations.at(-1)?.evidence).toMatchObject({ monitor: watched.id, status: 'up' });

  await page.keyboard.press('z');
  await expect(page.getByText(/Ruled out: DNS \(it resolves, payments-api up/).first()).toBeVisible();
  await desktop.api(`/api/v1/monitors/${watched.id}`, { method: 'DELETE' });
});

test('[TA1] [TA2] a task is asked, accepted, and stands on top when it is overdue', async () => {
  const desktop = shared();
  const scene = await begin(desktop, ({ says }, { me, bo }) => {
    says(9, bo, { kind: 'task', text: 'Drain eu-2', owner: me });
    says(8, me, { kind: 'task', text: 'Call the vendor', owner: bo });
    says(7, bo, { kind: 'task', text: 'Watch the queue' });
  });
  const { page } = scene;
  await openFromLobby(page, title);
  const tasks = panel(page, 'Tasks');
  await expect(tasks.getByRole('listitem')).toHaveText([
    /Drain eu-2you, asked/,
    /Call the vendor/,
    /nobody yet/,
  ]);
  await tasks.getByRole('button', { name: 'Accept: Drain eu-2' }).press('Enter');
  await expect(tasks).toContainText('you, accepted');
  await tasks.getByRole('button', { name: 'Take it: Watch the queue' }).press('Enter');
  // The time box of somebody else runs out, and nobody has to look for it.
  const boxed = { kind: 'task', text: 'Ring the provider', owner: scene.bo.id, due: Date.now() + 3_000 };
  await desktop.api(`/api/v1/incidents/${scene.room}/facts`, { json: boxed });
  await expect(tasks.getByRole('listitem').first()).toHaveText(/Ring the provider.*asked.*late/);
  await page.keyboard.press('Shift+W');
  await expect(tasks.getByRole('checkbox', { name: 'Done: Drain eu-2' })).toBeFocused();
  await page.keyboard.press('c');
  await page.keyboard.type('/done Drain');
  await page.keyboard.press('Enter');
  await expect(tasks.getByRole('checkbox', { name: 'Done: Drain eu-2' })).toBeChecked();
});

test('[TA3] a task repeats until the incident is resolved, and one key does its turn', async () => {
  const desktop = shared();
  const { page, room } = await begin(desktop, () => undefined);
  await openFromLobby(page, title);
  await page.keyboard.press('c');
  await page.keyboard.type('/task @me check the queue every 10m');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  const task = panel(page, 'Tasks').getByRole('listitem');
  await expect(task).toHaveText(/check the queueyou, running · every 10 minin \d+ min/);
  await page.keyboard.press('Shift+W');
  const box = task.getByRole('checkbox', { name: 'Done: check the queue' });
  await expect(box).toBeFocused();
  await page.keyboard.press('Space');
  await expect(task).toContainText('done once');
  await expect(box).not.toBeChecked();
  await expect(box).toBeFocused();
  await desktop.api(`/api/v1/incidents/${room}/facts`, { json: { kind: 'status', status: 'resolved' } });
  // Over, it is quiet: the panel folds and nothing of it is open.
  await expect(panel(page, 'Tasks')).toContainText('0 open');
});

test('[CO5] [CO6] who somebody is, a role of our own, and what comes first', async () => {
  const desktop = shared();
  const scene = await begin(desktop, ({ says }, { bo }) => {
    says(9, bo, { kind: 'claimed', role: 'technical', person: bo, as: 'primary' });
  });
  const { page, bo, me } = scene;
  const contact = { email: 'bo@example.com', phone: '+4930123456', timeZone: 'Europe/Berlin' };
  await desktop.api(`/api/v1/people/${bo.id}`, {
    method: 'PUT',
    json: { name: bo.name, role: 'responder', contact },
  });
  await build(await desktop.server(), Date.now(), null, ({ says }) => {
    says(40, me, { kind: 'declared', title: 'Search is slow', severity: 'P2', source: { type: 'person' } });
  });
  await openFromLobby(page, title);
  const roles = panel(page, 'Roles');
  await roles.getByRole('button', { name: 'Bo Lindqvist' }).press('Enter');
  const card = page.getByRole('region', { name: 'About Bo Lindqvist' });
  await expect(card).toContainText('Here: Technical');
  await expect(card).toContainText('not in this room now');
  await expect(card.getByRole('link', { name: 'bo@example.com' })).toHaveAttribute(
    'href',
    'mailto:bo@example.com',
  );
  await expect(card.getByRole('link', { name: '+4930123456' })).toHaveAttribute('href', 'tel:+4930123456');
  await page.keyboard.press('Escape');
  await expect(card).toBeHidden();

  await roles.getByRole('button', { name: 'More for technical' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Back it up' }).press('Enter');
  await expect(roles).toContainText('Backup: Ana Reyes');
  await roles.getByRole('button', { name: 'Add a role' }).press('Enter');
  await page.keyboard.type('Liaison');
  await page.keyboard.press('Enter');
  await expect(roles).toContainText('Liaison');
  await expect(entry(page, 'is liaison')).toBeVisible();

  await page.keyboard.press('Shift+P');
  await expect(page.getByText('1st of 2 open')).toBeVisible();
  await expect(page.getByText('Below: P2, this is P1')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
});

test('[GR6] [GR7] the kind of an action is chosen by key, corrected later, and helps in the next incident', async () => {
  const desktop = shared();
  const cause: FactDraft = { kind: 'review', causes: ['Queue host'] };
  const { page, me } = await begin(desktop, ({ says }, people) => void says(20, people.me, cause));
  await openFromLobby(page, title);
  const kinds = page.getByRole('group', { name: 'Kind of action' });
  const chosenKind = kinds.getByRole('button', { pressed: true });
  await line(page).fill('we see errors');
  await expect(kinds).toBeHidden();
  await line(page).fill('!moved the queue to its spare host');
  await expect(kinds).toBeVisible();
  await expect(chosenKind).toHaveCount(0);
  await page.keyboard.press('Alt+5');
  await expect(line(page)).toHaveValue('!as failover moved the queue to its spare host');
  await expect(chosenKind).toHaveText(/^Failover/);
  await expect(page.getByText('Enter: log an action (failover)')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(entry(page, 'moved the queue to its spare host')).toContainText('failover');
  // While nobody chooses, the words tell it, and the entry does not say it twice.
  await line(page).fill('!restarted one host');
  await expect(chosenKind).toHaveText(/^Restart/);
  await page.keyboard.press('Enter');
  const restarted = entry(page, 'restarted one host');
  await expect(restarted).toContainText('Ana Reyes');
  await expect(restarted).not.toContainText('Ana Reyes restart');
  await page.keyboard.press('Escape');
  await restarted.focus();
  await page.keyboard.press('e');
  const form = page.getByRole('form', { name: 'Amend this entry' });
  await form.getByRole('radio', { name: 'Rollback' }).check();
  await form.getByRole('radio', { name: 'Rollback' }).press('Enter');
  await expect(restarted).toContainText('Ana Reyes rollback');
  // It helped, and the next incident like it says so.
  await restarted.focus();
  await page.keyboard.press('v');
  const judging = page.getByRole('form', { name: 'Judge this action' });
  await judging.getByRole('radio', { name: 'Helped' }).check();
  await judging.getByRole('button', { name: /^Judge/ }).press('Enter');
  await expect(restarted).toContainText('Helped');
  await build(await desktop.server(), Date.now(), null, ({ says }) => {
    says(5, me, { kind: 'declared', title: 'The queue is stuck', source: { type: 'person' } });
    says(4, me, cause);
  });
  await page.evaluate(() => location.assign('#/'));
  await openFromLobby(page, 'The queue is stuck');
  const board = panel(page, 'Investigation');
  await expect(board).toContainText('What helped before: rollback in 1 of 1.');
  await board.getByRole('link', { name: 'restarted one host' }).press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await expect(chosen(page)).toContainText('restarted one host');
});
