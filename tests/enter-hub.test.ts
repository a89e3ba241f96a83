// What a desktop says when it cannot be let into a hub: real servers of every wrong kind.
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { enterHub } from '#main/server/hub.ts';
import { promote } from './helpers/hub.ts';
import { untilFeed } from './helpers/live-feed.ts';
import { startMemberOf } from './helpers/replicas.ts';
import { startServer, type RunningServer } from './helpers/server.ts';

async function startMember(team: RunningServer, name: string) {
  const { body } = await team.api<{ token: string }>('/api/v1/people', { json: { name, role: 'responder' } });
  return startMemberOf(team, body.token);
}
const own = (server: RunningServer) => ({ url: server.url, token: server.ownerToken });

test('[HU7] a desktop enters the hub of its team by its address, and says why where it cannot', async () => {
  await using team = await startServer();
  await using anas = await startMember(team, 'Ana');
  await using bos = await startMember(team, 'Bo');
  await using other = await startServer();
  await using elsewhere = await startMember(other, 'Zoe');
  const enter = (link: string, server = bos) => enterHub(link, own(server));
  const hub = await promote(anas);
  await untilFeed(anas, ({ people }) => people.length === 3);
  await team.kill9();

  expect(await enter(`${hub}/join#a-code-that-members-do-not-need`)).toEqual({
    url: hub,
    host: 'Ana',
    token: expect.stringMatching(/^mst_/),
    fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  await expect(enter(hub, elsewhere)).rejects.toThrow('The hub of Ana belongs to another team');
  await expect(enter(hub, other)).rejects.toThrow('has no pass of its team yet');
  await expect(enter('nonsense')).rejects.toThrow("That is not a hub's address");
  await expect(enter('http://127.0.0.1:9')).rejects.toThrow('127.0.0.1:9 cannot be reached');
  await expect(enter(other.url)).rejects.toThrow('is a Muster server, but no hub just now');
  const website = createServer((_request, response) => response.end('<h1>Hello</h1>')).listen(0, '127.0.0.1');
  await once(website, 'listening');
  const { port } = website.address() as AddressInfo;
  await expect(enter(`http://127.0.0.1:${port}`)).rejects.toThrow('answers, but it is no hub');
  website.close();
  await anas.api('/api/v1/hub', { method: 'DELETE' });
  await expect(enter(hub)).rejects.toThrow('cannot be reached');
});
