// HT6: a team with more than the live feed shows, on whole servers.
import { expect, test } from 'vitest';
import { makeMovableClock } from '../helpers/clock.ts';
import { followFeed } from '../helpers/follow-feed.ts';
import { startMemberOf } from '../helpers/replicas.ts';
import { startOwnServer } from '../helpers/own-server.ts';

const dayMs = 86_400_000;
const older = 12;

test('[HT6] the feed leaves out what is over for long; a new desktop has all of it', async () => {
  const clock = makeMovableClock(async () => undefined);
  await using team = await startOwnServer({ clock });
  const declare = async (title: string, status: string) => {
    const { body } = await team.api<{ id: string }>('/api/v1/incidents', { title });
    const { status: code, body: answer } = await team.api(`/api/v1/incidents/${body.id}/facts`, {
      kind: 'status',
      status,
    });
    expect(code, JSON.stringify(answer)).toBe(201);
  };
  const passes = async (ms: number) => {
    // A server that ends signs what it has: from here on nothing is added to a room by itself.
    await team.restart();
    clock.jump(ms);
  };
  for (let count = 1; count <= older; count += 1) await declare(`Old ${count}`, 'closed');
  await passes(dayMs);
  await declare('Open for long', 'investigating');
  for (let count = 1; count <= 199; count += 1) await declare(`Less old ${count}`, 'closed');
  await passes(300 * dayMs);
  await declare('New', 'closed');

  const whole = await followFeed(team.url, team.ownerToken);
  expect((await whole.snapshot()).incidents).toHaveLength(older + 201);
  whole.close();
  const recent = await followFeed(team.url, team.ownerToken, '?incidents=recent');
  const { incidents, older: left } = await recent.snapshot();
  recent.close();
  const titles = incidents.map(({ title }) => title);
  expect(titles).toContain('Open for long');
  expect(titles).toContain('New');
  expect(left?.count).toBe(older + 201 - incidents.length);
  expect(titles).not.toContain('Old 1');

  const { body: invited } = await team.api<{ code: string }>('/api/v1/invitations', { role: 'responder' });
  const { body: joined } = await team.api<{ token: string }>('/api/v1/invitations/accept', {
    code: invited.code,
    name: 'Bo',
    replica: true,
  });
  await using desktop = await startMemberOf(team, joined.token);
  const countHere = async () =>
    (await desktop.api<{ items: unknown[] }>('/api/v1/incidents')).body.items.length;
  await expect.poll(countHere).toBe(older + 201);
});
