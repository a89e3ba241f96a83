import { expect, test } from 'vitest';
import type { Claim, RoleState } from '../view/room-view.ts';
import { decideNag, sayNag } from './nag.ts';

const minute = 60_000;
const due = 100 * minute;
const claims = (people: string[]): Claim[] =>
  people.map((person) => ({ id: person, person, at: 0, noted: 0 }));
const role = (name: string, primary: string[], backup: string[] = []): RoleState => {
  return { role: name, primary: claims(primary), backup: claims(backup), conflict: false, offer: null };
};
const both = [role('commander', ['ana']), role('communications', ['bo'])];
const nag = (minutes: number, roles: readonly RoleState[] = both, updateDueAt: number | null = due) =>
  decideNag({ updateDueAt, roles }, due + minutes * minute);

test('[CM7] nobody is nagged when none is owed or it is not yet time', () => {
  expect(nag(99, both, null)).toMatchObject({ reason: 'none-owed', people: [] });
  expect(nag(-4)).toMatchObject({ reason: 'not-due', people: [] });
  expect(sayNag(nag(-4), 'bo', String)).toBeNull();
});

test('[CM7] the communications lead is first, then the commander as well', () => {
  expect(nag(-3)).toMatchObject({ reason: 'due-soon', people: ['bo'] });
  expect(nag(0)).toMatchObject({ reason: 'overdue', people: ['bo'] });
  expect(nag(4.9)).toMatchObject({ reason: 'overdue', people: ['bo'] });
  expect(nag(5)).toMatchObject({ reason: 'overdue-commander', people: ['bo', 'ana'] });
  expect(nag(60, [role('communications', ['bo'])])).toMatchObject({ reason: 'overdue', people: ['bo'] });
});

test('[CM7] with nobody for communications it is the backup, else the commander, else everybody', () => {
  const backed = [role('commander', ['ana']), role('communications', [], ['cy'])];
  expect(nag(1, backed)).toMatchObject({ reason: 'overdue', people: ['cy'] });
  expect(nag(-1, [role('commander', ['ana'])])).toMatchObject({
    reason: 'no-communications-lead',
    people: ['ana'],
  });
  expect(nag(1, [])).toMatchObject({ reason: 'nobody-leads', people: [] });
});

test('[CM7] the words say whose turn it is, and you to you', () => {
  expect(sayNag(nag(1), 'bo', String)).toBe('1 min late. You send it.');
  expect(sayNag(nag(75), 'ana', String)).toBe('1 h 15 min late. Bo sends it; you make sure it goes out.');
  expect(sayNag(nag(120), 'ana', String)).toMatch(/^2 h late\. /);
  expect(sayNag(nag(6), 'ana', String)).toBe('6 min late. Bo sends it; you make sure it goes out.');
  const one = [role('commander', ['ana']), role('communications', ['ana'])];
  expect(sayNag(nag(6, one), 'bo', String)).toBe('6 min late. Ana sends it.');
  expect(sayNag(nag(1, []), 'bo', String)).toContain('Nobody leads communications or commands');
  expect(nag(6).people).toEqual(['bo', 'ana']);
  expect(nag(1, []).reason).toBe('nobody-leads');
  expect(nag(-9).people).toEqual([]);
});
