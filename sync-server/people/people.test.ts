import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase, type Database } from '../storage/database.ts';
import { openPeople, type Added, type People } from './people.ts';

let folder = '';
let database: Database;
let people: People;
let at = 0;
let nextId = 0;

const open = async () => {
  database = openDatabase(join(folder, 'muster.db'));
  people = await openPeople({ database, now: () => at, makeId: () => `p${nextId++}` });
};
const reopen = async () => {
  await database.close();
  await open();
};
const added = (result: Added | string): Added => {
  if (typeof result === 'string') throw new Error(`refused: ${result}`);
  return result;
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'muster-people-'));
  at = 1_000_000;
  nextId = 0;
  await open();
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

test('[AU1] a token belongs to its person, even after a restart, and only its hash is kept', async () => {
  const { person, token } = added(await people.add({ name: 'Ana', role: 'owner' }));
  await reopen();
  expect(people.holderOf(token)?.person).toMatchObject({ id: person.id, name: 'Ana', role: 'owner' });
  expect(people.holderOf(`${token}x`)).toBeNull();
  const rows = database.all(database.queries.selectFrom('tokens').selectAll());
  expect(JSON.stringify(rows)).not.toContain(token);
  expect(rows[0]?.['hash']).toMatch(/^[0-9a-f]{64}$/);
});

test('[AU1] one owner always remains: the last cannot step down or be removed', async () => {
  const ana = added(await people.add({ name: 'Ana', role: 'owner' })).person;
  const bo = added(await people.add({ name: 'Bo', role: 'responder' })).person;
  expect(await people.change(ana.id, { name: 'Ana', role: 'viewer' }, null)).toBe('last-owner');
  expect(await people.remove(ana.id, null)).toBe('last-owner');
  await people.change(bo.id, { name: 'Bo', role: 'owner' }, null);
  expect(await people.remove(ana.id, null)).toBe('removed');
});

test('[AU1] two owners who remove each other at once do not both succeed', async () => {
  const ana = added(await people.add({ name: 'Ana', role: 'owner' })).person;
  const bo = added(await people.add({ name: 'Bo', role: 'owner' })).person;
  const outcomes = await Promise.all([people.remove(ana.id, null), people.remove(bo.id, null)]);
  expect(outcomes).toEqual(['removed', 'last-owner']);
});

test('[AU1] a removed person has no token any more, now and after a restart', async () => {
  added(await people.add({ name: 'Ana', role: 'owner' }));
  const { person, token } = added(await people.add({ name: 'Bo', role: 'viewer' }));
  await people.remove(person.id, null);
  expect(people.holderOf(token)).toBeNull();
  await reopen();
  expect(people.holderOf(token)).toBeNull();
  expect(people.list().map(({ name }) => name)).toEqual(['Ana']);
});

test('[HT3] a change to an older version is refused', async () => {
  const { person } = added(await people.add({ name: 'Ana', role: 'owner' }));
  expect(await people.change(person.id, { name: 'Anna', role: 'owner' }, 1)).toMatchObject({ version: 2 });
  expect(await people.change(person.id, { name: 'Anne', role: 'owner' }, 1)).toBe('changed-meanwhile');
  expect(await people.remove(person.id, 1)).toBe('changed-meanwhile');
});

test('[AU2] a new owner token replaces the one in the file, which is written before it counts', async () => {
  added(await people.add({ name: 'Ana', role: 'owner' }));
  const tokens: string[] = [];
  await people.renewOwnerToken((token) => tokens.push(token));
  await people.renewOwnerToken((token) => {
    expect(people.holderOf(token)).toBeNull();
    tokens.push(token);
  });
  expect(people.holderOf(tokens[0] ?? '')).toBeNull();
  expect(people.holderOf(tokens[1] ?? '')).toMatchObject({ token: { ownerFile: true } });
});
