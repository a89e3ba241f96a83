// The state of a service besides its record, from the live feed only.
import type { IncidentSummary, MonitorState, OnCall } from '#room/feed/feed.ts';
import type { FeedSnapshot } from '#wire/feed/messages.ts';
import { findService, type Service } from '#room/team/services.ts';
import { strings } from '../../strings/index.ts';

const words = strings.services;

export type ServiceState = {
  monitors: readonly MonitorState[];
  down: number;
  open: readonly IncidentSummary[];
  /** Declared within the period, newest first, without withdrawn incidents (WD5). */
  recent: readonly IncidentSummary[];
  onCall: readonly OnCall[];
};

const periodMs = 90 * 86_400_000;
const isOpen = ({ status }: IncidentSummary) => status !== 'resolved' && status !== 'closed';

export function standingOf(service: Service, snapshot: FeedSnapshot, now: number): ServiceState {
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

/** SV3: the worst first. A check that is paused, or that was not measured yet, is not up. */
export function sayChecks(monitors: readonly Pick<MonitorState, 'status'>[]): string {
  const count = (wanted: MonitorState['status']) => monitors.filter(({ status }) => status === wanted).length;
  const [all, up] = [monitors.length, count('up')];
  if (all === 0) return words.noChecks;
  if (count('down') > 0) return words.down(count('down'), all);
  if (count('degraded') > 0) return words.degraded(count('degraded'), all);
  return up === all ? words.allUp(all) : words.someUp(up, all);
}

/** The owner's name: a person's, or the team name as written. */
export const ownerName = ({ owner }: Service, { people }: FeedSnapshot): string | null =>
  people.find(({ id }) => id === owner)?.name ?? owner;

/** Service names that incidents and monitors use. */
export const namesInUse = ({ incidents, monitors }: FeedSnapshot): (string | null)[] =>
  [...incidents, ...monitors].map(({ service }) => service);
