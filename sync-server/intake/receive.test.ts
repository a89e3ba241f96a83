// Alerts over hours, with real rooms and a real database; only the clock is the test's.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeUlidSource } from '#room/facts/ulid.ts';
import { openFollowUp } from '../incidents/follow-up.ts';
import { openIncidents } from '../incidents/incidents.ts';
import { openDatabase } from '../storage/database.ts';
import { openRooms, type Log } from '../sync/rooms.ts';
import { openStore } from '../sync/store/open-store.ts';
import { openChanges } from './changes.ts';
import { intakeKinds } from './index.ts';
import { openIntakes } from './intakes.ts';
import { makeReceiving } from './receive.ts';

const minute = 60_000;
const hour = 60 * minute;
const ten = Date.UTC(2026, 0, 5, 10);
const log: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

async function openAll(kind = 'alertmanager') {
  const folder = mkdtempSync(join(tmpdir(), 'muster-receive-'));
  let time = ten;
  const now = () => time;
  const makeId = makeUlidSource((bytes) => crypto.getRandomValues(new Uint8Array(bytes)), now);
  const database = openDatabase(join(folder, 'muster.db'));
  const rooms = openRooms({ store: openStore(database), now, log });
  const incidents = await openIncidents({ database, rooms, isPrimary: true, now, makeId, log });
  const followUp = openFollowUp({ incidents, mayResolve: () => true, log });
  const changes = openChanges({
    database,
    incidents,
    services: { shown: () => [] },
    isRunning: false,
    now,
    makeId,
    log,
  });
  const intakes = openIntakes({ database, makeId });
  const intake = await intakes.add(
    { name: 'Prod', kind, settings: intakeKinds[kind]!.schema.parse({}) },
    null,
  );
  if (typeof intake === 'string') throw new Error(intake);
  const { receive, lookAgain } = makeReceiving({ database, incidents, followUp, changes, intakes, now });
  return {
    at: (ms: number) => {
      time = ten + ms;
    },
    tell: async (payload: unknown) => (await receive(intake, payload)).received.map(({ outcome }) => outcome),
    lookAgain,
    incidents,
    shown: () => incidents.list().map(({ status, monitorsDown }) => `${status} ${monitorsDown.length}`),
    facts: async (kind_: string) => {
      const found = await Promise.all(
        incidents
          .list()
          .map(({ id }) => incidents.look(id, (_doc, room) => room.room().timeline.map(({ fact }) => fact))),
      );
      return found.flatMap((facts) => (facts ?? []).filter(({ kind: each }) => each === kind_));
    },
    [Symbol.asyncDispose]: async () => {
      await changes.close();
      await incidents.close();
      await rooms.close();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const iso = (ms: number) => new Date(ten + ms).toISOString();
const member = (name: string, startsAt: number, endsAt: number | null = null) => ({
  status: endsAt === null ? 'firing' : 'resolved',
  labels: { alertname: 'Queue', instance: name, severity: 'critical' },
  annotations: {},
  startsAt: iso(startsAt),
  endsAt: endsAt === null ? '0001-01-01T00:00:00Z' : iso(endsAt),
  fingerprint: name,
});
const group = (...alerts: ReturnType<typeof member>[]) => ({
  groupKey: 'lag',
  status: alerts.some(({ status }) => status === 'firing') ? 'firing' : 'resolved',
  commonLabels: { alertname: 'Queue' },
  alerts,
});

test('[IT3] an alert, its details, its links and its severity are one commit', async () => {
  await using all = await openAll('webhook');
  await all.tell({
    title: 'Belt torn',
    details: 'since ten',
    url: 'https://x.example',
    severity: 'critical',
  });
  const [incident] = all.incidents.list();
  const updates = await all.incidents.history(incident!.id, 0, 100);
  expect(updates).toHaveLength(1);
  expect((await all.facts('observation')).length + (await all.facts('link')).length).toBe(2);
});

test('[IT13] an Alertmanager that restarts closes nothing that still fires', async () => {
  await using all = await openAll();
  expect(await all.tell(group(member('a', 0), member('b', 0)))).toEqual(['declared']);
  all.at(5 * minute);
  expect(await all.tell(group(member('a', 0, 5 * minute)))).toEqual(['updated']);
  expect(all.shown()).toEqual(['triage 1']);
  expect(await all.facts('note')).toMatchObject([{ text: 'No longer firing: Queue (a)' }]);
  all.at(9 * minute);
  await all.tell(group(member('b', 0, 9 * minute)));
  expect(all.shown()).toEqual(['resolved 0']);
});

test('[IT10] “x is up” ends what began as “x is down”, also when it is sent twice; alone it is an alert', async () => {
  await using desk = await openAll('webhook');
  expect(await desk.tell('Backup is DOWN')).toEqual(['declared']);
  expect(await desk.tell('Backup is UP')).toEqual(['updated']);
  expect(await desk.tell('Backup is UP')).toEqual(['dropped']);
  expect(desk.shown()).toEqual(['resolved 0']);
  desk.at(hour);
  expect(await desk.tell('Backup is DOWN')).toEqual(['declared']);
  expect(await desk.tell('✅ Backup is up! ✅')).toEqual(['updated']);
  expect(await desk.tell('Load is up')).toEqual(['declared']);
  expect(await desk.tell('Load is up')).toEqual(['updated']);
  expect(desk.shown().filter((each) => each.endsWith(' 1'))).toHaveLength(1);
});

test('[IT13] of a pair the late one opens nothing; what really fires on is opened again, as the same incident', async () => {
  await using all = await openAll();
  await all.tell(group(member('a', 0)));
  all.at(20 * minute);
  expect(await all.tell(group(member('a', 0, 20 * minute)))).toEqual(['updated']);
  all.at(20 * minute + 500);
  expect(await all.tell(group(member('a', 0)))).toEqual(['held']);
  await all.lookAgain();
  all.at(22 * minute);
  expect(await all.tell(group(member('a', 0, 20 * minute)))).toEqual(['dropped']);
  all.at(40 * minute);
  await all.lookAgain();
  expect(all.shown()).toEqual(['resolved 0']);

  all.at(60 * minute);
  await all.tell(group(member('c', 60 * minute)));
  all.at(70 * minute);
  await all.tell(group(member('c', 60 * minute, 70 * minute)));
  all.at(70 * minute + 500);
  expect(await all.tell(group(member('c', 60 * minute)))).toEqual(['held']);
  all.at(77 * minute);
  await all.lookAgain();
  expect(all.shown()).toHaveLength(2);
  expect(new Set(all.shown())).toEqual(new Set(['investigating 1', 'resolved 0']));
});

test('[IT13] within ten minutes it is the same incident, later or after a person resolved it another', async () => {
  await using all = await openAll();
  await all.tell(group(member('a', 0)));
  all.at(10 * minute);
  await all.tell(group(member('a', 0, 10 * minute)));
  all.at(15 * minute);
  await all.tell(group(member('a', 15 * minute)));
  expect(all.shown()).toEqual(['investigating 1']);
  all.at(20 * minute);
  await all.tell(group(member('a', 15 * minute, 20 * minute)));
  expect(all.shown()).toEqual(['resolved 0']);
  all.at(31 * minute);
  await all.tell(group(member('a', 31 * minute)));
  expect(all.shown()).toHaveLength(2);
  const open = all.incidents.list().find(({ status }) => status === 'triage');
  const ana = { by: 'ana', author: 'ana' };
  await all.incidents.append(open!.id, [{ kind: 'status', status: 'resolved', why: 'fixed' }], ana);
  all.at(32 * minute);
  await all.tell(group(member('a', 31 * minute, 32 * minute)));
  all.at(33 * minute);
  await all.tell(group(member('a', 33 * minute)));
  expect(all.shown()).toHaveLength(3);
});

test.each([
  ['alertmanager', group(member('a', 0)), 5],
  ['uptime-kuma', { msg: '[x][y] server certificate x will be expired in 7 days' }, 24],
] as const)(
  '[IT13] %s: an alert that nobody hears of again is asked about, once',
  async (kind, payload, hours) => {
    await using all = await openAll(kind);
    await all.tell(payload);
    all.at(hours * hour - minute);
    await all.lookAgain();
    expect(await all.facts('note')).toEqual([]);
    all.at(hours * hour);
    await all.lookAgain();
    await all.lookAgain();
    all.at(3 * hours * hour);
    await all.lookAgain();
    const notes = await all.facts('note');
    expect(notes).toHaveLength(1);
    expect(JSON.stringify(notes)).toContain(`from Prod for ${hours} hours`);
    // Heard of again, it is asked about again when it falls silent again.
    await all.tell(payload);
    all.at(5 * hours * hour);
    await all.lookAgain();
    expect(await all.facts('note')).toHaveLength(2);
  },
);
