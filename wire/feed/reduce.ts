// HT6: applies one feed message to the state; shared by windows and replicas.
import type { FeedMessage, FeedSnapshot } from './messages.ts';

/** The parts of a snapshot that later messages change and that a replica passes on. */
export type FollowedParts = Pick<
  FeedSnapshot,
  | 'monitors'
  | 'monitoring'
  | 'people'
  | 'teams'
  | 'services'
  | 'recurringTasks'
  | 'scheme'
  | 'problems'
  | 'reviewTemplates'
  | 'onCall'
  | 'pages'
  | 'reports'
  | 'bridge'
  | 'endedKeys'
  | 'hub'
  | 'staleSince'
>;

/**
 * The snapshot after one message; null before the first snapshot. Returns the same object when nothing changed, so that
 * listeners are not notified needlessly. Samples are not in the snapshot: they come every second, and only charts read
 * them.
 */
export function applyFeedMessage(snapshot: FeedSnapshot | null, message: FeedMessage): FeedSnapshot | null {
  if (message.type === 'snapshot') return message.snapshot;
  // Every feed opens with a snapshot: a change without one comes from a broken stream.
  if (snapshot === null) return null;
  switch (message.type) {
    case 'incident':
      return { ...snapshot, incidents: replaceById(snapshot.incidents, message.incident) };
    case 'incident-hidden':
      return { ...snapshot, incidents: snapshot.incidents.filter(({ id }) => id !== message.id) };
    case 'incident-erased':
      return {
        ...snapshot,
        incidents: snapshot.incidents.filter(({ id }) => id !== message.id),
        erased: [...(snapshot.erased ?? []), message.id],
      };
    case 'upstreams':
      return saysTheSame(snapshot, message)
        ? snapshot
        : { ...snapshot, upstreams: message.upstreams, staleSince: message.staleSince };
    default:
      return applyToParts(snapshot, message);
  }
}

/** The parts after one message that is not a snapshot. Returns the same object when nothing changed. */
export function applyToParts<Parts extends FollowedParts>(parts: Parts, message: FeedMessage): Parts {
  switch (message.type) {
    case 'monitor':
      return { ...parts, monitors: replaceById(parts.monitors, message.monitor) };
    case 'monitor-removed':
      return { ...parts, monitors: parts.monitors.filter(({ id }) => id !== message.id) };
    case 'monitoring':
      return { ...parts, monitoring: message.monitoring };
    case 'people':
      return { ...parts, people: message.people };
    case 'teams':
      return { ...parts, teams: message.teams };
    case 'services':
      return { ...parts, services: message.services };
    case 'recurring-tasks':
      return { ...parts, recurringTasks: message.recurringTasks };
    case 'scheme':
      return { ...parts, scheme: message.scheme };
    case 'problems':
      return { ...parts, problems: message.problems };
    case 'review-templates':
      return { ...parts, reviewTemplates: message.reviewTemplates };
    case 'on-call':
      return { ...parts, onCall: message.onCall };
    case 'pages':
      return { ...parts, pages: message.pages };
    case 'reports':
      return { ...parts, reports: message.reports };
    case 'bridge':
      return { ...parts, bridge: message.bridge };
    case 'ended-keys':
      return { ...parts, endedKeys: message.endedKeys };
    case 'hub':
      return { ...parts, hub: message.hub };
    case 'upstreams':
      return message.staleSince === parts.staleSince ? parts : { ...parts, staleSince: message.staleSince };
    case 'snapshot':
    case 'incident':
    case 'incident-hidden':
    case 'incident-erased':
    case 'person-erased':
    case 'sample':
    case 'status-pages':
    case 'maintenance':
      return parts;
    default:
      // A newer server may say more than this version understands.
      message satisfies never;
      return parts;
  }
}

/** A replica repeats its upstreams after each change that it sent to them, and most often they are as before. */
const saysTheSame = (
  { upstreams, staleSince }: FeedSnapshot,
  message: FeedMessage & { type: 'upstreams' },
): boolean =>
  staleSince === message.staleSince && JSON.stringify(upstreams) === JSON.stringify(message.upstreams);

function replaceById<T extends { id: string }>(items: readonly T[], item: T): readonly T[] {
  const index = items.findIndex(({ id }) => id === item.id);
  return index < 0 ? [...items, item] : items.with(index, item);
}
