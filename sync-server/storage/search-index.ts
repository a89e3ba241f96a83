// The search index of rooms: FTS5 finds the incidents that have all the words; their lines beside it show where. It can
// always be built again from the rooms.
import type { SearchLine, SearchQuery } from '#room/learning/search.ts';
import type { Database } from './database.ts';
import type { Row, Sql } from './sql.ts';

export type SearchIndex = {
  /** For each incident, the document's log position when it was indexed. */
  heads(): Map<string, number>;
  /** Replaces the index entry of this incident. `words` are all its words, with one space between them. */
  put(incident: string, head: number, words: string, lines: readonly SearchLine[]): void;
  /** The incidents that contain every term. */
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
    const write = () => {
      const before = rowOf.get(incident);
      if (before !== undefined) table.drop(Number(before['id']));
      const row = putLines.get(incident, head, JSON.stringify(found));
      table.put(Number(row?.['id']), words);
    };
    // ER1: removed text must be gone from the disk.
    sql.transaction(write, { isDerived: found.length > 0 });
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

/** ER1: call within `sql.erase`. Removes words that are no longer indexed from the index's own files too. */
export function forgetDroppedWords(sql: Sql): void {
  if (sql.dialect === 'sqlite') sql.exec("INSERT INTO search_words (search_words) VALUES ('optimize')");
}

/** The words of each row of search_lines. */
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
    // Words have only letters and digits (room/learning/search.ts), so quotes suffice to escape FTS5's syntax.
    find: ({ terms }) => find.all(terms.map((words) => `"${words.join(' ')}" *`).join(' AND ')),
  };
}

/** A tsvector holds at most 1 MB; longer words are found by their beginning. */
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
    // The lexemes select rows that may contain the phrases; their words decide. The last word may be a prefix.
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
