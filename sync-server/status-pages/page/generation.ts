// One rendering of a page, as it is served: bytes with their tags, compressed once on the first request.
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { StatusPageInput } from './whole-page.ts';

const compress = {
  br: (bytes: Buffer) =>
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: promisify(gzip),
};
export type Encoding = keyof typeof compress;

export type ServedFile = {
  bytes: Buffer;
  type: string;
  /** When these bytes came to be, in epoch ms; null when bytes of the same second were served before them. */
  changedAt: number | null;
  /** The hash of the uncompressed bytes. */
  hash(): string;
  /** A promise until it is compressed. */
  encoded(encoding: Encoding): Buffer | Promise<Buffer>;
};
export type Generation = {
  sequence: number;
  /** Epoch milliseconds. */
  renderedAt: number;
  files: ReadonlyMap<string, ServedFile>;
};

/** Bytes. Files below this hardly shrink by compression. */
const worthIt = 600;
export const isWorthCompressing = ({ bytes }: ServedFile): boolean => bytes.length >= worthIt;

export function makeServedFile(text: string, type: string, changedAt: number | null = null): ServedFile {
  const bytes = Buffer.from(text);
  let hash: string | null = null;
  const kept = new Map<Encoding, Buffer | Promise<Buffer>>();
  return {
    bytes,
    type,
    changedAt,
    hash: () => (hash ??= createHash('sha256').update(bytes).digest('hex').slice(0, 32)),
    encoded: (encoding) => {
      const before = kept.get(encoding);
      if (before !== undefined) return before;
      const making = compress[encoding](bytes);
      kept.set(encoding, making);
      void making.then((made) => kept.set(encoding, made));
      return making;
    },
  };
}

/** The renderer of whole-page.ts, loaded only when there are pages. */
type Renderer = {
  renderStatusPage: (input: StatusPageInput) => ReadonlyMap<string, string>;
  contentTypeOf: (path: string) => string;
};

const secondOf = (at: number) => Math.floor(at / 1_000);

/**
 * Renders at once; sequence and time come from the input. Files that equal those of `before` are kept, together with
 * their compressed bytes.
 */
export function makeGeneration(
  { renderStatusPage, contentTypeOf }: Renderer,
  input: StatusPageInput,
  before: Generation | null = null,
): Generation {
  const isAnotherSecond = before === null || secondOf(before.renderedAt) < secondOf(input.now);
  const files = [...renderStatusPage(input)].map(([path, text]) => {
    const made = makeServedFile(text, contentTypeOf(path), isAnotherSecond ? input.now : null);
    const earlier = before?.files.get(path);
    return [path, earlier?.bytes.equals(made.bytes) === true ? earlier : made] as const;
  });
  return { sequence: input.sequence, renderedAt: input.now, files: new Map(files) };
}
