// The index of what rooms can be found by: FTS5 for which incidents have all the words, and their lines beside it for
// showing where. It has no truth of its own and can be made again from the rooms.
import type { SearchLine, SearchQuery } from '#room/search.ts';
import type { Database } from './database.ts';
import type { Row, Sql } from './sql.ts';

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
  const table = sql.dialect === 'sqlite' ? openWordsOfSqlite(sql) : openWordsOfPostgres(sql);
  const lines = sql.statement('SELECT lines FROM search_lines WHERE incident = ?');

  const put: SearchIndex['put'] = (incident, head, words, found) => {
    sql.transaction(() => {
      const before = rowOf.get(incident);
      if (before !== undefined) table.drop(Number(before['id']));
      const row = putLines.get(incident, head, JSON.stringify(found));
      table.put(Number(row?.['id']), words);
    });
  };

  return {
    heads: () => new Map(heads.all().map((row) => [String(row['incident']), Number(row['head'])])),
    put,
    find: (query) => table.find(query).map((row) => String(row['incident'])),
    linesOf: (incident) => {
      const row = lines.get(incident);
      return row === undefined ? [] : (JSON.parse(String(row['lines'])) as SearchLine[]);
    },
  };
}

/** Which rows of search_lines have which words. */
type Words = {
  put(id: number, words: string): void;
  drop(id: number): void;
  find(query: SearchQuery): Row[];
};

function openWordsOfSqlite(sql: Sql): Words {
  const put = sql.statement('INSERT INTO search_words (rowid, words) VALUES (?, ?)');
  const drop = sql.statement('DELETE FROM search_words WHERE rowid = ?');
  const find = sql.statement(
    `SELECT incident FROM search_lines WHERE id IN (SELECT rowid FROM search_words WHERE search_words MATCH ?)`,
  );
  return {
    put: (id, words) => void put.run(id, words),
    drop: (id) => void drop.run(id),
    // Words hold letters and digits only (room/search.ts), so quotes are enough to keep FTS5's own syntax out.
    find: ({ terms }) => find.all(terms.map((words) => `"${words.join(' ')}" *`).join(' AND ')),
  };
}

/** A tsvector may have 1 MB; and a longer word is found by its beginning. */
const mostLexemeBytes = 700_000;
const longestLexeme = 200;

const lexeme = (word: string) => `'${word.slice(0, longestLexeme)}'`;

function openWordsOfPostgres(sql: Sql): Words {
  const put = sql.statement('INSERT INTO search_words (id, words, lexemes) VALUES (?, ?, ?::tsvector)');
  const drop = sql.statement('DELETE FROM search_words WHERE id = ?');
  return {
    put: (id, words) => {
      const lexemes = [
        ...new Set(
          words
            .split(' ')
            .filter((word) => word !== '')
            .map(lexeme),
        ),
      ].join(' ');
      put.run(id, ` ${words}`, Buffer.byteLength(lexemes) > mostLexemeBytes ? null : lexemes);
    },
    drop: (id) => void drop.run(id),
    // The lexemes say which rows may have the phrases, their words whether they do: the last may go on.
    find: ({ terms }) => {
      const beginnings = terms.flatMap((words) =>
        words.map((word, index) => `${lexeme(word)}${index === words.length - 1 ? ':*' : ''}`),
      );
      const phrases = terms.map((words) => ` ${words.join(' ')}`);
      return sql
        .statement(
          `SELECT incident FROM search_lines JOIN search_words ON search_words.id = search_lines.id
           WHERE (lexemes @@ ?::tsquery OR lexemes IS NULL)${' AND position(? in words) > 0'.repeat(phrases.length)}`,
        )
        .all(beginnings.join(' & '), ...phrases);
    },
  };
}
