// A laptop becomes the meeting place while the team's server is away: real servers, stock clients, kill -9.
import { roomName } from '#wire/document-name.ts';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Person, UpstreamState } from '#room/feed/feed.ts';
import { writeFact } from './helpers/facts.ts';
import { askServer } from '#main/server/ask-server.ts';
import {
  acceptAt,
  enterHub,
  isThere,
  meetDoor,
  pinned,
  promote,
  type Admitted,
  type HubView,
} from './helpers/hub.ts';
import { followFeed } from './helpers/follow-feed.ts';
import { readSnapshot, untilFeed } from './helpers/live-feed.ts';
import { startMemberOf } from './helpers/replicas.ts';
import { startServer, type RunningServer } from './helpers/server.ts';
import { joinRoom, type StockClient } from './helpers/stock-client.ts';

const patience = { timeout: 300_000 };

async function member(team: RunningServer, name: string, role = 'responder'): Promise<string> {
  const { body } = await team.api<{ code: string }>('/api/v1/invitations', { json: { role } });
  const accepted = await team.api<{ token: string }>('/api/v1/invitations/accept', {
    token: null,
    json: { code: body.code, name, replica: true },
  });
  expect(accepted.status).toBe(201);
  return accepted.body.token;
}

/** A desktop's own server that belongs to the team. */
async function startMember(team: RunningServer, name: string, role?: string) {
  const token = await member(team, name, role);
  const server = await startMemberOf(team, token);
  const { body: me } = await server.api<Person>('/api/v1/me');
  return { server, token, me };
}

/** What a desktop does when its person adds a hub: the same folder and port, one more upstream. */
async function addUpstream(
  team: RunningServer,
  { server, token }: { server: RunningServer; token: string },
  url: string,
) {
  const hub = await enterHub(server, url);
  await server.stop();
  return startServer({
    dataFolder: server.dataFolder,
    port: server.port,
    upstreams: [team.url, pinned(url, hub.fingerprint)],
    upstreamToken: [token, hub.token],
  });
}

const join = (server: RunningServer, document: string) => joinRoom(server.url, server.ownerToken, document);
const declare = async (server: RunningServer, title: string) => {
  const { body, status } = await server.api<{ id: string }>('/api/v1/incidents', { json: { title } });
  expect(status).toBe(201);
  return { id: body.id, document: roomName(body.id) };
};

type Told = { kind: string; text?: string; by: string; number?: string };
const factsOf = ({ doc }: StockClient) => doc.getArray('facts').toJSON() as Told[];
const contentOf = ({ doc }: StockClient) =>
  JSON.stringify([
    Buffer.from(Y.encodeStateVector(doc)).toString('hex'),
    doc.getArray('facts').toJSON(),
    doc.getText('summary').toJSON(),
  ]);

async function until(isTrue: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = performance.now() + 25_000;
  while (!(await isTrue())) {
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`);
    await wait(20);
  }
}
const untilSame = (clients: readonly StockClient[]) =>
  until(() => new Set(clients.map(contentOf)).size === 1, 'the same content everywhere');
const untilSays = (client: StockClient, texts: readonly string[]) =>
  until(() => {
    const said = new Set(factsOf(client).map(({ text }) => text));
    return texts.every((text) => said.has(text));
  }, texts.join());

function write(client: StockClient, by: string, name: string, count = 10): string[] {
  return Array.from({ length: count }, (_, index) => {
    const text = `${name}-${index}`;
    writeFact(client.doc, by, text);
    client.doc.getText('summary').insert(0, `[${text}]`);
    return text;
  });
}

const hubOf = (upstreams: readonly UpstreamState[]) => upstreams.find(({ hub }) => hub)?.hub ?? null;

describe('a hub', patience, () => {
  test('[HU1] opens a second door, keeps its port, and shuts it without touching the first', async () => {
    await using server = await startServer();
    const { body: before } = await server.api<HubView>('/api/v1/hub');
    expect(before).toMatchObject({ open: false, addresses: [], people: [], problem: null });
    expect((await readSnapshot(server)).hub).toBeNull();
    const url = await promote(server);
    expect(new URL(url).port).not.toBe(String(server.port));
    expect(await promote(server), 'asked again it is the same').toBe(url);
    const { id } = await declare(server, 'Checkout is down');
    const here = join(server, roomName(id));
    const there = joinRoom(url, server.ownerToken, roomName(id));
    await untilSays(there, write(here, 'ana', 'here'));
    const feed = await untilFeed(server, ({ hub }) => hub?.people === 1);
    expect(feed.hub?.host).toBe(feed.people[0]?.name);

    await server.kill9();
    await server.restart();
    const { body: again } = await server.api<HubView>('/api/v1/hub');
    expect(again).toMatchObject({ open: true, addresses: [url] });
    await untilSays(there, write(here, 'ana', 'after its death'));

    expect((await server.api('/api/v1/hub', { method: 'DELETE' })).status).toBe(204);
    expect(await isThere(url)).toBe(false);
    await until(() => !there.provider.wsconnected, 'the guest to be cut off');
    expect((await server.api('/healthz')).status).toBe(200);
    write(here, 'ana', 'alone');
    await here.until(() => here.saved() === here.sent(), 'the window to go on');
    await server.restart();
    expect((await server.api<HubView>('/api/v1/hub')).body.open, 'shut stays shut').toBe(false);
    expect(await promote(server), 'and opens where it was').toBe(url);
    for (const client of [here, there]) client.close();
  });

  test('[HU1] a port or an address that cannot be had is said, and nothing changes', async () => {
    await using server = await startServer();
    const taken = await server.api('/api/v1/hub', { json: { host: '127.0.0.1', port: server.port } });
    expect(taken.status).toBe(409);
    expect(JSON.stringify(taken.body)).toContain(`Port ${server.port} is taken`);
    const elsewhere = await server.api('/api/v1/hub', { json: { host: '192.0.2.1' } });
    expect(elsewhere.status).toBe(409);
    expect(JSON.stringify(elsewhere.body)).toContain('no address of this computer');
    expect((await server.api('/api/v1/hub', { json: { host: 'a b' } })).status).toBe(400);
    const url = await promote(server);
    expect((await server.api('/api/v1/hub', { json: { host: '192.0.2.1' } })).status).toBe(409);
    expect(await isThere(url), 'an open hub stays where it is').toBe(true);
    const both = await Promise.all(
      ['127.0.0.1', 'localhost'].map((host) => server.api('/api/v1/hub', { json: { host } })),
    );
    expect(both.map(({ status }) => status)).toEqual([201, 201]);
    await server.api('/api/v1/hub', { method: 'DELETE' });
    expect(await isThere(url), 'no door is forgotten').toBe(false);
    expect((await server.api<HubView>('/api/v1/hub')).body.open).toBe(false);
  });

  test('[HU3] [HU6] only the person who runs the server opens it; guests keep the role they were invited with', async () => {
    await using team = await startServer();
    const ana = await startMember(team, 'Ana', 'owner');
    await using server = ana.server;
    const url = await promote(server);
    const invited = await server.api<{ urls: string[]; code: string }>('/api/v1/hub/invitations', {
      json: { role: 'responder' },
    });
    const { fingerprint } = await meetDoor(url);
    expect(invited.body.urls).toEqual([`${url}/join#${invited.body.code}.${fingerprint}`]);
    const accept = () =>
      askServer(`${url}/api/v1/invitations/accept`, 'any', {
        // As a browser sends it: with all that stands behind the #.
        code: `${invited.body.code}.${fingerprint}`,
        name: 'Gil',
        replica: true,
      });
    const response = await accept();
    expect(response.status).toBe(201);
    expect((await accept()).status, 'works once').toBe(404);
    const { token, person } = response.body as { token: string; person: Person };
    const asGil = (path: string, init = {}) => server.api<HubView>(path, { ...init, token });
    for (const [path, init] of [
      ['/api/v1/hub', { json: {} }],
      ['/api/v1/hub', { method: 'DELETE' }],
      ['/api/v1/hub/invitations', { json: { role: 'responder' } }],
      [`/api/v1/hub/people/${ana.me.id}`, { method: 'DELETE' }],
      ['/api/v1/hub/invitations', {}],
      [`/api/v1/hub/people/${ana.me.id}`, { method: 'POST' }],
      ['/api/v1/hub/proof', { json: { address: url, ...(await meetDoor(url)) } }],
      // Forwarded with Ana's token, this would rename her.
      [`/api/v1/people/${ana.me.id}`, { method: 'PUT', json: { name: 'Gil' } }],
      [`/api/v1/people/${ana.me.id}`, { method: 'PUT', json: { name: 'Ana', role: 'viewer' } }],
      ['/api/v1/people', {}],
    ] as const)
      expect((await asGil(path, init)).status, `${JSON.stringify(init)} ${path}`).toBe(403);
    expect((await asGil(`/api/v1/passes/${'a'.repeat(59)}`)).status, 'no pass in Ana’s name').toBe(404);
    expect((await team.api<Person>(`/api/v1/people/${ana.me.id}`)).body).toMatchObject({
      name: 'Ana',
      role: 'owner',
    });

    const { document } = await declare(server, 'Guests write');
    const gil = joinRoom(url, token, document);
    await gil.synced();
    writeFact(gil.doc, person.id, 'a guest’s own words');
    await gil.until(() => gil.saved() === gil.sent(), 'his words to be kept');
    const forger = joinRoom(url, token, document);
    await forger.synced();
    const refused = forger.closed();
    writeFact(forger.doc, ana.me.id, 'in the name of Ana');
    expect(await refused).toBe(4403);
    const out = gil.closed();
    expect((await server.api(`/api/v1/hub/people/${person.id}`, { method: 'DELETE' })).status).toBe(204);
    expect(await out).toBe(4401);
    for (const client of [gil, forger]) client.close();
  });

  test('[HU4] a member is let in by a pass as who they are; nobody else is, and no answer works twice', async () => {
    await using team = await startServer();
    const ana = await startMember(team, 'Ana', 'owner');
    const bo = await startMember(team, 'Bo');
    await using hub = ana.server;
    await using bos = bo.server;
    await using stranger = await startServer();
    await untilFeed(hub, ({ people }) => people.some(({ name }) => name === 'Bo'));
    await team.kill9();
    const url = await promote(hub);
    const { token, person, status } = await enterHub(bos, url);
    expect([status, person]).toEqual([201, { id: bo.me.id, name: 'Bo', role: 'responder' }]);
    expect((await hub.api<Person>('/api/v1/me', { token })).body).toEqual(person);

    const question = async () => (await meetDoor(url)).door.challenge;
    const prove = async (met: Awaited<ReturnType<typeof meetDoor>>) =>
      (
        await bos.api<{ pass: string; proof: string }>('/api/v1/hub/proof', {
          json: { address: url, ...met },
        })
      ).body;
    const met = await meetDoor(url);
    const { challenge } = met.door;
    const { pass, proof } = await prove(met);
    const [body = '', signature = ''] = pass.split('.');
    const asOwner = { ...JSON.parse(Buffer.from(body, 'base64url').toString()), role: 'owner' } as object;
    const forged = `${Buffer.from(JSON.stringify(asOwner)).toString('base64url')}.${signature}`;
    const accept = (answered: object): Promise<Admitted> =>
      acceptAt(url, { pass, proof, challenge, address: url, ...answered });
    for (const wrong of [
      { challenge: 'never asked' },
      { challenge: await question() },
      { pass: forged },
      { pass: 'garbage' },
      { address: 'https://192.168.1.66:50123' },
    ])
      expect((await accept(wrong)).status, JSON.stringify(wrong)).toBe(403);
    expect((await accept({})).status).toBe(201);
    expect((await accept({})).status, 'used up').toBe(403);
    const atStranger = await stranger.api('/api/v1/hub/proof', { json: { address: url, ...met } });
    expect(atStranger.status, 'no pass').toBe(409);
    for (let guess = 0; guess < 100; guess++) await accept({});
    expect((await accept({})).status, 'AU4').toBe(429);
  });

  test('[HU2] a desktop that learns late who its person is does not count them twice', async () => {
    await using team = await startServer();
    const upstreamToken = await member(team, 'Ana');
    await team.kill9();
    await using desktop = await startServer({ upstreams: [team.url], upstreamToken });
    await promote(desktop);
    // A window that is open before the team has said who Ana is.
    const window = await followFeed(desktop.url, desktop.ownerToken);
    await team.restart();
    await window.ended;
    await untilFeed(desktop, ({ hub }) => hub?.host === 'Ana' && hub.people === 1);
  });

  test('[HU2] [HU5] [PR1] the team’s server dies, work goes on through a hub, and everything meets again, once', async () => {
    await using team = await startServer();
    const [ana, bo, cy] = [
      await startMember(team, 'Ana'),
      await startMember(team, 'Bo'),
      await startMember(team, 'Cy'),
    ];
    await using hub = ana.server;
    await untilFeed(hub, ({ people }) => people.filter(({ name }) => /^(Bo|Cy)$/.test(name)).length === 2);
    const first = await declare(team, 'Before the outage');
    for (const { server } of [ana, bo, cy])
      await untilFeed(server, ({ incidents }) => incidents.length === 1);
    await team.kill9();

    const url = await promote(hub);
    await using bos = await addUpstream(team, bo, url);
    await using cys = await addUpstream(team, cy, url);
    for (const server of [bos, cys]) {
      const { upstreams } = await untilFeed(server, (feed) => hubOf(feed.upstreams)?.people === 3);
      expect(upstreams.map(({ state, hub: known }) => [state, known?.host])).toEqual([
        ['away', undefined],
        ['connected', 'Ana'],
      ]);
    }
    expect((await bos.api<Person>('/api/v1/me')).body.id, 'still who the team says').toBe(bo.me.id);

    // A guest whom the team does not know, in a browser.
    const { body: invitation } = await hub.api<{ code: string }>('/api/v1/hub/invitations', { json: {} });
    const { body: gil } = await hub.api<{ token: string; person: Person }>('/api/v1/invitations/accept', {
      token: null,
      json: { code: invitation.code, name: 'Gil' },
    });
    await untilFeed(hub, ({ people }) => people.some(({ id }) => id === gil.person.id));

    const second = await declare(bos, 'Found while cut off');
    const clients = [bos, cys, hub].map((server) => join(server, second.document));
    const [atBo, atCy, atHub] = clients as [StockClient, StockClient, StockClient];
    const atGil = joinRoom(url, gil.token, second.document);
    await atGil.synced();
    const written = [
      ...write(atBo, bo.me.id, 'bo'),
      ...write(atCy, cy.me.id, 'cy'),
      ...write(atHub, ana.me.id, 'ana'),
      ...write(atGil, gil.person.id, 'gil'),
    ];
    for (const client of [...clients, atGil]) await untilSays(client, written);

    atBo.provider.awareness.setLocalStateField('person', bo.me.id);
    const seesBo = (client: StockClient) =>
      [...client.provider.awareness.getStates().values()].some((state) => state['person'] === bo.me.id);
    await until(() => seesBo(atCy) && seesBo(atGil), 'presence to pass through the hub');

    await hub.kill9();
    await until(() => !seesBo(atCy), 'presence to go with the hub');
    written.push(...write(atBo, bo.me.id, 'bo-alone'), ...write(atCy, cy.me.id, 'cy-alone'));
    await hub.restart();
    for (const client of [...clients, atGil]) await untilSays(client, written);
    await untilFeed(cys, ({ upstreams }) => upstreams[0]!.unsent > 0 && upstreams[1]!.unsent === 0);

    await team.restart();
    for (const server of [hub, bos, cys])
      await untilFeed(server, ({ upstreams }) =>
        upstreams.every(({ state, unsent }) => state === 'connected' && unsent === 0),
      );
    const atTeam = join(team, second.document);
    await atTeam.synced();
    await until(() => factsOf(atTeam).some(({ kind }) => kind === 'numbered'), 'a number');
    await untilSame([...clients, atTeam, atGil]);
    const facts = factsOf(atTeam);
    expect(facts.filter(({ kind }) => kind === 'numbered').map(({ number }) => number)).toEqual(['INC-2']);
    for (const [name, by] of [
      ['bo', bo.me.id],
      ['cy', cy.me.id],
      ['ana', ana.me.id],
      ['gil', gil.person.id],
      ['bo-alone', bo.me.id],
    ])
      expect(facts.filter(({ text }) => text?.replace(/-\d+$/, '') === name).map((fact) => fact.by)).toEqual(
        Array.from({ length: 10 }, () => by),
      );
    const { body } = await team.api<{ items: { id: string; number: string }[] }>(
      '/api/v1/incidents?status=all',
    );
    expect(body.items.map(({ id, number }) => [id, number])).toEqual([
      [second.id, 'INC-2'],
      [first.id, 'INC-1'],
    ]);
    for (const client of [...clients, atTeam, atGil]) client.close();
  });
});
