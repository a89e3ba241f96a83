import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { openChannels } from '../delivery/configured-channels.ts';
import { openDatabase } from '../storage/database.ts';
import { makeEgress } from '../outgoing/egress.ts';
import { openIncidents } from '../incidents/incidents.ts';
import { openRoster } from '../on-call/roster.ts';
import { openSchedules } from '../on-call/schedules.ts';
import { openPeople, type People } from '../people/people.ts';
import { openRooms } from '../sync/rooms.ts';
import { openStore } from '../sync/store/open-store.ts';
import { makeUlidSource } from '#room/facts/ulid.ts';
import { openAcknowledgeLinks } from './acknowledge-links.ts';
import { channelKinds } from '../delivery/channels/index.ts';
import { openDeliveriesAlone } from '../delivery/testing/queue.ts';
import { openPager } from './pager.ts';
import { openPagingStore } from './paging-store.ts';
import { openPolicies } from './policy/policies.ts';
import { policySchema } from '#wire/api/policies.ts';
import { openInbox } from './testing/inbox.ts';

const log = pino({ level: 'silent' });
const minute = 60_000;

/** A clock that stands still, and rings when it is moved. */
function makeClock() {
  let at = 1_800_000_000_000;
  const timers = new Set<{ at: number; call: () => void }>();
  return {
    now: () => at,
    after: (ms: number, call: () => void) => {
      const timer = { at: at + ms, call };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    forward: (ms: number) => {
      at += ms;
      const due = [...timers].filter((timer) => timer.at <= at);
      for (const timer of due) if (timers.delete(timer)) timer.call();
    },
  };
}

class PulledPlug extends Error {}

/** Counts the writes of paging; at the chosen one, before or after it happened, everything ends. */
function makePlug(pullAt: number | null, isAfter: boolean) {
  let writes = 0;
  let isPulled = false;
  return {
    writes: () => writes,
    isPulled: () => isPulled,
    around:
      <A extends unknown[], R>(write: (...given: A) => R) =>
      (...given: A): R => {
        if (isPulled) throw new PulledPlug();
        const isNow = writes++ === pullAt;
        if (isNow && !isAfter) {
          isPulled = true;
          throw new PulledPlug();
        }
        const result = write(...given);
        if (isNow) {
          isPulled = true;
          throw new PulledPlug();
        }
        return result;
      },
  };
}
type Plug = ReturnType<typeof makePlug>;

async function openAll(folder: string, clock: ReturnType<typeof makeClock>, plug: Plug) {
  const { now } = clock;
  const makeId = makeUlidSource((bytes) => crypto.getRandomValues(new Uint8Array(bytes)), now);
  const database = openDatabase(join(folder, 'muster.db'));
  const people: People = await openPeople({ database, now, makeId });
  const rooms = openRooms({ store: openStore(database), now, log });
  const incidents = await openIncidents({ database, rooms, isPrimary: true, now, makeId, log });
  const channels = await openChannels({ database, makeId });
  const deliveries = openDeliveriesAlone({
    database,
    channels,
    kinds: channelKinds,
    now,
    makeId,
    log,
    egress: makeEgress({ allowsLinkLocal: false }),
    random: () => 0.5,
    host: 'muster.test',
  });
  const schedules = await openSchedules({ database, now, makeId });
  const policies = await openPolicies({ database, makeId });
  const store = openPagingStore(database);
  const pager = openPager({
    store: {
      ...store,
      write: plug.around((...given: Parameters<typeof store.write>) => store.write(...given)),
    },
    links: openAcknowledgeLinks(database, now),
    policies,
    incidents: {
      ...incidents,
      append: plug.around((...given: Parameters<typeof incidents.append>) => incidents.append(...given)),
    },
    people,
    channels,
    deliveries: {
      ...deliveries,
      enqueue: plug.around((...given: Parameters<typeof deliveries.enqueue>) => deliveries.enqueue(...given)),
      cancel: plug.around((...given: Parameters<typeof deliveries.cancel>) => deliveries.cancel(...given)),
    },
    roster: openRoster({ schedules, people, clock }),
    clock,
    baseUrl: () => 'http://muster.test',
    log,
  });
  return { database, people, rooms, incidents, channels, deliveries, policies, pager };
}
type All = Awaited<ReturnType<typeof openAll>>;

async function shut({ pager, deliveries, incidents, rooms, database }: All) {
  await pager.stop();
  await deliveries.close();
  await incidents.close();
  await rooms.close();
  await database.close();
}

/** Plays the whole story, with or without a pulled plug. Returns the deliveries and the words of the room. */
async function tellStory(pullAt: number | null, isAfter: boolean) {
  const folder = mkdtempSync(join(tmpdir(), 'muster-pager-'));
  await using inbox = await openInbox();
  const clock = makeClock();
  const plug = makePlug(pullAt, isAfter);
  let all = await openAll(folder, clock, plug);
  const settle = async () => {
    // Twice: what was sent is noted, and what is noted may be looked at again.
    for (let round = 0; round < 2; round++) {
      await all.pager.settled();
      if (plug.isPulled() && !isBack) {
        await shut(all);
        isBack = true;
        all = await openAll(folder, clock, makePlug(null, false));
        await all.pager.settled();
      }
      await all.deliveries.runDue();
    }
  };
  let isBack = false;
  try {
    const settings = { url: inbox.url, secret: '' };
    const hook = await all.channels.add({
      name: 'Hook',
      kind: 'webhook',
      settings,
      paused: false,
      audiences: [],
    });
    const ana = await all.people.add({ name: 'Ana', role: 'owner' });
    if (typeof hook === 'string' || typeof ana === 'string') throw new Error('not prepared');
    const notify = [
      { channel: 'desktop', afterMinutes: 0 },
      { channel: hook.id, afterMinutes: 1 },
    ];
    await all.people.change(ana.person.id, { name: 'Ana', role: 'owner', notify }, null);
    const targets = [{ kind: 'person', id: ana.person.id }];
    await all.policies.add(
      policySchema.parse({
        name: 'P',
        steps: [
          { targets: [{ kind: 'channel', id: hook.id }], waitMinutes: 5 },
          { targets, waitMinutes: 5 },
        ],
      }),
    );
    const writer = { by: ana.person.id, author: ana.person.id, name: 'Ana' };
    const source = { type: 'person' as const };
    const { id } = await all.incidents.declare(
      { drafts: [{ kind: 'declared', title: 'Down', severity: 'P2', source }] },
      writer,
    );
    await settle();
    for (let passed = 0; passed < 30; passed++) {
      clock.forward(minute);
      await settle();
      if (passed === 6) await all.incidents.append(id, [{ kind: 'acknowledged' }], writer);
      if (passed === 8) await all.incidents.append(id, [{ kind: 'status', status: 'resolved' }], writer);
      await settle();
    }
    const told = inbox.received.map((request) => request.json()['purpose'] ?? request.json()['event']);
    const facts = await all.incidents.look(id, (_doc, room) =>
      room
        .room()
        .timeline.map(({ fact }) => `${fact.kind}${fact.kind === 'paged' ? ` ${fact.channel}` : ''}`),
    );
    return { told, facts, writes: plug.writes(), wasPulled: isBack };
  } finally {
    await shut(all);
    rmSync(folder, { recursive: true, force: true });
  }
}

test('[ES10] [ES12] wherever the plug is pulled, each page goes out once and stands in the room once', async () => {
  const undisturbed = await tellStory(null, false);
  expect(undisturbed.told).toHaveLength(4);
  expect(undisturbed.facts?.filter((fact) => fact.startsWith('paged')).toSorted()).toEqual([
    'paged Hook',
    'paged Hook',
    'paged desktop',
  ]);
  for (let pullAt = 0; pullAt < undisturbed.writes; pullAt++) {
    for (const isAfter of [false, true]) {
      const { told, facts, wasPulled } = await tellStory(pullAt, isAfter);
      const where = `write ${pullAt}, ${isAfter ? 'after' : 'before'} it happened`;
      expect(wasPulled, where).toBe(true);
      expect(told, where).toEqual(undisturbed.told);
      expect(facts?.toSorted(), where).toEqual(undisturbed.facts?.toSorted());
    }
  }
});
