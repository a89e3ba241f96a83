import { expect, test } from 'vitest';
import { listPageChoices, readChoice } from './page-choices.ts';

const words = {
  people: 'People',
  services: 'Services',
  schedules: 'Schedules',
  policies: 'Policies',
  onCallFor: (name: string) => `On call for ${name}`,
  onCallIn: (name: string) => `On call in ${name}`,
  policy: (name: string) => `Policy ${name}`,
  onCallNow: (names: string) => `${names} now`,
  noSchedule: 'no schedule',
  nobodyNow: 'nobody now',
};
const service = (id: string, name: string, aliases: string[] = []) => ({
  id,
  name,
  aliases,
  owner: null,
  tier: null,
  dependsOn: [],
  links: [],
  runbook: null,
  description: null,
});
const duty = (of: string, person: string | null) => ({
  schedule: `${of}-schedule`,
  name: of,
  service: of,
  person,
  backup: null,
  until: null,
  next: null,
});
const snapshot = {
  people: [
    { id: 'bo', name: 'Bo Lind', role: 'responder' as const, contact: { title: 'Database' } },
    { id: 'b2', name: 'Bo Lind', role: 'responder' as const },
    { id: 'cy', name: 'Cy Young', role: 'owner' as const },
  ],
  services: [service('s1', 'payments', ['pay']), service('s2', 'search')],
  onCall: [
    duty('pay', 'cy'),
    duty('search', null),
    duty('mail', 'cy'),
    { ...duty('Storage rota', 'b2'), service: null },
  ],
};
const groups = listPageChoices(snapshot, [{ id: 'p1', name: 'P1: at once' }], words);
const shown = groups.map(({ group, items }) => [group, items.map(({ value, hint }) => [value, hint])]);

test('[PH9] people, services and schedules with who is on call now, and policies are there to choose', () => {
  expect(shown).toEqual([
    [
      'People',
      [
        ['Bo Lind (Database)', ''],
        ['Bo Lind (b2)', ''],
        ['Cy Young', ''],
      ],
    ],
    [
      'Services',
      [
        ['On call for payments', 'Cy Young now'],
        ['On call for search', 'nobody now'],
        ['On call for mail', 'Cy Young now'],
      ],
    ],
    ['Schedules', [['On call in Storage rota', 'Bo Lind now']]],
    ['Policies', [['Policy P1: at once', '']]],
  ]);
});

test('[PH9] a chosen name, the bare name of a service and an address each mean one target; other words none', () => {
  expect(readChoice(groups, 'cy young')).toEqual({ person: 'cy', name: 'Cy Young' });
  expect(readChoice(groups, 'Bo Lind (b2)')).toMatchObject({ person: 'b2' });
  expect(readChoice(groups, 'payments')).toEqual({ onCallFor: 'payments' });
  expect(readChoice(groups, 'on call in storage rota')).toEqual({
    schedule: 'Storage rota-schedule',
    name: 'Storage rota',
  });
  expect(readChoice(groups, 'Policy P1: at once')).toMatchObject({ policy: 'p1' });
  expect(readChoice(groups, ' dba@vendor.example ')).toEqual({ address: 'dba@vendor.example' });
  // A gateway inside the network needs no dot.
  expect(readChoice(groups, 'oncall@pager')).toEqual({ address: 'oncall@pager' });
  for (const unclear of ['Bo Lind', 'dba@', '@vendor', 'nobody', '', 'a b@c.de'])
    expect(readChoice(groups, unclear)).toBeNull();
});
