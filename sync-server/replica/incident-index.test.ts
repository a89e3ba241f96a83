import { afterEach, beforeEach, expect, test } from 'vitest';
import { listed, makeId } from './testing/desk.ts';
import { createIncidentIndex } from './incident-index.ts';
import { openTemporaryDatabase } from './testing/database.ts';
import { digestOf } from './incident-digest.ts';

let database: ReturnType<typeof openTemporaryDatabase>;
beforeEach(() => {
  database = openTemporaryDatabase();
});
afterEach(() => database[Symbol.asyncDispose]());

function keepOurs(id: string, factCount: number, lastNoted: number) {
  const row = { head: 1, summary: JSON.stringify({ id, status: 'closed', factCount, lastNoted }) };
  database.run(
    database.queries
      .insertInto('incidents')
      .values({ id, ...row })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(row)),
  );
}

test('[RE1] every incident that is not closed is live, up to the 100 with the newest facts', () => {
  const index = createIncidentIndex(database);
  const ids = Array.from({ length: 150 }, makeId);
  index.replaceAll(
    ids.map((id, age) => listed(id, { lastNoted: age, status: age === 149 ? 'closed' : 'resolved' })),
  );
  expect(ids.filter((id) => index.isLive(id))).toEqual(ids.slice(49, 149));
  index.put(listed(ids[0] ?? '', { lastNoted: 1000 }));
  expect([index.isLive(ids[0] ?? ''), index.isLive(ids[49] ?? '')]).toEqual([true, false]);
  expect(index.ids().slice(0, 2)).toEqual([ids[0], ids[148]]);
  index.replaceAll([]);
  expect(ids.filter((id) => index.isLive(id))).toEqual([]);
});

test('[RE1] a closed incident differs when we lack it or have other facts, until it was fetched', () => {
  const index = createIncidentIndex(database);
  const [same, older, absent] = [makeId(), makeId(), makeId()];
  keepOurs(same, 3, 7);
  keepOurs(older, 2, 7);
  for (const id of [same, older, absent]) {
    index.put(listed(id, { status: 'closed', factCount: 3, lastNoted: 7 }));
  }
  expect([same, older, absent].map((id) => index.differs(id))).toEqual([false, true, true]);
  index.noteCaughtUp(older);
  expect(index.differs(older)).toBe(false);
  index.put(listed(older, { status: 'closed', factCount: 4, lastNoted: 9 }));
  expect(index.differs(older)).toBe(true);
  expect(index.differs(makeId())).toBe(false);
});

test('[HT6] incidents that the snapshot left out count as listed when ours are the same', () => {
  const [recent, older, hidden] = [makeId(), makeId(), makeId()];
  const index = createIncidentIndex(database, (id) => id === hidden);
  keepOurs(older, 3, 7);
  keepOurs(hidden, 2, 2);
  const digest = digestOf([{ id: older, factCount: 3, lastNoted: 7 }]);
  expect(index.replaceAll([listed(recent)], { count: 1, from: 8, digest })).toBe(true);
  expect(index.ids()).toEqual([recent, older, hidden]);
  // What the upstream hides is asked for once, as ever; the rest is as it is there.
  expect([older, hidden].map((id) => index.differs(id))).toEqual([false, true]);
});

test('[HT6] when ours differ from those left out, nothing is asked for before each is known', () => {
  const index = createIncidentIndex(database);
  const [older, absent] = [makeId(), makeId()];
  keepOurs(older, 3, 7);
  const theirs = { id: older, factCount: 4, lastNoted: 9 };
  const digest = digestOf([theirs, { id: absent, factCount: 1, lastNoted: 1 }]);
  expect(index.replaceAll([], { count: 2, from: 10, digest })).toBe(false);
  expect([older, absent].map((id) => index.differs(id))).toEqual([false, false]);
  index.put(listed(older, { ...theirs, status: 'closed' }));
  index.put(listed(absent, { status: 'closed' }));
  expect([older, absent].map((id) => index.differs(id))).toEqual([true, true]);
  // One that the list did not have is perhaps hidden from us by now.
  const hidden = makeId();
  keepOurs(hidden, 1, 1);
  index.noteUnlisted();
  expect([hidden, older, absent].map((id) => index.ids().includes(id) && index.differs(id))).toEqual([
    true,
    true,
    true,
  ]);
});
