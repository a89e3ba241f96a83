// RE2: how much of our log one upstream has not acknowledged.
import type { Sql } from '../storage/sql.ts';

export type Unsent = {
  /** Reads what the log gained up to `head`. */
  noteHead(document: string, head: number): void;
  /** The upstream has acknowledged everything of `document` up to `seq` of our log. */
  noteSent(document: string, seq: number): void;
  /** How many updates of one document, or of all, the upstream has not acknowledged. */
  count(document?: string): number;
  /** Of these, what people wrote: the signatures that follow it (JN2) are sent as well, and are nobody's changes. */
  changes(): number;
  documents(): string[];
  /** The upstream has lost what it acknowledged: all that is ours counts as unsent again. */
  forget(): void;
  /** Writes the marks down; they also write themselves, a little later than they move. */
  keep(): void;
};

/** `counted` is how far our log was read; `waiting` the sequence numbers of the unsent updates, ascending. */
type Account = { counted: number; waiting: number[] };

/** How the log calls the updates that sign others. */
export const signing = 'journal';

/**
 * Counts each row of the log once: at start those above the mark, later those each commit added. Updates by
 * `author`, which is the upstream itself, are known there.
 */
export function countUnsent(options: {
  sql: Sql;
  upstream: string;
  author: string;
  keepEveryMs: number;
  onError: (error: unknown) => void;
}): Unsent {
  const { sql, upstream, author } = options;
  const rows = sql.statement(
    'SELECT seq, author FROM document_updates WHERE document = ? AND seq > ? AND seq <= ? AND author <> ? ORDER BY seq',
  );
  const accounts = new Map<string, Account>();
  const marksToKeep = new Map<string, number>();
  /** Of what waits, what only signs. */
  const signatures = new Set<number>();
  let total = 0;
  let keeping: NodeJS.Timeout | null = null;

  const accountOf = (document: string): Account => {
    const account = accounts.get(document) ?? { counted: 0, waiting: [] };
    accounts.set(document, account);
    return account;
  };
  const noteHead = (document: string, head: number): void => {
    const account = accountOf(document);
    if (head <= account.counted) return;
    const found = rows.all(document, account.counted, head, author) as { seq: number; author: string }[];
    for (const { seq, author } of found) {
      account.waiting.push(seq);
      if (author === signing) signatures.add(seq);
    }
    total += found.length;
    account.counted = head;
  };

  // Until a mark is written a crash makes us count too many, never too few.
  const keep = (): void => {
    if (keeping !== null) clearTimeout(keeping);
    keeping = null;
    if (marksToKeep.size === 0) return;
    try {
      writeMarks(sql, upstream, marksToKeep);
      marksToKeep.clear();
    } catch (error) {
      options.onError(error);
    }
  };

  for (const [document, mark] of readMarks(sql, upstream)) accountOf(document).counted = mark;
  for (const { document, head } of readHeads(sql)) noteHead(document, head);

  return {
    noteHead,
    forget() {
      sql.statement('DELETE FROM upstream_marks WHERE upstream = ?').run(upstream);
      marksToKeep.clear();
      accounts.clear();
      signatures.clear();
      total = 0;
      for (const { document, head } of readHeads(sql)) noteHead(document, head);
    },
    noteSent(document, seq) {
      noteHead(document, seq);
      const account = accountOf(document);
      const still = account.waiting.findIndex((waiting) => waiting > seq);
      const sent = account.waiting.splice(0, still === -1 ? account.waiting.length : still);
      total -= sent.length;
      for (const each of sent) signatures.delete(each);
      // With nothing of ours above it, the mark may pass what came from the upstream itself.
      marksToKeep.set(document, still === -1 ? account.counted : seq);
      keeping ??= setTimeout(keep, options.keepEveryMs);
    },
    count: (document) => (document === undefined ? total : (accounts.get(document)?.waiting.length ?? 0)),
    changes: () => total - signatures.size,
    documents: () =>
      [...accounts].filter(([, { waiting }]) => waiting.length > 0).map(([document]) => document),
    keep,
  };
}

/** One step along the index for each document: asking for max(seq) by group would read all of it. */
function readHeads(sql: Sql): { document: string; head: number }[] {
  const statement = sql.statement(
    `WITH RECURSIVE documents (document) AS (
       SELECT min(document) FROM document_updates
       UNION ALL
       SELECT (SELECT min(document) FROM document_updates AS next WHERE next.document > documents.document)
       FROM documents WHERE document IS NOT NULL
     )
     SELECT document, (SELECT max(seq) FROM document_updates AS newest WHERE newest.document = documents.document) AS head
     FROM documents WHERE document IS NOT NULL`,
  );
  return statement.all() as { document: string; head: number }[];
}

function readMarks(sql: Sql, upstream: string): [string, number][] {
  const statement = sql.statement('SELECT document, sent_up_to FROM upstream_marks WHERE upstream = ?');
  const rows = statement.all(upstream) as { document: string; sent_up_to: number }[];
  return rows.map((row) => [row.document, row.sent_up_to]);
}

function writeMarks(sql: Sql, upstream: string, marks: ReadonlyMap<string, number>): void {
  if (marks.size === 0) return;
  const put = sql.statement(
    `INSERT INTO upstream_marks (upstream, document, sent_up_to) VALUES (?, ?, ?)
     ON CONFLICT (upstream, document) DO UPDATE SET sent_up_to = excluded.sent_up_to
     WHERE excluded.sent_up_to > upstream_marks.sent_up_to`,
  );
  sql.transaction(() => {
    for (const [document, mark] of marks) put.run(upstream, document, mark);
  });
}
