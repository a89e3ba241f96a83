import { expect, test } from 'vitest';
import type { Claim, RoleState } from '../view/room-view.ts';
import { decideUpdateReminder, sayUpdateReminder } from './update-reminder.ts';

const minute = 60_000;
const due = 100 * minute;
const claims = (people: string[]): Claim[] =>
  people.map((person) => ({ id: person, person, at: 0, noted: 0 }));
const role = (name: string, primary: string[], backup: string[] = []): RoleState => {
  return { role: name, primary: claims(primary), backup: claims(backup), conflict: false, offer: null };
};
const both = [role('commander', ['ana']), role('communications', ['bo'])];
const reminder = (minutes: number, roles: readonly RoleState[] = both, updateDueAt: number | null = due) =>
  decideUpdateReminder({ updateDueAt, roles }, due + minutes * minute);

test('[CM7] nobody is reminded when none is owed or it is not yet time', () => {
  expect(reminder(99, both, null)).toMatchObject({ reason: 'none-owed', people: [] });
  expect(reminder(-4)).toMatchObject({ reason: 'not-due', people: [] });
  expect(sayUpdateReminder(reminder(-4), 'bo', String)).toBeNull();
});

test('[CM7] the communications lead is first, then the commander as well', () => {
  expect(reminder(-3)).toMatchObject({ reason: 'due-soon', people: ['bo'] });
  expect(reminder(0)).toMatchObject({ reason: 'overdue', people: ['bo'] });
  expect(reminder(4.9)).toMatchObject({ reason: 'overdue', people: ['bo'] });
  expect(reminder(5)).toMatchObject({ reason: 'overdue-commander', people: ['bo', 'ana'] });
  expect(reminder(60, [role('communications', ['bo'])])).toMatchObject({ reason: 'overdue', people: ['bo'] });
});

test('[CM7] with nobody for communications it is the backup, else the commander, else everybody', () => {
  const backed = [role('commander', ['ana']), role('communications', [], ['cy'])];
  expect(reminder(1, backed)).toMatchObject({ reason: 'overdue', people: ['cy'] });
  expect(reminder(-1, [role('commander', ['ana'])])).toMatchObject({
    reason: 'no-communications-lead',
    people: ['ana'],
  });
  expect(reminder(1, [])).toMatchObject({ reason: 'nobody-leads', people: [] });
});

test('[CM7] the words say whose turn it is, and you to you', () => {
  expect(sayUpdateReminder(reminder(1), 'bo', String)).toBe('1 min late. You send it.');
  expect(sayUpdateReminder(reminder(75), 'ana', String)).toBe(
    '1 h 15 min late. Bo sends it; you make sure it goes out.',
  );
  expect(sayUpdateReminder(reminder(120), 'ana', String)).toMatch(/^2 h late\. /);
  expect(sayUpdateReminder(reminder(6), 'ana', String)).toBe(
    '6 min late. Bo sends it; you make sure it goes out.',
  );
  const one = [role('commander', ['ana']), role('communications', ['ana'])];
  expect(sayUpdateReminder(reminder(6, one), 'bo', String)).toBe('6 min late. Ana sends it.');
  expect(sayUpdateReminder(reminder(1, []), 'bo', String)).toContain(
    'Nobody leads communications or commands',
  );
  expect(reminder(6).people).toEqual(['bo', 'ana']);
  expect(reminder(1, []).reason).toBe('nobody-leads');
  expect(reminder(-9).people).toEqual([]);
});
