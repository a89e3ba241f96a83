import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Role } from '#room/team/scales.ts';
import { migrations } from '../storage/migrations/migrations.ts';
import { openDatabase, type Database } from '../storage/database.ts';
import { mayInvite, mostOpenInvitations, openInvitations, type Invitations } from './invitations.ts';
import { openPeople, type Added, type People } from './people.ts';

const hourMs = 3_600_000;
let folder = '';
let database: Database;
let people: People;
let invitations: Invitations;
let ana = '';
let at = 0;
let nextId = 0;

const open = async () => {
  database = openDatabase(join(folder, 'muster.db'));
  people = await openPeople({ database, now: () => at, makeId: () => `p${nextId++}` });
  invitations = openInvitations({ database, people, personNow: (id) => people.find(id), now: () => at });
};
const added = (result: Added | string): Added => {
  if (typeof result === 'string') throw new Error(`refused: ${result}`);
  return result;
};
const invite = async (role: Role, more: { hours?: number; carries?: boolean; place?: 'hub' } = {}) => {
  const made = await invitations.invite({
    place: 'team',
    role,
    carries: true,
    hours: 1,
    madeBy: ana,
    ...more,
  });
  if (made === 'too-many') throw new Error(made);
  return made;
};
const accept = (code: string, replica = false) => invitations.accept(code, 'Bo', { replica });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'muster-invitations-'));
  at = 1_000_000;
  await open();
  ana = added(await people.add({ name: 'Ana', role: 'owner' })).person.id;
  added(await people.add({ name: 'Olga', role: 'owner' }));
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

test('[AU3] an invitation makes one person, once, within its time, and is kept as a hash', async () => {
  const { code, expiresAt } = await invite('responder', { hours: 72 });
  expect(expiresAt).toBe(at + 72 * hourMs);
  expect(JSON.stringify(database.all(database.queries.selectFrom('invitations').selectAll()))).not.toContain(
    code,
  );
  const [first, second] = await Promise.all([accept(code), accept(code)]);
  expect(added(first).person).toMatchObject({ name: 'Bo', role: 'responder' });
  expect(second).toBe('unknown');
  const late = await invite('viewer');
  at += hourMs;
  expect(await accept(late.code)).toBe('unknown');
  expect(people.list().map(({ name }) => name)).toEqual(['Ana', 'Olga', 'Bo']);
});

test('[AU3] a client can only ask for less than the invitation gives', async () => {
  const granted = [];
  for (const [carries, replica] of [
    [true, true],
    [true, false],
    [false, true],
    [false, false],
  ] as const) {
    const { token } = added(await accept((await invite('responder', { carries })).code, replica));
    granted.push(people.holderOf(token)?.token.replica);
  }
  expect(granted).toEqual([true, false, false, false]);
});

test.each(['removed', 'viewer', 'responder'] as const)(
  '[AU6] invitations of an owner who is %s let nobody in, and do not come back with the role',
  async (fate) => {
    const { code, id } = await invite('owner', { hours: 700 });
    const olgas = await invitations.invite({
      place: 'team',
      role: 'viewer',
      carries: false,
      hours: 1,
      madeBy: 'p1',
    });
    expect((await invitations.list('team')).map((each) => each.id)).toContain(id);
    if (fate === 'removed') await people.remove(ana, null);
    else await people.change(ana, { name: 'Ana', role: fate }, null);
    expect(await accept(code)).toBe('unknown');
    expect((await invitations.list('team')).map((each) => each.id)).not.toContain(id);
    await invitations.review();
    if (fate !== 'removed') await people.change(ana, { name: 'Ana', role: 'owner' }, null);
    expect(await accept(code)).toBe('unknown');
    expect(await invitations.revoke(id, 'team')).toBe(false);
    expect(olgas).not.toBe('too-many');
  },
);

test('[AU6] an invitation is listed until it is used, revoked or over, and is then gone after a restart too', async () => {
  const [used, revoked, over, stays] = [
    await invite('viewer', { hours: 9 }),
    await invite('responder', { hours: 9 }),
    await invite('responder', { hours: 1 }),
    await invite('owner', { hours: 9 }),
  ];
  await accept(used.code);
  expect(await invitations.revoke(revoked.id, 'hub'), 'of another place').toBe(false);
  expect(await invitations.revoke(revoked.id, 'team')).toBe(true);
  at += hourMs;
  await database.close();
  await open();
  expect(await invitations.list('team')).toEqual([
    {
      id: stays.id,
      place: 'team',
      role: 'owner',
      carries: true,
      madeBy: ana,
      createdAt: at - hourMs,
      expiresAt: stays.expiresAt,
    },
  ]);
  for (const { code } of [used, revoked, over]) expect(await accept(code)).toBe('unknown');
});

const may = (maker: Role, place: 'team' | 'hub') =>
  (['owner', 'responder', 'viewer'] as const).filter((role) => mayInvite(maker, { place, role }));

test('[AU6] who may invite whom', () => {
  expect(may('owner', 'team')).toEqual(['owner', 'responder', 'viewer']);
  expect([may('responder', 'team'), may('viewer', 'team'), may('viewer', 'hub')]).toEqual([[], [], []]);
  expect([may('owner', 'hub'), may('responder', 'hub')]).toEqual([
    ['responder', 'viewer'],
    ['responder', 'viewer'],
  ]);
});

test(`[AU6] ${mostOpenInvitations} invitations stand open at most`, async () => {
  const last = await invite('viewer');
  for (let n = 1; n < mostOpenInvitations; n++) await invite('viewer');
  await expect(invite('viewer')).rejects.toThrow('too-many');
  await invitations.revoke(last.id, 'team');
  await expect(invite('viewer')).resolves.toMatchObject({ role: 'viewer' });
});

test('[AU6] invitations left open by an older version end within a week, and can be listed and revoked', async () => {
  await database.close();
  rmSync(join(folder, 'muster.db'));
  const sqlite = new DatabaseSync(join(folder, 'muster.db'));
  const before = migrations.findIndex((text) => text.includes('ALTER TABLE invitations'));
  for (const step of migrations.slice(0, before)) sqlite.exec(step);
  sqlite.exec(`PRAGMA application_id = 0x4d555354; PRAGMA user_version = ${before}`);
  const inAYear = Date.now() + 365 * 24 * hourMs;
  sqlite.prepare("INSERT INTO invitations VALUES ('h', 'owner', NULL, 1, ?, NULL)").run(inAYear);
  sqlite.close();
  at = Date.now();
  await open();
  const [left] = await invitations.list('team');
  expect(left).toMatchObject({ role: 'owner', madeBy: null, carries: true });
  expect(left!.expiresAt).toBeLessThanOrEqual(Date.now() + 7 * 24 * hourMs);
  expect(await invitations.revoke(left!.id, 'team')).toBe(true);
});
