// TM3: the desktops of people outside never get a restricted room, and what they have of one is hidden from then on.
import { expect, test } from 'vitest';
import { closeCodes } from '#wire/close-codes.ts';
import { connectRaw } from '../../helpers/raw-client.ts';
import { isLive, startReplicaOf, untilUpstream } from '../../helpers/replicas.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';

type Incident = { id: string; title: string };

const listed = async (server: RunningServer) =>
  (await server.api<{ items: Incident[] }>('/api/v1/incidents?status=all')).body.items.map(
    ({ title }) => title,
  );
const declare = async (server: RunningServer, title: string, more: object = {}) =>
  (await server.api<Incident>('/api/v1/incidents', { json: { title, ...more } })).body.id;
const restrict = (server: RunningServer, id: string, teams: readonly string[]) =>
  server.api(`/api/v1/incidents/${id}/restriction`, { method: 'PUT', json: { teams, people: [] } });

test(
  '[TM3] a replica of somebody outside never gets the room; one inside does; who loses sight loses it',
  { timeout: 120_000 },
  async () => {
    await using primary = await startServer({ ownerName: 'Ana' });
    await using inside = await startReplicaOf(primary, 'Bo');
    await using outside = await startReplicaOf(primary, 'Cy');
    const { items } = (await primary.api<{ items: { id: string; name: string }[] }>('/api/v1/people')).body;
    const bo = items.find(({ name }) => name === 'Bo')?.id;
    const team = (
      await primary.api<{ id: string }>('/api/v1/teams', { json: { name: 'Payments', members: [bo] } })
    ).body.id;
    await Promise.all([untilUpstream(inside, isLive), untilUpstream(outside, isLive)]);

    const secret = await declare(primary, 'Secret from the start', {
      restrict: { teams: [team], people: [] },
    });
    const open = await declare(primary, 'Open at first');
    await expect
      .poll(() => listed(inside))
      .toEqual(expect.arrayContaining(['Secret from the start', 'Open at first']));
    await expect.poll(() => listed(outside)).toEqual(['Open at first']);
    expect((await outside.api(`/api/v1/incidents/${secret}`)).status).toBe(404);

    // In the middle of it: the room is closed where it is open, and gone from the list.
    const room = await connectRaw(outside.url, outside.ownerToken, `room-${open}`);
    await room.frame(() => true);
    await restrict(primary, open, [team]);
    expect(await room.closed).toBe(closeCodes.restricted);
    await expect.poll(() => listed(outside)).toEqual([]);
    await primary.api(`/api/v1/incidents/${open}/facts`, {
      json: { kind: 'retitled', title: 'Written later' },
    });
    await expect.poll(() => listed(inside)).toContain('Written later');
    expect(await listed(outside)).toEqual([]);

    // While it was away: what it finds out at the next meeting stays hidden, also without the team.
    const third = await declare(primary, 'Seen by everybody');
    await expect.poll(() => listed(outside)).toEqual(['Seen by everybody']);
    await outside.stop();
    await restrict(primary, third, [team]);
    await outside.restart();
    await untilUpstream(outside, ({ state }) => state === 'connected');
    await expect.poll(() => listed(outside)).toEqual([]);
    await outside.restart();
    expect(await listed(outside)).toEqual([]);

    // Open to everybody again, it is back.
    await primary.api(`/api/v1/incidents/${third}/restriction`, { method: 'DELETE' });
    await expect.poll(() => listed(outside)).toEqual(['Seen by everybody']);
    for (const each of [outside, inside]) expect(each.log()).not.toContain('bug');
  },
);
