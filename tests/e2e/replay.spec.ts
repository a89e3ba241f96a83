// Looking back: the room as it was, and what changed since I left.
import { roomName } from '#wire/document-name.ts';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import type { Fact, FactDraft } from '#room/facts/fact.ts';
import { launchDesktop, type Desktop } from '#tests/helpers/desktop.ts';
import { line, openFromLobby, panel, readText, write } from '#tests/helpers/room-page.ts';
import { build, hire } from '#tests/helpers/stage.ts';
import { joinRoom } from '#tests/helpers/stock-client.ts';
import { resize } from '#tests/helpers/team.ts';

const shots = process.env.MUSTER_SHOTS;
const replay = (page: Page) => page.getByRole('region', { name: 'Replay: the room as it was, not live' });
const summary = (page: Page) => panel(page, 'Summary').locator('.cm-content');

/** An incident of 40 minutes with people who did things; then two decisions, between which the summary grew. */
async function setTheScene(desktop: Desktop) {
  await resize(desktop, { width: 1440, height: 900 });
  await desktop.firstRun('Ana Reyes');
  const server = await desktop.server();
  const me = await desktop.api<{ id: string }>('/api/v1/me');
  const [bo, cleo] = await hire(server, ['Bo Lind', 'Cleo Park']);
  const id = await build(server, Date.now(), 'INC-42', ({ says, types }) => {
    says(40, 'monitor:m1', {
      kind: 'declared',
      title: 'Payments are down',
      severity: 'P2',
      source: { type: 'monitor' },
    });
    for (const [person, by] of [
      [bo, 'Bo Lind'],
      [cleo, 'Cleo Park'],
    ] as const)
      says(39, person!.id, { kind: 'joined', name: by });
    for (const name of ['payments-api', 'checkout', 'ledger'])
      says(39, `monitor:${name}`, { kind: 'check-down', monitor: name, name, reason: '503 from eu-2' });
    says(38, bo!.id, { kind: 'acknowledged' });
    says(37, bo!.id, { kind: 'claimed', role: 'commander', person: bo!.id, as: 'primary' });
    const guess = says(33, cleo!.id, { kind: 'hypothesis', text: 'Connection pool exhausted after v412' });
    says(31, cleo!.id, { kind: 'finding', target: guess, verdict: 'refuted' });
    says(30, bo!.id, { kind: 'severity', severity: 'P1', why: 'all of eu-2 fails' });
    says(29, cleo!.id, { kind: 'task', text: 'Drain eu-2', owner: me.id, due: Date.now() - 6 * 60_000 });
    const action = says(22, cleo!.id, { kind: 'action', text: 'Rolled back v412', repair: 'temporary' });
    says(20, cleo!.id, { kind: 'graded', target: action, outcome: 'helped', evidence: 'p95 -80%' });
    says(18, 'monitor:checkout', { kind: 'check-up', monitor: 'checkout', name: 'checkout' });
    says(15, bo!.id, { kind: 'status', status: 'identified' });
    types('summary', 'Payments fail in eu-2. ');
  });
  return { id, server, me, bo: bo!, cleo: cleo! };
}

const fact = async (desktop: Desktop, id: string, draft: FactDraft, token?: string): Promise<Fact> => {
  const { items } = await desktop.api<{ items: Fact[] }>(`/api/v1/incidents/${id}/facts`, {
    json: draft,
    ...(token !== undefined && { token }),
  });
  return items[0]!;
};

async function shoot(page: Page, name: string) {
  if (!shots) return;
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: path.join(shots, `${name}.png`) });
}

async function find(page: Page, words: string) {
  await page.keyboard.press('Control+k');
  await page.getByRole('textbox', { name: /^Find an incident/ }).fill(words);
  await page.keyboard.press('Enter');
}

/** Both themes and both sizes; ends as it began. */
async function shootAll(desktop: Desktop, name: string) {
  if (!shots) return;
  const { page } = desktop;
  const scheme = page.locator('html');
  const first = await scheme.getAttribute('data-mantine-color-scheme');
  for (const theme of first === 'dark' ? ['dark', 'light'] : ['light', 'dark']) {
    for (const [width, height] of [
      [1440, 900],
      [1024, 700],
    ] as const) {
      await resize(desktop, { width, height });
      await shoot(page, `${name}-${theme}-${width}`);
    }
    const other = theme === 'dark' ? 'light' : 'dark';
    await find(page, `Use the ${other} theme`);
    await expect(scheme).toHaveAttribute('data-mantine-color-scheme', other);
    await expect(page.getByRole('textbox', { name: /^Find an incident/ })).toHaveCount(0);
  }
  await resize(desktop, { width: 1440, height: 900 });
}

test('[RP2] [RP4] [RP5] the room is replayed as it was, texts included, and cannot be mistaken for now', async () => {
  await using desktop = await launchDesktop();
  const { page } = desktop;
  const { id, server, bo } = await setTheScene(desktop);
  const client = joinRoom(server.url, server.token, roomName(id));
  await client.synced();
  const type = async (words: string) => {
    const text = client.doc.getText('summary');
    text.insert(text.length, words);
    await client.until(() => client.saved() === client.sent(), 'the words to be durable');
  };
  const first = await fact(desktop, id, { kind: 'decision', text: 'Fail over to eu-1' });
  await expect.poll(() => Date.now()).toBeGreaterThan(first.noted + 1_000);
  await type('Failing over. ');
  await fact(desktop, id, { kind: 'decision', text: 'Keep eu-2 drained' });
  client.close();

  await openFromLobby(page, /Payments are down/);
  await expect(summary(page)).toHaveText('Payments fail in eu-2. Failing over. ');
  await find(page, 'Replay this room');
  await expect(replay(page)).toBeVisible();
  await expect(page.getByText('Replay, not live')).toBeVisible();
  await expect(line(page)).toHaveCount(0);
  await expect(page.getByText(/you cannot write here/)).toBeVisible();

  // From the end back: the last decision, the one before it, and what the summary said then.
  await page.keyboard.press('[');
  await expect(
    replay(page)
      .getByText(/decided: Fail over to eu-1/)
      .first(),
  ).toBeVisible();
  await expect.poll(() => readText(summary(page))).toBe('Payments fail in eu-2. ');
  await expect(replay(page).getByText(/Keep eu-2 drained/)).toHaveCount(0);
  await page.keyboard.press(']');
  await expect.poll(() => readText(summary(page))).toBe('Payments fail in eu-2. Failing over. ');

  // Present events go on underneath, and the screen says so.
  await fact(desktop, id, { kind: 'note', text: 'written meanwhile' });
  await expect(replay(page).getByText('Now: P1, identified, 1 new entry')).toBeVisible();
  await expect(replay(page).getByText('written meanwhile')).toHaveCount(0);

  // Earlier than this computer knows the texts: said in words. The severity is that of then.
  for (let i = 0; i < 3; i++) await page.keyboard.press('[');
  await expect(replay(page).getByText(/It does not know the earlier texts/)).toBeVisible();
  await shootAll(desktop, 'replay');
  await page.getByRole('slider', { name: 'Moment shown' }).press('Home');
  await expect(replay(page).locator('header').getByText('P2').first()).toBeVisible();
  await expect(replay(page).getByText(new RegExp(`${bo.name} took command`))).toHaveCount(0);
  await page.getByRole('button', { name: '60x' }).click();
  await page.keyboard.press('Space');
  await expect(
    replay(page)
      .getByText(/Bo Lind acknowledged/)
      .first(),
  ).toBeVisible();
  await expect(replay(page).getByRole('button', { name: 'Pause' })).toBeVisible();

  await page.keyboard.press('Escape');
  await expect(replay(page)).toHaveCount(0);
  await page.keyboard.press('g');
  await expect(replay(page)).toBeVisible();
  await page.keyboard.press('g');
  await expect(replay(page)).toHaveCount(0);
  await write(page, 'and now is now again');
  await expect(page.getByText('written meanwhile')).toBeVisible();
});

test('[CU2] [CU3] [CU4] a person who comes back reads the changes, and hands them over', async () => {
  await using desktop = await launchDesktop();
  const { page } = desktop;
  const { id, me, bo, cleo } = await setTheScene(desktop);
  await openFromLobby(page, /Payments are down/);
  await expect(page.getByText('Rolled back v412').first()).toBeVisible();
  const news = page.getByRole('region', { name: 'What changed' });
  await page.keyboard.press('z');
  await expect(news).toContainText('You were not here before: declared: Payments are down');
  await page.keyboard.press('z');
  await expect(news).toHaveCount(0);
  await page.keyboard.press('Alt+0');
  await expect(page.getByRole('list', { name: /^Open incidents/ })).toBeVisible();

  // Gone for 23 minutes: the window remembers when I left, and the clock is not waited for.
  const leave = () =>
    page.evaluate(
      ([key, ms]) => {
        const kept = JSON.parse(localStorage.getItem(key)!) as { at: number };
        localStorage.setItem(key, JSON.stringify({ ...kept, at: kept.at - ms }));
      },
      [`muster.left.${me.id}.${id}`, 23 * 60_000] as const,
    );
  await leave();
  await openFromLobby(page, /Payments are down/);
  await expect(line(page)).toBeVisible();
  // Nothing new shows nothing; asked, it says so.
  await expect(news).toHaveCount(0);
  await page.keyboard.press('z');
  await expect(news).toContainText(
    /Away 23 min: nothing changed\.\s*2 of 3 checks still failing\. The customer update is \d+ min overdue\. Ruled out: Connection pool exhausted after v412\. You are assigned: Drain eu-2 \(6 min overdue\)\./,
  );
  await page.keyboard.press('Escape');
  await page.keyboard.press('Alt+0');
  await expect(page.getByRole('list', { name: /^Open incidents/ })).toBeVisible();

  await leave();
  for (const draft of [
    { kind: 'status', status: 'monitoring' },
    { kind: 'action', text: 'Restarted the ledger' },
    { kind: 'claimed', role: 'communications', person: cleo.id, as: 'primary' },
  ] as const)
    await fact(desktop, id, draft, bo.token);
  await openFromLobby(page, /Payments are down/);
  await expect(news).toContainText(
    /Away 23 min: status identified to monitoring \(\d\d:\d\d Bo Lind\), communications taken by Cleo Park, 1 action/,
  );
  await expect(news).not.toContainText('Rolled back');
  await shootAll(desktop, 'catch-up');
  await news.getByRole('button', { name: 'Copy as handover' }).click();
  await expect(news.getByRole('button', { name: 'Copied' })).toBeVisible();
  const copied = await desktop.app.evaluate(({ clipboard }) => clipboard.readText());
  expect(copied).toContain('INC-42 Payments are down\nP1, monitoring, Bo Lind in command');
  expect(copied).toContain('- Drain eu-2 (6 min overdue), Ana Reyes');
  expect(copied).toContain('Ruled out:\n- Connection pool exhausted after v412');
  await page.keyboard.press('Escape');
  await expect(news).toHaveCount(0);
  await expect(line(page)).toBeVisible();
});
