import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase, type Database } from '../storage/database.ts';
import { openPasses, type Passes } from './passes.ts';

const day = 86_400_000;
const bo = { id: 'bo', name: 'Bo Lind', role: 'responder' } as const;
const folder = mkdtempSync(join(tmpdir(), 'muster-passes-'));
const databases: Database[] = [];
let now = 1_800_000_000_000;

function open(name: string, isPrimary: boolean): Passes {
  const database = openDatabase(join(folder, `${name}.db`));
  databases.push(database);
  return openPasses({ sqlite: database.sqlite, isPrimary, now: () => now });
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

test('[HU4] a pass and its answer say who somebody is, at any hub of the team and for one question', () => {
  expect(desk.prove('why'), 'none yet').toBeNull();
  desk.keep(team.issue(bo, desk.key()));
  const proof = desk.prove('why')!;
  for (const place of [hub, team]) {
    expect(place.check(proof, 'why')).toMatchObject({ person: 'bo', name: 'Bo Lind', role: 'responder' });
    expect(place.check(proof, 'another question')).toMatch(/does not fit/);
  }
});

test('[HU4] a stolen pass without its key, another team, garbage and a pass that was not renewed are refused', () => {
  const { pass } = desk.prove('why')!;
  expect(hub.check({ pass, proof: hub.prove('why')!.proof }, 'why')).toMatch(/does not fit/);
  hub.keep(pass);
  expect(hub.prove('why')!.pass, 'a pass for another key is not kept').not.toBe(pass);

  const stranger = open('stranger', true);
  const guest = open('guest', false);
  guest.keep(stranger.issue(bo, guest.key()));
  expect(hub.check(guest.prove('why')!, 'why')).toMatch(/another team/);
  for (const garbage of ['', '.', 'a.b', pass.slice(0, -4), `${pass}x`.replace(/^./, 'Z')])
    expect(hub.check({ pass: garbage, proof: 'x' }, 'why'), garbage).toMatch(/no pass|does not fit/);

  now += 30 * day;
  expect(hub.check(desk.prove('why')!, 'why')).toMatch(/has expired/);
  desk.keep(team.issue(bo, desk.key()));
  expect(hub.check(desk.prove('why')!, 'why')).toMatchObject({ person: 'bo' });
});

test('[HU4] a server keeps its key and its pass across restarts', () => {
  const again = openPasses({ sqlite: databases[1]!.sqlite, isPrimary: false, now: () => now });
  expect([again.key(), again.team()]).toEqual([desk.key(), team.key()]);
});
