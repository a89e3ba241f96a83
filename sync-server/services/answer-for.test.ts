import { expect, test } from 'vitest';
import type { OnCall, Person } from '#room/feed/feed.ts';
import type { Service } from '#room/team/services.ts';
import { answerFor } from './answer-for.ts';

const person = (name: string, role: Person['role'] = 'responder'): Person => ({
  id: name.toLowerCase(),
  name,
  role,
});
const people = [person('Ana', 'owner'), person('Bo'), person('Cy')];
const payments: Service = {
  id: 's1',
  name: 'Payments',
  owner: null,
  tier: null,
  dependsOn: [],
  links: [],
  aliases: ['payments-api'],
  runbook: null,
  description: null,
};
const duty = (rest: Partial<OnCall>): OnCall => ({
  schedule: 'x',
  name: 'Primary',
  service: null,
  person: null,
  backup: null,
  until: null,
  next: null,
  ...rest,
});
const names = (service: string | null, owner: string | null, onCall: readonly OnCall[] = []) =>
  answerFor(service, { services: [{ ...payments, owner }], people, onCall }).map(({ name }) => name);

test('[NT1] a service answers by its owner, by who has its schedule, or by the owners of the team', () => {
  expect(names('payments-API', 'bo')).toEqual(['Bo']);
  expect(names('Payments', 'CY')).toEqual(['Cy']);
  expect(names('Payments', 'Database team', [duty({ name: 'database team', person: 'cy' })])).toEqual(['Cy']);
  expect(names('payments-api', null, [duty({ service: 'Payments', person: 'bo' })])).toEqual(['Bo']);
  expect(names('payments', null, [duty({ service: 'Payments', backup: 'cy' })])).toEqual(['Cy']);
  expect(names('search', 'bo')).toEqual(['Ana']);
  expect(names(null, 'bo')).toEqual(['Ana']);
  expect(names('Payments', 'somebody who left')).toEqual(['Ana']);
});
