// SY13: computes how long Yjs would search for the places of an update's insertions. Where others inserted at the same
// place, Yjs compares each insertion with all of them, so a small malicious update can take minutes. This code does the
// same search (YATA, Item.integrate of Yjs) on a model of the lists, and stops at a limit.
import * as Y from 'yjs';
import { findStruct, type DecodedUpdate, type Struct } from './update-structs.ts';
import { weights, type Meter } from './work.ts';

/** A part of a struct that no insertion of the update splits. `to` is exclusive; both count from the struct's start. */
type Piece = { item: Y.Item; from: number; to: number; right: Piece | null | undefined; list: List | null };

/** The children of a type, or all values of one of its keys. Yjs walks the values from the newest. */
type List = { head: Piece | null; isKey: boolean; size: number };

type Place = { left: Piece | null; right: Piece | null; list: List };

/** `ordered`: the result of findMissing. Adds the cost of searching and of splitting structs to `meter`. */
export function scanConflicts(
  doc: Y.Doc,
  { update, ordered }: { update: DecodedUpdate; ordered: readonly Struct[] },
  meter: Meter,
): void {
  const [only] = ordered;
  if (ordered.length === 1 && update.deleted.length === 0 && only instanceof Y.Item && fitsAsItIs(doc, only))
    return;
  const sketch = createSketch(doc, update, meter);
  for (const struct of ordered) {
    if (!(struct instanceof Y.Item)) continue;
    const offset = Math.max(0, Y.getState(doc.store, struct.id.client) - struct.id.clock);
    if (offset < struct.length) sketch.insert(struct, offset);
  }
  for (const { client, clock, length } of update.deleted) {
    sketch.cutBefore({ client, clock });
    sketch.cutBefore({ client, clock: clock + length });
  }
}

/**
 * The item follows the end of a whole struct and has its right neighbour next: the usual case of a person typing
 * alone.
 */
function fitsAsItIs({ store }: Y.Doc, { id, origin, rightOrigin }: Y.Item): boolean {
  const isKnown = id.clock < Y.getState(store, id.client);
  if (isKnown || origin === null || origin.clock >= Y.getState(store, origin.client)) return false;
  const left: Y.Item | Y.GC = Y.getItem(store, origin);
  if (!(left instanceof Y.Item) || left.id.clock + left.length - 1 !== origin.clock) return false;
  return isSame(left.right?.id ?? null, rightOrigin);
}

type Id = { client: number; clock: number };

const offsetIn = (item: Y.Item, { clock }: Id) => clock - item.id.clock;

type Sketched = { doc: Y.Doc; update: DecodedUpdate; meter: Meter };

/** A model of the lists that the update changes. */
function createSketch(doc: Y.Doc, update: DecodedUpdate, meter: Meter) {
  const pieces = createPieces({ doc, update, meter });
  const { rightOf, endingAt, startingAt, holding } = pieces;
  const { listOf, namedList } = createLists({ doc, update, meter }, pieces);

  /** Null when Yjs drops the item as garbage, because its neighbours are garbage. */
  const placeOf = (item: Y.Item, origin: Id | null): Place | null => {
    const left = origin === null ? null : endingAt(origin);
    const right = item.rightOrigin === null ? null : startingAt(item.rightOrigin);
    if ((origin !== null && left === null) || (item.rightOrigin !== null && right === null)) return null;
    const neighbour = left ?? right;
    const list = neighbour === null ? namedList(item) : listOf(neighbour);
    return list === null ? null : { left, right, list };
  };

  return {
    insert: (item: Y.Item, offset: number) => {
      const { client, clock } = item.id;
      const origin = offset > 0 ? { client, clock: clock + offset - 1 } : item.origin;
      const place = placeOf(item, origin);
      if (place === null) return;
      const piece: Piece = { item, from: offset, to: item.length, right: null, list: place.list };
      pieces.add(piece);
      const left = search({ item, origin, place, rightOf, holding, meter });
      if (left === null) {
        piece.right = place.list.head;
        place.list.head = piece;
      } else {
        piece.right = rightOf(left);
        left.right = piece;
      }
      place.list.size += 1;
    },
    /** Deletions split structs as well. */
    cutBefore: (id: Id) => void startingAt(id),
  };
}

type Pieces = ReturnType<typeof createPieces>;

/** The structs, in the pieces into which the update splits them. Items are null where there is only garbage. */
function createPieces({ doc: { store }, update, meter }: Sketched) {
  const pieces = holdPieces();
  const find = (id: Id) => findItem(id, { store, update });
  const first = (item: Y.Item): Piece => pieces.of(item)[0] as Piece;
  /** The piece that holds the character at `offset`; with `isCut`, a piece that begins there. */
  const pieceAt = (item: Y.Item, offset: number, isCut: boolean): Piece => {
    const all = pieces.of(item);
    const index = indexOf(all, offset);
    const piece = all[index] as Piece;
    if (!isCut || piece.from === offset) return piece;
    meter.spend(costOfCut(piece, offset, { store, update }));
    const rest = cut(piece, offset);
    all.splice(index + 1, 0, rest);
    return rest;
  };
  const pieceOf = (id: Id, isCut: boolean): Piece | null => {
    const item = find(id);
    return item === null ? null : pieceAt(item, offsetIn(item, id), isCut);
  };

  return {
    find,
    first,
    rightOf: (piece: Piece): Piece | null => {
      piece.right ??= piece.right === undefined && piece.item.right !== null ? first(piece.item.right) : null;
      return piece.right;
    },
    /** The piece that ends with this character. */
    endingAt: (id: Id): Piece | null => {
      const item = find(id);
      if (item !== null && offsetIn(item, id) + 1 < item.length) pieceAt(item, offsetIn(item, id) + 1, true);
      return pieceOf(id, false);
    },
    startingAt: (id: Id) => pieceOf(id, true),
    holding: (id: Id) => pieceOf(id, false),
    /** A struct that the update inserts. */
    add: pieces.add,
  };
}

/** The pieces of each struct, which is whole at first. */
function holdPieces() {
  const pieces = new Map<Y.Item, Piece[]>();
  return {
    of: (item: Y.Item): Piece[] => {
      const known = pieces.get(item);
      if (known !== undefined) return known;
      const whole = [{ item, from: 0, to: item.length, right: undefined, list: null }];
      pieces.set(item, whole);
      return whole;
    },
    add: (piece: Piece) => void pieces.set(piece.item, [piece]),
  };
}

type Structs = { store: Y.Doc['store']; update: DecodedUpdate };

function findItem({ client, clock }: Id, { store, update }: Structs): Y.Item | null {
  const known: Struct | null =
    clock < Y.getState(store, client)
      ? Y.getItem(store, Y.createID(client, clock))
      : findStruct(update.blocks.get(client) ?? [], clock);
  return known instanceof Y.Item ? known : null;
}

/** Ends the piece at `offset`; returns the rest of it. */
function cut(piece: Piece, offset: number): Piece {
  const rest: Piece = { ...piece, from: offset };
  piece.to = offset;
  piece.right = rest;
  return rest;
}

/** Yjs copies the remaining values and moves the client's later structs by one. */
function costOfCut({ item, to }: Piece, offset: number, { store, update }: Structs): number {
  const copied = item.content instanceof Y.ContentString ? 0 : to - offset;
  const { client } = item.id;
  const moved = (store.clients.get(client)?.length ?? 0) + (update.blocks.get(client)?.length ?? 0);
  return weights.struct + (copied + moved) / weights.copied;
}

/** The lists that the pieces are in, each read from the document when it is first needed. */
function createLists({ doc, meter }: Sketched, { find, first }: Pieces) {
  const lists = new Map<unknown, Map<string | null, List>>();
  const listAt = (key: unknown, sub: string | null): List => {
    const type = key instanceof Y.AbstractType ? key : null;
    const ofParent = lists.get(key) ?? new Map<string | null, List>();
    lists.set(key, ofParent);
    const known = ofParent.get(sub);
    if (known !== undefined) return known;
    const list = readList(type, sub, first, meter);
    ofParent.set(sub, list);
    return list;
  };
  return {
    listOf: (piece: Piece): List | null => {
      const known = first(piece.item).list;
      if (known !== null) return known;
      const { parent, parentSub } = piece.item;
      return parent instanceof Y.AbstractType ? listAt(parent, parentSub) : null;
    },
    /** The list of a named parent: a root by its name, a nested type by its item. */
    namedList: (item: Y.Item): List | null => {
      // decodeUpdate leaves a root's name in `parent`; the types describe integrated items only.
      const parent: unknown = item.parent;
      if (typeof parent === 'string') return listAt(doc.share.get(parent) ?? parent, item.parentSub);
      if (!(parent instanceof Y.ID)) return null;
      const holder = find(parent);
      if (holder === null) return null;
      const isKnown = parent.clock < Y.getState(doc.store, parent.client);
      const type = isKnown && holder.content instanceof Y.ContentType ? holder.content.type : holder;
      return listAt(type, item.parentSub);
    },
  };
}

/** The list as it is in the document. */
function readList(
  type: Y.AbstractType<unknown> | null,
  sub: string | null,
  first: (item: Y.Item) => Piece,
  meter: Meter,
): List {
  const isKey = sub !== null;
  if (type === null) return { head: null, isKey, size: 0 };
  if (sub === null) return { head: type._start === null ? null : first(type._start), isKey, size: 0 };
  let item = type._map.get(sub) ?? null;
  let size = item === null ? 0 : 1;
  for (; item !== null && item.left !== null; item = item.left) {
    meter.spend(1);
    size += 1;
  }
  return { head: item === null ? null : first(item), isKey, size };
}

type Search = {
  item: Y.Item;
  origin: Id | null;
  place: Place;
  rightOf: (piece: Piece) => Piece | null;
  holding: (id: Id) => Piece | null;
  meter: Meter;
};

/** The piece after which the item is inserted; null for the beginning. */
function search({ item, origin, place, rightOf, holding, meter }: Search): Piece | null {
  const { right, list } = place;
  let { left } = place;
  const next = left === null ? list.head : rightOf(left);
  // Nothing in between. At the beginning of a key without a right neighbour Yjs searches anyway.
  if (next === right) return left;
  if (left === null && list.isKey) meter.spend(list.size);
  const conflicting = new Set<Piece>();
  const passed = new Set<Piece>();
  for (let other = next; other !== null && other !== right; other = rightOf(other)) {
    meter.spend(1);
    passed.add(other);
    conflicting.add(other);
    const itsOrigin = originOf(other);
    if (isSame(origin, itsOrigin)) {
      if (other.item.id.client < item.id.client) {
        left = other;
        conflicting.clear();
      } else if (isSame(item.rightOrigin, other.item.rightOrigin)) break;
      continue;
    }
    const before = itsOrigin === null ? null : holding(itsOrigin);
    if (before === null || !passed.has(before)) break;
    if (conflicting.has(before)) continue;
    left = other;
    conflicting.clear();
  }
  return left;
}

/** The origin of a later part of a struct is the character before it. */
function originOf({ item, from }: Piece): Id | null {
  return from === 0 ? item.origin : { client: item.id.client, clock: item.id.clock + from - 1 };
}

const isSame = (a: Id | null, b: Id | null) =>
  a === b || (a !== null && b !== null && a.client === b.client && a.clock === b.clock);

/** The last piece that begins at or before `offset`. */
function indexOf(pieces: readonly Piece[], offset: number): number {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((pieces[middle] as Piece).from <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
