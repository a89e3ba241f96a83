// RR5: recurring tasks as the live feed shows them, each with the people who are reminded of it.
import type { RecurringTask } from '#room/team/recurring.ts';
import type { Roster } from '../on-call/roster.ts';
import type { People } from '../people/people.ts';
import { answerFor } from '../services/answer-for.ts';
import type { Services } from '../services/services.ts';
import type { Recurring } from './recurring.ts';

type Known = {
  recurringTasks: Pick<Recurring, 'list' | 'last' | 'due'>;
  people: Pick<People, 'list' | 'find'>;
  services: Pick<Services, 'shown'>;
  roster: Pick<Roster, 'onCall'>;
};

export function showRecurring({ recurringTasks, people, services, roster }: Known): RecurringTask[] {
  const team = { services: services.shown(), people: people.list(), onCall: roster.onCall() };
  return recurringTasks.list().map((task): RecurringTask => {
    const { name, kind, details = null, service = null, owner = null, repeat, startsOn } = task.settings;
    const person = owner === null ? null : people.find(owner);
    const reminded = person === null ? answerFor(service, team).map(({ id }) => id) : [person.id];
    const last = recurringTasks.last(task.id);
    const due = recurringTasks.due(task);
    return { id: task.id, name, kind, details, service, owner, reminded, repeat, startsOn, due, last };
  });
}
