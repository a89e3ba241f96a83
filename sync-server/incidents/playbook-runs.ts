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
import type { DocumentChange, Log, Rooms } from '../sync/rooms.ts';

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

export function openPlaybookRuns(options: { database: Database; rooms: Rooms; log: Log }): PlaybookRuns {
  const { database, rooms, log } = options;
  const { queries } = database;
  const unkept = new Map<string, readonly Run[]>();
  const mark = { kept: readMark(database), upTo: readMark(database) };
  // The mark stays until rooms that changed while the server was down were read.
  let isCaughtUp = false;
  let isClosed = false;

  const take = ({ document, head, room, facts }: DocumentChange) => {
    mark.upTo = Math.max(mark.upTo, head);
    if (room !== null && facts.some(({ kind }) => telling.has(kind))) note(document, room);
  };
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
  /** After a crash, or if no mark was ever written: reads one room after the other, in the background. */
  const catchUp = async () => {
    for (const { document, head } of await rooms.documents(mark.kept)) {
      if (isClosed) return;
      mark.upTo = Math.max(mark.upTo, head);
      try {
        await rooms.look(document, (_doc, room) => {
          if (room !== null) note(document, room.room());
        });
      } catch (error) {
        if (isClosed) return;
        log.error(
          { err: error, document },
          'this room could not be read, so playbook statistics leave it out',
        );
      }
    }
    isCaughtUp = true;
  };

  const stop = rooms.onChange(take);
  const caughtUp = catchUp().catch((error: unknown) =>
    log.error({ err: error }, 'playbook statistics are incomplete until the next start'),
  );
  const timers = [
    setInterval(() => keep(false), keepEveryMs),
    setInterval(() => keep(true), keepMarkEveryMs),
  ];

  return {
    figures: async (hidden = new Set()) => {
      await caughtUp;
      keep(false);
      const rows = await queries.selectFrom('playbook_runs').select(['document', 'runs']).execute();
      const shown = rows.filter(({ document }) => !hidden.has(incidentOf(document) ?? ''));
      return measurePlaybooks(shown.flatMap(({ runs }) => JSON.parse(runs) as Run[]));
    },
    close: () => {
      isClosed = true;
      stop();
      for (const timer of timers) clearInterval(timer);
      if (database.isOpen()) keep(true);
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
