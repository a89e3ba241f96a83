import { expect, test } from 'vitest';
import { summaryOf } from '#room/fixtures/summaries.ts';
import { unknownStanding, type IncidentSummary, type MonitorState } from '#room/feed/feed.ts';
import { arrangeLobby, isStorm, lightLamps, type LobbySection } from './sections.ts';

const now = 10_000_000;
const incident = (id: string, change: Partial<IncidentSummary> = {}): IncidentSummary =>
  summaryOf({ id, acknowledgedAt: 1500, lastNoted: 2000, ...change });
const down = (id: string, reason: string): MonitorState => ({
  id,
  name: id,
  kind: 'http',
  service: null,
  status: 'down',
  since: 0,
  reason,
  lastSample: null,
  intervalSeconds: 60,
  ...unknownStanding,
});
const say = (sections: readonly LobbySection[]) =>
  sections.map(({ name, entries }) => [
    name,
    entries.map((entry) =>
      isStorm(entry) ? `${entry.reason}: ${entry.incidents.map(({ id }) => id).join(' ')}` : entry.id,
    ),
  ]);

test('[CO11] my incidents, those that wait for anybody, running ones and drills are separate', () => {
  const incidents = [
    incident('run'),
    incident('led', { severity: 'P1', commanders: ['bo'] }),
    incident('mine', { commanders: ['ana'], severity: 'P4' }),
    incident('told', { communications: ['ana'], commanders: ['bo'] }),
    incident('new', { acknowledgedAt: null }),
    incident('headless', { severity: 'P2' }),
    incident('drill', { severity: 'P1', drill: true, commanders: ['ana'] }),
    incident('over', { status: 'closed' }),
  ];
  const expected = [
    ['yours', ['told', 'mine']],
    ['waiting', ['headless', 'new']],
    ['running', ['led', 'run']],
    ['drills', ['drill']],
  ];
  expect(say(arrangeLobby({ incidents, monitors: [] }, 'ana', now))).toEqual(expected);
  expect(say(arrangeLobby({ incidents: incidents.toReversed(), monitors: [] }, 'ana', now))).toEqual(
    expected,
  );
  expect(
    arrangeLobby({ incidents: [incident('over', { status: 'resolved' })], monitors: [] }, 'ana', now),
  ).toEqual([]);
});

test('[CO11] of one severity those whose update is late come first', () => {
  const incidents = [
    incident('older', { declaredAt: 1 }),
    incident('soon', { updateDueAt: now + 1 }),
    incident('late', { updateDueAt: now - 1, declaredAt: 5000 }),
    incident('worse', { severity: 'P2', commanders: ['bo'], declaredAt: 5000 }),
  ];
  const at = (time: number) => say(arrangeLobby({ incidents, monitors: [] }, 'ana', time));
  expect(at(now)).toEqual([['running', ['worse', 'late', 'older', 'soon']]]);
  expect(at(now - 10)).toEqual([['running', ['worse', 'older', 'soon', 'late']]]);
});

test('[CO11] the first three that are contested or late are lit, in the order of the screen', () => {
  const late = { updateDueAt: now - 1, commanders: ['bo'] };
  const incidents = [
    incident('torn', { ...late, severity: 'P1', commanders: ['bo', 'cy'] }),
    incident('second', { ...late, severity: 'P2' }),
    incident('third', late),
    incident('fine', { updateDueAt: now + 1 }),
  ];
  const sections = arrangeLobby({ incidents, monitors: [] }, 'ana', now);
  expect([...lightLamps(sections, now)]).toEqual(['command torn', 'update torn', 'update second']);
  expect([...lightLamps(sections, now - 10)]).toEqual(['command torn']);
});

const fails = (id: string, declaredAt: number, change: Partial<IncidentSummary> = {}) =>
  incident(id, { acknowledgedAt: null, monitorsDown: [id], declaredAt, ...change });

test('[CO12] three of one cause within two minutes are one entry, where the worst of them stood', () => {
  const minute = 60_000;
  const monitors = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) =>
    down(id, id === 'e' ? 'timed out' : 'connection refused'),
  );
  const incidents = [
    fails('a', minute),
    fails('b', 2 * minute, { severity: 'P2' }),
    fails('c', 4 * minute),
    // Not part of the storm: another cause, an incident with a commander, and one declared much later.
    fails('e', 2 * minute),
    fails('d', 3 * minute, { commanders: ['bo'] }),
    fails('f', 9 * minute),
  ];
  expect(say(arrangeLobby({ incidents, monitors }, 'ana', now))).toEqual([
    ['waiting', ['connection refused: b a c', 'e', 'd', 'f']],
  ]);
  const [section] = arrangeLobby({ incidents, monitors }, 'ana', now);
  expect(section?.count).toBe(6);
  // Two incidents are too few to group.
  expect(say(arrangeLobby({ incidents: incidents.slice(0, 2), monitors }, 'ana', now))).toEqual([
    ['waiting', ['b', 'a']],
  ]);
});
