// Progress of playbooks in the rooms (PB7), updated as rooms change. So figures over years of incidents cost one query
// and open no room. The data can always be built again from the rooms: the next start rereads what a crash lost.
import { incidentOf } from '#wire/document-name.ts';
import type { FactKind } from '#room/facts/fact.ts';
import type { Room } from '#room/view/room-view.ts';
import {
  measurePlaybooks,
  runsOf,
  type PlaybookFigures,
  type Run,
} from '#room/playbooks/playbook-statistics.ts';
import type { Database } from '../storage/database.ts';
import { readKept, writingKept } from '../storage/kept-values.ts';
import type { Log, Rooms } from '../sync/rooms.ts';

export type PlaybookRuns = {
  /** Runs in `hidden` incidents are left out. */
  figures(hidden?: ReadonlySet<string>): Promise<PlaybookFigures[]>;
  close(): void;
};

/** Fact kinds that can change a run; all others cost nothing here. */
const telling: ReadonlySet<FactKind> = new Set<FactKind>([
  'checklist',
  'step',
  'step-started',
  'step-assigned',
  'step-approved',
  'graded',
  'status',
  'claimed',
  'released',
  'handover-accepted',
  'amended',
  'retracted',
]);

const keepEveryMs = 1_000;
/** The mark only saves reading at the next start, and each write costs a busy server a disk sync. */
const keepMarkEveryMs = 30_000;
/** The position in the log of all documents up to which rooms were read. */
const markName = 'playbook-runs-up-to';

/** Runs that wait to be written, and the mark up to which rooms were read. */
function gatherRuns(database: Database, log: Log) {
  const unkept = new Map<string, readonly Run[]>();
  const mark = { kept: readMark(database), upTo: readMark(database) };
  // The mark stays until rooms that changed while the server was down were read.
  let isCaughtUp = false;

  const note = (document: string, room: Room) => {
    // Most rooms without runs never had any.
    const runs = runsOf(room);
    if (runs.length > 0 || room.timeline.some(({ fact }) => fact.kind === 'checklist'))
      unkept.set(document, runs);
  };
  const keep = (withMark: boolean) => {
    const { upTo } = mark;
    const isBehind = isCaughtUp && upTo > mark.kept;
    if (unkept.size === 0 && !(isBehind && withMark)) return;
    const due = [...unkept];
    try {
      database.together([
        ...due.map(([document, runs]) => keepOne(database, document, runs)),
        ...(isBehind ? [writingKept(database, markName, JSON.stringify(upTo))] : []),
      ]);
      unkept.clear();
      if (isBehind) mark.kept = upTo;
    } catch (error) {
      log.error({ err: error }, 'playbook statistics could not be written; the server tries again');
    }
  };
  return {
    readUpTo: mark.kept,
    sawUpTo: (head: number) => {
      mark.upTo = Math.max(mark.upTo, head);
    },
    caughtUp: () => {
      isCaughtUp = true;
    },
    note,
    keep,
  };
}

/** After a crash, or if no mark was ever written: reads one room after the other, in the background. */
async function catchUp(
  runs: ReturnType<typeof gatherRuns>,
  { rooms, log, isClosed }: { rooms: Rooms; log: Log; isClosed: () => boolean },
) {
  for (const { document, head } of await rooms.documents(runs.readUpTo)) {
    if (isClosed()) return;
    runs.sawUpTo(head);
    try {
      await rooms.look(document, (_doc, room) => {
        if (room !== null) runs.note(document, room.room());
      });
    } catch (error) {
      if (isClosed()) return;
      log.error({ err: error, document }, 'this room could not be read, so playbook statistics leave it out');
    }
  }
  runs.caughtUp();
}

export function openPlaybookRuns(options: { database: Database; rooms: Rooms; log: Log }): PlaybookRuns {
  const { database, rooms, log } = options;
  const { queries } = database;
  const gathered = gatherRuns(database, log);
  let isClosed = false;

  const stop = rooms.onChange(({ document, head, room, facts }) => {
    gathered.sawUpTo(head);
    if (room !== null && facts.some(({ kind }) => telling.has(kind))) gathered.note(document, room);
  });
  const caughtUp = catchUp(gathered, { rooms, log, isClosed: () => isClosed }).catch((error: unknown) =>
    log.error({ err: error }, 'playbook statistics are incomplete until the next start'),
  );
  const timers = [
    setInterval(() => gathered.keep(false), keepEveryMs),
    setInterval(() => gathered.keep(true), keepMarkEveryMs),
  ];

  return {
    figures: async (hidden = new Set()) => {
      await caughtUp;
      gathered.keep(false);
      const rows = await queries.selectFrom('playbook_runs').select(['document', 'runs']).execute();
      const shown = rows.filter(({ document }) => !hidden.has(incidentOf(document) ?? ''));
      return measurePlaybooks(shown.flatMap(({ runs }) => JSON.parse(runs) as Run[]));
    },
    close: () => {
      isClosed = true;
      stop();
      for (const timer of timers) clearInterval(timer);
      if (database.isOpen()) gathered.keep(true);
    },
  };
}

function keepOne({ queries }: Database, document: string, runs: readonly Run[]) {
  const row = { document, runs: JSON.stringify(runs) };
  return queries
    .insertInto('playbook_runs')
    .values(row)
    .onConflict((conflict) => conflict.column('document').doUpdateSet({ runs: row.runs }))
    .compile();
}

function readMark(database: Database): number {
  const value = Number(readKept(database, markName) ?? 0);
  return Number.isFinite(value) ? value : 0;
}
