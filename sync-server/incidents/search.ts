// Finds incidents by the words in them (SE2).
import {
  makeMarker,
  readSearch,
  searchLinesOf,
  searchWords,
  type SearchLine,
  type SearchMark,
} from '#room/learning/search.ts';
import type { IncidentSummary } from '#room/feed/feed.ts';
import { openSearchIndex } from '../storage/search-index.ts';
import type { Database } from '../storage/database.ts';
import type { RoomReader } from './rested-rooms.ts';

export type SearchMatch = SearchLine & { marks: readonly SearchMark[] };

type Headed = Pick<IncidentSummary, 'id' | 'number' | 'title' | 'service'>;

export type Search = {
  /**
   * The ids of incidents that contain every word; null for an empty search. `shown` are found by their number, title and
   * service at once, also while the index has not read them yet.
   */
  find(typed: string, shown?: readonly Headed[]): ReadonlySet<string> | null;
  /** The places of the words in one incident, best first: title, texts, review, then newest facts. */
  matchesIn(incident: Headed, typed: string): SearchMatch[];
  reader: RoomReader;
};

const matchesShown = 3;

/** The first line of its room, as the index has it. */
const headOf = ({ number, title, service }: Headed): SearchLine => ({
  where: 'title',
  text: [number, title, service].filter((part) => part !== null).join(' '),
});

export function openSearch({ database }: { database: Database }): Search {
  const index = openSearchIndex(database);
  return {
    find: (typed, shown = []) => {
      const query = readSearch(typed);
      if (query === null) return null;
      const markers = query.terms.map((term) => makeMarker({ terms: [term] }));
      const isIn = (text: string) => markers.every((marksOf) => marksOf(text).length > 0);
      const headed = shown.filter((each) => isIn(headOf(each).text));
      return new Set([...index.find(query), ...headed.map(({ id }) => id)]);
    },
    matchesIn: (incident, typed) => {
      const query = readSearch(typed);
      if (query === null) return [];
      const marksOf = makeMarker(query);
      const matches: SearchMatch[] = [];
      const kept = index.linesOf(incident.id);
      for (const line of kept.length > 0 ? kept : [headOf(incident)]) {
        const marks = marksOf(line.text);
        if (marks.length > 0) matches.push({ ...line, marks });
        if (matches.length === matchesShown) break;
      }
      return matches;
    },
    reader: {
      heads: () => index.heads(),
      read: (incident, head, rested) => {
        const lines = rested === null ? [] : searchLinesOf(rested.room, rested.texts);
        index.put(incident, head, lines.map(({ text }) => searchWords(text)).join(' '), lines);
      },
    },
  };
}
