// What an attacker tries at a hub: real servers, real sockets, real TLS.
import { roomName } from '#wire/document-name.ts';
import { describe, expect, test } from 'vitest';
import { enterHub as enterAsDesktop } from '#main/server/hub.ts';
import type { Person } from '#room/feed/feed.ts';
import { listenIn, pretendToBe } from './helpers/attackers.ts';
import { writeFact } from './helpers/facts.ts';
import { followFeed } from './helpers/follow-feed.ts';
import { acceptAt, enterHub, meetDoor, pinned, promote, type HubView } from './helpers/hub.ts';
import { untilFeed } from './helpers/live-feed.ts';
import { startMemberOf } from './helpers/replicas.ts';
import { startServer, type RunningServer } from './helpers/server.ts';
import { joinRoom } from './helpers/stock-client.ts';

const patience = { timeout: 300_000 };

type Member = { server: RunningServer; me: Person; token: string };

/** A desktop's own server that belongs to the team. */
async function startMember(team: RunningServer, name: string, role = 'responder'): Promise<Member> {
  const { body } = await team.api<{ code: string }>('/api/v1/invitations', { json: { role } });
  const json = { code: body.code, name, replica: true };
  const accepted = await team.api<{ token: string }>('/api/v1/invitations/accept', { token: null, json });
  const { token } = accepted.body;
  const server = await startMemberOf(team, token);
  return { server, token, me: (await server.api<Person>('/api/v1/me')).body };
}

const own = ({ server }: Member) => ({ url: server.url, token: server.ownerToken });
const untilKnown = (hub: RunningServer, isRight: (people: readonly Person[]) => boolean) =>
  untilFeed(hub, ({ people }) => isRight(people));

async function declare(server: RunningServer): Promise<string> {
  const { body } = await server.api<{ id: string }>('/api/v1/incidents', { json: { title: 'At the hub' } });
  return roomName(body.id);
}

/** A socket and a feed at the hub, as somebody who was let in holds them. */
async function hold(hub: RunningServer, token: string, room: string) {
  const client = joinRoom(hub.url, token, room);
  await client.synced();
  const feed = await followFeed(hub.url, token);
  await feed.snapshot();
  return { client, socketClosed: client.closed(), feed };
}

describe('who somebody is', patience, () => {
  test('[AU1] [HU4] a member whom the team removes is out at the hub: token, socket, feed and pass', async () => {
    await using team = await startServer();
    const [ana, bo] = [await startMember(team, 'Ana', 'owner'), await startMember(team, 'Bo', 'owner')];
    await using hub = ana.server;
    await using bos = bo.server;
    await untilKnown(hub, (people) => people.some(({ id }) => id === bo.me.id));
    const url = await promote(hub);
    const { token, person } = await enterHub(bos, url);
    expect(person.role).toBe('owner');
    const held = await hold(hub, token, await declare(hub));

    expect((await team.api(`/api/v1/people/${bo.me.id}`, { method: 'DELETE' })).status).toBe(204);
    expect(await held.socketClosed).toBe(4401);
    await held.feed.ended;
    expect((await hub.api('/api/v1/me', { token })).status).toBe(401);
    await expect(enterHub(bos, url)).resolves.toMatchObject({ status: 403 });
    expect((await hub.api<HubView>('/api/v1/hub')).body.people.map(({ id }) => id)).not.toContain(bo.me.id);
    // Nor later, when only the hub remembers.
    await team.kill9();
    await hub.kill9();
    await hub.restart();
    expect((await hub.api('/api/v1/me', { token })).status).toBe(401);
    await expect(enterHub(bos, url)).resolves.toMatchObject({ status: 403 });
    held.client.close();
  });

  test('[AU1] [HU4] a member whom the team demotes is no more than that at the hub, and in what is open there', async () => {
    await using team = await startServer();
    const [ana, bo] = [await startMember(team, 'Ana', 'owner'), await startMember(team, 'Bo', 'owner')];
    await using hub = ana.server;
    await using bos = bo.server;
    await untilKnown(hub, (people) => people.some(({ id }) => id === bo.me.id));
    const url = await promote(hub);
    const { token } = await enterHub(bos, url);
    const held = await hold(hub, token, await declare(hub));
    await team.api(`/api/v1/people/${bo.me.id}`, { method: 'PUT', json: { name: 'Bo', role: 'viewer' } });
    expect(await held.socketClosed).toBe(1012);
    await held.feed.ended;
    expect((await hub.api<Person>('/api/v1/me', { token })).body.role).toBe('viewer');
    expect((await hub.api('/api/v1/incidents', { token, json: { title: 'No' } })).status).toBe(403);
    expect((await enterHub(bos, url)).person.role).toBe('viewer');
    held.client.close();
  });

  test('[HU3] [SY7] a guest who asks for a replica’s token writes in nobody else’s name, here or in the team', async () => {
    await using team = await startServer();
    const ana = await startMember(team, 'Ana', 'owner');
    await using hub = ana.server;
    await promote(hub);
    const invite = (json: object) =>
      hub.api<{ code: string; carries: boolean }>('/api/v1/hub/invitations', { json });
    expect((await invite({ role: 'owner' })).status).toBe(400);
    const invited = await invite({ role: 'responder' });
    expect(invited.body.carries).toBe(false);
    const { body } = await hub.api<{ token: string; person: Person }>('/api/v1/invitations/accept', {
      token: null,
      json: { code: invited.body.code, name: 'Gil', replica: true },
    });
    const room = await declare(hub);
    for (const by of [ana.me.id, 'server', 'nobody']) {
      const forger = joinRoom(hub.url, body.token, room);
      await forger.synced();
      const closed = forger.closed();
      writeFact(forger.doc, by, `forged by ${by}`);
      expect(await closed, by).toBe(4403);
      forger.close();
    }
    const honest = joinRoom(hub.url, body.token, room);
    await honest.synced();
    writeFact(honest.doc, body.person.id, 'honest');
    await honest.until(() => honest.saved() === honest.sent(), 'what he may write');
    await untilFeed(hub, ({ upstreams }) => upstreams[0]?.unsent === 0);
    const said = JSON.stringify((await team.api(`/api/v1/incidents/${room.slice(5)}`)).body);
    expect(said).toContain('honest');
    expect(said).not.toContain('forged');
    honest.close();
  });

  test('[AU3] [HU4] a person invited without the right to carry has it neither in the team nor at a hub', async () => {
    await using team = await startServer();
    const ana = await startMember(team, 'Ana', 'owner');
    await using hub = ana.server;
    const { body } = await team.api<{ code: string }>('/api/v1/invitations', {
      json: { role: 'responder', carries: false },
    });
    const accepted = await team.api<{ token: string; person: Person }>('/api/v1/invitations/accept', {
      token: null,
      json: { code: body.code, name: 'Bo', replica: true },
    });
    const { token, person } = accepted.body;
    await using bos = await startServer({ upstreams: [team.url], upstreamToken: token });
    await untilFeed(bos, ({ upstreams }) => upstreams[0]?.state === 'connected');
    await untilKnown(hub, (people) => people.some(({ id }) => id === person.id));
    const admitted = await enterHub(bos, await promote(hub));
    const room = await declare(team);
    for (const [server, shown] of [
      [team, token],
      [hub, admitted.token],
    ] as const) {
      const forger = joinRoom(server.url, shown, room);
      await forger.synced();
      const closed = forger.closed();
      writeFact(forger.doc, ana.me.id, 'forged');
      expect(await closed).toBe(4403);
      forger.close();
    }
  });

  test('[HU3] a person who was sent away stays out, even after a restart, until the host lets them in again', async () => {
    await using team = await startServer();
    const [ana, bo] = [await startMember(team, 'Ana', 'owner'), await startMember(team, 'Bo')];
    await using hub = ana.server;
    await using bos = bo.server;
    await untilKnown(hub, (people) => people.some(({ id }) => id === bo.me.id));
    const url = await promote(hub);
    const { token } = await enterHub(bos, url);
    const path = `/api/v1/hub/people/${bo.me.id}`;
    expect((await hub.api(path, { method: 'DELETE' })).status).toBe(204);
    expect((await hub.api('/api/v1/me', { token })).status).toBe(401);
    expect((await enterHub(bos, url)).status).toBe(403);
    await hub.kill9();
    await hub.restart();
    expect((await hub.api<HubView>('/api/v1/hub')).body.sentAway).toEqual([
      { id: bo.me.id, name: 'Bo', role: 'responder' },
    ]);
    expect((await enterHub(bos, url)).status).toBe(403);
    expect((await hub.api(path, { method: 'POST' })).status).toBe(204);
    expect((await hub.api(path, { method: 'POST' })).status, 'is not away').toBe(404);
    const again = await enterHub(bos, url);
    expect((await hub.api<Person>('/api/v1/me', { token: again.token })).body.id).toBe(bo.me.id);
    expect((await hub.api('/api/v1/me', { token })).status, 'the old token stays dead').toBe(401);
  });
});

describe('the traffic on the network', patience, () => {
  test('[HU4] [HU8] a false hub that passes the question on is found out, whatever it changes', async () => {
    await using team = await startServer();
    const [ana, bo] = [await startMember(team, 'Ana', 'owner'), await startMember(team, 'Bo')];
    await using hub = ana.server;
    await using _bos = bo.server;
    await untilKnown(hub, (people) => people.some(({ id }) => id === bo.me.id));
    const url = await promote(hub);
    await team.kill9();
    await using relay = await pretendToBe(url);
    await expect(enterAsDesktop(relay.url, own(bo))).rejects.toThrow('Somebody stands between');
    await using liar = await pretendToBe(url, {
      door: (door, mine) => ({ ...door, fingerprint: mine.replaceAll(':', '').toLowerCase() }),
    });
    const { fingerprint } = await meetDoor(liar.url);
    expect((await meetDoor(liar.url)).door.fingerprint).toHaveLength(fingerprint!.length);
    await expect(enterAsDesktop(liar.url, own(bo))).rejects.toThrow(/stands between|cannot show/);
    await using stranger = await pretendToBe(url, { door: (door) => ({ ...door, introduction: null }) });
    await expect(enterAsDesktop(stranger.url, own(bo))).rejects.toThrow(/stands between|cannot show/);
    for (const each of [relay, liar, stranger]) expect(each.passedOn(), 'no answer was given').toEqual([]);
    // With a link that names the real hub's certificate, a desktop does not even ask another hub.
    const link = `${relay.url}/join#code.${(await meetDoor(url)).fingerprint}`;
    await expect(enterAsDesktop(link, own(bo))).rejects.toThrow('cannot be reached');
    await expect(enterAsDesktop(url, own(bo))).resolves.toMatchObject({ host: 'Ana' });
  });

  test('[HU4] at a hub in plain HTTP an answer passed on through another door is refused', async () => {
    await using team = await startServer();
    const [ana, bo] = [await startMember(team, 'Ana', 'owner'), await startMember(team, 'Bo')];
    await using hub = ana.server;
    await using bos = bo.server;
    await untilKnown(hub, (people) => people.some(({ id }) => id === bo.me.id));
    const url = await promote(hub, { plain: true });
    await using relay = await pretendToBe(url);
    await expect(enterAsDesktop(relay.url, own(bo))).rejects.toThrow('this hub is not at');
    await using forger = await pretendToBe(url, { answer: (answered) => ({ ...answered, address: url }) });
    await expect(enterAsDesktop(forger.url, own(bo))).rejects.toThrow('does not match');
    expect([relay.passedOn(), forger.passedOn()]).toEqual([[403], [403]]);
    expect((await enterHub(bos, url)).status).toBe(201);
  });

  test.each([
    ['[HU8] who listens between a member and the hub reads neither the room nor a token', false],
    ['[HU1] in plain HTTP he reads both, which is why it is said', true],
  ])('%s', async (_title, plain) => {
    await using team = await startServer();
    const [ana, bo] = [await startMember(team, 'Ana', 'owner'), await startMember(team, 'Bo')];
    await using hub = ana.server;
    await using bos = bo.server;
    await untilKnown(hub, (people) => people.some(({ id }) => id === bo.me.id));
    const url = await promote(hub, { plain });
    await using wire = await listenIn(url);
    const { token, fingerprint } = plain ? await enterHub(bos, url) : await enterHub(bos, wire.url);
    await bos.stop();
    await using joined = await startServer({
      dataFolder: bos.dataFolder,
      port: bos.port,
      upstreams: [team.url, pinned(wire.url, fingerprint)],
      upstreamToken: [bo.token, token],
    });
    await untilFeed(joined, ({ upstreams }) => upstreams[1]?.state === 'connected');
    await team.kill9();
    const secret = 'The password of the vault is swordfish';
    const room = await declare(joined);
    const here = joinRoom(joined.url, joined.ownerToken, room);
    const there = joinRoom(hub.url, hub.ownerToken, room);
    await Promise.all([here.synced(), there.synced()]);
    // Both ways: what a WebSocket client sends is masked, what it hears is not.
    writeFact(here.doc, bo.me.id, `Up: ${secret}`);
    writeFact(there.doc, ana.me.id, `Down: ${secret}`);
    for (const client of [here, there])
      await client.until(() => {
        const said = JSON.stringify(client.doc.getArray('facts'));
        return said.includes('Up: ') && said.includes('Down: ');
      }, 'both to say it');
    const heard = wire.heard();
    expect(heard.length).toBeGreaterThan(1_000);
    expect([heard.includes(secret), heard.includes('swordfish'), heard.includes(token)]).toEqual([
      plain,
      plain,
      plain,
    ]);
    for (const client of [here, there]) client.close();
  });

  test('[HU8] somebody else at the hub’s address gets no token, and that is said', async () => {
    await using team = await startServer();
    const [ana, bo] = [await startMember(team, 'Ana', 'owner'), await startMember(team, 'Bo')];
    await using hub = ana.server;
    await using bos = bo.server;
    await untilKnown(hub, (people) => people.some(({ id }) => id === bo.me.id));
    const url = await promote(hub);
    const { token, fingerprint } = await enterHub(bos, url);
    await using other = await pretendToBe(url);
    await bos.stop();
    await using joined = await startServer({
      dataFolder: bos.dataFolder,
      upstreams: [team.url, pinned(other.url, fingerprint)],
      upstreamToken: [bo.token, token],
    });
    const { upstreams } = await untilFeed(joined, (feed) => feed.upstreams[1]?.state === 'refused');
    expect(upstreams[1]?.reason).toContain('another certificate');
    expect(other.tokens()).toEqual([]);
  });

  test('[HU4] a thousand questions of a stranger make nobody’s question void', async () => {
    await using team = await startServer();
    const [ana, bo] = [await startMember(team, 'Ana', 'owner'), await startMember(team, 'Bo')];
    await using hub = ana.server;
    await using bos = bo.server;
    await untilKnown(hub, (people) => people.some(({ id }) => id === bo.me.id));
    const url = await promote(hub);
    const met = await meetDoor(url);
    for (let n = 0; n < 1_050; n += 50)
      await Promise.all(Array.from({ length: 50 }, () => hub.api('/api/v1/hub/door', { token: null })));
    const { body } = await bos.api<{ pass: string; proof: string }>('/api/v1/hub/proof', {
      json: { address: url, ...met },
    });
    const answered = { ...body, challenge: met.door.challenge, address: url };
    expect((await acceptAt(url, answered)).status).toBe(201);
  });
});
