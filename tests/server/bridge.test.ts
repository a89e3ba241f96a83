import { expect, test } from 'vitest';
import { untilFeed } from '../helpers/live-feed.ts';
import { startServer } from '../helpers/server.ts';

const template = 'https://meet.example/{number}-{id}';

test('[BR1] an owner sets where calls are made; every replica knows it, also while the team is away', async () => {
  await using team = await startServer();
  const { body: bo } = await team.api<{ token: string }>('/api/v1/people', {
    json: { name: 'Bo', role: 'responder' },
  });
  await using desk = await startServer({ upstreams: [team.url], upstreamToken: bo.token });
  expect((await untilFeed(desk, ({ upstreams }) => upstreams[0]?.state === 'connected')).bridge).toBeNull();

  const put = (json: unknown, token?: string) =>
    team.api<{ template: string | null; errors?: { field: string; expected: string }[] }>('/api/v1/bridge', {
      method: 'PUT',
      json,
      ...(token && { token }),
    });
  expect((await put({ template }, bo.token)).status).toBe(403);
  const refused = await put({ template: 'https://{title}.example/' });
  expect([refused.status, refused.body.errors?.[0]]).toEqual([
    400,
    { field: 'template', expected: expect.stringContaining('host is written out') },
  ]);
  expect((await put({})).status).toBe(400);
  expect((await put({ template: ` ${template} ` })).body).toEqual({ template });
  await untilFeed(desk, ({ bridge }) => bridge === template);
  expect((await desk.api('/api/v1/bridge')).body).toEqual({ template });

  await team.kill9();
  await desk.restart();
  expect((await untilFeed(desk, () => true)).bridge).toBe(template);
  await team.restart();
  expect((await put({ template: null })).body).toEqual({ template: null });
  await untilFeed(desk, ({ bridge }) => bridge === null);
});
