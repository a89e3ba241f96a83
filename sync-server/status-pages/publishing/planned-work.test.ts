// SP67: the plans of a window on a page, also as desktops of earlier versions read them.
import { expect, test } from 'vitest';
import { makeUlidSource } from '#room/facts/ulid.ts';
import { noPast } from '../../maintenance/past.ts';
import { plannedWork, workDone } from './planned-work.ts';

const dayMs = 86_400_000;
const now = Date.parse('2026-12-07T12:00:00Z');
const id = makeUlidSource(
  (bytes) => new Uint8Array(bytes),
  () => now - 20 * dayMs,
)();
const settings = (at: string) => ({
  name: 'Disks',
  monitors: [],
  components: ['c1'],
  window: { kind: 'weekly' as const, days: [1, 2, 3, 4, 5, 6, 7], at, minutes: 60, timeZone: 'UTC' },
});
const page = { slug: 'acme', components: [{ id: 'c1', name: 'API' }] };
const changedAt = now - 5 * dayMs;
const planned = {
  id,
  version: 2,
  settings: settings('03:00'),
  past: {
    since: changedAt,
    anew: changedAt,
    earlier: [{ version: 1, settings: settings('22:00'), since: null, anew: null, until: changedAt }],
  },
};
const ruleOf = (work: Awaited<ReturnType<typeof plannedWork>>[number] | undefined) =>
  work?.schedule.kind === 'repeating' ? work.schedule.rule : null;

test('[SP67] the rule of an earlier plan ends with it, so that a reader who knows no other mark lists no later turn', async () => {
  const all = await plannedWork({ list: () => [planned], saidOf: () => [] }, page, now);
  expect(all.map((work) => [work.id, work.since, work.removedAt])).toEqual([
    [id, changedAt, undefined],
    [id, undefined, changedAt],
  ]);
  expect(ruleOf(all[0])).not.toContain('UNTIL');
  expect(ruleOf(all[1])).toContain(';UNTIL=20261202T115959Z');
  const removed = await workDone(planned, [], page, now);
  expect(removed.map(({ removedAt }) => removedAt)).toEqual([now, changedAt]);
  expect(removed.map(ruleOf)).toEqual([
    expect.stringContaining(';UNTIL=20261207T115959Z'),
    expect.stringContaining(';UNTIL=20261202T115959Z'),
  ]);
});

test('[SP67] what began and is over by now has the same turns before the window is removed and after it', async () => {
  const { listOccurrences } = await import('#status-page/maintenance/occurrences.ts');
  const range = { from: now - 90 * dayMs, to: now };
  const turns = (work: Awaited<ReturnType<typeof plannedWork>>) =>
    listOccurrences(work, range, now).map((turn) => [turn.id, turn.from, turn.to]);
  const before = turns(await plannedWork({ list: () => [planned], saidOf: () => [] }, page, now));
  expect(before).toHaveLength(20);
  expect(turns(await workDone(planned, [], page, now))).toEqual(before);
  const unchanged = { ...planned, settings: settings('22:00'), past: noPast };
  const first = turns(await plannedWork({ list: () => [unchanged], saidOf: () => [] }, page, now));
  expect(before.slice(0, 15)).toEqual(first.slice(0, 15));
});
