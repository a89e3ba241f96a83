import { expect, test } from 'vitest';
import { tellStory } from '../fixtures/story.ts';
import { findChainsOfOrders, findDoubleDuty } from './orders.ts';

test('[CO4] a commander who also does the work is named, with the work', () => {
  const { write, open } = tellStory();
  const take = (person: string, role: string, as: 'primary' | 'backup' = 'primary') =>
    write(person, { kind: 'claimed', role, person, as });
  take('ana', 'commander');
  take('ana', 'scribe');
  take('ana', 'technical', 'backup');
  take('bo', 'operations');
  expect(findDoubleDuty(open.room().roles)).toEqual([]);
  take('ana', 'operations');
  take('ana', 'technical');
  expect(findDoubleDuty(open.room().roles)).toEqual([{ person: 'ana', roles: ['technical', 'operations'] }]);
});

test('[CO4] two commanders: what each ordered since taking command, and nothing else', () => {
  const { write, open } = tellStory();
  write('bo', { kind: 'decision', text: 'before there was a commander' });
  write('ana', { kind: 'claimed', role: 'commander', person: 'ana', as: 'primary' });
  write('bo', { kind: 'claimed', role: 'commander', person: 'bo', as: 'primary' });
  write('ana', { kind: 'decision', text: 'Roll back' }, { kind: 'note', text: 'a note is no order' });
  write('bo', { kind: 'task', text: 'Drain eu-2', owner: 'cy' });
  const [wrong] = write('bo', { kind: 'decision', text: 'struck out' });
  write('bo', { kind: 'retracted', target: wrong!.id });
  write('cy', { kind: 'action', text: 'not by a commander' });
  const chains = findChainsOfOrders(open.room());
  expect(chains.map(({ person, orders }) => [person, orders.map(({ fact }) => fact)])).toMatchObject([
    ['ana', [{ text: 'Roll back' }]],
    ['bo', [{ text: 'Drain eu-2' }]],
  ]);
});
