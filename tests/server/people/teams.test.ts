// TM1: teams, by the API, on the feed and in the configuration file.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FeedMessage } from '#wire/feed/messages.ts';
import { followFeed } from '../../helpers/follow-feed.ts';
import { plantIncident, type Member, type Planted } from '../../helpers/planted.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';

let stage: Planted;
let server: RunningServer;
let people: Planted['people'];
let team: string;
beforeAll(async () => {
  stage = await plantIncident();
  ({ server, people, team } = stage);
});
afterAll(() => stage[Symbol.asyncDispose]());

const isIn = (person: string, id: string) => (message: FeedMessage) =>
  message.type === 'people' && message.people.some((each) => each.id === person && each.teams?.includes(id));

test('[TM1] teams are kept, named once, and travel with the people; who is removed is in none', async () => {
  const eve = await stage.join('Eve', 'responder');
  const feed = await followFeed(server.url, people.cy.token);
  const before = await feed.snapshot();
  expect(before.teams).toEqual([{ id: team, name: 'Payments' }]);
  const add = (name: string, members: readonly string[], token = server.ownerToken) =>
    server.api<{ id: string; errors?: { field: string }[] }>('/api/v1/teams', {
      json: { name, members },
      token,
    });
  expect((await add(' payments ', [])).body.errors?.[0]?.field).toBe('name');
  expect((await add('Search', ['nobody'])).body.errors?.[0]?.field).toBe('members.0');
  expect((await add('Search', [], people.bo.token)).status).toBe(403);
  const made = (await add('Search', [eve.id, people.bo.id])).body;
  await feed.until(isIn(eve.id, made.id));
  await server.api(`/api/v1/people/${eve.id}`, { method: 'DELETE' });
  const path = `/api/v1/teams/${made.id}`;
  await expect
    .poll(async () => (await server.api<{ members: string[] }>(path)).body.members)
    .toEqual([people.bo.id]);
  const channel = await stage.openChannel('search', [made.id]);
  expect((await server.api(path, { method: 'DELETE' })).status).toBe(409);
  await server.api(`/api/v1/channels/${channel}`, { method: 'DELETE' });
  expect((await server.api(path, { method: 'DELETE' })).status).toBe(204);
  await feed.until((message) => message.type === 'teams' && message.teams.every(({ id }) => id !== made.id));
  expect(JSON.stringify((await server.api('/api/v1/audit?area=teams')).body)).toContain('Search');
  feed.close();
});

test('[TM1] [CF1] teams come from the configuration file, members and channels by name, and go into its export', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-teams-'));
  const file = path.join(folder, 'muster.yaml');
  const write = (teams: readonly object[]) =>
    writeFileSync(
      file,
      JSON.stringify({
        teams,
        channels: [
          {
            name: 'pay',
            kind: 'slack',
            settings: { url: 'http://127.0.0.1:9/' },
            teams: [teams.length > 0 ? 'Payroll' : 'Search'],
          },
        ],
      }),
    );
  write([{ name: 'Payroll', members: ['Ana'] }]);
  await using own = await startServer({ ownerName: 'Ana', flags: ['--config', file] });
  const { items } = (
    await own.api<{ items: { id: string; members: string[]; managedBy: string }[] }>('/api/v1/teams')
  ).body;
  const me = (await own.api<Member>('/api/v1/me')).body;
  expect(items).toMatchObject([{ name: 'Payroll', members: [me.id], managedBy: 'config' }]);
  const channels = await own.api<{ items: { teams: string[] }[] }>('/api/v1/channels');
  expect(channels.body.items[0]?.teams).toEqual([items[0]?.id]);
  const removed = await own.api(`/api/v1/teams/${items[0]?.id}`, { method: 'DELETE' });
  expect(removed.status).toBe(409);
  const exported = (await own.api<string>('/api/v1/configuration/export.yaml')).body;
  expect(exported).toMatch(/teams:\n {2}- name: Payroll\n {4}members:\n {6}- Ana/u);
  expect(exported).toMatch(/teams:\n {6}- Payroll/u);
  write([]);
  const wrong = await own.api<{ errors?: { field: string }[] }>('/api/v1/configuration/reload', {
    method: 'POST',
  });
  expect(JSON.stringify(wrong.body)).toContain('channels.0.teams.0');
  rmSync(folder, { recursive: true });
});
