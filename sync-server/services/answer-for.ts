// Who is told about a service when nothing is urgent enough to page.
import type { OnCall, Person } from '#room/feed/feed.ts';
import { findService, isSameService, type Service } from '#room/team/services.ts';

export type TeamNow = {
  services: readonly Service[];
  people: readonly Person[];
  onCall: readonly OnCall[];
};

/**
 * The person who owns the service; else those on call in a schedule named like its owner or set for the service; else
 * the owners of the team, so that somebody is always told.
 */
export function answerFor(service: string | null, { services, people, onCall }: TeamNow): readonly Person[] {
  const record = findService(services, service);
  const owner = record?.owner ?? null;
  const named = people.find(({ id, name }) => id === owner || (owner !== null && isSameService(name, owner)));
  if (named !== undefined) return [named];
  const isIts = (each: OnCall) =>
    (owner !== null && isSameService(each.name, owner)) ||
    (each.service !== null &&
      (each.service === service ||
        (record !== null && findService(services, each.service)?.id === record.id)));
  const holders = new Set(onCall.filter(isIts).flatMap(({ person, backup }) => person ?? backup ?? []));
  const found = people.filter(({ id }) => holders.has(id));
  return found.length > 0 ? found : people.filter(({ role }) => role === 'owner');
}
