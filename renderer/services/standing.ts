// What is known of a service beside its record, from the live feed alone.
import type { IncidentSummary, MonitorState, OnCall } from '#room/feed.ts';
import type { FeedSnapshot } from '#wire/feed/messages.ts';
import { findService, type Service } from '#room/services.ts';

export type Standing = {
  monitors: readonly MonitorState[];
  down: number;
  open: readonly IncidentSummary[];
  /** Declared within the period, newest first; not what was no incident (WD5). */
  recent: readonly IncidentSummary[];
  onCall: readonly OnCall[];
};

const periodMs = 90 * 86_400_000;
const isOpen = ({ status }: IncidentSummary) => status !== 'resolved' && status !== 'closed';

export function standingOf(service: Service, snapshot: FeedSnapshot, now: number): Standing {
  const { services = [], onCall = [] } = snapshot;
  const isMeant = (name: string | null) => findService(services, name)?.id === service.id;
  const monitors = snapshot.monitors.filter((monitor) => isMeant(monitor.service));
  const incidents = snapshot.incidents.filter((incident) => isMeant(incident.service));
  return {
    monitors,
    down: monitors.filter(({ status }) => status === 'down').length,
    open: incidents.filter(isOpen),
    recent: incidents
      .filter(({ declaredAt, withdrawn }) => declaredAt > now - periodMs && withdrawn === undefined)
      .toSorted((a, b) => b.declaredAt - a.declaredAt),
    onCall: onCall.filter((each) => isMeant(each.service)),
  };
}

/** A person's name, or the team's as it was written. */
export const ownerName = ({ owner }: Service, { people }: FeedSnapshot): string | null =>
  people.find(({ id }) => id === owner)?.name ?? owner;

/** Names that incidents and monitors use. */
export const namesInUse = ({ incidents, monitors }: FeedSnapshot): (string | null)[] =>
  [...incidents, ...monitors].map(({ service }) => service);
