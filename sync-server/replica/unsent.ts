// RE2: counts the updates of our log that one upstream has not acknowledged.
import { gatherChanges } from '../clock.ts';
import type { Database } from '../storage/database.ts';
import { headsIn } from '../storage/log-heads.ts';

export type Unsent = {
  /** Reads new log entries up to `head`. */
  noteHead(document: string, head: number): void;
  /** The upstream has acknowledged everything of `document` up to `seq` of our log. */
  noteSent(document: string, seq: number): void;
  /** Number of unacknowledged updates, of one document or of all. */
  count(document?: string): number;
  /** People's changes among them. Signatures that follow a change (JN2) are sent as well, but are not counted here. */
  changes(): number;
  documents(): string[];
  /** The upstream has lost acknowledged updates: all of ours count as unsent again. */
  forget(): void;
  /** ER2: an erased document has nothing left to send. */
  drop(document: string): void;
  /** Stores the marks now; they are also stored automatically, a little after each change. */
  keep(): void;
};

/** `counted`: how far our log was read. `waiting`: sequence numbers of the unsent updates, ascending. */
type Account = { counted: number; waiting: number[] };

/** The log's author name for updates that sign others. */
export const signing = 'journal';

/**
 * Counts each log row once: at the start those above the mark, later those of each commit. Updates by `author`, the
 * upstream itself, are not counted.
 */
export function countUnsent(options: {
  database: Database;
  upstream: string;
  author: string;
  keepEveryMs: number;
  onError: (error: unknown) => void;
}): Unsent {
  const { database, upstream, author } = options;
  const rows = prepareReading(database);
  const accounts = new Map<string, Account>();
  const marksToKeep = new Map<string, number>();
  /** The waiting updates that are only signatures. */
  const signatures = new Set<number>();
  let total = 0;

  const accountOf = (document: string): Account => {
    const account = accounts.get(document) ?? { counted: 0, waiting: [] };
    accounts.set(document, account);
    return account;
  };
  const noteHead = (document: string, head: number): void => {
    const account = accountOf(document);
    if (head <= account.counted) return;
    const found = rows.all(document, account.counted, head, author);
    for (const { seq, author } of found) {
      account.waiting.push(seq);
      if (author === signing) signatures.add(seq);
    }
    total += found.length;
    account.counted = head;
  };

  // A crash before marks are stored makes us count too many, never too few.
  const keep = (): void => {
    marking.stop();
    if (marksToKeep.size === 0) return;
    try {
      writeMarks(database, upstream, marksToKeep);
      marksToKeep.clear();
    } catch (error) {
      options.onError(error);
    }
  };
  const marking = gatherChanges(options.keepEveryMs, keep);

  for (const [document, mark] of readMarks(database, upstream)) accountOf(document).counted = mark;
  for (const { document, head } of headsIn(database)) noteHead(document, head);

  return {
    noteHead,
    forget() {
      database.run(database.queries.deleteFrom('upstream_marks').where('upstream', '=', upstream));
      marksToKeep.clear();
      accounts.clear();
      signatures.clear();
      total = 0;
      for (const { document, head } of headsIn(database)) noteHead(document, head);
    },
    noteSent(document, seq) {
      noteHead(document, seq);
      const account = accountOf(document);
      const still = account.waiting.findIndex((waiting) => waiting > seq);
      const sent = account.waiting.splice(0, still === -1 ? account.waiting.length : still);
      total -= sent.length;
      for (const each of sent) signatures.delete(each);
      // When nothing of ours is left above it, the mark may move past the upstream's own updates.
      marksToKeep.set(document, still === -1 ? account.counted : seq);
      marking.soon();
    },
    drop(document) {
      const { waiting } = accountOf(document);
      total -= waiting.length;
      for (const each of waiting) signatures.delete(each);
      accounts.delete(document);
      marksToKeep.delete(document);
    },
    count: (document) => (document === undefined ? total : (accounts.get(document)?.waiting.length ?? 0)),
    changes: () => total - signatures.size,
    documents: () =>
      [...accounts].filter(([, { waiting }]) => waiting.length > 0).map(([document]) => document),
    keep,
  };
}

/** Log rows by others than this author. */
const prepareReading = ({ prepare }: Database) =>
  prepare((db, document: string, after: number, upTo: number, author: string) =>
    db
      .selectFrom('document_updates')
      .select(['seq', 'author'])
      .where('document', '=', document)
      .where('seq', '>', after)
      .where('seq', '<=', upTo)
      .where('author', '<>', author)
      .orderBy('seq'),
  );

function readMarks(database: Database, upstream: string): [string, number][] {
  const marks = database.queries.selectFrom('upstream_marks').select(['document', 'sent_up_to']);
  const rows = database.all(marks.where('upstream', '=', upstream));
  return rows.map(({ document, sent_up_to }) => [document, sent_up_to]);
}

/** A mark never goes back. */
function writeMarks(database: Database, upstream: string, marks: ReadonlyMap<string, number>): void {
  if (marks.size === 0) return;
  const put = database.prepare((db, document: string, sent_up_to: number) =>
    db
      .insertInto('upstream_marks')
      .values({ upstream, document, sent_up_to })
      .onConflict((conflict) =>
        conflict
          .columns(['upstream', 'document'])
          .doUpdateSet({ sent_up_to })
          .whereRef('excluded.sent_up_to', '>', 'upstream_marks.sent_up_to'),
      ),
  );
  database.transaction(() => {
    for (const [document, mark] of marks) put.run(document, mark);
  });
}
