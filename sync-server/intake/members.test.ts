// Groups as Alertmanagers tell of them: one that restarts, and a pair.
import { expect, test } from 'vitest';
import type { AlertMember } from './alert.ts';
import { holdMs, mergeMembers, staleMs, type KnownMember } from './members.ts';

const minute = 60_000;
const ten = Date.UTC(2026, 0, 5, 10);
const fires = (id: string, startsAt = ten): AlertMember => ({
  id,
  name: id,
  isFiring: true,
  startsAt,
  endsAt: null,
});
const ended = (id: string, endsAt: number, startsAt = ten): AlertMember => ({
  id,
  name: id,
  isFiring: false,
  startsAt,
  endsAt,
});
const told = (now: number, known: readonly KnownMember[], ...members: AlertMember[]) =>
  mergeMembers(
    known,
    { members, action: members.some(({ isFiring }) => isFiring) ? 'trigger' : 'resolve' },
    now,
  );

const bare = (isFiring: boolean): AlertMember => ({ id: 'x', name: 'x', isFiring });

test('[IT13] one that restarts and says resolved of what it has seen since leaves open what it has not', () => {
  const before = told(ten, [], fires('a'), fires('b'));
  const restarted = told(ten + 5 * minute, before.members, ended('a', ten + 5 * minute));
  expect(restarted.action).toBe('trigger');
  const over = told(ten + 9 * minute, restarted.members, ended('b', ten + 9 * minute));
  expect(over.action).toBe('resolve');
});

test('[IT13] a pair: an old firing in the second of its end is put aside, a new beginning is not', () => {
  const at = ten + 20 * minute;
  const over = told(at, told(ten, [], fires('a')).members, ended('a', at));
  expect(over.action).toBe('resolve');
  const late = told(at + 400, over.members, fires('a'));
  expect([late.action, late.members.map(({ isFiring }) => isFiring)]).toEqual(['held', [false]]);
  expect(told(at + 400, over.members, fires('a', at + 300)).action).toBe('trigger');
  // The other members of that message count.
  expect(told(at + 400, over.members, fires('a'), fires('b')).action).toBe('trigger');
  // Told again later it is no old news: it never ended.
  expect(told(at + staleMs + 1, late.members, fires('a')).action).toBe('trigger');
  expect(
    mergeMembers(late.members, { members: [fires('a')], action: 'trigger' }, at + holdMs, true).action,
  ).toBe('trigger');
});

test('[IT13] an end of an earlier time does not end what began since', () => {
  const again = told(ten + 30 * minute, [], fires('a', ten + 30 * minute));
  expect(told(ten + 30 * minute + 200, again.members, ended('a', ten + 20 * minute)).action).toBe('trigger');
});

test('[IT13] an ended alert is forgotten after a day, a firing one never; without times the last message counts', () => {
  const known = told(ten, [], fires('a'), ended('b', ten)).members;
  const later = told(ten + 25 * 60 * minute, known, fires('c'));
  expect(later.members.map(({ id }) => id)).toEqual(['a', 'c']);
  const over = told(ten + 1, told(ten, [], bare(true)).members, bare(false));
  expect([over.action, told(ten + 2, over.members, bare(true)).action]).toEqual(['resolve', 'trigger']);
});

test('[IT13] when the sender left members out, its word for the whole group counts', () => {
  const known = told(ten, [], fires('a'), fires('b')).members;
  const all = mergeMembers(known, { members: [ended('a', ten + 1)], action: 'resolve', leftOut: 1 }, ten + 1);
  expect(all.action).toBe('resolve');
});
