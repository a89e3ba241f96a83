// The list of incidents, derived from the rooms, and the functions with which the server writes into a room: declaring,
// adding facts, numbering. The list can always be built again from the rooms.
import { createListeners } from '../listeners.ts';
import { incidentOf, roomName } from '#wire/document-name.ts';
import type { Doc } from 'yjs';
import { attachmentLimits } from '#room/view/attachments.ts';
import { cleanText } from '#room/text/clean-text.ts';
import type { Fact, FactDraft } from '#room/facts/fact.ts';
import type { IncidentSummary } from '#room/feed/feed.ts';
import { termsToKeep } from '#room/team/levels.ts';
import { showScheme, type SchemeChanges } from '#room/team/scheme.ts';
import { FactRefused, type OpenRoom, type Pen } from '#room/log/room.ts';
import { summarize } from '#room/feed/summary.ts';
import { aheadMs } from '../sync/updates/times-ahead.ts';
import type { Database } from '../storage/database.ts';
import { nameOriginals } from './duplicates.ts';
import { openWithheld } from './withheld.ts';
import { openIncidentList, type IncidentList, type IncidentListener } from './incident-list.ts';
import { openNumbers, type Numbers } from './numbers.ts';
import { writeText, type TextOrder, type TextOutcome } from './write-text.ts';
import type { LoggedUpdate } from '../sync/store/document-store.ts';
import type { DocumentChange, Log, Rooms } from '../sync/rooms.ts';

export type Declaration = {
  /** The `declared` fact and related facts, in one commit. */
  drafts: readonly FactDraft[];
  /** Initial content of the summary text that everybody can edit. */
  summary?: string | undefined;
};
/** `by` of the facts, the author in the log of updates, and the person's name. */
export type Writer = { by: string; author: string; name?: string };

export type Incidents = {
  list(): readonly IncidentSummary[];
  /** TM2: incidents that not everybody on this server may see. */
  restricted(): readonly IncidentSummary[];
  /** TM3: the upstream of this replica hides it from the person who runs this server; nobody here sees it. */
  isWithheld(id: string): boolean;
  /** TM3: the upstream hides it, or shows it again. */
  withhold(id: string, isHidden: boolean): void;
  /** Whether there is a room with this id, declared or not. */
  knows(id: string): boolean;
  /** Throws FactRefused. `number` is null on a replica. */
  declare(declaration: Declaration, writer: Writer): Promise<{ id: string; number: string | null }>;
  /** Throws FactRefused. Null when there is no such room. */
  append(id: string, drafts: readonly FactDraft[], writer: Writer): Promise<Fact[] | null>;
  /** CM11. Null when there is no such room. */
  writeText(id: string, order: TextOrder, writer: Writer): Promise<TextOutcome | null>;
  /** Null when there is no such room. */
  look<T>(id: string, look: (doc: Doc, room: OpenRoom) => T): Promise<T | null>;
  /** The room's log after `after`, at most `limit`. Null when there is no such room. */
  history(id: string, after: number, limit: number): Promise<readonly LoggedUpdate[] | null>;
  /** RC4: before a room comes in from elsewhere. It never takes the number of an incident that is here. */
  awaitForeign(id: string): void;
  /** ER1: removes every trace of the incident; its number is not used again. */
  forget(id: string): void;
  /** `before` is the summary before the change; null when there was none. */
  onChange(listener: IncidentListener): () => void;
  close(): Promise<void>;
};

export type IncidentsOptions = {
  database: Database;
  rooms: Rooms;
  isPrimary: boolean;
  /** The team's clock. */
  now: () => number;
  makeId: () => string;
  log: Log;
  /** SL3: owners' changes to the levels; null when unknown. */
  scheme?: () => SchemeChanges | null;
};

/** An incident counts as open until it is resolved. */
export const isOpen = (incident: IncidentSummary): boolean =>
  incident.status !== 'resolved' && incident.status !== 'closed';

type Listed = { list: IncidentList; numbers: Numbers | null };

/** What writes into the rooms of incidents, or reads them. */
function reachRooms(
  options: IncidentsOptions,
  { list, numbers }: Listed,
): Pick<Incidents, 'declare' | 'append' | 'writeText' | 'look' | 'history'> {
  const { rooms, isPrimary, now, makeId } = options;
  const { write, keepTerms } = makeWriting(options);
  return {
    declare: async ({ drafts, summary }, writer) => {
      const id = makeId();
      const given = numbers?.numberOf(id) ?? null;
      const declared = await rooms.change(roomName(id), writer.author, (doc, room) => {
        if (room === null) throw new Error('an incident has a room');
        write(room, drafts.map(keepTerms), writer);
        if (summary) doc.getText('summary').insert(0, cleanText(summary));
        if (given !== null) room.append({ kind: 'numbered', number: given }, { by: 'server', now, makeId });
        return summarize(id, room.room());
      });
      if (declared) list.put(id, 0, declared);
      return { id, number: given };
    },
    append: async (id, drafts, writer) => {
      if (!list.has(id)) return null;
      const named = nameOriginals(id, drafts, { list: list.all(), isPrimary });
      const { facts, summary } = await rooms.change(roomName(id), writer.author, (_doc, room) => ({
        facts: room === null ? [] : write(room, named, writer),
        summary: room && summarize(id, room.room()),
      }));
      // The caller may read the list next, so it is updated before the rooms report the change.
      if (summary) list.put(id, 0, summary);
      return facts;
    },
    writeText: writeTexts(rooms, list, write),
    look: async (id, look) => {
      if (!list.has(id)) return null;
      return rooms.look(roomName(id), (doc, room) => (room === null ? null : look(doc, room)));
    },
    history: async (id, after, limit) => (list.has(id) ? rooms.history(roomName(id), after, limit) : null),
  };
}

export async function openIncidents(options: IncidentsOptions): Promise<Incidents> {
  const { database, rooms, isPrimary, log } = options;
  const list = await openIncidentList({ database, log });
  const visibility = followVisibility(database, list);
  const numbers = isPrimary ? openNumbers(database) : null;
  const foreign = new Set<string>();
  const number = numbers ? startNumbering(numbers, foreign, options) : () => {};

  const take = ({ document, head, room, facts }: DocumentChange) => {
    const id = incidentOf(document);
    if (id === null || room === null) return;
    const summary = facts.length > 0 || !list.has(id) ? summarize(id, room) : null;
    list.put(id, head, summary);
    if (summary) number(summary);
  };
  const stop = rooms.onChange(take);
  await catchUp(rooms, list, log);
  for (const summary of list.all()) number(summary);

  return {
    list: () => list.all(),
    ...visibility,
    knows: (id) => list.has(id),
    ...reachRooms(options, { list, numbers }),
    awaitForeign: (id) => void foreign.add(id),
    forget: (id) => list.forget(id),
    close: async () => {
      stop();
      list.close();
    },
  };
}

/** Who may see an incident. `onChange` also tells when the upstream hides it, or shows it again. */
function followVisibility(
  database: Database,
  list: IncidentList,
): Pick<Incidents, 'restricted' | 'isWithheld' | 'withhold' | 'onChange'> {
  const withheld = openWithheld(database);
  const listeners = createListeners<Parameters<IncidentListener>>();
  return {
    restricted: () => [
      ...list.restricted(),
      ...withheld.list().flatMap((id) => {
        const summary = list.find(id);
        return summary === null || summary.restricted !== undefined ? [] : [summary];
      }),
    ],
    isWithheld: (id) => withheld.has(id),
    withhold: (id, isHidden) => {
      const summary = withheld.set(id, isHidden) ? list.find(id) : null;
      if (summary !== null) listeners.tell(summary, summary);
    },
    onChange: (listener) => {
      const stops = [list.onChange(listener), listeners.add(listener)];
      return () => stops.forEach((stop) => stop());
    },
  };
}

function makeWriting({ now, makeId, scheme }: Pick<IncidentsOptions, 'now' | 'makeId' | 'scheme'>) {
  const penFor = ({ by }: Writer): Pen => ({ by, now, makeId });
  return {
    /** Appends facts to a room; throws for facts that are refused. */
    write: (room: OpenRoom, drafts: readonly FactDraft[], writer: Writer): Fact[] => {
      refuseTooManyAttachments(room, drafts);
      refuseTimesAhead(drafts, now());
      const facts = room.append(drafts, penFor(writer));
      // FA6: adds the writer's name, so that the room is readable without the list of people.
      const { by, name } = writer;
      if (name !== undefined && !hasJoined(room, by)) room.append({ kind: 'joined', name }, penFor(writer));
      return facts;
    },
    /** SL3: an incident keeps the level definitions it was declared under. */
    keepTerms: (draft: FactDraft): FactDraft => {
      if (draft.kind !== 'declared') return draft;
      const terms = termsToKeep(showScheme(scheme?.()).levels);
      return terms === null ? draft : { ...draft, terms };
    },
  };
}

function writeTexts(
  rooms: Rooms,
  list: IncidentList,
  write: ReturnType<typeof makeWriting>['write'],
): Incidents['writeText'] {
  return async (id, order, writer) => {
    if (!list.has(id)) return null;
    return rooms.change(
      roomName(id),
      writer.author,
      (_doc, room) =>
        room && writeText(room, order, { by: writer.by, note: (draft) => write(room, [draft], writer) }),
    );
  };
}

/** SY15: refuses times in the future. */
function refuseTimesAhead(drafts: readonly FactDraft[], now: number): void {
  const index = drafts.findIndex((draft) => typeof draft?.at === 'number' && draft.at > now + aheadMs);
  if (index === -1) return;
  throw new FactRefused([
    { field: drafts.length > 1 ? `${index}.at` : 'at', expected: 'now or a past time' },
  ]);
}

/** AT4: limits attachments for each room. */
function refuseTooManyAttachments(room: OpenRoom, drafts: readonly FactDraft[]): void {
  const added = drafts.filter(({ kind }) => kind === 'attachment').length;
  const most = attachmentLimits.perRoom;
  if (added === 0 || room.room().attachments.length + added <= most) return;
  throw new FactRefused([{ field: 'kind', expected: `no further attachment: a room holds at most ${most}` }]);
}

function hasJoined(room: OpenRoom, person: string): boolean {
  return room.room().timeline.some(({ fact }) => fact.kind === 'joined' && fact.by === person);
}

/** Updates summaries that are older than the rooms' log, after a crash or the loss of the list. */
async function catchUp(rooms: Rooms, list: IncidentList, log: Log) {
  for (const { document, head } of await rooms.documents()) {
    const id = incidentOf(document);
    if (id === null || list.headOf(id) >= head) continue;
    try {
      list.put(id, head, await rooms.look(document, (_doc, room) => room && summarize(id, room.room())));
    } catch (error) {
      // One unreadable room must not keep the server from starting.
      log.error(
        { err: error, document },
        'this room could not be read, so the list shows its last known state',
      );
    }
  }
}

/** RC4: the numbers of a team go on from its highest, which a record from elsewhere must not move far away. */
const furthestOfRecord = 10_000;

/**
 * FA6: numbers incidents that were declared without a number, on a replica or just before a crash. `foreign`: incidents
 * that came as records.
 */
function startNumbering(
  numbers: Numbers,
  foreign: ReadonlySet<string>,
  { rooms, now, makeId, log }: IncidentsOptions,
) {
  const atWork = new Set<string>();
  /** `instead` is its present number; null when it has none. */
  const write = async (id: string, number: string, instead: string | null) => {
    await rooms.change(roomName(id), 'server', (_doc, room) => {
      if (!room?.room().declared || room.room().number !== instead) return;
      const fact = { kind: 'numbered', number, ...(instead !== null && { instead }) } as const;
      room.append(fact, { by: 'server', now, makeId });
    });
    log.info({ incident: id, number, instead }, 'an incident got its number');
  };
  const begin = (id: string, number: string, instead: string | null) => {
    if (atWork.has(id)) return;
    atWork.add(id);
    write(id, number, instead)
      .catch((error: unknown) =>
        log.error({ err: error, incident: id }, 'the incident could not be numbered; the server tries again'),
      )
      .finally(() => atWork.delete(id));
  };
  return ({ id, number }: IncidentSummary) => {
    if (number === null) return begin(id, numbers.numberOf(id), null);
    const isForeign = foreign.has(id);
    const adopted = numbers.adopt(id, number, isForeign ? furthestOfRecord : Infinity);
    if (adopted === 'known' || adopted === 'adopted') return;
    if (isForeign) {
      log.warn({ incident: id, number }, 'this record’s number cannot be its number here; it gets another');
      return begin(id, numbers.numberOf(id), number);
    }
    if (adopted !== 'taken') return;
    const other = numbers.settle(id, number);
    log.warn({ incident: id, number }, 'two incidents have the same number; one of them gets another');
    if (other !== null) begin(other.incident, other.number, number);
  };
}
