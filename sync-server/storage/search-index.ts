// The index of what rooms can be found by: FTS5 for which incidents have all the words, and their lines beside it for
// showing where. It has no truth of its own and can be made again from the rooms.
import type { SearchLine, SearchQuery } from '#room/search.ts';
import type { Database } from './database.ts';
import type { Sql } from './sql.ts';

export type SearchIndex = {
  /** The document's place in the log that each incident was indexed at. */
  heads(): Map<string, number>;
  /** Replaces what the index has of this incident. `words` are all its words, with one space between them. */
  put(incident: string, head: number, words: string, lines: readonly SearchLine[]): void;
  /** The incidents in which every term occurs. */
  find(query: SearchQuery): string[];
  linesOf(incident: string): readonly SearchLine[];
};

export function openSearchIndex({ sql }: Pick<Database, 'sql'>): SearchIndex {
  const heads = sql.statement('SELECT incident, head FROM search_lines');
  const rowOf = sql.statement('SELECT id FROM search_lines WHERE incident = ?');
  const putLines = sql.statement(
    `INSERT INTO search_lines (incident, head, lines) VALUES (?, ?, ?)
     ON CONFLICT (incident) DO UPDATE SET head = excluded.head, lines = excluded.lines RETURNING id`,
  );
  const dropWords = sql.statement('DELETE FROM search_words WHERE rowid = ?');
  const putWords = sql.statement('INSERT INTO search_words (rowid, words) VALUES (?, ?)');
  const find = sql.statement(
    `SELECT incident FROM search_lines WHERE id IN (SELECT rowid FROM search_words WHERE search_words MATCH ?)`,
  );
  const lines = sql.statement('SELECT lines FROM search_lines WHERE incident = ?');

  const put: SearchIndex['put'] = (incident, head, words, found) => {
    sql.transaction(() => {
      const before = rowOf.get(incident);
      if (before !== undefined) dropWords.run(Number(before['id']));
      const row = putLines.get(incident, head, JSON.stringify(found));
      putWords.run(Number(row?.['id']), words);
    });
  };

  return {
    heads: () => new Map(heads.all().map((row) => [String(row['incident']), Number(row['head'])])),
    put,
    find: (query) => find.all(matchExpression(query)).map((row) => String(row['incident'])),
    linesOf: (incident) => {
      const row = lines.get(incident);
      return row === undefined ? [] : (JSON.parse(String(row['lines'])) as SearchLine[]);
    },
  };
}

/** ER1: as part of `sql.erase`: what was indexed once and is not any more leaves the index's own files too. */
export function forgetDroppedWords(sql: Sql): void {
  if (sql.dialect === 'sqlite') sql.exec("INSERT INTO search_words (search_words) VALUES ('optimize')");
}

/** Words hold letters and digits only (room/search.ts), so quotes are enough to keep FTS5's own syntax out. */
const matchExpression = ({ terms }: SearchQuery) =>
  terms.map((words) => `"${words.join(' ')}" *`).join(' AND ');
