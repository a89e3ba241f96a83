// HT6: a reader of the live feed may ask for the open and the recent incidents. It gets a digest of the others. A
// replica compares it with the digest of its own, and asks for the whole list only when they differ.
import type { IncidentSummary } from '#room/feed/feed.ts';
import type { FeedMessage, FeedSnapshot } from '#wire/feed/messages.ts';
import { isOpen } from '../incidents/incidents.ts';
import { digestOf } from '../replica/incident-digest.ts';

/** Windows say how often an incident happened in the 90 days before it (PM2), also of one of the last months. */
const recentMs = 200 * 24 * 60 * 60_000;
/** A team without a recent incident still sees its last ones. */
const leastShown = 200;

/** A snapshot without the older incidents; every other message as it is. */
export const onlyRecent = (message: FeedMessage): FeedMessage =>
  message.type === 'snapshot' ? { ...message, snapshot: withoutOlder(message.snapshot) } : message;

/**
 * Keeps the open incidents, those with news or a review due in the last 200 days, those with an action item that is
 * due, those that a page, a problem or a recurring task names, and always the newest 200.
 */
function withoutOlder(snapshot: FeedSnapshot): FeedSnapshot {
  const { incidents } = snapshot;
  const from = snapshot.now - recentMs;
  const kept = new Set([...newest(incidents), ...namedIn(snapshot)]);
  const isKept = (each: IncidentSummary) =>
    kept.has(each.id) ||
    isOpen(each) ||
    (each.itemsDue ?? []).length > 0 ||
    Math.max(each.lastNoted, each.declaredAt, each.review?.dueAt ?? 0) >= from;
  const older = incidents.filter((each) => !isKept(each));
  if (older.length === 0) return snapshot;
  return {
    ...snapshot,
    incidents: incidents.filter(isKept),
    older: { count: older.length, from, digest: digestOf(older) },
  };
}

const newest = (incidents: readonly IncidentSummary[]): string[] =>
  incidents
    .toSorted((a, b) => b.lastNoted - a.lastNoted)
    .slice(0, leastShown)
    .map(({ id }) => id);

const namedIn = ({ pages = [], problems = [], recurringTasks = [] }: FeedSnapshot): string[] => [
  ...pages.map(({ incident }) => incident),
  ...problems.flatMap((problem) => problem.incidents),
  ...recurringTasks.flatMap(({ last }) => last?.incident ?? []),
];
