// SP50: the JSON of a page as a program reads it that was written for Statuspage: its maker's own widget, in a browser.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { expect, test } from 'vitest';
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
}, 120_000);
