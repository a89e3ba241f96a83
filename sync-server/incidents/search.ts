// Finds incidents by the words in them (SE2).
import {
  makeMarker,
  readSearch,
  searchLinesOf,
  searchWords,
  type SearchLine,
  type SearchMark,
} from '#room/learning/search.ts';
import { openSearchIndex } from '../storage/search-index.ts';
import type { Database } from '../storage/database.ts';
import type { RoomReader } from './rested-rooms.ts';

export type SearchMatch = SearchLine & { marks: readonly SearchMark[] };

export type Search = {
  /** The ids of incidents that contain every word; null for an empty search. */
  find(typed: string): ReadonlySet<string> | null;
  /** The places of the words in one incident, best first: title, texts, review, then newest facts. */
  matchesIn(incident: string, typed: string): SearchMatch[];
  reader: RoomReader;
};

const matchesShown = 3;

export function openSearch({ database }: { database: Database }): Search {
  const index = openSearchIndex(database);
  return {
    find: (typed) => {
      const query = readSearch(typed);
      return query === null ? null : new Set(index.find(query));
    },
    matchesIn: (incident, typed) => {
      const query = readSearch(typed);
      if (query === null) return [];
      const marksOf = makeMarker(query);
      const matches: SearchMatch[] = [];
      for (const line of index.linesOf(incident)) {
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
