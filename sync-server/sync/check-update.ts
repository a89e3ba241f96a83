// The door of a document (SY6-SY8): what an update would do to it, found out before it is applied.
// Knows that `facts` only grows and who may write what; nothing of sockets or of storing.
import * as Y from 'yjs';
import { equalityDeep } from 'lib0/function';
import { notPlain } from '#room/plain.ts';
import { closeCodes, type Refusal } from './close-codes.ts';
import type { Identity } from './identity.ts';
import {
  decodeUpdate,
  findIndex,
  findMissing,
  findStruct,
  type DecodedUpdate,
  type Need,
  type Struct,
} from './update-structs.ts';

/** What the check needs to know of a document. */
export type Facts = {
  doc: Y.Doc;
  list: Y.Array<unknown>;
  /** Every fact that has an id, by it. */
  byId: ReadonlyMap<string, unknown>;
};

export type Writer = Pick<Identity, 'person' | 'role' | 'mayCarryOthers' | 'label'>;

export type Verdict =
  | { kind: 'allowed'; hasEffect: boolean }
  /** Builds on something that is not here yet. */
  | { kind: 'waits'; need: Need }
  | ({ kind: 'refused' } & Refusal);

type Known = { facts: Facts; update: DecodedUpdate; inFacts: Set<Struct> };

export function checkUpdate(facts: Facts, bytes: Uint8Array, writer: Writer): Verdict {
  const update = decodeUpdate(bytes);
  if (update === null) return refused(closeCodes.malformed, 'bytes that are not a document update');
  const found = findMissing(facts.doc, update);
  if (found.kind === 'contradictory') return refused(closeCodes.malformed, 'an update that builds on itself');
  if (found.kind === 'incomplete') {
    return writer.role === 'viewer' ? viewerWrote : { kind: 'waits', need: found.need };
  }
  const known = { facts, update, inFacts: new Set<Struct>() };
  const inserted = checkInserted(known, found.ordered, writer);
  if (inserted.kind === 'refused') return inserted;
  const deleted = checkDeleted(known, writer);
  if (deleted.kind === 'refused') return deleted;
  const hasEffect = inserted.hasEffect || deleted.hasEffect;
  return hasEffect && writer.role === 'viewer' ? viewerWrote : { kind: 'allowed', hasEffect };
}

type Finding = Extract<Verdict, { kind: 'allowed' | 'refused' }>;

const refused = (code: number, why: string) => ({ kind: 'refused', code, why }) as const;
const wroteMeta = refused(closeCodes.notAllowed, "the document's version is an owner's to change");
const viewerWrote = refused(closeCodes.notAllowed, 'a viewer reads and does not write');

function checkInserted(known: Known, ordered: readonly Struct[], writer: Writer): Finding {
  const { doc } = known.facts;
  const fresh = new Map<string, unknown>();
  let hasEffect = false;
  for (const struct of ordered) {
    const offset = Math.max(0, Y.getState(doc.store, struct.id.client) - struct.id.clock);
    const isNew = offset < struct.length;
    hasEffect ||= isNew;
    if (!(struct instanceof Y.Item)) continue;
    if (isNew && isInMeta(known, struct) && !mayWriteMeta(writer)) return wroteMeta;
    if (!isInFacts(known, struct)) continue;
    known.inFacts.add(struct);
    if (!isNew) continue;
    const refusal = checkFactItem(known.facts, struct, { offset, writer, fresh });
    if (refusal !== null) return refused(refusal.code, refusal.why);
  }
  return { kind: 'allowed', hasEffect };
}

type FactContext = { offset: number; writer: Writer; fresh: Map<string, unknown> };

function checkFactItem(facts: Facts, item: Y.Item, { offset, writer, fresh }: FactContext): Refusal | null {
  const { content } = item;
  if (content instanceof Y.ContentType) {
    return { code: closeCodes.notAllowed, why: 'a shared type inside facts, which holds plain JSON objects' };
  }
  if (item.parentSub !== null)
    return { code: closeCodes.malformed, why: 'facts used as a map; it is a list' };
  // Written and deleted again before anybody saw it: only its place is left.
  if (content instanceof Y.ContentDeleted) return null;
  if (!(content instanceof Y.ContentAny) && !(content instanceof Y.ContentJSON)) {
    return { code: closeCodes.malformed, why: 'facts used as a text; it is a list of JSON objects' };
  }
  for (const fact of content.arr.slice(offset)) {
    const refusal = checkFact(facts, fact, writer, fresh);
    if (refusal !== null) return refusal;
  }
  return null;
}

function checkFact(facts: Facts, fact: unknown, writer: Writer, fresh: Map<string, unknown>): Refusal | null {
  const reason = notPlain(fact);
  if (reason !== null) {
    const code = reason.includes('larger than') ? closeCodes.tooLarge : closeCodes.malformed;
    return { code, why: `a fact that is ${reason}` };
  }
  const { id, by } = isObject(fact) ? fact : {};
  if (!mayWriteAll(writer) && by !== writer.person) {
    return {
      code: closeCodes.notAllowed,
      why: `a fact by ${quote(by)}; this token writes facts by ${writer.person}`,
    };
  }
  if (typeof id !== 'string') return null;
  const present = facts.byId.get(id) ?? fresh.get(id);
  if (present !== undefined && !equalityDeep(present, fact)) {
    return { code: closeCodes.notAllowed, why: `other content for the fact ${quote(id)}` };
  }
  fresh.set(id, fact);
  return null;
}

/** Whether an item of the update becomes a direct child of `facts`, the way Yjs decides it. */
function isInFacts(known: Known, item: Y.Item): boolean {
  const neighbour = item.origin ?? item.rightOrigin;
  if (neighbour !== null) return isIdInFacts(known, neighbour);
  // decodeUpdate leaves a root's name as the parent; the types know only of integrated items.
  const parent: unknown = item.parent;
  return parent instanceof Y.ID ? isIdInFacts(known, parent) : parent === factsName;
}

const factsName = 'facts';

/** A map's items name it as their parent, or continue one that is in it. What an update continues in itself was refused before. */
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
const mayWriteMeta = ({ role }: Writer) => role === 'owner';

const mayWriteAll = ({ mayCarryOthers, role }: Writer) => mayCarryOthers || role === 'owner';

function isIdInFacts({ facts, update, inFacts }: Known, id: Y.ID): boolean {
  if (id.clock < Y.getState(facts.doc.store, id.client)) {
    const struct: Y.Item | Y.GC = Y.getItem(facts.doc.store, id);
    return struct instanceof Y.Item && struct.parent === facts.list;
  }
  const struct = findStruct(update.blocks.get(id.client) ?? [], id.clock);
  return struct !== null && inFacts.has(struct);
}

function checkDeleted(known: Known, writer: Writer): Finding {
  let hasEffect = false;
  for (const { client, clock, length } of known.update.deleted) {
    const end = clock + length;
    const present = findLive(known, client, clock, end);
    hasEffect ||= present.live;
    if (present.isFact || deletesOwnFact(known, client, clock, end)) {
      return refused(closeCodes.notAllowed, 'the deletion of a fact; facts are struck out with a retraction');
    }
    if (present.isMeta && !mayWriteMeta(writer)) return wroteMeta;
  }
  return { kind: 'allowed', hasEffect };
}

/** What of the document the range would delete. */
function findLive({ facts }: Known, client: number, clock: number, end: number) {
  const structs = facts.doc.store.clients.get(client) ?? [];
  const meta = facts.doc.getMap(metaName);
  let live = false;
  let isMeta = false;
  if (clock >= Math.min(end, Y.getState(facts.doc.store, client))) return { live, isMeta, isFact: false };
  for (let index = Y.findIndexSS(structs, clock); index < structs.length; index++) {
    const struct = structs[index];
    if (struct === undefined || struct.id.clock >= end) break;
    if (struct.deleted || !(struct instanceof Y.Item)) continue;
    live = true;
    if (struct.parent === facts.list) return { live, isMeta, isFact: true };
    isMeta ||= struct.parent === meta;
  }
  return { live, isMeta, isFact: false };
}

function deletesOwnFact({ update, inFacts }: Known, client: number, clock: number, end: number): boolean {
  if (inFacts.size === 0) return false;
  const block = update.blocks.get(client) ?? [];
  for (let index = findIndex(block, clock); index < block.length; index++) {
    const struct = block[index] as Struct;
    if (struct.id.clock >= end) break;
    if (inFacts.has(struct) && !(struct instanceof Y.Item && struct.content instanceof Y.ContentDeleted))
      return true;
  }
  return false;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** For a log line: whatever somebody put there, shortened. */
const quote = (value: unknown) =>
  typeof value === 'string' ? JSON.stringify(value.slice(0, 40)) : `a ${typeof value}`;
