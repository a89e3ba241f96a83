// A page that publishes by itself, by a rule in the team's words.
import { expect, test } from 'vitest';
import { makeMovableClock } from '../../helpers/clock.ts';
import { startDyingService } from '../../helpers/dying-service.ts';
import { startOwnServer } from '../../helpers/own-server.ts';

type Made = { id: string };
type Update = { incident: string; by: string; status: string; title: string | null; body: string };
type Page = Made & { slug: string; components: Made[]; rules?: unknown[] };

const rule = {
  name: 'Shop',
  components: ['Shop'],
  afterMinutes: 0,
  title: '{components} does not answer',
  body: 'We see errors at {components}. The team is called.',
  resolved: '{components} answers again.',
};

test(
  '[SP140] a rule publishes failing checks in the team’s words, in the room of its monitor, and the end of it',
  { timeout: 120_000 },
  async () => {
    const clock = makeMovableClock(() => Promise.resolve());
    await using server = await startOwnServer({ clock });
    await using service = await startDyingService();
    const { body: monitor } = await server.api<Made>('/api/v1/monitors', {
      name: 'shop',
      kind: 'http',
      settings: { url: service.url },
      intervalSeconds: 1,
      confirmations: 2,
      recoveries: 1,
    });
    const { status, body: page } = await server.api<Page>('/api/v1/pages', {
      slug: 'acme',
      name: 'Acme',
      visibility: 'public',
      components: [{ name: 'Shop', monitor: monitor.id }, { name: 'Docs' }],
      rules: [rule],
    });
    expect(status, JSON.stringify(page)).toBe(201);
    expect((await server.api<Page>(`/api/v1/pages/${page.id}`)).body.rules).toEqual([rule]);
    const updates = async () =>
      (await server.api<{ items: Update[] }>(`/api/v1/pages/${page.id}/updates`)).body.items;
    await service.kill();
    await expect.poll(updates).toMatchObject([
      {
        status: 'investigating',
        title: 'Shop does not answer',
        by: 'rule Shop',
        body: 'We see errors at Shop. The team is called.',
      },
    ]);
    const [first] = await updates();
    const { body: rooms } = await server.api<{ items: Made[] }>('/api/v1/incidents');
    expect(rooms.items.map(({ id }) => id)).toEqual([first?.incident]);
    const summary = await fetch(`${server.url}/status/acme/api/v2/summary.json`);
    expect(await summary.json()).toMatchObject({
      components: [{ status: 'major_outage' }, { status: 'operational' }],
      incidents: [{ name: 'Shop does not answer', status: 'investigating' }],
    });
    await service.revive();
    await expect
      .poll(async () => (await updates()).map((each) => [each.status, each.body]))
      .toEqual([
        ['resolved', 'Shop answers again.'],
        ['investigating', 'We see errors at Shop. The team is called.'],
      ]);
  },
);

test('[SP140] a rule that has the name of another, or names an unknown component, is refused by its field', async () => {
  const clock = makeMovableClock(() => Promise.resolve());
  await using server = await startOwnServer({ clock });
  const { status, body } = await server.api<{ errors: { field: string }[] }>('/api/v1/pages', {
    slug: 'acme',
    name: 'Acme',
    visibility: 'public',
    components: [{ name: 'Shop' }],
    rules: [rule, { ...rule, components: ['Gone'] }],
  });
  expect(status).toBe(400);
  expect(body.errors.map(({ field }) => field)).toEqual(['rules.1.name', 'rules.1.components.0']);
});
