// Updates that no real program writes: small and well formed, but as costly as possible to merge.
import * as encoding from 'lib0/encoding';

type Id = readonly [client: number, clock: number];
type Struct = { origin?: Id; rightOrigin?: Id; parent?: string; key?: string; words?: string };
export type Block = { client: number; clock?: number; structs: readonly Struct[] };
type Deleted = { client: number; ranges: readonly Id[] };

const contentString = 4;

export function writeBlocks(blocks: readonly Block[], deleted: readonly Deleted[] = []): Uint8Array {
  return encoding.encode((encoder) => {
    const number = (value: number) => encoding.writeVarUint(encoder, value);
    number(blocks.length);
    for (const { client, clock = 0, structs } of blocks) {
      [structs.length, client, clock].forEach(number);
      for (const struct of structs) writeStruct(encoder, struct);
    }
    number(deleted.length);
    for (const { client, ranges } of deleted) [client, ranges.length, ...ranges.flat()].forEach(number);
  });
}

function writeStruct(encoder: encoding.Encoder, struct: Struct): void {
  const { origin, rightOrigin, parent = 'summary', key, words = 'x' } = struct;
  const isNamed = origin === undefined && rightOrigin === undefined;
  const flags = (origin ? 0x80 : 0) | (rightOrigin ? 0x40 : 0) | (isNamed && key !== undefined ? 0x20 : 0);
  encoding.writeUint8(encoder, contentString | flags);
  for (const part of [...(origin ?? []), ...(rightOrigin ?? [])]) encoding.writeVarUint(encoder, part);
  if (isNamed) {
    encoding.writeVarUint(encoder, 1);
    encoding.writeVarString(encoder, parent);
    if (key !== undefined) encoding.writeVarString(encoder, key);
  }
  encoding.writeVarString(encoder, words);
}

const count = (length: number) => Array.from({ length }, (_none, index) => index);

/** Each insertion claims a place before the i-th character of `victim`, and after nothing. */
export const beforeEach = (client: number, victim: number, length: number): Uint8Array =>
  writeBlocks([{ client, structs: count(length).map((i) => ({ rightOrigin: [victim, i] as const })) }]);

/** All at one place, with ever smaller client ids: each is compared with all before it. */
export const atOnePlace = (from: number, length: number): Uint8Array =>
  writeBlocks(count(length).map((i) => ({ client: from - i, structs: [{}] })));

/** Structs of one letter each, in the client's own text. */
export const tinyItems = (client: number, length: number): Uint8Array =>
  writeBlocks([{ client, structs: count(length).map(() => ({ parent: `text-${client}` })) }]);

/** Values of one key; Yjs searches for each of them from the newest back to the first. */
export const oneKey = (from: number, length: number): Uint8Array =>
  writeBlocks(count(length).map((i) => ({ client: from + i, structs: [{ parent: 'other', key: 'k' }] })));

/** Deletes every second character of `victim`. */
export const combOfDeletions = (victim: number, length: number): Uint8Array =>
  writeBlocks([], [{ client: victim, ranges: count(length).map((i) => [2 * i, 1] as const) }]);

/** Two clients that alternate, and others that all wait for the last struct of theirs. */
export const waitingCrowd = (length: number): Uint8Array =>
  writeBlocks([
    ...count(length).map((i) => ({ client: 100 + i, structs: [{ origin: [1, length - 1] as const }] })),
    { client: 1, structs: count(length).map((i) => (i === 0 ? {} : { origin: [2, i - 1] as const })) },
    { client: 2, structs: count(length).map((i) => ({ origin: [1, i] as const })) },
  ]);
