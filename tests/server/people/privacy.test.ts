// PE2: only people who answer incidents see contact details; no server shows them to a viewer.
import { expect, test } from 'vitest';
import type { Person } from '#room/feed/feed.ts';
import type { Role } from '#room/team/scales.ts';
import { openInbox } from '#sync-server/paging/testing/inbox.ts';
import { followFeed } from '../../helpers/follow-feed.ts';
import { untilFeed } from '../../helpers/live-feed.ts';
import { startReplicaOf } from '../../helpers/replicas.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';

const secrets = ['ana@example.com', '+4930123456'];
const contact = { email: secrets[0], phone: secrets[1], title: 'Platform', timeZone: 'Europe/Berlin' };

async function hire(server: RunningServer, role: Role): Promise<string> {
  const { body } = await server.api<{ token: string }>('/api/v1/people', {
    json: { name: `A ${role}`, role },
  });
  return body.token;
}

test('[PE2] a viewer learns no address and no number, from the API, the feed or a replica; a responder does', async () => {
  await using inbox = await openInbox();
  await using server = await startServer();
  const owner = (await server.api<Person>('/api/v1/me')).body;
  const { name } = owner;
  expect(
    (await server.api(`/api/v1/people/${owner.id}`, { method: 'PUT', json: { name, contact } })).status,
  ).toBe(200);
  const hook = { name: 'Hook', kind: 'webhook', settings: { url: inbox.url } };
  const { id: channel } = (await server.api<{ id: string }>('/api/v1/channels', { json: hook })).body;
  await server.api(`/api/v1/channels/${channel}/test`, { json: { to: secrets[0] } });
  const [viewer, responder] = [await hire(server, 'viewer'), await hire(server, 'responder')];
  const told = async (of: RunningServer, token: string) => {
    const feed = await followFeed(of.url, token);
    const snapshot = await feed.snapshot();
    feed.close();
    const paths = ['/api/v1/people', `/api/v1/people/${owner.id}`, '/api/v1/deliveries', '/api/v1/on-call'];
    const answers = await Promise.all(paths.map(async (path) => (await of.api(path, { token })).body));
    return JSON.stringify([snapshot, answers]);
  };
  const toViewer = await told(server, viewer);
  for (const secret of secrets) expect(toViewer).not.toContain(secret);
  // What helps to find the right person stays.
  expect(toViewer).toContain('Platform');
  for (const secret of secrets) expect(await told(server, responder)).toContain(secret);
  // A change reaches them as the snapshot does.
  const feed = await followFeed(server.url, viewer);
  await feed.snapshot();
  await server.api(`/api/v1/people/${owner.id}`, { method: 'PUT', json: { name: 'Ana R.', contact } });
  const change = await feed.until(({ type }) => type === 'people');
  feed.close();
  for (const secret of secrets) expect(JSON.stringify(change)).not.toContain(secret);
  // A replica does not hold what its person may not know either.
  await using replica = await startReplicaOf(server, 'Vera', server.url, 'viewer');
  await untilFeed(replica, ({ people }) => people.some(({ id }) => id === owner.id));
  const fromReplica = await told(replica, replica.ownerToken);
  for (const secret of secrets) expect(fromReplica).not.toContain(secret);
  // People always see their own.
  const vera = (await server.api<Person>('/api/v1/me', { token: viewer })).body;
  await server.api(`/api/v1/people/${vera.id}`, {
    method: 'PUT',
    token: viewer,
    json: { name: vera.name, contact },
  });
  const own = await server.api<Person>(`/api/v1/people/${vera.id}`, { token: viewer });
  expect(own.body.contact).toMatchObject({ email: secrets[0], phone: secrets[1] });
});
