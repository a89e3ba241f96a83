// The timeline in its states: short, busy, 300 entries, threads, a refuted hypothesis, contradicting severities.
import { expect, test, type Page } from '@playwright/test';
import { launchDesktop } from '#tests/helpers/desktop.ts';
import { connection, entry } from '#tests/helpers/room-page.ts';
import { build, hire, type Stage } from '#tests/helpers/stage.ts';
import { buildBusyRoom, type Crew } from './busy-room.ts';
import { shoot } from './camera.ts';

const names = ['Bo Lind', 'Cy Young', 'Dee Park', 'Eli Stone', 'Fay Moss', 'Gus Okafor', 'Hana Sato'];

async function openRoom(page: Page, id: string) {
  await page.evaluate((to) => (location.hash = `#/room/${to}`), id);
  await expect(connection(page)).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

function tellAccount({ says }: Stage, { ana, bo, cy, others }: Crew) {
  const [dee, eli, fay, gus] = others.map(({ id }) => id);
  const source = { type: 'person' } as const;
  const monitor = { monitor: 'payments-api', name: 'payments-api', reason: '503 Service Unavailable' };
  says(90, bo.id, { kind: 'declared', title: 'Payments are refused', severity: 'P2', source });
  says(90, 'monitor:payments-api', { kind: 'check-down', ...monitor });
  for (const person of [ana, bo, cy, ...others]) says(89, person.id, { kind: 'joined', name: person.name });
  says(89, ana.id, { kind: 'claimed', role: 'commander', person: ana.id, as: 'primary' });
  says(88, bo.id, { kind: 'claimed', role: 'technical', person: bo.id, as: 'primary' });
  says(88, cy.id, { kind: 'claimed', role: 'communications', person: cy.id, as: 'primary' });
  says(87, ana.id, { kind: 'impact-began' });
  says(86, ana.id, { kind: 'status', status: 'investigating', why: 'all cards are refused' });
  const asked = says(85, ana.id, { kind: 'note', text: 'Can somebody look at db-1?' });
  says(85, dee!, { kind: 'note', text: 'Support has 12 tickets.' });
  says(84, bo.id, { kind: 'note', text: 'On it, logging in.', target: asked });
  says(82, bo.id, { kind: 'observation', text: 'The disk of db-1 is full.', target: asked });
  const guess = says(80, cy.id, { kind: 'hypothesis', text: 'The resolver serves a stale address' });
  const probe = says(79, cy.id, { kind: 'experiment', target: guess, text: 'dig from eu-2 and eu-3' });
  for (let n = 0; n < 12; n++)
    says(78 - n, [bo.id, cy.id, dee!, eli!, fay!, gus!][n % 6]!, {
      kind: 'observation',
      text: `queue ${(2_100 - n * 33).toLocaleString('en-US')}`,
    });
  says(65, cy.id, {
    kind: 'finding',
    target: probe,
    verdict: 'refuted',
    text: 'both resolve to the new address',
  });
  says(60, ana.id, { kind: 'decision', text: 'No deploys until this is over' });
  const action = says(50, bo.id, {
    kind: 'action',
    text: 'Deleted rotated logs on db-1',
    repair: 'temporary',
  });
  says(48, 'monitor:payments-api', { kind: 'check-up', monitor: 'payments-api', name: 'payments-api' });
  const evidence = 'payments-api recovered after 0 s';
  says(47, bo.id, { kind: 'graded', target: action, outcome: 'helped', evidence, proposed: 'helped' });
  says(40, eli!, { kind: 'action', text: 'Restarted the workers of eu-3' });
  const ticket = says(38, cy.id, { kind: 'note', text: 'Support has 12 tickets about declined cards.' });
  says(37, cy.id, { kind: 'amended', target: ticket, text: 'Support has 21 tickets about declined cards.' });
  says(30, ana.id, { kind: 'severity', severity: 'P2', supersedes: [], why: 'some shops only' });
  says(30, fay!, { kind: 'severity', severity: 'P1', supersedes: [], why: 'refunds fail too' });
  says(20, cy.id, { kind: 'task', text: 'Ask support for the oldest ticket', owner: cy.id });
}

test('the timeline as an account', async () => {
  await using desktop = await launchDesktop();
  const { page } = desktop;
  await desktop.firstRun('Ana Reyes');
  const server = await desktop.server();
  const me = await desktop.api<Crew['ana']>('/api/v1/me');
  const [bo, cy, ...others] = await hire(server, names);
  const crew: Crew = { ana: { ...me, token: server.token }, bo: bo!, cy: cy!, others };
  const now = Date.now();
  const account = await build(server, now, 'INC-44', (stage) => tellAccount(stage, crew));
  const busy = await buildBusyRoom(server, now, crew);
  const short = await build(server, now, 'INC-45', ({ says }) => {
    says(2, bo!.id, { kind: 'declared', title: 'Search is slow', source: { type: 'person' } });
    says(1, bo!.id, { kind: 'note', text: 'The product pages take 4 s.' });
  });
  await openRoom(page, short);
  await shoot(desktop, 'timeline-short');
  await openRoom(page, account);
  await shoot(desktop, 'timeline-account');
  await page.keyboard.press('Shift+D');
  // Another width draws the columns again, so the pose is repeated at each.
  await shoot(desktop, 'timeline-chosen', async () => {
    await page.getByRole('feed').evaluate((list) => list.scrollTo({ top: 0 }));
    await entry(page, 'On it, logging in').focus();
  });
  await page.keyboard.press('Shift+D');
  await page.keyboard.press('Escape');
  await shoot(desktop, 'timeline-found', async () => {
    if (!(await page.getByRole('search').isVisible())) await page.keyboard.press('Control+F');
    await page.getByRole('textbox', { name: 'Find in the timeline' }).fill('tickets');
    await expect(page.getByRole('search')).toContainText(/of/);
  });
  await openRoom(page, busy);
  await shoot(desktop, 'timeline-busy');
  await page.keyboard.press('Shift+L');
  const strip = page.getByRole('slider', { name: /^What happened/ });
  await strip.press('Shift+ArrowLeft');
  await shoot(desktop, 'room-strip');
  await page.keyboard.press('Shift+L');
  await shoot(desktop, 'timeline-middle', () =>
    page.getByRole('feed').evaluate((list) => list.scrollTo({ top: list.scrollHeight / 2 })),
  );
});
