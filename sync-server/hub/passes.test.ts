import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase, type Database } from '../storage/database.ts';
import { openPasses, type Passes } from './passes.ts';

const day = 86_400_000;
const bo = { id: 'bo', name: 'Bo Lind', role: 'responder', carries: true } as const;
const folder = mkdtempSync(join(tmpdir(), 'muster-passes-'));
const databases: Database[] = [];
let now = 1_800_000_000_000;

function open(name: string, isPrimary: boolean): Passes {
  const database = openDatabase(join(folder, `${name}.db`));
  databases.push(database);
  return openPasses({ database, isPrimary, now: () => now });
}

let team: Passes;
let desk: Passes;
let hub: Passes;
beforeAll(() => {
  team = open('team', true);
  desk = open('desk', false);
  hub = open('hub', false);
  hub.keep(team.issue({ ...bo, id: 'ana', name: 'Ana' }, hub.key()));
});
afterAll(async () => {
  await Promise.all(databases.map((database) => database.close()));
  rmSync(folder, { recursive: true });
});

const fingerprint = 'a'.repeat(64);
const why = { challenge: 'why', fingerprint, address: 'https://192.168.1.20:50123' };

test('[HU4] a pass and its answer say who somebody is, at any hub of the team and for one question', () => {
  expect(desk.prove(why), 'none yet').toBeNull();
  desk.keep(team.issue(bo, desk.key()));
  const proof = desk.prove(why)!;
  for (const place of [hub, team]) {
    const pass = { person: 'bo', name: 'Bo Lind', role: 'responder', carries: true };
    expect(place.check(proof, why)).toMatchObject(pass);
  }
});

test.each([
  ['another question', { challenge: 'another' }],
  ['another hub’s certificate', { fingerprint: 'b'.repeat(64) }],
  ['another address', { address: 'https://192.168.1.66:50123' }],
  ['another protocol', { address: 'http://192.168.1.20:50123' }],
])('[HU4] an answer means nothing at %s', (_what, other) => {
  desk.keep(team.issue(bo, desk.key()));
  expect(hub.check(desk.prove({ ...why, ...other })!, why)).toMatch(/does not match/);
});

test('[HU4] a hub shows that it is of the team, over its own certificate and this question', () => {
  desk.keep(team.issue(bo, desk.key()));
  for (const place of [hub, team]) {
    const introduction = place.introduce(why)!;
    expect(desk.recognise(introduction, why)).toMatchObject({ team: team.key() });
    expect(desk.recognise(introduction, { ...why, fingerprint: 'b'.repeat(64) })).toMatch(/does not match/);
    expect(desk.recognise(introduction, { ...why, challenge: 'other' })).toMatch(/does not match/);
  }
  expect(open('fresh', false).introduce(why), 'a server that never met its team').toBeNull();
  const stranger = open('strange hub', true);
  expect(desk.recognise(stranger.introduce(why)!, why)).toMatch(/another team/);
  // What a member signs is no introduction, and the other way round.
  expect(hub.recognise(desk.prove(why)!, why)).toMatch(/does not match/);
  expect(hub.check(desk.introduce(why)!, why)).toMatch(/does not match/);
});

test('[HU4] a stolen pass without its key, another team, garbage and a pass that was not renewed are refused', () => {
  desk.keep(team.issue(bo, desk.key()));
  const { pass } = desk.prove(why)!;
  expect(hub.check({ pass, proof: hub.prove(why)!.proof }, why)).toMatch(/does not match/);
  hub.keep(pass);
  expect(hub.prove(why)!.pass, 'a pass for another key is not kept').not.toBe(pass);
  const stranger = open('stranger', true);
  const guest = open('guest', false);
  guest.keep(stranger.issue(bo, guest.key()));
  expect(hub.check(guest.prove(why)!, why)).toMatch(/another team/);
  for (const garbage of ['', '.', 'a.b', pass.slice(0, -4), `${pass}x`.replace(/^./, 'Z')])
    expect(hub.check({ pass: garbage, proof: 'x' }, why), garbage).toMatch(/no pass|does not match/);

  now += 30 * day;
  expect(hub.check(desk.prove(why)!, why)).toMatch(/has expired/);
  expect(desk.recognise(hub.introduce(why)!, why)).toMatch(/has expired/);
  desk.keep(team.issue(bo, desk.key()));
  expect(hub.check(desk.prove(why)!, why)).toMatchObject({ person: 'bo' });
});

test('[HU4] a server keeps its key and its pass across restarts', () => {
  const again = openPasses({ database: databases[1]!, isPrimary: false, now: () => now });
  expect([again.key(), again.team()]).toEqual([desk.key(), team.key()]);
});

test('[JN1] [JN2] a device signs with the key that the team vouches for, and a viewer’s or one without a pass does not', () => {
  const bytes = Buffer.from('a link');
  const ours = hub.device()!;
  expect(ours.key).toBe(hub.key());
  const signature = ours.sign(bytes);
  expect(team.hasSigned(ours, bytes, signature)).toBe(true);
  expect(hub.hasSigned(team.device()!, bytes, team.device()!.sign(bytes))).toBe(true);
  expect(team.hasSigned(ours, Buffer.from('another'), signature)).toBe(false);
  expect(team.hasSigned({ ...ours, key: team.key() }, bytes, signature)).toBe(false);
  const other = open('journal of another team', true);
  expect(other.hasSigned(ours, bytes, signature)).toBe(false);
  const viewer = open('a viewer', false);
  expect(viewer.device()).toBeNull();
  viewer.keep(team.issue({ ...bo, role: 'viewer', carries: false }, viewer.key()));
  expect(viewer.device()).toBeNull();
});
