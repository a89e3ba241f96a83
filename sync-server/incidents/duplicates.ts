// WD3: an incident gets one entry for each of its duplicates, which is struck out when that is taken back. The place of
// an entry is stored before it is written, so a crash in between loses nothing and repeats nothing.
import type { FactDraft } from '#room/facts/fact.ts';
import type { IncidentSummary } from '#room/feed/feed.ts';
import { FactRefused } from '#room/log/room.ts';
import { openDueTimes, type WallClock } from '../clock.ts';
import type { Database } from '../storage/database.ts';
import { makeTurns } from '../storage/turns.ts';
import type { Log } from '../sync/rooms.ts';
import type { Incidents } from './incidents.ts';

type DuplicatesOptions = { incidents: Incidents; database: Database; clock: WallClock; log: Log };

const tryAgainMs = 5_000;
const server = { by: 'server', author: 'server' };

/** Brings the entry about one duplicate up to date. */
function linkDuplicates(incidents: Incidents, told: ReturnType<typeof openTold>, log: Log) {
  /** Duplicates that wait for an original that has not arrived yet, by the original. */
  const waiting = new Map<string, Set<string>>();
  const certain = new Set<string>();
  const consider = async (id: string): Promise<void> => {
    const summary = incidents.list().find((each) => each.id === id);
    const original = summary === undefined ? null : originalOf(summary);
    const isHere = original !== null && incidents.knows(original);
    if (original !== null && !isHere) waiting.set(original, (waiting.get(original) ?? new Set()).add(id));
    const wanted = isHere ? original : null;
    const before = told.find(id);
    if (before === wanted && certain.has(id)) return;
    // Not certain until done: a half-finished try is repeated.
    certain.delete(id);
    if (before !== null && before !== wanted) {
      await strikeOut(incidents, before, id);
      told.forget(id);
    }
    if (wanted !== null && summary?.number != null) {
      told.keep(id, wanted);
      await writeOnce(incidents, wanted, summary);
      log.info({ incident: id, original: wanted }, 'linked an incident to its duplicate');
    }
    certain.add(id);
  };

  /** The duplicates that waited for this incident. */
  const awaiting = (original: string) => {
    const others = waiting.get(original) ?? [];
    waiting.delete(original);
    return others;
  };
  return { consider, awaiting };
}

/** On the primary only, which sees every room. */
export function tellOriginals(options: DuplicatesOptions): { stop(): Promise<void> } {
  const { incidents, database, clock, log } = options;
  const told = openTold(database);
  const inTurn = makeTurns();
  const { consider, awaiting } = linkDuplicates(incidents, told, log);
  let isStopped = false;
  const retries = openDueTimes(clock, look);

  function look(id: string): void {
    void inTurn(async () => {
      if (isStopped) return;
      try {
        await consider(id);
      } catch (error) {
        log.error(
          { err: error, incident: id },
          'a room could not be told of its duplicate; the server tries again',
        );
        retries.set(id, clock.now() + tryAgainMs);
      }
    });
  }

  const stopListening = incidents.onChange((summary) => {
    const { id } = summary;
    if (originalOf(summary) !== null || told.find(id) !== null) look(id);
    awaiting(id).forEach(look);
  });
  const begun = incidents.list().filter((each) => originalOf(each) !== null);
  for (const id of new Set([...told.all(), ...begun.map((each) => each.id)])) look(id);

  return {
    stop: async () => {
      isStopped = true;
      stopListening();
      retries.stop();
      await inTurn(() => Promise.resolve());
    },
  };
}

/** Null while the duplicate has no number: readers of the entry must know which incident is meant. */
function originalOf({ id, number, withdrawn }: IncidentSummary): string | null {
  const original = withdrawn?.duplicateOf ?? null;
  return original === id || number === null ? null : original;
}

/** Also kept in memory: it is needed after every fact of every room. */
function openTold(database: Database) {
  const { queries } = database;
  const rows = database.all(queries.selectFrom('duplicates_told').selectAll());
  const known = new Map(rows.map(({ incident, original }) => [incident, original]));
  return {
    find: (incident: string) => known.get(incident) ?? null,
    all: () => known.keys(),
    keep: (incident: string, original: string) => {
      database.run(
        queries
          .insertInto('duplicates_told')
          .values({ incident, original })
          .onConflict((conflict) => conflict.column('incident').doUpdateSet({ original })),
      );
      known.set(incident, original);
    },
    forget: (incident: string) => {
      database.run(queries.deleteFrom('duplicates_told').where('incident', '=', incident));
      known.delete(incident);
    },
  };
}

/** The entry about this duplicate in the room; undefined when there is none. */
const findEntry = (incidents: Incidents, room: string, duplicate: string) =>
  incidents.look(room, (_doc, open) =>
    open
      .room()
      .timeline.find(
        ({ fact, by, retracted }) =>
          fact.kind === 'note' && fact.incident === duplicate && by === server.by && retracted === null,
      ),
  );

async function writeOnce(incidents: Incidents, room: string, duplicate: IncidentSummary): Promise<void> {
  const { id, number, title, restricted } = duplicate;
  if (await findEntry(incidents, room, id)) return;
  // TM4: the two rooms may have different readers.
  const text = `${number} was a duplicate of this${restricted === undefined ? `: ${title}` : ''}`;
  await incidents.append(room, [{ kind: 'note', text, incident: id }], server);
}

async function strikeOut(incidents: Incidents, room: string, duplicate: string): Promise<void> {
  const entry = await findEntry(incidents, room, duplicate);
  if (!entry) return;
  const draft = { kind: 'retracted', target: entry.id, why: 'it is not a duplicate after all' } as const;
  await incidents.append(room, [draft], server);
}

type Known = { list: readonly IncidentSummary[]; isPrimary: boolean };

/**
 * WD3: checks that a duplicate written through the API names another, known incident, and adds its number. A desktop
 * that is cut off may not know it, so a replica accepts any. Throws FactRefused.
 */
export function nameOriginals(
  room: string,
  drafts: readonly FactDraft[],
  { list, isPrimary }: Known,
): readonly FactDraft[] {
  return drafts.map((draft, index) => {
    const original = originalIn(draft);
    if (original === null) return draft;
    const known = list.find(({ id }) => id === original);
    const refuse = (expected: string): never => {
      const field = [...(drafts.length > 1 ? [index] : []), 'withdrawn.duplicateOf'].join('.');
      throw new FactRefused([{ field, expected }]);
    };
    if (original === room || (known === undefined && isPrimary)) refuse('the id of another incident here');
    // Two that are withdrawn for each other would leave nobody with the incident.
    if (leadsTo(room, known, list)) refuse('an incident that is not itself a duplicate of this one');
    if (draft.kind !== 'status' || draft.withdrawn === undefined || known?.number == null) return draft;
    return { ...draft, withdrawn: { ...draft.withdrawn, number: known.number } };
  });
}

/** Whether `from` is a duplicate of `room`, by any number of steps. */
const leadsTo = (room: string, from: IncidentSummary | undefined, list: readonly IncidentSummary[]) =>
  from !== undefined && chainFrom(from, list).some((each) => originalOf(each) === room);

/** The incident, then what it is a duplicate of, and so on: each once, because two sides apart can make a circle. */
function chainFrom(first: IncidentSummary, list: readonly IncidentSummary[]): readonly IncidentSummary[] {
  const chain = [first];
  for (const each of chain) {
    const next = list.find(({ id }) => id === originalOf(each));
    if (next !== undefined && !chain.includes(next)) chain.push(next);
  }
  return chain;
}

/** WD3: the last original that is known here, by any number of steps; of a circle the incident itself. */
export function findOriginal(incident: IncidentSummary, list: readonly IncidentSummary[]): IncidentSummary {
  const last = chainFrom(incident, list).at(-1) ?? incident;
  return originalOf(last) === incident.id ? incident : last;
}

/** Drafts come from outside, and the room checks them only later. */
function originalIn(draft: FactDraft): string | null {
  if (draft.kind !== 'status') return null;
  const original: unknown = (draft.withdrawn as { duplicateOf?: unknown } | null | undefined)?.duplicateOf;
  return typeof original === 'string' ? original : null;
}
