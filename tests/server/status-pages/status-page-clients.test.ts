// SP50: the JSON of a page as programs read it that were written for Statuspage: its maker's own widget, in a browser,
// and an API client.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { Statuspage } from 'statuspage.io';
import { expect, test, vi } from 'vitest';
import { browserOptions } from '../../helpers/browser.ts';
import { startServer } from '../../helpers/server.ts';

const require = createRequire(import.meta.url);
const widget = require.resolve('@statuspage/status-widget/dist/index.js');

test('[SP50] the widget of Statuspage tells what the page tells, from another site', async () => {
  await using server = await startServer();
  const { body: opened } = await server.api<{ id: string; components: { id: string }[] }>('/api/v1/pages', {
    json: {
      slug: 'acme',
      name: 'Acme',
      visibility: 'public',
      // It asks at the root of a domain. Browsers take every name below localhost for this computer.
      url: `http://status.localhost:${server.port}`,
      components: [{ name: 'Website' }, { name: 'API', group: 'Core' }],
    },
  });
  const publish = async (json: Record<string, unknown>) => {
    const answer = await server.api<{ incident: string }>(`/api/v1/pages/${opened.id}/updates`, {
      json: { body: 'We look.', ...json },
    });
    expect(answer.status).toBe(201);
    return answer.body.incident;
  };
  const browser = await chromium.launch(browserOptions());
  try {
    const told = async (words: string) => {
      const page = await browser.newPage();
      await page.setContent('<main></main>');
      await page.addScriptTag({ content: readFileSync(widget, 'utf8') });
      const address = `http://status.localhost:${server.port}`;
      await page.evaluate(
        `document.body.innerHTML = '<statuspage-widget src="${address}"></statuspage-widget>'`,
      );
      await page.getByText(words).waitFor();
      await page.close();
    };
    await told('All Systems Operational');
    const components = [{ id: opened.components[0]?.id, status: 'major_outage' }];
    const incident = await publish({ title: 'Payments fail', status: 'investigating', components });
    await told('Website is experiencing a major outage');
    await publish({ incident, status: 'resolved' });
    await told('All Systems Operational');
  } finally {
    await browser.close();
  }
});

test('[SP50] an API client of Statuspage reads every answer: components, incidents, planned work and the summary', async () => {
  await using server = await startServer();
  const { body: page } = await server.api<{ id: string; components: { id: string }[] }>('/api/v1/pages', {
    json: {
      slug: 'acme',
      name: 'Acme',
      visibility: 'public',
      components: [{ name: 'Website' }, { name: 'API', group: 'Core' }],
    },
  });
  const [website] = page.components;
  const publish = (json: object) =>
    server.api<{ incident: string }>(`/api/v1/pages/${page.id}/updates`, {
      json: { body: 'We look.', ...json },
    });
  const over = await publish({ title: 'Mail is late', status: 'investigating' });
  await publish({ incident: over.body.incident, status: 'resolved' });
  await publish({
    title: 'Payments fail',
    status: 'identified',
    components: [{ id: website?.id, status: 'major_outage' }],
  });
  const from = Date.now() + 86_400_000;
  const window = { kind: 'once', from, to: from + 3_600_000 };
  const work = { name: 'New disks', monitors: [], components: ['acme/API'], window };
  expect((await server.api('/api/v1/maintenance', { json: work })).status).toBe(201);

  const client = new Statuspage('acme');
  client.setApiUrl(`${server.url}/status/acme`);
  const { api } = client;
  await vi.waitFor(
    async () => {
      const { scheduled_maintenances: planned } = await api.scheduledMaintenances.getUpcoming();
      expect(planned.map(({ name, status, scheduled_for: at }) => [name, status, Date.parse(at)])).toEqual([
        ['New disks', 'scheduled', from],
      ]);
    },
    { timeout: 60_000, interval: 50 },
  );
  const { page: told, status } = await api.getStatus();
  expect([told.id, told.name, status]).toEqual([
    page.id,
    'Acme',
    { indicator: 'major', description: 'Website is experiencing a major outage' },
  ]);
  const { components } = await api.getComponents();
  expect(components.map(({ name, group, status: level }) => `${name} ${group} ${level}`).toSorted()).toEqual([
    'API false operational',
    'Core true operational',
    'Website false major_outage',
  ]);
  const all = await api.incidents.getAll();
  expect(all.incidents.map(({ name, status: stage }) => [name, stage])).toEqual([
    ['Payments fail', 'identified'],
    ['Mail is late', 'resolved'],
  ]);
  const { incidents: open } = await api.incidents.getUnresolved();
  expect(open.map(({ name, incident_updates: [update] }) => [name, update?.body])).toEqual([
    ['Payments fail', 'We look.'],
  ]);
  // Its own type of a summary has no values: it joins what contradicts itself.
  const summary = (await api.getSummary()) as Pick<typeof all, 'incidents'> & { components: unknown[] };
  expect([summary.incidents.length, summary.components.length]).toEqual([1, 3]);
});
