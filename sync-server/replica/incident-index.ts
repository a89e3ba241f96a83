import type { Database } from '../storage/database.ts';
import type { IncidentSummary } from '#room/feed/feed.ts';
import { isUlid } from '#room/facts/ulid.ts';
import type { FeedSnapshot } from '#wire/feed/messages.ts';
import { digestOf } from './incident-digest.ts';

export type Listed = Pick<IncidentSummary, 'id' | 'status' | 'factCount' | 'lastNoted'>;
type Older = FeedSnapshot['older'];

export type IncidentIndex = {
  /**
   * `older` stands for incidents that were left out. Returns false when ours differ from them: then each of them is to
   * be put, and after the last of them noteUnlisted called.
   */
  replaceAll(incidents: readonly Listed[], older?: Older): boolean;
  /** Every incident that the upstream shows us was put: ours that were not are perhaps hidden from us. */
  noteUnlisted(): void;
  put(incident: Listed): void;
  /** Deserves a permanent link: not closed, and among the newest of those. */
  isLive(id: string): boolean;
  /** Whether the upstream's state of it differs from ours. */
  differs(id: string): boolean;
  /** Our copy has everything that the upstream listed. */
  noteCaughtUp(id: string): void;
  /** The upstream hides it from us. */
  noteWithheld(id: string): void;
  /** Live ones first, then the newest, then ours that were not listed. */
  ids(): string[];
};

// Each link takes a socket there and memory here. A team that never closes incidents has hundreds; the older ones are
// fetched when their facts change.
const mostLive = 100;

/**
 * Knows which incidents exist at an upstream, which are live, and which we have incompletely. `isWithheld`: the
 * upstream hides it from us.
 */
export function createIncidentIndex(database: Database, isWithheld = (_id: string) => false): IncidentIndex {
  const ours = readingOurs(database);
  const unlisted = new Set<string>();
  const listed = keepListed();
  const caughtUp = keepCaughtUp(ours);
  const put = (incident: Listed) => {
    listed.put(incident);
    unlisted.delete(incident.id);
  };
  const noteUnlisted = () => ours.ids().forEach((id) => listed.has(id) || unlisted.add(id));

  return {
    replaceAll(incidents, older) {
      listed.clear();
      unlisted.clear();
      incidents.forEach(put);
      const leftOut = older ? ours.all().filter(({ id }) => !listed.has(id) && !isWithheld(id)) : [];
      if (older && older.digest !== digestOf(leftOut)) return false;
      leftOut.forEach(put);
      noteUnlisted();
      return true;
    },
    noteUnlisted,
    noteWithheld(id) {
      unlisted.delete(id);
      listed.remove(id);
    },
    put,
    isLive: listed.isLive,
    differs(id) {
      // TM3: it is here but was not listed, so it may be hidden from us; ask once.
      if (unlisted.has(id)) return true;
      return caughtUp.lacks(listed.get(id));
    },
    noteCaughtUp(id) {
      unlisted.delete(id);
      caughtUp.note(listed.get(id));
    },
    ids: () => [...listed.ids(), ...unlisted],
  };
}

/** What our copy holds of one incident, null when it holds nothing, and of all. */
function readingOurs({ prepare, all, queries }: Database) {
  const kept = prepare((db, id: string) => db.selectFrom('incidents').select('summary').where('id', '=', id));
  return {
    of: (id: string): Partial<Listed> | null => {
      const row = kept.first(id);
      return row === undefined ? null : (JSON.parse(row.summary) as Partial<Listed>);
    },
    ids: () => all(queries.selectFrom('incidents').select('id')).map(({ id }) => id),
    all: (): Listed[] =>
      all(queries.selectFrom('incidents').select(['id', 'summary'])).map(({ id, summary }) => ({
        ...(JSON.parse(summary) as Omit<Listed, 'id'>),
        id,
      })),
  };
}

/**
 * Which states of listed incidents we have. A compared or fetched incident is not requested again for the same state: a
 * permanent difference (facts that the upstream refuses) must not open links over and over.
 */
function keepCaughtUp(ours: ReturnType<typeof readingOurs>) {
  const caughtUp = new Map<string, string>();
  const note = (theirs: Listed | undefined) => {
    if (theirs !== undefined) caughtUp.set(theirs.id, keyOf(theirs));
  };
  return {
    note,
    lacks: (theirs: Listed | undefined): boolean => {
      if (theirs === undefined || caughtUp.get(theirs.id) === keyOf(theirs)) return false;
      const own = ours.of(theirs.id);
      if (own?.factCount !== theirs.factCount || own.lastNoted !== theirs.lastNoted) return true;
      note(theirs);
      return false;
    },
  };
}

/** The incidents that the upstream listed, and which of them are live. */
function keepListed() {
  const listed = new Map<string, Listed>();
  let live: ReadonlySet<string> | null = null;
  const newest = () => [...listed.values()].toSorted((a, b) => b.lastNoted - a.lastNoted);
  const isLive = (id: string): boolean => {
    live ??= new Set(pickLive(newest()));
    return live.has(id);
  };
  return {
    isLive,
    /** Live ones first, then the newest. */
    ids: (): string[] => {
      const ids = newest().map(({ id }) => id);
      return [...ids.filter(isLive), ...ids.filter((id) => !isLive(id))];
    },
    get: (id: string) => listed.get(id),
    has: (id: string) => listed.has(id),
    put: (incident: Listed) => {
      // Checked, because the id becomes part of an address and of a name in our log.
      if (isUlid(incident.id)) listed.set(incident.id, incident);
      live = null;
    },
    remove: (id: string) => {
      listed.delete(id);
      live = null;
    },
    clear: () => {
      listed.clear();
      live = null;
    },
  };
}

function pickLive(newestFirst: readonly Listed[]): string[] {
  return newestFirst
    .filter(({ status }) => status !== 'closed')
    .slice(0, mostLive)
    .map(({ id }) => id);
}

function keyOf({ factCount, lastNoted }: Listed): string {
  return `${factCount}/${lastNoted}`;
}
