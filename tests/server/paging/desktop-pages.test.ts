// A page on the desktop is sent when a client took it, over real HTTP.
import { expect, test, vi } from 'vitest';
import type { Fact } from '#room/facts/fact.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';

type Paged = Fact<'paged'>;
const paged = async (server: RunningServer, incident: string) =>
  (await server.api<{ timeline: { fact: Fact }[] }>(`/api/v1/incidents/${incident}`)).body.timeline
    .map(({ fact }) => fact)
    .filter((fact): fact is Paged => fact.kind === 'paged')
    .map(({ person, channel, outcome }) => ({ person, channel, ok: outcome.ok, reason: outcome.reason }));
const until = <T>(look: () => Promise<T>, expected: T) =>
  vi.waitFor(async () => expect(await look()).toEqual(expected), { timeout: 60_000 });

async function follow(server: RunningServer, token: string) {
  const ending = new AbortController();
  const response = await fetch(new URL('/api/v1/live', server.url), {
    headers: { authorization: `Bearer ${token}` },
    signal: ending.signal,
  });
  const reader = response.body!.getReader();
  await reader.read();
  return { end: () => ending.abort() };
}

test('[ES18] paged by desktop only while a client of theirs is connected; taken later, it is said then', async () => {
  await using server = await startServer();
  const lee = (
    await server.api<{ id: string; token: string }>('/api/v1/people', {
      json: { name: 'Lee', role: 'responder' },
    })
  ).body;
  const steps = [{ targets: [{ kind: 'person', id: lee.id }], waitMinutes: 30 }];
  expect((await server.api('/api/v1/policies', { json: { name: 'All', steps } })).status).toBe(201);
  const declare = async (title: string) =>
    (await server.api<{ id: string }>('/api/v1/incidents', { json: { title, severity: 'P1' } })).body.id;
  const away = {
    person: lee.id,
    channel: 'desktop',
    ok: false,
    reason: 'no desktop or browser of theirs is connected',
  };
  const taken = { person: lee.id, channel: 'desktop', ok: true, reason: undefined };

  const first = await declare('Nobody looks');
  await until(() => paged(server, first), [away]);
  const client = await follow(server, lee.token);
  await until(() => paged(server, first), [away, taken]);
  const second = await declare('Lee looks');
  await until(() => paged(server, second), [taken]);
  client.end();
  await vi.waitFor(
    async () => {
      const third = await declare('Lee is gone again');
      await until(() => paged(server, third), [away]);
    },
    { timeout: 60_000 },
  );
});
