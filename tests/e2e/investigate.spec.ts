// Talking and finding out, as people do it by the keyboard: answers and threads, mentions that are told, the board of
// the investigation, tasks that are accepted, and who is who.
import { expect, test, type Page } from '@playwright/test';
import type { FactDraft } from '#room/fact.ts';
import { startDesktopBus } from '#tests/helpers/desktop-bus.ts';
import { launchDesktop, type Desktop, type DesktopOptions } from '#tests/helpers/desktop.ts';
import { entry, line, openFromLobby } from '#tests/helpers/room-page.ts';
import { build, hire, type Actor, type Stage } from '#tests/helpers/stage.ts';
import { resize } from '#tests/helpers/team.ts';

const title = 'Payments are down';
const declared: FactDraft = { kind: 'declared', title, severity: 'P1', source: { type: 'person' } };

type Scene = { desktop: Desktop; page: Page; me: string; bo: Actor; room: string };

/** Ana's own desktop, Bo in the team, and a room in which `script` happened. */
async function begin(
  desktop: Desktop,
  script: (stage: Stage, people: { me: string; bo: string }) => void,
): Promise<Scene> {
  await resize(desktop, { width: 1440, height: 900 });
  await desktop.firstRun('Ana Reyes');
  const { id: me } = await desktop.api<{ id: string }>('/api/v1/me');
  const server = await desktop.server();
  const [bo] = await hire(server, ['Bo Lindqvist']);
  const room = await build(server, Date.now(), 'INC-7', (stage) => {
    stage.says(30, me, declared);
    stage.says(29, bo!.id, { kind: 'joined', name: 'Bo Lindqvist' });
    script(stage, { me, bo: bo!.id });
  });
  return { desktop, page: desktop.page, me, bo: bo!, room };
}

const launch = async (options: DesktopOptions = {}) => launchDesktop(options);

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
  await using desktop = await launch();
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
  await page.keyboard.press('r');
  await expect(line(page)).toBeFocused();
  await expect(page.getByText('Answering Bo Lindqvist: observed: Errors in eu-2')).toBeVisible();
  // Esc writes to nobody in particular, and the line stays.
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

test('[TH3] [TH5] whoever is named is told, and led to the entry', async () => {
  await using bus = await startDesktopBus();
  await using desktop = await launch({ bus });
  const scene = await begin(desktop, ({ says }, { bo }) => {
    for (let n = 0; n < 60; n += 1) says(25 - n * 0.3, bo, { kind: 'note', text: `Line ${n}` });
  });
  const { page, me } = scene;
  await says(scene, { kind: 'note', text: '@Ana please look at the pool', mentions: [me] });
  await expect
    .poll(() => bus.notifications.map(({ body }) => body))
    .toContain('Bo Lindqvist: @Ana please look at the pool');
  expect(bus.notifications.at(-1)).toMatchObject({ title: 'INC-7 Payments are down' });
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
  // Not of one's own words: nothing more was told here.
  expect(bus.notifications).toHaveLength(told);

  await page.keyboard.press('Escape');
  await page.keyboard.press('6');
  await expect(page.getByRole('feed', { name: 'Entries' }).getByRole('article')).toHaveCount(1);
});
