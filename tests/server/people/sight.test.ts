// TM3: who loses sight of an incident, and who gains it, in the middle of it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeCodes } from '#wire/close-codes.ts';
import { followFeed } from '../../helpers/follow-feed.ts';
import { isHidden, isShown, plantIncident, type Planted } from '../../helpers/planted.ts';
import { connectRaw } from '../../helpers/raw-client.ts';
import type { RunningServer } from '../../helpers/server.ts';

let stage: Planted;
let server: RunningServer;
let people: Planted['people'];
let team: string;
let incident: string;
beforeAll(async () => {
  stage = await plantIncident();
  ({ server, people, team, incident } = stage);
});
afterAll(() => stage[Symbol.asyncDispose]());

describe('[TM3] sight that comes and goes', () => {
  test('a person who loses sight is put out of the room and told by the feed; a page by hand lets them in', async () => {
    const made = await stage.post('/api/v1/incidents', { title: 'Open at first' }, people.bo.token);
    const feed = await followFeed(server.url, people.cy.token);
    await feed.snapshot();
    const room = await connectRaw(server.url, people.cy.token, `room-${made.id}`);
    await room.frame(() => true);
    const path = `/api/v1/incidents/${made.id}/restriction`;
    await server.api(path, { method: 'PUT', json: { teams: [team], people: [] } });
    expect(await room.closed).toBe(closeCodes.restricted);
    await feed.until(isHidden(made.id));
    expect((await server.api(`/api/v1/incidents/${made.id}`, { token: people.cy.token })).status).toBe(404);

    const before = feed.messages.length;
    await stage.post(`/api/v1/incidents/${made.id}/page`, {
      targets: [{ person: people.cy.id }],
      anyway: true,
    });
    await expect.poll(() => feed.messages.slice(before).some(isShown(made.id))).toBe(true);
    expect((await server.api(`/api/v1/incidents/${made.id}`, { token: people.cy.token })).status).toBe(200);
    feed.close();
  });

  test('a failed turn of a recurring task and a problem no longer name it in an open feed', async () => {
    const made = await stage.post('/api/v1/incidents', { title: 'Backups are empty' }, people.bo.token);
    const tasks = '/api/v1/recurring-tasks';
    const every = { repeat: { unit: 'month', every: 1 }, startsOn: '2026-01-01' };
    const task = await stage.post(tasks, { name: 'Restore the ledger', ...every });
    const run = await stage.post(`${tasks}/${task.id}/runs`, { outcome: 'failed', text: 'empty' });
    const path = `${tasks}/${task.id}/runs/${run.id}`;
    await server.api(path, { method: 'PUT', json: { incident: made.id } });
    await stage.post('/api/v1/problems', { name: 'Backups', incidents: [made.id] });
    const feed = await followFeed(server.url, people.cy.token);
    expect(JSON.stringify(await feed.snapshot())).toContain(`"incident":"${made.id}"`);
    await server.api(`/api/v1/incidents/${made.id}/restriction`, {
      method: 'PUT',
      json: { teams: [team], people: [] },
    });
    await feed.until(isHidden(made.id));
    for (const type of ['recurring-tasks', 'problems'] as const) {
      const list = await feed.until((message) => message.type === type);
      expect(JSON.stringify(list)).not.toContain(made.id);
    }
    const fresh = await followFeed(server.url, people.cy.token);
    expect(JSON.stringify(await fresh.snapshot())).not.toContain(made.id);
    feed.close();
    fresh.close();
  });

  test('joining and leaving a team changes what is seen at once', async () => {
    const feed = await followFeed(server.url, people.vi.token);
    await feed.snapshot();
    const members = [people.bo.id, people.di.id];
    const change = (with_: readonly string[]) =>
      server.api(`/api/v1/teams/${team}`, { method: 'PUT', json: { name: 'Payments', members: with_ } });
    await change([...members, people.vi.id]);
    await feed.until(isShown(incident));
    const room = await connectRaw(server.url, people.vi.token, `room-${incident}`);
    await room.frame(() => true);
    await change(members);
    await feed.until(isHidden(incident));
    expect(await room.closed).toBe(closeCodes.restricted);
    feed.close();
  });
});
