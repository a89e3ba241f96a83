import { expect, test } from 'vitest';
import type { IncidentSummary } from '#room/feed/feed.ts';
import type { SearchLine } from '#room/learning/search.ts';
import { isLive, startReplicaOf, untilUpstream } from '../../helpers/replicas.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';

type Found = IncidentSummary & { matches: (SearchLine & { marks: [number, number][] })[] };
type Page = { items: Found[]; next: string | null; notIndexed: number };

const search = async (server: RunningServer, q: string, more = '') =>
  (await server.api<Page>(`/api/v1/incidents?q=${encodeURIComponent(q)}${more}`)).body;
const declare = async (server: RunningServer, title: string, facts: Record<string, unknown>[] = []) => {
  const { body } = await server.api<{ id: string }>('/api/v1/incidents', {
    json: { title, summary: `Summary of ${title}` },
  });
  if (facts.length > 0) await server.api(`/api/v1/incidents/${body.id}/facts`, { json: facts });
  return body.id;
};
/** Until the index has everything there is. */
const untilFound = (server: RunningServer, q: string, ids: readonly string[]) =>
  expect
    .poll(async () => (await search(server, q)).items.map(({ id }) => id).toSorted())
    .toEqual([...ids].toSorted());

test('[SE2] incidents are found by what was said in them, with the place and the words marked', async () => {
  await using server = await startServer({ ownerName: 'Ana' });
  const pool = await declare(server, 'Checkout fails', [
    { kind: 'hypothesis', text: 'v412 leaks database connections' },
    { kind: 'note', text: 'The pool of db-1 is exhausted' },
  ]);
  const disk = await declare(server, 'Disk full on db-1', [{ kind: 'action', text: 'Deleted rotated logs' }]);
  await untilFound(server, 'db-1', [pool, disk]);
  // Words from different places of one incident.
  await untilFound(server, 'checkout exhaust', [pool]);
  await expect.poll(async () => (await search(server, 'leak')).notIndexed).toBe(0);
  const { items } = await search(server, 'leak');
  const [match] = items[0]!.matches;
  expect(match).toMatchObject({ where: 'fact', text: 'v412 leaks database connections', marks: [[5, 10]] });
  expect(match!.fact).toMatch(/^[0-9A-Z]{26}$/);
  expect((await search(server, 'summary disk')).items[0]!.matches[0]!.where).toBe('title');
  expect((await search(server, 'nothing of the kind')).items).toEqual([]);
  // Signs of the index's own language are only signs.
  expect((await search(server, 'NEAR(* "')).items).toEqual([]);
});

test('[SE2] an incident is found by its title, number and service as soon as it is declared', async () => {
  await using server = await startServer({ ownerName: 'Ana' });
  const json = { title: 'Zürich is dark', service: 'lights-api' };
  const { body } = await server.api<{ id: string; number: string }>('/api/v1/incidents', { json });
  for (const typed of ['zurich DARK', body.number, '"lights-api" zür']) {
    const [found] = (await search(server, typed)).items;
    expect(found).toMatchObject({ id: body.id, matches: [{ where: 'title' }] });
    expect(found!.matches[0]!.marks.length).toBeGreaterThan(0);
  }
  expect((await search(server, 'zurich light bright')).items).toEqual([]);
});

test('[SE2] a struck-out entry is found no longer, on the server and after a restart', async () => {
  await using server = await startServer({ ownerName: 'Ana' });
  const id = await declare(server, 'Passwords', [{ kind: 'note', text: 'it is hunter2' }]);
  await untilFound(server, 'hunter2', [id]);
  const room = await server.api<{ timeline: { id: string; fact: { kind: string } }[] }>(
    `/api/v1/incidents/${id}`,
  );
  const note = room.body.timeline.find(({ fact }) => fact.kind === 'note')!;
  await server.api(`/api/v1/incidents/${id}/facts`, { json: { kind: 'retracted', target: note.id } });
  await untilFound(server, 'hunter2', []);
});

test('[SE4] a replica finds everything while its team is away', async () => {
  await using primary = await startServer({ ownerName: 'Ana' });
  await using replica = await startReplicaOf(primary, 'Bo');
  const id = await declare(primary, 'Refunds are paid twice', [{ kind: 'note', text: 'ledger drifts' }]);
  await untilUpstream(replica, isLive);
  await untilFound(replica, 'ledger refund', [id]);
  await primary[Symbol.asyncDispose]();
  expect((await search(replica, 'ledger')).items.map((item) => item.id)).toEqual([id]);
});

test('[SE1] a filter nobody knows is refused by its name', async () => {
  await using server = await startServer({ ownerName: 'Ana' });
  const { status, body } = await server.api<{ detail: string }>('/api/v1/incidents?colour=red');
  expect(status).toBe(400);
  expect(JSON.stringify(body)).toContain('colour');
});
