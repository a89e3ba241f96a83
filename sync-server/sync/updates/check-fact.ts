// Checks the facts of an update: who may write them, and that a fact that is there stays as it is (SY6, FA10).
import * as Y from 'yjs';
import { equalityDeep } from 'lib0/function';
import { notPlain } from '#room/text/plain.ts';
import { closeCodes } from '#wire/close-codes.ts';
import type { Identity } from '../identity.ts';
import type { Refusal } from '../refusal.ts';
import { findTimeAhead } from './times-ahead.ts';

/** The parts of a document that the check needs. */
export type Facts = {
  doc: Y.Doc;
  /** The append-only list and its name: `facts` in a room, `marks` in the library. */
  list: Y.Array<unknown>;
  listName: 'facts' | 'marks';
  /** Every fact that has an id, keyed by that id. */
  byId: ReadonlyMap<string, unknown>;
};

export type FactWriter = Pick<Identity, 'person' | 'role' | 'mayCarryOthers' | 'label' | 'ownsServer'> & {
  /** Another part of this server. It has checked the update already, unless it `isOutside`. */
  isSeat?: boolean;
  /** A seat that passes on what nobody has checked, such as a record. */
  isOutside?: boolean;
};

type FactContext = { offset: number; writer: FactWriter; fresh: Map<string, unknown>; now: number };

/** Checks the facts of one item of the list; null when they may be written. */
export function checkFactItem(facts: Facts, item: Y.Item, context: FactContext): Refusal | null {
  const { content } = item;
  const { listName } = facts;
  if (content instanceof Y.ContentType) {
    const why = `a shared type inside ${listName}, which holds plain JSON objects`;
    return { code: closeCodes.notAllowed, why };
  }
  if (item.parentSub !== null)
    return { code: closeCodes.malformed, why: `${listName} used as a map; it is a list` };
  // Written and deleted before anybody saw it: only its place is left.
  if (content instanceof Y.ContentDeleted) return null;
  if (!(content instanceof Y.ContentAny) && !(content instanceof Y.ContentJSON)) {
    return { code: closeCodes.malformed, why: `${listName} used as a text; it is a list of JSON objects` };
  }
  for (const fact of content.arr.slice(context.offset)) {
    const refusal = checkFact(facts, fact, context);
    if (refusal !== null) return refusal;
  }
  return null;
}

function checkFact(facts: Facts, fact: unknown, { writer, fresh, now }: FactContext): Refusal | null {
  const reason = notPlain(fact);
  if (reason !== null) {
    const code = reason.includes('larger than') ? closeCodes.tooLarge : closeCodes.malformed;
    return { code, why: `a fact that is ${reason}` };
  }
  const { id, by, noted, at } = isObject(fact) ? fact : {};
  if (!mayWriteAll(writer) && by !== writer.person) {
    return {
      code: closeCodes.notAllowed,
      why: `a fact by ${quote(by)}; this token writes facts by ${writer.person}`,
    };
  }
  // The upstream has checked its updates already, with the clock that this server follows.
  const ahead = isCheckedAlready(writer) ? null : findTimeAhead(id, [noted, at], now);
  if (ahead !== null) return { code: closeCodes.notAllowed, why: ahead };
  if (typeof id !== 'string') return null;
  const present = facts.byId.get(id) ?? fresh.get(id);
  if (present !== undefined && !equalityDeep(present, fact)) {
    return { code: closeCodes.notAllowed, why: `other content for the fact ${quote(id)}` };
  }
  fresh.set(id, fact);
  return null;
}

/** Whether another part of this server has checked what this writer sends. */
export const isCheckedAlready = ({ isSeat, isOutside }: FactWriter): boolean =>
  isSeat === true && isOutside !== true;

const mayWriteAll = ({ mayCarryOthers, role }: FactWriter) => mayCarryOthers || role === 'owner';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** A shortened value from a client, for a log line. */
const quote = (value: unknown) =>
  typeof value === 'string' ? JSON.stringify(value.slice(0, 40)) : `a ${typeof value}`;
