import { expect, test } from 'vitest';
import { callPresets, checkCallTemplate, currentCall, fillCall, shownLinks } from './call.ts';
import type { Fact } from '../facts/fact.ts';

const incident = { id: '01JB2', number: 'INC-42', title: 'Café: payments are down!' };
const link = (id: string, noted: number, rest: Partial<Fact<'link'>> = {}): Fact<'link'> => ({
  id,
  kind: 'link',
  at: noted,
  noted,
  by: 'ana',
  url: `https://talk.example/${id}`,
  use: 'bridge',
  ...rest,
});

test('[BR1] a template makes one address from the incident, safe whatever its title says', () => {
  const fill = (template: string, of = incident) => fillCall(template, of);
  expect(fill('https://meet.example/{number}-{id}')).toBe('https://meet.example/INC-42-01JB2');
  expect(fill('https://meet.example/{title}')).toBe('https://meet.example/cafe-payments-are-down');
  expect(fill('https://meet.example/{number}', { ...incident, number: null as never })).toBe(
    'https://meet.example/01JB2',
  );
  expect(fill('https://meet.example/{title}', { ...incident, title: '/../?#' })).toBe(
    'https://meet.example/01JB2',
  );
  expect(fill('https://meet.example/{title}', { ...incident, title: 'Évêché' })).toBe(
    'https://meet.example/eveche',
  );
  expect(fill('https://meet.example/team')).toBe('https://meet.example/team');
});

test('[BR1] a template that cannot be used is refused with what would be', () => {
  for (const { template } of callPresets) expect(checkCallTemplate(template)).toBeNull();
  for (const good of ['tel:+4930123', 'sip:room-{id}@example.org', 'http://talk.lan/{title}'])
    expect(checkCallTemplate(good)).toBeNull();
  for (const bad of [
    '',
    'javascript:alert(1)',
    'https://a b',
    'https://{title}.example/x',
    'https://meet.example/{name}',
    'https://meet.example/{number',
    `https://meet.example/${'x'.repeat(500)}`,
  ])
    expect(checkCallTemplate(bad), bad).toMatch(/^(an address|only)/);
});

test('[BR2] of two calls begun at once the earlier stands on every screen; one written by hand comes first', () => {
  const mine = link('b', 20, { fromTemplate: true });
  const theirs = link('a', 10, { fromTemplate: true });
  const chat = link('c', 5, { use: 'chat' });
  for (const links of [
    [mine, theirs, chat],
    [chat, theirs, mine],
  ]) {
    expect(currentCall(links)?.id).toBe('a');
    expect(
      shownLinks(links)
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(['a', 'c']);
  }
  const moved = link('d', 30);
  const movedAgain = link('e', 40);
  expect(currentCall([movedAgain, moved, mine])?.id).toBe('e');
  expect(shownLinks([theirs, mine, moved]).map(({ id }) => id)).toEqual(['d']);
  expect(currentCall([chat])).toBeNull();
});
