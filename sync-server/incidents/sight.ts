// TM2: which incidents somebody may not see. The rule is room/access.ts; every door of a server asks it through here.
import { maySee, type Seer } from '#room/access.ts';
import type { IncidentSummary, OpenPage } from '#room/feed.ts';
import type { Identity } from '../sync/identity.ts';
import type { Sight } from '../http/upgrade.ts';
import type { Incidents } from './incidents.ts';

/** Somebody who called, as the rule knows them. */
export const seerOf = ({ person, role, teams }: Pick<Identity, 'person' | 'role' | 'teams'>): Seer => ({
  id: person,
  role,
  teams,
});

/** Whether somebody may see this incident on this server; nobody in particular sees what is restricted. */
export const sees = (
  incidents: Pick<Incidents, 'isWithheld'>,
  seer: Seer | null,
  incident: Pick<IncidentSummary, 'id' | 'restricted'>,
): boolean =>
  !incidents.isWithheld(incident.id) &&
  (incident.restricted === undefined || (seer !== null && maySee(seer, incident)));

/** The sight of a server that keeps the list of incidents itself. */
export const sightOf = (incidents: Pick<Incidents, 'isWithheld' | 'restricted' | 'onChange'>): Sight => ({
  isHidden: (incident, who) => hiddenFrom(incidents, seerOf(who)).has(incident),
  onChange: (listener) =>
    incidents.onChange(({ id, restricted }) => {
      if (restricted !== undefined || incidents.isWithheld(id)) listener(id);
    }),
});

/** TM4: what is left of an incident for somebody who may not see it, and has to hear of it; null: nobody in particular. */
export const asSeenBy = (seer: Seer | null, incident: IncidentSummary): IncidentSummary =>
  incident.restricted === undefined || (seer !== null && maySee(seer, incident))
    ? incident
    : { ...incident, title: 'A restricted incident', service: null };

/** The ids of those that somebody may not see. */
export function hiddenFrom(
  incidents: Pick<Incidents, 'isWithheld' | 'restricted'>,
  seer: Seer | null,
): ReadonlySet<string> {
  return new Set(
    incidents.restricted().flatMap((incident) => (sees(incidents, seer, incident) ? [] : [incident.id])),
  );
}

/** TM4: whoever is paged is paged, also for what they may not see; the words are left out. */
export function seenPages(
  pages: readonly OpenPage[],
  hidden: ReadonlySet<string>,
  seer: Seer | null,
): OpenPage[] {
  return pages.flatMap((page) => {
    if (!hidden.has(page.incident)) return [page];
    return page.person === seer?.id ? [{ ...page, text: null }] : [];
  });
}
