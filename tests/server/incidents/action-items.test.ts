import { expect, test } from 'vitest';
import { isLive, startReplicaOf, untilUpstream } from '../../helpers/replicas.ts';
import { makeMovableClock } from '../../helpers/clock.ts';
import { startOwnServer } from '../../helpers/own-server.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';

const path = '/api/v1/action-items';
type Item = {
  id: string;
  incident: string;
  text: string;
  owner: string | null;
  state: string;
  isOverdue: boolean;
  lacks: string[];
  ticket: string | null;
};
type Fact = { id: string };

async function declare(server: RunningServer, title: string, service: string, items: object[]) {
  const { body } = await server.api<{ id: string }>('/api/v1/incidents', { json: { title, service } });
  const facts = items.map((item) => ({ kind: 'action-item', ...item }));
  const added = await server.api<{ items: Fact[] }>(`/api/v1/incidents/${body.id}/facts`, { json: facts });
  expect(added.status, JSON.stringify(added.body)).toBe(201);
  return { incident: body.id, items: added.body.items.map(({ id }) => id) };
}
const readFrom = (server: RunningServer) => async (query: string) =>
  (await server.api<{ items: Item[] }>(`${path}${query}`)).body.items;

test('[AI1] the list goes over all incidents, and finishing an item there writes into its room', async () => {
  await using server = await startServer({ ownerName: 'Ana' });
  const { body: me } = await server.api<{ id: string }>('/api/v1/me');
  const read = readFrom(server);
  const shop = await declare(server, 'Checkout fails', 'shop', [
    { text: 'Add an alert on the queue', owner: me.id, due: 1_000, type: 'detect' },
    { text: 'The runbook' },
  ]);
  const search = await declare(server, 'Search is slow', 'search', [
    { text: 'Drop the index', type: 'correct' },
  ]);
  await expect.poll(async () => (await read('')).length).toBe(3);
  const [late] = await read('?mine=true');
  expect(late).toMatchObject({ incident: shop.incident, isOverdue: true, lacks: [] });
  for (const asked of ['?overdue=true', '?state=overdue'])
    expect((await read(asked)).map(({ id }) => id)).toEqual([shop.items[0]]);
  expect((await read('?service=SEARCH')).map(({ id }) => id)).toEqual(search.items);
  // A name with a sign that shows nothing is the same name (TX1), and an alias means the service (SV2).
  expect((await read('?service=sea%E2%80%8Brch')).map(({ id }) => id)).toEqual(search.items);
  await server.api('/api/v1/services', { json: { name: 'Search', aliases: ['finder'] } });
  expect((await read('?service=Finder')).map(({ id }) => id)).toEqual(search.items);
  expect((await read('?type=correct')).map(({ id }) => id)).toEqual(search.items);
  expect((await read('?service=shop'))[1]?.lacks).toEqual(['verb', 'owner', 'due']);

  const done = { kind: 'action-item-changed', target: late!.id, state: 'done', why: 'It fired in the drill' };
  await server.api(`/api/v1/incidents/${shop.incident}/facts`, { json: done });
  await expect.poll(async () => (await read('?state=done')).map(({ id }) => id)).toEqual([late!.id]);
  const { body: room } = await server.api<{ actionItems: Item[] }>(`/api/v1/incidents/${shop.incident}`);
  expect(room.actionItems[0]).toMatchObject({ state: 'done', why: 'It fired in the drill' });
  await server.restart();
  await expect.poll(async () => (await read('?state=all')).length).toBe(3);
  expect(await read('')).toHaveLength(2);
});

test('[AI8] work that can be automated is marked, listed alone and counted', async () => {
  await using server = await startServer({ ownerName: 'Ana' });
  const read = async (query: string) => (await readFrom(server)(query)).map(({ id }) => id);
  const { incident, items } = await declare(server, 'The queue is full', 'shop', [
    { text: 'Restart the queue at its limit', automate: true },
    { text: 'Write the runbook' },
  ]);
  await expect.poll(() => read('?automate=true')).toEqual([items[0]]);
  const change = async (json: object) => {
    const fact = { kind: 'action-item-changed', ...json };
    const { status } = await server.api(`/api/v1/incidents/${incident}/facts`, { json: fact });
    return status;
  };
  expect(await change({ target: items[1], automate: true })).toBe(201);
  expect(await change({ target: items[0], automate: 'no' })).toBe(400);
  await expect.poll(() => read('?automate=true')).toEqual(items);
  expect(await change({ target: items[1], state: 'done' })).toBe(201);
  await expect.poll(() => read('?automate=true')).toEqual([items[0]]);
  await server.restart();
  await expect.poll(() => read('?automate=true&state=all')).toEqual(items);
  const counted = async () => (await server.api<{ automate: object }>('/api/v1/insights')).body.automate;
  await expect.poll(counted).toEqual({ open: 1, done: 1 });
});

test('[AI1] a filter that means nothing is refused by its name', async () => {
  await using server = await startServer({ ownerName: 'Ana' });
  for (const [query, field] of [
    ['?mine=yes', 'mine'],
    ['?type=blame', 'type'],
    ['?state=late', 'state'],
    ['?colour=red', 'colour'],
    ['?automate=false', 'automate'],
  ] as const) {
    const { status, body } = await server.api(`${path}${query}`);
    expect(status, query).toBe(400);
    expect(JSON.stringify(body)).toContain(field);
  }
});

test('[AI1] a replica answers and writes while the team is away, and the team hears of it later', async () => {
  await using server = await startServer({ ownerName: 'Ana' });
  await using replica = await startReplicaOf(server, 'Bo');
  const { incident, items } = await declare(server, 'Checkout fails', 'shop', [{ text: 'Add an alert' }]);
  await untilUpstream(replica, isLive);
  const here = readFrom(replica);
  await expect.poll(async () => (await here('')).map(({ id }) => id)).toEqual(items);
  await server.stop();
  const fact = { kind: 'action-item-changed', target: items[0], state: 'dropped', why: 'The service goes' };
  const written = await replica.api(`/api/v1/incidents/${incident}/facts`, { json: fact });
  expect(written.status).toBe(201);
  await expect.poll(async () => (await here('?state=dropped')).map(({ id }) => id)).toEqual(items);
  await server.restart();
  await expect
    .poll(async () => (await readFrom(server)('?state=dropped')).map(({ id }) => id))
    .toEqual(items);
});

test('[RT2] [RT6] a review begins with the template of its severity, which owners change for the next ones', async () => {
  const clock = makeMovableClock(() => new Promise((resolve) => setImmediate(resolve)));
  await using server = await startOwnServer({ clock });
  const templates = '/api/v1/review-templates';
  type Template = { id: string; name: string; sections: { heading: string; part: string; ask?: string }[] };
  const { body: first } = await server.api<{ items: Template[] }>(templates);
  expect(first.items.map(({ name }) => name)).toEqual([
    'Standard',
    'Google SRE',
    'PagerDuty',
    'Atlassian',
    'Short',
    'Public',
  ]);
  const resolve = async (severity: string, facts: object[] = []) => {
    const { body } = await server.api<{ id: string }>('/api/v1/incidents', { title: 'Shop', severity });
    const added = [...facts, { kind: 'status', status: 'resolved' }];
    expect((await server.api(`/api/v1/incidents/${body.id}/facts`, added)).status).toBe(201);
    return body.id;
  };
  const review = async (id: string) => {
    const url = `${server.url}/api/v1/incidents/${id}/review.md`;
    return (await fetch(url, { headers: { authorization: `Bearer ${server.ownerToken}` } })).text();
  };
  const [p1, p3] = [await resolve('P1'), await resolve('P3')];
  expect(await review(p3)).toContain('## Executive Summary');
  await clock.forward(61_000);
  await expect.poll(() => review(p3)).toContain('## What ended it');
  expect(await review(p1)).toContain('## Executive Summary');

  const short = first.items.find(({ name }) => name === 'Short')!;
  const sections = [{ heading: 'In a word', part: 'summary', ask: 'Which?' }];
  const changed = await server.api(
    `${templates}/${short.id}`,
    { name: 'Short', severities: ['P3'], sections },
    { method: 'PUT' },
  );
  expect(changed.status, JSON.stringify(changed.body)).toBe(200);
  const later = await resolve('P3');
  await clock.forward(61_000);
  await expect.poll(() => review(later)).toContain('## In a word');
  expect(await review(p3)).toContain('## What ended it');
  // Chosen by hand before it was resolved, it stays.
  const byHand = await resolve('P3', [{ kind: 'review', template: { name: 'Own', sections } }]);
  expect(await review(byHand)).toContain('## In a word');

  for (const [json, field] of [
    [{ name: 'short', sections }, 'name'],
    [{ name: 'x', sections: [] }, 'sections'],
    [{ name: 'x', sections: [{ heading: 'y', part: 'graph' }] }, 'sections.0.part'],
    [{ name: 'x', sections, severities: ['P9'] }, 'severities.0'],
  ] as const) {
    const { status, body } = await server.api<{ errors: { field: string }[] }>(templates, json);
    expect([status, body.errors.map((each) => each.field)]).toEqual([400, [field]]);
  }
  expect((await server.api(`${templates}/${short.id}`, undefined, { method: 'DELETE' })).status).toBe(204);
  await server.restart();
  const { body: left } = await server.api<{ items: Template[] }>(templates);
  expect(left.items.map(({ name }) => name)).not.toContain('Short');
});

test('[PM2] [PM3] [PM6] [GR7] a third recurrence is offered as a problem, and is one once somebody recorded it', async () => {
  await using server = await startServer({ ownerName: 'Ana' });
  type Problem = { id: string; state: string; solvedAt?: number; allIncidents: string[] };
  type Repeat = { sign: { kind: string; value: string }; incidents: string[] };
  const declare = async (causes: readonly string[]) => {
    const { body } = await server.api<{ id: string }>('/api/v1/incidents', { json: { title: 'Shop' } });
    const json = { kind: 'review', causes };
    expect((await server.api(`/api/v1/incidents/${body.id}/facts`, { json })).status).toBe(201);
    return body.id;
  };
  const repeats = async () => (await server.api<{ items: Repeat[] }>('/api/v1/repeats')).body.items;
  const problems = '/api/v1/problems';
  const ids = [await declare(['Disk full']), await declare(['disk full', 'No alert'])];
  expect(await repeats()).toEqual([]);
  ids.push(await declare(['Disk Full']));
  await expect.poll(repeats).toMatchObject([{ sign: { kind: 'cause', value: 'disk full' } }]);
  expect((await repeats())[0]?.incidents.toSorted()).toEqual(ids.toSorted());
  // PM6: each of them names the others, and why.
  type Alike = { id: string; reasons: { kind: string; names: string[] }[] };
  const alike = await server.api<{ items: Alike[] }>(`/api/v1/incidents/${ids[0]}/similar`);
  expect(alike.body.items.map(({ id }) => id).toSorted()).toEqual(ids.slice(1).toSorted());
  expect(alike.body.items[0]?.reasons[0]).toMatchObject({ kind: 'cause' });
  // GR7: and what helped there.
  const facts = `/api/v1/incidents/${ids[1]}/facts`;
  const did = await server.api<{ items: { id: string }[] }>(facts, {
    json: { kind: 'action', text: 'Emptied the cache' },
  });
  const graded = { kind: 'graded', target: did.body.items[0]?.id, outcome: 'helped' };
  expect((await server.api(facts, { json: graded })).status).toBe(201);
  await expect
    .poll(
      async () => (await server.api<{ items: Alike[] }>(`/api/v1/incidents/${ids[0]}/similar`)).body.items,
    )
    .toContainEqual(
      expect.objectContaining({
        id: ids[1],
        helped: [{ id: did.body.items[0]?.id, text: 'Emptied the cache', type: 'cache' }],
      }),
    );
  expect((await server.api('/api/v1/incidents/01KJVX0000MVSTER0000000042/similar')).status).toBe(404);

  const { body: bo } = await server.api<{ token: string }>('/api/v1/people', {
    json: { name: 'Bo', role: 'responder' },
  });
  const json = { name: 'Disks fill up', cause: 'disk full' };
  const added = await server.api<Problem>(problems, { json, token: bo.token });
  expect(added.status, JSON.stringify(added.body)).toBe(201);
  expect(added.body.allIncidents.toSorted()).toEqual(ids.toSorted());
  expect(await repeats()).toEqual([]);

  const path = `${problems}/${added.body.id}`;
  const change = (rest: object) =>
    server.api<Problem & { errors: { field: string }[] }>(path, {
      method: 'PUT',
      json: { ...json, ...rest },
    });
  for (const [rest, field] of [
    [{ state: 'known-error' }, 'workaround'],
    [{ state: 'fixed' }, 'state'],
    [{ owner: 'nobody' }, 'owner'],
    [{ incidents: ['01ARZ3NDEKTSV4RRFFQ69G5FAV'] }, 'incidents.0'],
  ] as const) {
    const { status, body } = await change(rest);
    expect([status, body.errors.map((each) => each.field)]).toEqual([400, [field]]);
  }
  expect((await change({ state: 'solved' })).body.solvedAt).toBeGreaterThan(0);
  await server.restart();
  const { body: kept } = await server.api<{ items: Problem[] }>(problems);
  expect(kept.items).toMatchObject([{ state: 'solved', allIncidents: expect.arrayContaining(ids) }]);
  expect((await change({ state: 'known-error', workaround: 'Empty /tmp' })).body.solvedAt).toBeUndefined();
});

test('[RT2] an incident that was resolved while it was cut off gets its template when the server hears of it; older ones do not', async () => {
  const clock = makeMovableClock(() => new Promise((resolve) => setImmediate(resolve)));
  await using server = await startOwnServer({ clock });
  const hour = 3_600_000;
  const heard = async (agoMs: number) => {
    const { body } = await server.api<{ id: string }>('/api/v1/incidents', { title: 'Shop', severity: 'P3' });
    const at = clock.now() - agoMs;
    const resolved = [{ kind: 'status', status: 'resolved', at }];
    expect((await server.api(`/api/v1/incidents/${body.id}/facts`, resolved)).status).toBe(201);
    return body.id;
  };
  const review = async (id: string) => {
    const url = `${server.url}/api/v1/incidents/${id}/review.md`;
    return (await fetch(url, { headers: { authorization: `Bearer ${server.ownerToken}` } })).text();
  };
  const [late, old] = [await heard(5 * hour), await heard(15 * 24 * hour)];
  expect(await review(late)).toContain('## Executive Summary');
  await clock.forward(61_000);
  await expect.poll(() => review(late)).toContain('## What ended it');
  expect(await review(old)).toContain('## Executive Summary');
});

test('[AI7] a monitor names the item it was made of, the item its monitor; of a hidden incident nobody is told', async () => {
  await using server = await startServer({ ownerName: 'Ana' });
  const { body: bo } = await server.api<{ token: string }>('/api/v1/people', {
    json: { name: 'Bo', role: 'responder' },
  });
  const { incident, items } = await declare(server, 'Checkout fails', 'shop', [
    { text: 'Watch the queue', type: 'detect' },
  ]);
  const origin = { incident, item: items[0] };
  const monitor = {
    name: 'queue',
    kind: 'tcp',
    settings: { host: '127.0.0.1', port: 9 },
    intervalSeconds: 3_600,
    origin,
  };
  type Made = { id: string; origin?: object };
  const { status, body: made } = await server.api<Made>('/api/v1/monitors', { json: monitor });
  expect([status, made.origin]).toEqual([201, origin]);
  const said = await server.api(`/api/v1/incidents/${incident}/facts`, {
    json: { kind: 'action-item-changed', target: items[0], monitor: made.id },
  });
  expect(said.status).toBe(201);
  const listed = async () => (await readFrom(server)('')) as (Item & { monitor: string })[];
  await expect.poll(async () => (await listed())[0]?.monitor).toBe(made.id);

  const read = async () =>
    (await server.api<Made>(`/api/v1/monitors/${made.id}`, { token: bo.token })).body.origin;
  expect(await read()).toEqual(origin);
  const restricted = await server.api(`/api/v1/incidents/${incident}/restriction`, {
    method: 'PUT',
    json: { teams: [], people: [] },
  });
  expect(restricted.status).toBeLessThan(300);
  await expect.poll(read).toBeUndefined();
});
