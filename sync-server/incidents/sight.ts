// TM2: which incidents a person may not see. The rule is in room/view/access.ts; the whole server applies it through this
// file.
import { maySee, type Seer } from '#room/view/access.ts';
import type { IncidentSummary, OpenPage } from '#room/feed/feed.ts';
import type { Identity } from '../sync/identity.ts';
import type { Sight } from '../http/upgrade.ts';
import type { Incidents } from './incidents.ts';

/** The caller, in the form that the rule uses. */
export const seerOf = ({ person, role, teams }: Pick<Identity, 'person' | 'role' | 'teams'>): Seer => ({
  id: person,
  role,
  teams,
});

/** Whether a person may see this incident on this server; without a person (null), restricted ones are hidden. */
export const sees = (
  incidents: Pick<Incidents, 'isWithheld'>,
  seer: Seer | null,
  incident: Pick<IncidentSummary, 'id' | 'restricted'>,
): boolean =>
  !incidents.isWithheld(incident.id) &&
  (incident.restricted === undefined || (seer !== null && maySee(seer, incident)));

/** Whether no incident here is hidden from them. */
export const seesAll = (incidents: Incidents, caller: Identity): boolean =>
  hiddenFrom(incidents, seerOf(caller)).size === 0;

/** The sight of a server with its own list of incidents. */
export const sightOf = (incidents: Pick<Incidents, 'isWithheld' | 'restricted' | 'onChange'>): Sight => ({
  isHidden: (incident, who) => hiddenFrom(incidents, seerOf(who)).has(incident),
  onChange: (listener) =>
    incidents.onChange(({ id, restricted }) => {
      if (restricted !== undefined || incidents.isWithheld(id)) listener(id);
    }),
});

/** TM4: the incident as shown to a person who must hear of it but may not see it; null: to no particular person. */
export const asSeenBy = (seer: Seer | null, incident: IncidentSummary): IncidentSummary =>
  incident.restricted === undefined || (seer !== null && maySee(seer, incident))
    ? incident
    : { ...incident, title: 'A restricted incident', service: null };

/** The ids of incidents that the person may not see. */
export function hiddenFrom(
  incidents: Pick<Incidents, 'isWithheld' | 'restricted'>,
  seer: Seer | null,
): ReadonlySet<string> {
  return new Set(
    incidents.restricted().flatMap((incident) => (sees(incidents, seer, incident) ? [] : [incident.id])),
  );
}

/** The same record, which names no incident that is hidden. */
export const namingSeen = <Naming extends { incident: string | null }>(
  record: Naming,
  hidden: ReadonlySet<string>,
): Naming =>
  record.incident !== null && hidden.has(record.incident) ? { ...record, incident: null } : record;

/** TM4: people are paged even for incidents that they may not see, but without the words. */
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
