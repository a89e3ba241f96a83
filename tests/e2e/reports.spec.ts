// TG: a customer's report with a screenshot becomes an incident by triage, and the reporter follows it.
import { chromium, expect, test, type Page } from '@playwright/test';
import { findFaults } from '#tests/helpers/axe.ts';
import { browserOptions } from '#tests/helpers/browser.ts';
import { drawGraph } from '#tests/helpers/pictures.ts';
import { entry } from '#tests/helpers/room-page.ts';
import { startServer, type RunningServer } from '#tests/helpers/server.ts';
import { joinDesktop, joinInBrowser } from '#tests/helpers/team.ts';

type Made = { id: string; path: string };

/** What a customer's browser sends; the answer is the page they keep. */
async function report(team: RunningServer, path: string, fields: Record<string, string>, picture?: string) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  if (picture !== undefined) {
    const bytes = Buffer.from(picture.split(',')[1] ?? '', 'base64');
    body.append('files', new File([new Uint8Array(bytes)], 'checkout.png', { type: 'image/png' }));
  }
  const answer = await fetch(new URL(path, team.url), { method: 'POST', body });
  expect(answer.status).toBe(200);
  return answer.url;
}
const receipt = async (url: string) => (await fetch(url)).text();
const toLobby = (page: Page) => page.evaluate(() => (location.hash = '#/'));

test('[TG1] [TG3] [TG4] [TG5] a report with a screenshot is judged by keyboard and becomes an incident its reporter follows', async () => {
  await using team = await startServer({ ownerName: 'Cy Owner' });
  await using ana = await joinDesktop(team, { name: 'Ana Reyes' });
  const { page } = ana;
  const form = (
    await team.api<Made>('/api/v1/intakes', {
      json: { name: 'Customers', kind: 'report', service: 'checkout' },
    })
  ).body;
  const first = await report(
    team,
    form.path,
    { title: 'I cannot pay by card', details: 'Since noon, with two cards.', reporter: 'Kim', others: 'yes' },
    await drawGraph(page),
  );
  const second = await report(team, form.path, {
    title: 'Only my browser shows nothing',
    reproducible: 'no',
    others: 'no',
    changed: 'yes',
  });
  const third = await report(team, form.path, { title: 'The cart is empty' });
  const wait = page.getByRole('region', { name: 'Reports to judge' });
  await expect(wait).toContainText('3 reports are waiting');
  await page.keyboard.press('Shift+T');
  await expect(page.getByRole('heading', { level: 1, name: '3 reports are waiting' })).toBeVisible();
  const shown = page.getByRole('article', { name: 'I cannot pay by card' });
  await expect(shown.getByRole('img', { name: 'Picture: checkout.png' })).toBeVisible();
  await expect(shown).toContainText('Kim');
  expect(await findFaults(page, 'triage')).toEqual([]);

  await test.step('accepted, it is an incident with the screenshot', async () => {
    await page.keyboard.press('y');
    const asked = page.getByRole('form', { name: 'Make it an incident' });
    await asked.getByLabel('Title').fill('Card payments fail');
    await asked.getByLabel('Title').press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'Card payments fail' })).toBeVisible();
    await expect(entry(page, 'Since noon, with two cards.')).toBeVisible();
    await expect(entry(page, 'checkout.png').first()).toBeVisible();
    expect(await receipt(first)).toContain('We are looking at it.');
  });

  await test.step('theirs is answered, and the next is merged', async () => {
    await page.keyboard.press('Shift+T');
    const next = page.getByRole('article', { name: 'Only my browser shows nothing' });
    await expect(next).toContainText('The answers point to a cause on their side');
    await expect(next).toContainText(
      'They do not know what kind of trouble it is or how much it affects them.',
    );
    await page.getByRole('button', { name: 'On their side' }).press('t');
    await expect(page.getByRole('button', { name: 'Send the answer' })).toBeVisible();
    await page.getByLabel('Answer to the reporter').fill('Please allow cookies.');
    await page.getByLabel('Answer to the reporter').press('ControlOrMeta+Enter');
    await expect(page.getByRole('heading', { level: 1, name: '1 report is waiting' })).toBeVisible();
    expect(await receipt(second)).toContain('Please allow cookies.');
    await page.keyboard.press('i');
    const asked = page.getByRole('form', { name: 'Merge into an open incident' });
    await expect(asked.getByRole('combobox', { name: 'Incident' })).toHaveValue(/Card payments fail/);
    await asked.getByRole('button', { name: 'Merge' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Card payments fail' })).toBeVisible();
    await expect(entry(page, 'The cart is empty')).toBeVisible();
    expect(await receipt(third)).toContain('We already know about this');
    await toLobby(page);
    await expect(wait).toHaveCount(0);
  });

  await test.step('the reporter reads that it works again; away, a report waits for the server', async () => {
    const [incident] = (await team.api<{ items: { id: string }[] }>('/api/v1/incidents')).body.items;
    await team.api(`/api/v1/incidents/${incident?.id}/facts`, {
      json: { kind: 'status', status: 'resolved' },
    });
    expect(await receipt(first)).toContain('It works again.');
    await report(team, form.path, { title: 'One more' });
    await expect(wait).toContainText('1 report is waiting');
    await team.stop();
    await page.keyboard.press('Shift+T');
    const away = page
      .getByRole('alert')
      .filter({ hasText: 'You can read and judge reports when it is back.' });
    await expect(away).toBeVisible();
  });
});

test('[TG4] a report that somebody else judges leaves the screen, and no other takes its place', async () => {
  await using team = await startServer();
  const browser = await chromium.launch(browserOptions());
  const page = await joinInBrowser(browser, team, { name: 'Ana Reyes', role: 'responder' });
  const form = await team.api<Made>('/api/v1/intakes', { json: { name: 'Customers', kind: 'report' } });
  await report(team, form.body.path, { title: 'I cannot pay by card' });
  await report(team, form.body.path, { title: 'The cart is empty' });
  await report(team, form.body.path, { title: 'Where is my order' });
  await page.evaluate(() => location.assign('#/triage'));
  await expect(page.getByRole('article', { name: 'I cannot pay by card' })).toBeVisible();
  const [oldest] = (await team.api<{ items: { id: string }[] }>('/api/v1/reports')).body.items;
  await team.api(`/api/v1/reports/${oldest?.id}/decision`, {
    json: { decision: 'decline', reply: 'It works here.' },
  });
  await expect(page.getByText('This report is no longer waiting')).toBeVisible();
  await page.keyboard.press('y');
  await expect(page.getByRole('form')).toHaveCount(0);
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('article', { name: 'The cart is empty' })).toBeVisible();
  await page.keyboard.press('d');
  await page.getByLabel('Reason, which the reporter reads').fill('It works here.');
  await page.getByRole('button', { name: 'Decline', exact: true }).click();
  // After my own decision comes the next one.
  await expect(page.getByRole('article', { name: 'Where is my order' })).toBeVisible();
  await browser.close();
});

test('[TG4] on a phone a report stands below the list, and nothing of it is cut', async () => {
  await using team = await startServer();
  const browser = await chromium.launch(browserOptions());
  const page = await joinInBrowser(browser, team, { name: 'Ana Reyes', role: 'responder' });
  const form = await team.api<Made>('/api/v1/intakes', { json: { name: 'Customers', kind: 'report' } });
  await report(team, form.body.path, { title: 'I cannot pay by card', details: 'Since noon.' });
  await page.setViewportSize({ width: 360, height: 740 });
  await page.evaluate(() => location.assign('#/triage'));
  for (const name of ['Accept', 'Merge', 'Decline', 'On their side']) {
    const box = await page.getByRole('button', { name, exact: true }).boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 1_000), name).toBeLessThanOrEqual(360);
  }
  const cut = await page.evaluate(() =>
    [...document.querySelectorAll('main, main *')]
      .filter((each) => each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 1)
      .map((each) => each.className),
  );
  expect(cut).toEqual([]);
  await browser.close();
});
