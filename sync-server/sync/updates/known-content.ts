// SY14: parts of an update that the document already has must equal the document's content. Yjs skips them unread, so a
// sender of different content would be told that it was saved.
import { equalityDeep } from 'lib0/function';
import * as Y from 'yjs';
import { closeCodes } from '#wire/close-codes.ts';
import type { Refusal } from '../refusal.ts';
import type { Struct } from '#room/merging/update-structs.ts';
import { weights, type Meter } from '#room/merging/work.ts';

export function checkKnown(doc: Y.Doc, structs: readonly Struct[], meter: Meter): Refusal | null {
  for (const struct of structs) {
    const known = Y.getState(doc.store, struct.id.client);
    if (struct.id.clock >= known || !(struct instanceof Y.Item)) continue;
    if (!isSame(doc, struct, Math.min(struct.length, known - struct.id.clock), meter)) {
      const why = `content that differs from the known content of the client id ${struct.id.client}`;
      return { code: closeCodes.notAllowed, why };
    }
  }
  return null;
}

/** Compares the first `length` places. Content deleted on either side cannot be compared any more. */
function isSame(doc: Y.Doc, item: Y.Item, length: number, meter: Meter): boolean {
  const { client, clock } = item.id;
  const structs = doc.store.clients.get(client) ?? [];
  const end = clock + length;
  for (let index = Y.findIndexSS(structs, clock); index < structs.length; index++) {
    const known = structs[index];
    if (known === undefined || known.id.clock >= end) break;
    const from = Math.max(clock, known.id.clock);
    const to = Math.min(end, known.id.clock + known.length);
    meter.spend(1 + (to - from) / weights.copied);
    if (!(known instanceof Y.Item) || known.deleted || item.content instanceof Y.ContentDeleted) continue;
    const ours = part(known.content, from - known.id.clock, to - known.id.clock);
    if (!equalityDeep(ours, part(item.content, from - clock, to - clock))) return false;
  }
  return true;
}

function part(content: Y.Item['content'], from: number, to: number): unknown {
  if (content instanceof Y.ContentString) return content.str.slice(from, to);
  if (content instanceof Y.ContentAny || content instanceof Y.ContentJSON) return content.arr.slice(from, to);
  if (content instanceof Y.ContentBinary) return content.content;
  // The content of a type is in items of its own.
  return content.getRef();
}
