import type { FeedMessage, FeedSnapshot, Sample } from '#room/feed.ts';

/** As many samples of one monitor as a chart can show. */
export const samplesKept = 600;

/**
 * The snapshot after one message. The same object comes back when nothing in it changed, so that
 * subscribers are not woken for nothing. Samples are kept beside the snapshot (`addSample`), because they
 * come every second and nothing but charts reads them.
 */
export function applyFeedMessage(snapshot: FeedSnapshot | null, message: FeedMessage): FeedSnapshot | null {
  if (message.type === 'snapshot') return message.snapshot;
  // Every feed opens with a snapshot (HT6): a change without one belongs to a stream that broke.
  if (!snapshot) return null;
  switch (message.type) {
    case 'incident':
      return { ...snapshot, incidents: replaceById(snapshot.incidents, message.incident) };
    case 'monitor':
      return { ...snapshot, monitors: replaceById(snapshot.monitors, message.monitor) };
    case 'monitor-removed':
      return { ...snapshot, monitors: snapshot.monitors.filter(({ id }) => id !== message.id) };
    case 'monitoring':
      return { ...snapshot, monitoring: message.monitoring };
    case 'people':
      return { ...snapshot, people: message.people };
    case 'services':
      return { ...snapshot, services: message.services };
    case 'scheme':
      return { ...snapshot, scheme: message.scheme };
    case 'on-call':
      return { ...snapshot, onCall: message.onCall };
    case 'pages':
      return { ...snapshot, pages: message.pages };
    case 'reports':
      return { ...snapshot, reports: message.reports };
    case 'bridge':
      return { ...snapshot, bridge: message.bridge };
    case 'hub':
      return { ...snapshot, hub: message.hub };
    case 'upstreams':
      return { ...snapshot, upstreams: message.upstreams, staleSince: message.staleSince };
    case 'sample':
    case 'status-pages':
      return snapshot;
    default:
      // A newer server may say more than this version understands.
      return snapshot;
  }
}

function replaceById<T extends { id: string }>(items: readonly T[], item: T): readonly T[] {
  const index = items.findIndex(({ id }) => id === item.id);
  return index < 0 ? [...items, item] : items.with(index, item);
}

/** Samples in order of time, each time once, the newest `samplesKept` of them. */
export function addSamples(known: readonly Sample[], more: readonly Sample[]): readonly Sample[] {
  const last = known.at(-1);
  const first = more[0];
  if (!first) return known;
  if (!last || first.at > last.at) return [...known, ...more].slice(-samplesKept);
  const byTime = new Map([...known, ...more].map((sample) => [sample.at, sample]));
  return [...byTime.values()].toSorted((a, b) => a.at - b.at).slice(-samplesKept);
}
