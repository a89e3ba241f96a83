// Finding incidents by what was said in them (SE2). Rooms that changed are indexed a moment later, one at a time,
// so that neither typing nor a start waits for it; an answer says how many are still to be read.
import { setImmediate } from 'node:timers/promises';
import {
  markSearch,
  readSearch,
  searchLinesOf,
  searchWords,
  type SearchLine,
  type SearchMark,
} from '#room/search.ts';
import { openSearchIndex } from '../storage/search-index.ts';
import type { Database } from '../storage/database.ts';
import type { Log, Rooms } from '../sync/rooms.ts';
import { readRoom } from './read-room.ts';

export type SearchMatch = SearchLine & { marks: readonly SearchMark[] };

export type Search = {
  /** The ids of the incidents that have every word; null where nothing is asked for. */
  find(typed: string): ReadonlySet<string> | null;
  /** Where the words stand in one incident, the best places first: title, texts, review, then newest facts. */
  matchesIn(incident: string, typed: string): SearchMatch[];
  /** How many incidents have changes that the index does not have yet. */
  behind(): number;
  close(): Promise<void>;
};

export type SearchOptions = { database: Database; rooms: Rooms; log: Log };

/** A room that goes on changing is indexed this often. */
const restMs = 2_000;
const matchesShown = 3;

const documentOf = (id: string) => `room-${id}`;

export async function openSearch({ database, rooms, log }: SearchOptions): Promise<Search> {
  const index = openSearchIndex(database);
  const indexed = index.heads();
  const stale = new Map<string, number>();
  const note = (document: string, head: number) => {
    const incident = document.startsWith('room-') ? document.slice('room-'.length) : null;
    if (incident !== null && (indexed.get(incident) ?? 0) < head) stale.set(incident, head);
  };
  const stop = rooms.onChange(({ document, head }) => note(document, head));
  for (const { document, head } of await rooms.documents()) note(document, head);

  const indexOne = async (incident: string, head: number) => {
    const read = await rooms.look(documentOf(incident), (doc, open) => {
      if (open === null) return null;
      const { texts } = readRoom(incident, doc, open) as { texts: Record<string, string> };
      return searchLinesOf(open.room(), texts);
    });
    const lines = read ?? [];
    index.put(incident, head, lines.map(({ text }) => searchWords(text)).join(' '), lines);
    indexed.set(incident, head);
  };
  let isClosing = false;
  const indexStale = async () => {
    for (const [incident, head] of [...stale]) {
      if (isClosing) return;
      try {
        await indexOne(incident, head);
      } catch (error) {
        // One room that cannot be read must not keep the others from being found.
        log.error({ err: error, incident }, 'this room cannot be indexed, so search does not find it');
      }
      // It may have changed again meanwhile.
      if (stale.get(incident) === head) stale.delete(incident);
      // Whatever waits comes first: sockets, requests, checks.
      await setImmediate();
    }
  };
  let working: Promise<void> | null = null;
  const timer = setInterval(() => {
    if (working !== null || stale.size === 0) return;
    working = indexStale().finally(() => {
      working = null;
    });
  }, restMs).unref();

  return {
    find: (typed) => {
      const query = readSearch(typed);
      return query === null ? null : new Set(index.find(query));
    },
    matchesIn: (incident, typed) => {
      const query = readSearch(typed);
      if (query === null) return [];
      const matches: SearchMatch[] = [];
      for (const line of index.linesOf(incident)) {
        const marks = markSearch(line.text, query);
        if (marks.length > 0) matches.push({ ...line, marks });
        if (matches.length === matchesShown) break;
      }
      return matches;
    },
    behind: () => stale.size,
    close: async () => {
      isClosing = true;
      stop();
      clearInterval(timer);
      await working;
    },
  };
}
