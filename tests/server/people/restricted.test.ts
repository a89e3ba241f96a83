// TM: an incident that only a team may see, asked for at every door by people outside. The words planted in it must not
// come out anywhere; the same doors asked by the team show that the words were there to be found.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeCodes } from '#wire/close-codes.ts';
import { routes } from '#sync-server/http/all-routes.ts';
import { followFeed } from '../../helpers/follow-feed.ts';
import { planted, plantIncident, type Planted } from '../../helpers/planted.ts';
import { connectRaw } from '../../helpers/raw-client.ts';
import type { RunningServer } from '../../helpers/server.ts';

let stage: Planted;
let server: RunningServer;
let people: Planted['people'];
let team: string;
let incident: string;
let known: Planted['known'];
beforeAll(async () => {
  stage = await plantIncident();
  ({ server, people, team, incident, known } = stage);
});
afterAll(() => stage[Symbol.asyncDispose]());

/** Each address that a pattern can stand for here. */
function addressesOf(pattern: string): string[] {
  const parts = pattern.split('/');
  return parts
    .reduce<string[]>(
      (made, part, index) => {
        if (!part.startsWith(':')) return made.map((each) => `${each}/${part}`);
        const ids = known[parts[index - 1] ?? ''] ?? [];
        const panels = part === ':panel' ? ['people', 'services'] : [];
        return made.flatMap((each) => [...ids, ...panels, 'nothing'].map((id) => `${each}/${id}`));
      },
      [''],
    )
    .map((each) => each.slice(1));
}

const questions: Record<string, string[]> = {
  '/api/v1/incidents': [
    '?status=all',
    `?status=all&q=${planted}`,
    `?status=all&service=${planted}%20service`,
  ],
  '/api/v1/action-items': ['?state=all', '?state=all&mine=true'],
  '/api/v1/reviews': [`?q=${planted}`, `?service=${planted}%20service`],
  '/api/v1/reports': ['?state=all'],
};

const reading = routes.filter(({ method, path }) => method === 'GET' && path !== '/api/v1/live');

/** Every address that is read, and whether the answer tells of the incident. */
async function ask(token: string): Promise<{ leaks: string[]; asked: number }> {
  const leaks: string[] = [];
  let asked = 0;
  for (const { path } of reading)
    for (const address of addressesOf(path))
      for (const question of ['', ...(questions[path] ?? [])]) {
        const response = await fetch(`${server.url}${address}${question}`, {
          headers: { authorization: `Bearer ${token}` },
        });
        const text = Buffer.from(await response.arrayBuffer()).toString('utf8');
        asked += 1;
        const isOpened = response.ok && address.startsWith(`/api/v1/incidents/${incident}`);
        const isRefusal = response.status >= 400 && text.includes(`There is no incident ${incident}`);
        if (isOpened || text.toLowerCase().includes(planted) || (text.includes(incident) && !isRefusal))
          leaks.push(path);
      }
  return { leaks: [...new Set(leaks)], asked };
}

const behind = async (token: string) =>
  (await server.api<{ notIndexed: number }>('/api/v1/incidents?q=x', { token })).body.notIndexed;

describe('[TM2] a restricted incident', () => {
  test('comes out of no address that is read, for somebody outside and for a viewer', async () => {
    // It counts in the numbers once it rests, a moment after its last fact.
    await expect
      .poll(async () => JSON.stringify((await server.api('/api/v1/insights')).body))
      .toContain(incident);
    await expect
      .poll(async () => (await ask(people.bo.token)).leaks.toSorted())
      .toEqual(
        expect.arrayContaining([
          '/api/v1/action-items',
          '/api/v1/attachments/:sha256',
          '/api/v1/deliveries',
          '/api/v1/incidents',
          '/api/v1/incidents/:id',
          '/api/v1/incidents/:id/history',
          '/api/v1/incidents/:id/record.muster',
          '/api/v1/incidents/:id/review.md',
          '/api/v1/insights',
          '/api/v1/insights.csv',
          '/api/v1/playbooks/statistics',
          '/api/v1/problems',
          '/api/v1/problems/:id',
          '/api/v1/recurring-tasks',
          '/api/v1/recurring-tasks/:id',
          '/api/v1/recurring-tasks/:id/runs',
        ]),
      );
    for (const { token } of [people.cy, people.vi]) {
      const { leaks, asked } = await ask(token);
      expect(asked).toBeGreaterThan(reading.length);
      expect(leaks).toEqual([]);
    }
    expect((await ask(people.di.token)).leaks).toContain('/api/v1/incidents/:id');
  });

  test('[SE2] is not counted among what is not indexed yet, for somebody outside', async () => {
    await expect
      .poll(async () => {
        const json = { kind: 'note', text: 'still at work' };
        await server.api(`/api/v1/incidents/${incident}/facts`, { json, token: people.bo.token });
        const seen = await behind(people.bo.token);
        expect(await behind(people.cy.token)).toBe(0);
        return seen;
      })
      .toBe(1);
  });

  test('takes nothing from somebody outside, and answers as if it were not there', async () => {
    const writing = routes.filter(({ method, path }) => method !== 'GET' && path.includes('/incidents/:id'));
    expect(writing.length).toBeGreaterThan(4);
    const bodies: Record<string, unknown> = {
      '/api/v1/incidents/:id/facts': { kind: 'note', text: 'from outside' },
      '/api/v1/incidents/:id/page': { targets: [{ person: people.cy.id }] },
      '/api/v1/incidents/:id/page/preview': { targets: [{ person: people.cy.id }] },
      '/api/v1/incidents/:id/updates': { draft: 'x', channel: 'y' },
      '/api/v1/incidents/:id/texts/:name': { text: 'from outside' },
      '/api/v1/incidents/:id/restriction': { teams: [], people: [people.cy.id] },
    };
    for (const { method, path } of writing) {
      const address = path.replace(':id', incident);
      const json = method === 'DELETE' ? undefined : (bodies[path] ?? {});
      const { status, body } = await server.api(address, { method, json, token: people.cy.token });
      expect(status, `${method} ${path}`).toBeGreaterThanOrEqual(400);
      expect(JSON.stringify(body), `${method} ${path}`).not.toContain(planted);
      const other = address.replace(incident, '01JZZZZZZZZZZZZZZZZZZZZZZZ');
      const absent = await server.api(other, { method, json, token: people.cy.token });
      expect(absent.status, `${method} ${path}`).toBe(status);
    }
    const room = await server.api(`/api/v1/incidents/${incident}`, { token: people.bo.token });
    expect(JSON.stringify(room.body)).not.toContain('from outside');
  });

  test('[TM2] somebody outside changes a problem and loses none of its incidents', async () => {
    const [id] = known['problems'] ?? [];
    const path = `/api/v1/problems/${id}`;
    const read = await server.api<{ incidents: string[] }>(path, { token: people.cy.token });
    expect(read.body.incidents).toEqual([]);
    const changed = { ...read.body, notes: 'seen again' };
    await server.api(path, { method: 'PUT', json: changed, token: people.cy.token });
    const whole = await server.api(path);
    expect(whole.body).toMatchObject({ notes: 'seen again', incidents: [incident] });
  });

  test('[TM2] somebody outside who names no incident in a failed turn keeps the one that they do not see', async () => {
    const path = `/api/v1/recurring-tasks/${known['recurring-tasks']?.[0]}/runs`;
    const json = { incident: null };
    const { token } = people.cy;
    const put = await server.api(`${path}/${known['runs']?.[0]}`, { method: 'PUT', json, token });
    expect(put).toMatchObject({ status: 200, body: { incident: null } });
    const whole = await server.api(path);
    expect(whole.body).toMatchObject({ items: [{ incident }] });
  });

  test('is in no feed and no room of somebody outside', async () => {
    for (const { token } of [people.cy, people.vi]) {
      const feed = await followFeed(server.url, token);
      const snapshot = await feed.snapshot();
      const own = snapshot.pages?.filter(({ person }) => person === people.cy.id) ?? [];
      expect(own.every(({ text = null }) => text === null)).toBe(true);
      const { pages: _pages, ...rest } = snapshot;
      expect(JSON.stringify(rest)).not.toContain(planted);
      expect(JSON.stringify(rest)).not.toContain(incident);
      feed.close();
      const room = await connectRaw(server.url, token, `room-${incident}`);
      expect(await room.closed).toBe(closeCodes.restricted);
      expect(room.frames).toEqual([]);
    }
    const inside = await connectRaw(server.url, people.di.token, `room-${incident}`);
    await inside.frame(() => true);
    inside.close();
  });

  test('[TM4] is told whole to channels of its team alone, and without its words to everybody else', async () => {
    await expect.poll(() => stage.sentTo('payments').length).toBeGreaterThan(0);
    await expect.poll(() => stage.sentTo('everybody').length).toBeGreaterThan(0);
    expect(stage.sentTo('payments').join('\n')).toContain(planted);
    await expect.poll(() => stage.sentTo('everybody').join('\n')).toContain('/acknowledge/');
    const outside = stage.sentTo('everybody').join('\n');
    expect(outside).not.toContain(planted);
    expect(outside).toContain('restricted incident');
    expect(outside).toContain('Bo: Declare an incident');
    expect(server.log()).not.toContain(planted);

    // The doors without a token: the link that many read, the page of the company, the figures of the operator.
    const [link] = /\/acknowledge\/[\w-]+/u.exec(outside) ?? [];
    const doors = [
      link ?? 'no link',
      '/status/company/',
      '/status/company/api/v2/summary.json',
      '/metrics',
      '/healthz',
    ];
    for (const door of doors) {
      const response = await fetch(`${server.url}${door}`);
      expect(response.status, door).toBe(200);
      expect(await response.text(), door).not.toContain(planted);
    }
    expect(await (await fetch(`${server.url}${link}`)).text()).toContain('A restricted incident');
  });

  test('[TM2] only its commander and owners say who may see it', async () => {
    const path = `/api/v1/incidents/${incident}/restriction`;
    const json = { teams: [team], people: [] };
    const others = { teams: ['nothing'], people: [] };
    const eve = await stage.join('Eve', 'responder');
    const both = [people.bo.id, people.di.id];
    await server.api(`/api/v1/teams/${team}`, {
      method: 'PUT',
      json: { name: 'Payments', members: [...both, eve.id] },
    });
    expect((await server.api(path, { method: 'PUT', json, token: eve.token })).status).toBe(403);
    expect((await server.api(path, { method: 'PUT', json: others, token: people.bo.token })).status).toBe(
      400,
    );
    expect((await server.api(path, { method: 'PUT', json, token: people.bo.token })).status).toBe(200);
    await server.api(`/api/v1/teams/${team}`, { method: 'PUT', json: { name: 'Payments', members: both } });
  });
});
