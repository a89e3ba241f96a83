// What is known of a person, and erasing it, on real servers: what stands afterwards in answers and in the database file.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { isLive, startReplicaOf, untilUpstream } from '../../helpers/replicas.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';

/** In everything that is known of her, and nowhere else. */
const planted = 'Quillonia';
const mail = 'quillonia@example.org';

type Person = { id: string; name: string; token: string };
type Data = {
  person: { name: string; contact: { email?: string } | null; removedAt: number | null };
  teams: string[];
  tokens: { name: string | null }[];
  onCall: { schedules: { schedule: string; layers: string[] }[]; policies: string[] };
  messages: { to: string; subject: string }[];
  wrote: { number: string; entries: { kind: string; text?: string }[] }[];
  audit: { what: string; by: { name: string }; target: { name: string | null }; address: string | null }[];
};
type Problem = { detail: string; errors?: { field: string; expected: string }[] };

/** Somebody who left something everywhere. */
async function hire(server: RunningServer): Promise<Person & { incident: string; number: string }> {
  const { body: person } = await server.api<Person>('/api/v1/people', {
    json: { name: planted, role: 'responder' },
  });
  const { id, token } = person;
  const contact = { email: mail, phone: '+49 30 123456' };
  const put = await server.api(`/api/v1/people/${id}`, {
    method: 'PUT',
    token,
    json: { name: planted, contact, notify: [{ channel: 'desktop', afterMinutes: 0 }] },
  });
  expect(put.status).toBe(200);
  const layer = { name: 'first', people: [id], rotation: { unit: 'week' }, startsOn: '2026-01-05' };
  const made = await Promise.all([
    server.api('/api/v1/teams', { json: { name: 'Payments', members: [id] } }),
    server.api('/api/v1/schedules', { json: { name: 'Nights', timeZone: 'UTC', layers: [layer] } }),
    server.api('/api/v1/tokens', { token, json: { name: 'A script', scopes: ['incidents:read'] } }),
    server.api(`/api/v1/people/${id}/calendar`, { token, json: {} }),
  ]);
  expect(made.map(({ status }) => status)).toEqual([201, 201, 201, expect.toBeOneOf([200, 201])]);
  const { body: incident } = await server.api<{ id: string; number: string }>('/api/v1/incidents', {
    token,
    json: { title: 'Cards are refused', severity: 'P3' },
  });
  await server.api(`/api/v1/incidents/${incident.id}/facts`, {
    token,
    json: [{ kind: 'note', text: 'The gateway answers 502.' }],
  });
  return { ...person, incident: incident.id, number: incident.number };
}

const dataOf = (server: RunningServer, id: string, token?: string) =>
  server.api<Data & Problem>(`/api/v1/people/${id}/data`, token === undefined ? {} : { token });
const erase = (server: RunningServer, id: string, name: string, token?: string) =>
  server.api<Problem & { name: string }>(`/api/v1/people/${id}/erase`, {
    json: { name },
    ...(token !== undefined && { token }),
  });

/** Every table of a stopped server's database in which one of the words stands. */
function tablesWith(server: RunningServer, words: readonly string[]): string[] {
  const file = readdirSync(server.dataFolder).find((name) => name.endsWith('.db')) ?? '';
  using sqlite = new DatabaseSync(join(server.dataFolder, file), { readOnly: true });
  const tables = sqlite.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  const says = (value: unknown) => {
    const text = value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value);
    return words.some((word) => text.includes(word));
  };
  return tables.flatMap(({ name }) => {
    const statement = sqlite.prepare(`SELECT * FROM "${String(name)}"`);
    statement.setReadBigInts(true);
    return statement.all().some((row) => Object.values(row).some(says)) ? [String(name)] : [];
  });
}

describe('what is known of a person', () => {
  test('[ED1] is one file with all of it, for themselves and for owners, also once they were removed', async () => {
    await using server = await startServer();
    const her = await hire(server);
    const { body: other } = await server.api<Person>('/api/v1/people', {
      json: { name: 'Bo', role: 'responder' },
    });
    expect((await dataOf(server, her.id, other.token)).status).toBe(403);
    expect((await dataOf(server, 'nobody')).status).toBe(404);
    const own = await dataOf(server, her.id, her.token);
    expect(own.headers.get('content-disposition')).toContain('attachment');
    expect(own.body).toMatchObject({
      person: { name: planted, contact: { email: mail }, removedAt: null },
      teams: ['Payments'],
      onCall: { schedules: [{ schedule: 'Nights', layers: ['first'] }] },
      wrote: [{ number: her.number, entries: expect.arrayContaining([]) }],
    });
    expect(own.body.tokens.map(({ name }) => name)).toContain('A script');
    const [room] = own.body.wrote;
    expect(room?.entries.some(({ text }) => text === 'The gateway answers 502.')).toBe(true);
    expect(own.body.audit.some(({ what }) => what.startsWith('Change a person'))).toBe(true);
    expect(JSON.stringify(own.body)).not.toContain(her.token);

    await server.api(`/api/v1/people/${her.id}`, { method: 'DELETE' });
    const removed = await server.api<{ items: { id: string; name: string }[] }>('/api/v1/people/removed');
    expect(removed.body.items).toMatchObject([{ id: her.id, name: planted }]);
    expect((await dataOf(server, her.id)).body).toMatchObject({ person: { contact: { email: mail } } });
  });
});

describe('erasing a person', () => {
  test('[ED2] [ED3] takes name and contact from every list, room and the log; only what is signed keeps bytes', async () => {
    await using server = await startServer({ ownerName: 'Olga' });
    const her = await hire(server);
    const refusedName = await erase(server, her.id, 'Somebody');
    expect([refusedName.status, refusedName.body.errors?.[0]?.field]).toEqual([400, 'name']);
    expect((await erase(server, her.id, planted, her.token)).status).toBe(403);
    const { body: me } = await server.api<{ id: string; name: string }>('/api/v1/me');
    expect((await erase(server, me.id, me.name)).status).toBe(409);

    const erased = await erase(server, her.id, planted);
    expect(erased.status).toBe(200);
    const { name } = erased.body;
    expect(name).toMatch(/^Former member [0-9A-Z]{4}$/u);
    // Again is no fault.
    expect((await erase(server, her.id, planted)).body.name).toBe(name);
    expect((await server.api('/api/v1/me', { token: her.token })).status).toBe(401);
    expect((await server.api<{ items: unknown[] }>('/api/v1/people/removed')).body.items).toEqual([]);

    const told = async (path: string) => JSON.stringify((await server.api(path)).body);
    const room = `/api/v1/incidents/${her.incident}`;
    expect(await told(room)).toContain(name);
    for (const path of ['/api/v1/people', '/api/v1/audit', '/api/v1/deliveries', '/api/v1/devices', room])
      expect(await told(path), path).not.toContain(planted);
    const audit = await server.api<{ items: Data['audit'] }>('/api/v1/audit');
    expect(audit.body.items.some(({ by }) => by.name === name)).toBe(true);
    expect(audit.body.items.every(({ by, address }) => by.name !== name || address === null)).toBe(true);
    expect(await told(`${room}/review.json`)).not.toContain(planted);
    const left = (await dataOf(server, her.id)).body;
    expect(left).toMatchObject({ person: { name, contact: null }, tokens: [], messages: [] });

    const search = async () =>
      (await server.api<{ items: unknown[] }>(`/api/v1/incidents?q=${planted}`)).body.items.length;
    await expect.poll(search).toBe(0);
    await server.stop();
    // ED3: signed entries of rooms, and the audit log, which the database lets nobody change.
    const kept = ['audit', 'document_snapshots', 'document_updates'];
    expect(tablesWith(server, [planted, mail]).filter((table) => !kept.includes(table))).toEqual([]);
    expect(tablesWith(server, ['+4930123456'])).toEqual([]);
  });

  test('[ED4] desktops hear of it, also one that was away, and erase what they keep', async () => {
    await using team = await startServer();
    await using desk = await startReplicaOf(team, 'Dee');
    await untilUpstream(desk, isLive);
    const her = await hire(team);
    const roomAt = async () =>
      JSON.stringify((await desk.api(`/api/v1/incidents/${her.incident}`)).body ?? null);
    await expect.poll(roomAt).toContain(planted);
    await desk.stop();
    expect((await erase(team, her.id, planted)).status).toBe(200);
    await desk.restart();
    await untilUpstream(desk, isLive);
    await expect.poll(roomAt).toContain('Former member');
    const people = async () => JSON.stringify((await desk.api('/api/v1/people')).body);
    await expect.poll(people).not.toContain(planted);
    await desk.stop();
    const kept = ['document_snapshots', 'document_updates'];
    expect(tablesWith(desk, [planted, mail]).filter((table) => !kept.includes(table))).toEqual([]);
  });
});
