import { expect, test } from 'vitest';
import { readTold } from './claims.ts';

test.each<[string, Record<string, unknown>, string[] | null]>([
  ['groups', { groups: ['a', 'b'] }, ['a', 'b']],
  ['realm_access.roles', { realm_access: { roles: ['a', 7, ' '] } }, ['a']],
  ['resource_access.muster.roles', { resource_access: { muster: { roles: 'a' } } }, ['a']],
  ['https://muster.example/groups', { 'https://muster.example/groups': ['a'] }, ['a']],
  // A claim of exactly this name counts before the way.
  ['a.b', { 'a.b': ['named'], a: { b: ['within'] } }, ['named']],
  ['realm_access.roles', { realm_access: ['roles'] }, null],
  ['realm_access.roles', { realm_access: null }, null],
  ['groups.length', { groups: 'abc' }, null],
  ['constructor.name', {}, null],
  ['__proto__', {}, null],
  ['groups', { groups: { engineers: true } }, []],
])('[SI3] the claim %s of %j', (name, said, groups) => {
  expect(readTold(said, name).groups).toEqual(groups);
});
