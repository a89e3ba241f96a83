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

type Options = {
  database: Database;
  upstream: string;
  author: string;
  keepEveryMs: number;
  onError: (error: unknown) => void;
};

/**
 * Counts each log row once: at the start those above the mark, later those of each commit. Updates by `author`, the
 * upstream itself, are not counted.
 */
export function countUnsent(options: Options): Unsent {
  const { database } = options;
  const tally = tallyWaiting();
  const accounts = openAccounts(database, options.author, tally);
  const marks = keepMarks(options);
  const noteHeads = () => {
    for (const { document, head } of headsIn(database)) accounts.noteHead(document, head);
  };

  for (const [document, mark] of readMarks(database, options.upstream)) accounts.begin(document, mark);
  noteHeads();

  return {
    noteHead: accounts.noteHead,
    forget() {
      marks.forget();
      accounts.forget();
      noteHeads();
    },
    noteSent(document, seq) {
      accounts.noteHead(document, seq);
      marks.set(document, accounts.takeSent(document, seq));
    },
    drop(document) {
      accounts.drop(document);
      marks.drop(document);
    },
    count: (document) => (document === undefined ? tally.total() : accounts.count(document)),
    changes: tally.changes,
    documents: accounts.documents,
    keep: marks.keep,
  };
}

type Row = { seq: number; author: string };

/** Counts the waiting updates of all documents, and which of them are only signatures. */
function tallyWaiting() {
  const signatures = new Set<number>();
  let total = 0;
  return {
    add: (rows: readonly Row[]) => {
      for (const { seq, author } of rows) if (author === signing) signatures.add(seq);
      total += rows.length;
    },
    remove: (seqs: readonly number[]) => {
      total -= seqs.length;
      for (const seq of seqs) signatures.delete(seq);
    },
    forget: () => {
      signatures.clear();
      total = 0;
    },
    total: () => total,
    changes: () => total - signatures.size,
  };
}

/** The waiting updates of each document. */
function openAccounts(database: Database, author: string, tally: ReturnType<typeof tallyWaiting>) {
  const rows = prepareReading(database);
  const accounts = new Map<string, Account>();
  const accountOf = (document: string): Account => {
    const account = accounts.get(document) ?? { counted: 0, waiting: [] };
    accounts.set(document, account);
    return account;
  };
  return {
    begin: (document: string, mark: number) => {
      accountOf(document).counted = mark;
    },
    noteHead: (document: string, head: number): void => {
      const account = accountOf(document);
      if (head <= account.counted) return;
      const found = rows.all(document, account.counted, head, author);
      for (const { seq } of found) account.waiting.push(seq);
      tally.add(found);
      account.counted = head;
    },
    /** Takes out what was sent, up to `seq`; returns the new mark. */
    takeSent: (document: string, seq: number): number => {
      const { waiting, counted } = accountOf(document);
      const still = waiting.findIndex((each) => each > seq);
      tally.remove(waiting.splice(0, still === -1 ? waiting.length : still));
      // When nothing of ours is left above it, the mark may move past the upstream's own updates.
      return still === -1 ? counted : seq;
    },
    drop: (document: string) => {
      tally.remove(accountOf(document).waiting);
      accounts.delete(document);
    },
    forget: () => {
      accounts.clear();
      tally.forget();
    },
    count: (document: string): number => accounts.get(document)?.waiting.length ?? 0,
    documents: () =>
      [...accounts].filter(([, { waiting }]) => waiting.length > 0).map(([document]) => document),
  };
}

/** Stores how far each document was sent, a little after each change. */
function keepMarks({ database, upstream, keepEveryMs, onError }: Options) {
  const marksToKeep = new Map<string, number>();
  // A crash before marks are stored makes us count too many, never too few.
  const keep = (): void => {
    marking.stop();
    if (marksToKeep.size === 0) return;
    try {
      writeMarks(database, upstream, marksToKeep);
      marksToKeep.clear();
    } catch (error) {
      onError(error);
    }
  };
  const marking = gatherChanges(keepEveryMs, keep);
  return {
    keep,
    set: (document: string, mark: number) => {
      marksToKeep.set(document, mark);
      marking.soon();
    },
    drop: (document: string) => marksToKeep.delete(document),
    forget: () => {
      database.run(database.queries.deleteFrom('upstream_marks').where('upstream', '=', upstream));
      marksToKeep.clear();
    },
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
