// WD4: quietly tells a person whom this desktop paged, once, that it was not an incident. Pure.
import type { IncidentSummary } from '#room/feed/feed.ts';
import { sayNothingLeft } from '#room/facts/withdrawn.ts';
import type { Destination } from '../bridge.ts';
import { nameIncident } from '#room/text/words.ts';
import { isOpen } from './standing.ts';
import type { Watched } from './watched.ts';

export type WithdrawnNews = { incident: IncidentSummary; title: string; body: string; leadsTo: Destination };

/** Takes the state after each message of the feed. While it runs it remembers the incidents that paged `me`. */
export function createWithdrawnNews(): (watched: Watched, me: string | null) => WithdrawnNews[] {
  const pagedFor = new Set<string>();
  return ({ incidents, pages }, me) => {
    for (const page of pages) if (page.person === me && page.isTest !== true) pagedFor.add(page.incident);
    return [...pagedFor].flatMap((id) => {
      const incident = incidents.get(id);
      if (incident === undefined || isOpen(incident)) return [];
      pagedFor.delete(id);
      if (incident.withdrawn === undefined) return [];
      const body = sayNothingLeft(incident.withdrawn);
      return [{ incident, title: nameIncident(incident), body, leadsTo: { screen: 'room', incident: id } }];
    });
  };
}
