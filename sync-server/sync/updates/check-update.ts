// Checks an update before it is applied to a document (SY6-SY8). Knows that `facts` only grows and who may write which
// part; knows nothing of sockets or storage.
import * as Y from 'yjs';
import { decodeLink, journalName } from '#room/journal/link.ts';
import { checkFactItem, isCheckedAlready, type Facts, type FactWriter } from './check-fact.ts';
import { checkClients, type ClientOwners } from './client-owners.ts';
import { closeCodes } from '#wire/close-codes.ts';
import type { Refusal } from '../refusal.ts';
import { scanConflicts } from '#room/merging/conflict-scan.ts';
import { checkKnown } from './known-content.ts';
import {
  decodeUpdate,
  findIndex,
  findMissing,
  findStruct,
  isFormat,
  type DecodedUpdate,
  type MissingStruct,
  type Struct,
} from '#room/merging/update-structs.ts';
import { createMeter, TooMuchWork, type Meter } from '#room/merging/work.ts';

/** Conditions of one update that do not come from the document. */
export type Admission = {
  /** Epoch ms on the team's clock. */
  now: number;
  /** SY13: how many units of work reading and merging it may take, and how many of them the search for places. */
  mostWork: number;
  mostConflicts: number;
  owners: ClientOwners;
};

export type UpdateVerdict =
  /** `writes`: client ids with new content. `isAllNew`: the document has none of the update's structs yet. */
  | { kind: 'allowed'; hasEffect: boolean; isAllNew: boolean; cost: Cost; writes: readonly number[] }
  /** Builds on something that the document does not have yet. */
  | { kind: 'waits'; need: MissingStruct; cost: Cost }
  | ({ kind: 'refused'; cost: Pick<Cost, 'work'> } & Refusal);

/** SY13: the work done, also for an update that is refused. `structs` counts the new ones. */
export type Cost = { work: number; conflicts: number; structs: number };

type Known = {
  facts: Facts;
  update: DecodedUpdate;
  /** Items of the update that become direct children of an append-only list, with that list. */
  within: Map<Struct, List>;
  meter: Meter;
  now: number;
};
type List = Facts['listName'] | typeof journalName;

export function checkUpdate(
  facts: Facts,
  bytes: Uint8Array,
  writer: FactWriter,
  door: Admission,
): UpdateVerdict {
  const meter = createMeter(door.mostWork);
  const verdict = checkWithin(facts, bytes, writer, { ...door, meter });
  return verdict.kind === 'refused' ? { ...verdict, cost: { work: meter.spent() } } : verdict;
}

type Metered = Admission & { meter: Meter };

function checkWithin(facts: Facts, bytes: Uint8Array, writer: FactWriter, door: Metered): Checked {
  try {
    return check(facts, bytes, writer, door);
  } catch (error) {
    if (error instanceof TooMuchWork) return tooMuch;
    throw error;
  }
}

function check(facts: Facts, bytes: Uint8Array, writer: FactWriter, door: Metered): Checked {
  const { meter } = door;
  const update = decodeUpdate(bytes, meter);
  if (update === null) return refused(closeCodes.malformed, 'bytes that are not a document update');
  const found = findMissing(facts.doc, update, meter);
  if (found.kind === 'contradictory')
    return refused(closeCodes.malformed, 'an update that depends on itself');
  if (found.kind === 'incomplete') {
    const cost = { work: meter.spent(), conflicts: 0, structs: 0 };
    return writer.role === 'viewer' ? viewerWrote : { kind: 'waits', need: found.need, cost };
  }
  const { ordered, ends } = found;
  const known = { facts, update, within: new Map<Struct, List>(), meter, now: door.now };
  const inserted = checkInserted(known, ordered, writer);
  if (inserted.kind === 'refused') return inserted;
  const deleted = checkDeleted(known, writer);
  if (deleted.kind === 'refused') return deleted;
  const hasEffect = inserted.hasEffect || deleted.hasEffect;
  if (hasEffect && writer.role === 'viewer') return viewerWrote;
  const misuse =
    (writer.isSeat === true ? null : checkClients({ doc: facts.doc, ends, owners: door.owners, writer })) ??
    (isCheckedAlready(writer) ? null : checkKnown(facts.doc, ordered, meter));
  if (misuse !== null) return refused(misuse.code, misuse.why);
  const search = createMeter(door.mostConflicts, meter);
  if (hasEffect) scanConflicts(facts.doc, { update, ordered }, search);
  const conflicts = search.spent();
  const cost = { work: meter.spent(), conflicts, structs: ordered.length };
  const isAllNew = update.isTidy && inserted.isAllNew;
  return { kind: 'allowed', hasEffect, isAllNew, cost, writes: writesOf(facts.doc, ends) };
}

const writesOf = ({ store }: Y.Doc, ends: ReadonlyMap<number, number>) =>
  [...ends].filter(([client, end]) => end > Y.getState(store, client)).map(([client]) => client);

type Refused = { kind: 'refused' } & Refusal;
type Checked = Exclude<UpdateVerdict, { kind: 'refused' }> | Refused;
type Finding = { kind: 'allowed'; hasEffect: boolean } | Refused;

const refused = (code: number, why: string) => ({ kind: 'refused', code, why }) as const;
const wroteMeta = refused(
  closeCodes.notAllowed,
  "a change of the document's version, which only an owner may make",
);
const noLink = refused(closeCodes.malformed, 'an entry of the journal that is no link');
const formatted = refused(closeCodes.malformed, 'formatted text; texts here are plain');
const tooMuch = refused(closeCodes.tooLarge, 'an update that would take too long to merge');
export const viewerWrote = refused(closeCodes.notAllowed, 'a viewer reads and does not write');

type Inserted = (Finding & { kind: 'allowed'; isAllNew: boolean }) | Refused;

function checkInserted(known: Known, ordered: readonly Struct[], writer: FactWriter): Inserted {
  const { doc } = known.facts;
  const fresh = new Map<string, unknown>();
  let hasEffect = false;
  let isAllNew = true;
  for (const struct of ordered) {
    const offset = Math.max(0, Y.getState(doc.store, struct.id.client) - struct.id.clock);
    const isNew = offset < struct.length;
    hasEffect ||= isNew;
    isAllNew &&= offset === 0;
    if (!(struct instanceof Y.Item)) continue;
    if (isNew && isFormat(struct) && !isCheckedAlready(writer)) return formatted;
    if (isNew && isInMeta(known, struct) && !mayWriteMeta(writer)) return wroteMeta;
    const list = listOf(known, struct);
    if (list === null) continue;
    known.within.set(struct, list);
    if (!isNew) continue;
    if (list === journalName) {
      if (!isCheckedAlready(writer) && !isLink(struct)) return noLink;
      continue;
    }
    const refusal = checkFactItem(known.facts, struct, { offset, writer, fresh, now: known.now });
    if (refusal !== null) return refused(refusal.code, refusal.why);
  }
  return { kind: 'allowed', hasEffect, isAllNew };
}

/** JN7. An item that was written and deleted before anybody saw it keeps only its place. */
const isLink = ({ content, parentSub }: Y.Item) =>
  content instanceof Y.ContentDeleted ||
  (parentSub === null && content instanceof Y.ContentBinary && decodeLink(content.content) !== null);

/** The list whose direct child this item becomes, decided the same way as in Yjs. */
function listOf(known: Known, item: Y.Item): List | null {
  const neighbour = item.origin ?? item.rightOrigin;
  if (neighbour !== null) return listOfId(known, neighbour);
  // decodeUpdate leaves a root's name in `parent`; the types describe integrated items only.
  const parent: unknown = item.parent;
  if (parent instanceof Y.ID) return listOfId(known, parent);
  const { listName } = known.facts;
  return parent === listName ? listName : parent === journalName ? journalName : null;
}

/**
 * A map's item names the map as its parent or continues an item in it. An item that continues one of the same update
 * was refused before.
 */
function isInMeta({ facts }: Known, item: Y.Item): boolean {
  const neighbour = item.origin ?? item.rightOrigin;
  const parent: unknown = item.parent;
  if (neighbour === null) return parent === metaName;
  if (neighbour.clock >= Y.getState(facts.doc.store, neighbour.client)) return false;
  const struct: Y.Item | Y.GC = Y.getItem(facts.doc.store, neighbour);
  return struct instanceof Y.Item && struct.parent === facts.doc.getMap(metaName);
}

const metaName = 'meta';

// FA10. A responder's replica carries others' facts, but no more than a responder may do (AU3).
const mayWriteMeta = ({ role }: FactWriter) => role === 'owner';

function listOfId({ facts, update, within }: Known, id: Y.ID): List | null {
  if (id.clock >= Y.getState(facts.doc.store, id.client)) {
    const struct = findStruct(update.blocks.get(id.client) ?? [], id.clock);
    return struct === null ? null : (within.get(struct) ?? null);
  }
  const struct: Y.Item | Y.GC = Y.getItem(facts.doc.store, id);
  if (!(struct instanceof Y.Item)) return null;
  if (struct.parent === facts.list) return facts.listName;
  return struct.parent === facts.doc.share.get(journalName) ? journalName : null;
}

function checkDeleted(known: Known, writer: FactWriter): Finding {
  let hasEffect = false;
  for (const { client, clock, length } of known.update.deleted) {
    const end = clock + length;
    const present = findLive(known, client, clock, end);
    hasEffect ||= present.live;
    if (present.isFact || deletesOwnFact(known, client, clock, end)) {
      return refused(
        closeCodes.notAllowed,
        'the deletion of a fact or its signature; facts are struck out with a retraction',
      );
    }
    if (present.isMeta && !mayWriteMeta(writer)) return wroteMeta;
  }
  return { kind: 'allowed', hasEffect };
}

/** The items that the range would delete in the document. */
function findLive({ facts, meter }: Known, client: number, clock: number, end: number) {
  const structs = facts.doc.store.clients.get(client) ?? [];
  const meta = facts.doc.getMap(metaName);
  const journal = facts.doc.share.get(journalName);
  let live = false;
  let isMeta = false;
  if (clock >= Math.min(end, Y.getState(facts.doc.store, client))) return { live, isMeta, isFact: false };
  for (let index = Y.findIndexSS(structs, clock); index < structs.length; index++) {
    const struct = structs[index];
    if (struct === undefined || struct.id.clock >= end) break;
    meter.spend(1);
    if (struct.deleted || !(struct instanceof Y.Item)) continue;
    live = true;
    if (struct.parent === facts.list || struct.parent === journal) return { live, isMeta, isFact: true };
    isMeta ||= struct.parent === meta;
  }
  return { live, isMeta, isFact: false };
}

function deletesOwnFact({ update, within }: Known, client: number, clock: number, end: number): boolean {
  if (within.size === 0) return false;
  const block = update.blocks.get(client) ?? [];
  for (let index = findIndex(block, clock); index < block.length; index++) {
    const struct = block[index] as Struct;
    if (struct.id.clock >= end) break;
    if (within.has(struct) && !(struct instanceof Y.Item && struct.content instanceof Y.ContentDeleted))
      return true;
  }
  return false;
}
