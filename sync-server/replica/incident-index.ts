import type { Database } from '../storage/database.ts';
import type { IncidentSummary } from '#room/feed/feed.ts';
import { isUlid } from '#room/facts/ulid.ts';

type Listed = Pick<IncidentSummary, 'id' | 'status' | 'factCount' | 'lastNoted'>;

export type IncidentIndex = {
  replaceAll(incidents: readonly Listed[]): void;
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

/** Knows which incidents exist at an upstream, which are live, and which we have incompletely. */
export function createIncidentIndex(database: Database): IncidentIndex {
  const ours = readingOurs(database);
  const unlisted = new Set<string>();
  const listed = keepListed();
  // A compared or fetched incident is not requested again for the same state. A permanent difference (facts that the
  // upstream refuses) must not open links over and over.
  const caughtUp = new Map<string, string>();
  const put = (incident: Listed) => {
    listed.put(incident);
    unlisted.delete(incident.id);
  };

  return {
    replaceAll(incidents) {
      listed.clear();
      for (const incident of incidents) put(incident);
      unlisted.clear();
      for (const { id } of database.all(database.queries.selectFrom('incidents').select('id')))
        if (!listed.has(id)) unlisted.add(id);
    },
    noteWithheld(id) {
      unlisted.delete(id);
      listed.remove(id);
    },
    put,
    isLive: listed.isLive,
    differs(id) {
      // TM3: it is here but was not listed, so it may be hidden from us; ask once.
      if (unlisted.has(id)) return true;
      const theirs = listed.get(id);
      if (theirs === undefined || caughtUp.get(id) === keyOf(theirs)) return false;
      const own = ours(id);
      if (own?.factCount !== theirs.factCount || own.lastNoted !== theirs.lastNoted) return true;
      caughtUp.set(id, keyOf(theirs));
      return false;
    },
    noteCaughtUp(id) {
      unlisted.delete(id);
      const theirs = listed.get(id);
      if (theirs !== undefined) caughtUp.set(id, keyOf(theirs));
    },
    ids: () => [...listed.ids(), ...unlisted],
  };
}

/** What our copy holds of an incident; null when it holds nothing. */
function readingOurs({ prepare }: Database): (id: string) => Partial<Listed> | null {
  const kept = prepare((db, id: string) => db.selectFrom('incidents').select('summary').where('id', '=', id));
  return (id) => {
    const row = kept.first(id);
    return row === undefined ? null : (JSON.parse(row.summary) as Partial<Listed>);
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
