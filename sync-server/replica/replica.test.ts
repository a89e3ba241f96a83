import { describe, expect, test } from 'vitest';
import { unknownStanding, type MonitorState, type OpenPage } from '#room/feed/feed.ts';
import type { FeedMessage } from '#wire/feed/messages.ts';
import { openDesk, readText, until, writeText } from './testing/desk.ts';
import { UpstreamAway } from './replica.ts';
import { startTeam } from './testing/team.ts';
import { openTemporaryDatabase } from './testing/database.ts';
import { openWire } from './testing/wire.ts';

const monitor: MonitorState = {
  id: 'm1',
  name: 'payments-api',
  kind: 'http',
  service: null,
  status: 'up',
  since: 5,
  reason: null,
  lastSample: null,
  intervalSeconds: 1,
  ...unknownStanding,
};
const stateOf = ({ replica }: ReturnType<typeof openDesk>) => replica.states()[0];

describe('how a replica says it stands', () => {
  test('[RE6] connected, then away with the reason and since when, then connected again', async () => {
    await using team = await startTeam();
    await using wire = await openWire(() => team.url);
    await using desk = openDesk([wire.url]);
    await until(() => stateOf(desk)?.state === 'connected');
    const before = Date.now();
    wire.cut();
    await until(() => stateOf(desk)?.state === 'away');
    expect(stateOf(desk)?.since).toBeGreaterThanOrEqual(before);
    expect(stateOf(desk)?.reason).not.toBe(null);
    wire.heal();
    await until(() => stateOf(desk)?.state === 'connected');
    expect(stateOf(desk)?.reason).toBe(null);
  });

  test('[RE6] a machine that is silently gone is noticed, and was gone when it was last heard', async () => {
    await using team = await startTeam();
    await using wire = await openWire(() => team.url);
    await using desk = openDesk([wire.url], { timing: { silenceMs: 400 } });
    await until(() => stateOf(desk)?.state === 'connected' && team.sockets.now.get('library') === 1);
    wire.freeze();
    const frozenAt = Date.now();
    await until(() => stateOf(desk)?.state === 'away');
    expect(stateOf(desk)).toMatchObject({ reason: 'it sent nothing for 0.4 s' });
    expect(stateOf(desk)?.since).toBeLessThanOrEqual(frozenAt);
    wire.heal();
    await until(() => stateOf(desk)?.state === 'connected');
    await writeText(desk.rooms, 'library', 'still joined');
    await until(async () => (await readText(team.rooms, 'library')) === 'still joined');
  });

  test('[RE6] a token that is not accepted is refused, said so, and tried again now and then', async () => {
    await using team = await startTeam();
    team.person = null;
    await using desk = openDesk([team.url]);
    await until(() => stateOf(desk)?.state === 'refused');
    expect(stateOf(desk)?.reason).toContain('401');
    const asked = team.requests.length;
    expect(asked).toBeLessThan(4);
    team.person = { id: 'ana', name: 'Ana', role: 'responder' };
    await until(() => stateOf(desk)?.state === 'connected');
    expect(desk.replica.me()).toEqual(team.person);
  });

  test('[RE6] pages of a team that is away stay; of one that no longer knows our token none does, also after a restart', async () => {
    await using database = openTemporaryDatabase();
    await using team = await startTeam();
    await using wire = await openWire(() => team.url);
    const page = { id: 'p1', incident: 'i1', person: 'ana', at: 1 } as OpenPage;
    team.snapshot = { pages: [page] };
    {
      await using desk = openDesk([wire.url], { database });
      const heard: FeedMessage[] = [];
      desk.replica.onMessage((message) => heard.push(message));
      await until(() => desk.replica.mirrored().pages.length === 1);
      wire.cut();
      await until(() => stateOf(desk)?.state === 'away');
      expect(desk.replica.mirrored().pages).toEqual([page]);
      team.person = null;
      wire.heal();
      await until(() => stateOf(desk)?.state === 'refused');
      expect(desk.replica.mirrored().pages).toEqual([]);
      expect(heard.filter(({ type }) => type === 'pages').at(-1)).toEqual({ type: 'pages', pages: [] });
    }
    await using again = openDesk([wire.url], { database });
    await until(() => stateOf(again)?.state === 'refused');
    expect(again.replica.mirrored().pages).toEqual([]);
  });

  test('[RE6] something else that answers at the address is away, with what it sent', async () => {
    await using team = await startTeam();
    await using desk = openDesk([`${team.url}/elsewhere`]);
    await until(() => stateOf(desk)?.reason?.includes('418'));
    expect(stateOf(desk)?.state).toBe('away');
  });

  test.each([
    { life: 'a', head: 1e308 },
    { life: 'a', head: -1 },
    { life: 'a', head: 1.5 },
    { life: 'a'.repeat(65), head: 1 },
  ])('[RE9] a log position that cannot be, %j, is not kept, and the next one is', async (standing) => {
    await using team = await startTeam();
    await using database = openTemporaryDatabase();
    const connect = async () => {
      await using desk = openDesk([team.url], { database });
      await until(() => stateOf(desk)?.state === 'connected');
      return team.requests.filter((request) => request.includes('/api/v1/store')).at(-1);
    };
    team.standing = { ...standing, hasAll: null };
    await connect();
    team.standing = { life: 'b', head: 7, hasAll: null };
    expect(await connect()).toBe('GET /api/v1/store');
    expect(await connect()).toBe('GET /api/v1/store?life=b&head=7');
  });

  test('[RE6] it ends without waiting for the other side, which is frozen', async () => {
    await using team = await startTeam();
    await using wire = await openWire(() => team.url);
    // Longer than this test may take: it would not end, did it wait for the silence to be noticed.
    const desk = openDesk([wire.url], { timing: { silenceMs: 3_600_000 } });
    await until(() => team.sockets.now.get('library') === 1);
    wire.freeze();
    await desk[Symbol.asyncDispose]();
  });
});

describe('a replica shows its upstream', () => {
  test('[RE5] monitors, samples and people as they change', async () => {
    await using team = await startTeam();
    team.snapshot = { monitors: [monitor], people: [{ id: 'ana', name: 'Ana', role: 'owner' }] };
    await using desk = openDesk([team.url]);
    const heard: FeedMessage[] = [];
    desk.replica.onMessage((message) => heard.push(message));
    await until(() => desk.replica.mirrored().monitors.length === 1);
    const sample = { at: 9, status: 'up' as const, latencyMs: 3, reason: null };
    team.say({ type: 'sample', monitor: 'm1', sample });
    team.say({ type: 'monitor', monitor: { ...monitor, status: 'down', reason: '503' } });
    await until(() =>
      heard.some((message) => message.type === 'monitor' && message.monitor.status === 'down'),
    );
    expect(heard).toContainEqual({ type: 'sample', monitor: 'm1', sample });
    expect(desk.replica.mirrored().monitors[0]).toMatchObject({ status: 'down', reason: '503' });
    expect(desk.replica.mirrored()).toMatchObject({ people: team.snapshot.people, staleSince: null });
    team.say({ type: 'monitor-removed', id: 'm1' });
    await until(() => heard.some(({ type }) => type === 'monitor-removed'));
    expect(desk.replica.mirrored().monitors).toEqual([]);
  });

  test('[RE5] after a restart without the upstream the last known, with since when', async () => {
    await using database = openTemporaryDatabase();
    const people = [{ id: 'ana', name: 'Ana', role: 'owner' as const }];
    let lastHeard = 0;
    {
      await using team = await startTeam();
      team.snapshot = { monitors: [monitor], people };
      await using desk = openDesk([team.url], { database });
      await until(() => desk.replica.mirrored().monitors.length === 1);
      lastHeard = Date.now();
    }
    await using desk = openDesk(['http://127.0.0.1:9'], { database });
    expect(desk.replica.mirrored().monitors).toEqual([]);
    const names = database.queries.selectFrom('values_kept').select('name');
    const url = database.first(names.where('name', 'like', '% mirror'))?.name.split(' ')[1] ?? '';
    await using again = openDesk([url], { database });
    const { monitors, staleSince } = again.replica.mirrored();
    expect([monitors, again.replica.me()?.name]).toEqual([[monitor], 'Ana']);
    expect(staleSince).toBeLessThanOrEqual(lastHeard);
    expect(staleSince).toBeGreaterThan(lastHeard - 5000);
    expect(stateOf(again)).toMatchObject({ state: 'away', since: staleSince });
  });

  test('[RE5] the first upstream that answers is shown; documents are joined to all of them', async () => {
    await using team = await startTeam();
    await using hub = await startTeam();
    await using wire = await openWire(() => team.url);
    team.snapshot = { monitors: [monitor] };
    hub.snapshot = { monitors: [{ ...monitor, name: 'as the hub knows it' }], staleSince: 7 };
    await using desk = openDesk([wire.url, hub.url]);
    await until(() => desk.replica.states().every(({ state }) => state === 'connected'));
    expect(desk.replica.mirrored()).toMatchObject({ monitors: [{ name: 'payments-api' }], staleSince: null });
    await writeText(hub.rooms, 'library', 'from the hub');
    await until(async () => (await readText(team.rooms, 'library')) === 'from the hub');
    wire.cut();
    await until(() => desk.replica.mirrored().staleSince === 7);
    expect(desk.replica.mirrored().monitors[0]?.name).toBe('as the hub knows it');
  });

  test('[RE7] the clock of the team is measured, and remembered', async () => {
    await using database = openTemporaryDatabase();
    await using team = await startTeam();
    team.clockAheadMs = 90_000;
    {
      await using desk = openDesk([team.url], { database });
      await until(() => Math.abs(desk.replica.clockOffsetMs() - 90_000) < 100);
    }
    team.person = null;
    await using again = openDesk([team.url], { database });
    expect(Math.abs(again.replica.clockOffsetMs() - 90_000)).toBeLessThan(100);
  });
});

describe('calls that the upstream must answer', () => {
  const request = {
    method: 'PUT',
    path: '/api/v1/monitors/m1?x=1',
    headers: {
      'if-match': '"6"',
      'content-type': 'application/json',
      cookie: 'a=b',
      authorization: 'Bearer mine',
    },
    body: '{"name":"Zoë"}',
  };

  test('[RE4] travel with the upstream’s token and nothing private, and the answer comes back as it was', async () => {
    await using team = await startTeam();
    await using desk = openDesk([team.url]);
    const { status, headers, body } = await desk.replica.forward(request);
    const seen = JSON.parse(body.toString()) as {
      method: string;
      url: string;
      headers: Record<string, string>;
      body: string;
    };
    expect([status, headers]).toEqual([418, { 'content-type': 'application/problem+json', etag: '"7"' }]);
    expect(seen).toMatchObject({ method: 'PUT', url: request.path, body: request.body });
    expect(seen.headers).toMatchObject({ authorization: 'Bearer secret', 'if-match': '"6"' });
    expect(seen.headers).not.toHaveProperty('cookie');
  });

  test('[RE4] fail within their time with since when, while it is away, frozen or refuses us', async () => {
    await using team = await startTeam();
    await using wire = await openWire(() => team.url);
    await using desk = openDesk([wire.url]);
    await until(() => stateOf(desk)?.state === 'connected');
    wire.cut();
    await until(() => stateOf(desk)?.state === 'away');
    await expect(desk.replica.forward(request)).rejects.toMatchObject({ since: stateOf(desk)?.since });
    wire.freeze();
    await expect(desk.replica.forward(request)).rejects.toThrow('no answer in time');
    team.person = null;
    wire.heal();
    await until(() => stateOf(desk)?.state === 'refused');
    await expect(desk.replica.forward(request)).rejects.toBeInstanceOf(UpstreamAway);
  });

  test('[RE4] cannot be turned to another machine', async () => {
    await using team = await startTeam();
    await using other = await startTeam();
    await using desk = openDesk([team.url]);
    const path = `//${new URL(other.url).host}/api/v1/me`;
    await desk.replica.forward({ ...request, path });
    expect(other.requests).toEqual([]);
    expect(team.requests.some((line) => line.endsWith(path))).toBe(true);
  });
});
