// RV17: a picture without its metadata: no place, name, device or comment leaves with a review. Formats: PNG (W3C),
// JPEG (ITU-T T.81), GIF89a and WebP (RFC 9649). The image data itself is copied byte for byte.

export type BarePicture = {
  type: 'png' | 'jpg' | 'gif' | 'webp';
  bytes: Uint8Array<ArrayBuffer>;
  /** In pixels. */
  width: number;
  height: number;
};

/** Null for anything but a whole PNG, JPEG, GIF or WebP picture. */
export function barePicture(file: Uint8Array): BarePicture | null {
  try {
    const picture = barePng(file) ?? bareJpeg(file) ?? bareGif(file) ?? bareWebp(file);
    return picture !== null && picture.width > 0 && picture.height > 0 ? picture : null;
  } catch (error) {
    // A picture that ends early is read beyond its end.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const viewOf = (file: Uint8Array): DataView => new DataView(file.buffer, file.byteOffset, file.byteLength);

const lettersAt = (file: Uint8Array, at: number, count: number): string =>
  String.fromCharCode(...file.subarray(at, at + count));

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** The chunks that a PNG needs to be drawn, animation included, with the bytes that each may have. */
const pngParts: ReadonlyMap<string, number> = new Map([
  ['IHDR', 13],
  ['PLTE', 768],
  ['IDAT', Infinity],
  ['IEND', 0],
  ['tRNS', 256],
  ['gAMA', 4],
  ['cHRM', 32],
  ['sRGB', 1],
  ['sBIT', 4],
  ['pHYs', 9],
  ['bKGD', 6],
  ['acTL', 8],
  ['fcTL', 26],
  ['fdAT', Infinity],
]);

function barePng(file: Uint8Array): BarePicture | null {
  const head = 8;
  if (lettersAt(file, 0, head) !== '\u0089PNG\r\n\u001a\n') return null;
  const view = viewOf(file);
  const parts = [file.subarray(0, head)];
  for (let at = head; ;) {
    const length = view.getUint32(at);
    const next = at + 12 + length;
    const name = lettersAt(file, at + 4, 4);
    if (next > file.length) return null;
    // A longer one holds something else besides.
    if (length <= (pngParts.get(name) ?? -1)) parts.push(file.subarray(at, next));
    else if (name === 'IEND') return null;
    if (name === 'IEND') break;
    at = next;
  }
  return { type: 'png', bytes: join(parts), width: view.getUint32(16), height: view.getUint32(20) };
}

/** Markers that begin a frame and hold its size: SOF0 to SOF15 without DHT, JPG and DAC. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/**
 * Segments that a picture is drawn without: everything but frames, tables, scans, restarts and Adobe's APP14, which
 * defines the colours. Zeros behind 0xff and restarts within a scan are its data.
 */
const isAside = (marker: number): boolean =>
  !(marker >= 0xc0 && marker <= 0xdf && marker !== 0xc8) &&
  marker !== 0xee &&
  marker !== 0 &&
  marker !== 0xff;

function bareJpeg(file: Uint8Array): BarePicture | null {
  if (file[0] !== 0xff || file[1] !== 0xd8) return null;
  const view = viewOf(file);
  const parts = [file.subarray(0, 2)];
  let size = { width: 0, height: 0 };
  // EXIF says which side is up; without it a picture from a phone lies on its side.
  let turn = 1;
  for (let at = 2; ;) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const next = at + 2 + view.getUint16(at + 2);
    if (next > file.length) return null;
    if (isFrame(marker)) size = { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    if (marker === 0xe1) turn = turnOf(file.subarray(at + 4, next)) ?? turn;
    if (marker === 0xe0 && parts.length === 1) parts.push(...jfif(file.subarray(at, next)));
    else if (!isAside(marker)) parts.push(file.subarray(at, next));
    at = next;
    // The data of the first scan. Markers follow it, but readers need none that hold metadata.
    if (marker === 0xda) {
      parts.push(...scansFrom(file, at));
      break;
    }
  }
  if (turn > 1) parts.splice(1, 0, turned(turn));
  const isOnItsSide = turn >= 5;
  const { width, height } = size;
  return { type: 'jpg', bytes: join(parts), ...(isOnItsSide ? { width: height, height: width } : size) };
}

/** JFIF's own segment says how to read the colours; its thumbnail may show what was cut off the picture. */
function jfif(segment: Uint8Array): Uint8Array[] {
  if (lettersAt(segment, 4, 5) !== 'JFIF\0' || segment.length < 18) return [];
  const bare = segment.slice(0, 18);
  bare.set([0, 16], 2);
  bare.set([0, 0], 16);
  return [bare];
}

/** Everything up to the end of the image, without comments between scans; bytes after the end are left out. */
function scansFrom(file: Uint8Array, start: number): Uint8Array[] {
  const parts: Uint8Array[] = [];
  const view = viewOf(file);
  for (let from = start, at = start; at < file.length - 1; at += 1) {
    if (file[at] !== 0xff) continue;
    const marker = view.getUint8(at + 1);
    if (marker === 0xd9) return [...parts, file.subarray(from, at + 2)];
    if (!isAside(marker)) continue;
    parts.push(file.subarray(from, at));
    from = at + 2 + view.getUint16(at + 2);
    at = from - 1;
  }
  throw new RangeError('the picture has no end');
}

/** The orientation (tag 0x0112, 1 to 8) in an EXIF segment; null without one. */
function turnOf(segment: Uint8Array): number | null {
  if (lettersAt(segment, 0, 6) !== 'Exif\0\0') return null;
  const tiff = segment.subarray(6);
  const view = viewOf(tiff);
  const isLittle = lettersAt(tiff, 0, 2) === 'II';
  const directory = view.getUint32(4, isLittle);
  const count = view.getUint16(directory, isLittle);
  for (let index = 0; index < count; index += 1) {
    const entry = directory + 2 + index * 12;
    if (view.getUint16(entry, isLittle) !== 0x0112) continue;
    const turn = view.getUint16(entry + 8, isLittle);
    return turn >= 1 && turn <= 8 ? turn : null;
  }
  return null;
}

/** An EXIF segment that says the orientation and nothing else. */
const turned = (turn: number): Uint8Array =>
  Uint8Array.from([
    0xff,
    0xe1,
    0x00,
    0x22,
    0x45,
    0x78,
    0x69,
    0x66,
    0,
    0,
    0x4d,
    0x4d,
    0,
    0x2a,
    0,
    0,
    0,
    8,
    0,
    1,
    0x01,
    0x12,
    0,
    3,
    0,
    0,
    0,
    1,
    0,
    turn,
    0,
    0,
    0,
    0,
    0,
    0,
  ]);

/** Sub-blocks end with an empty one; returns the place after it. */
function afterBlocks(file: Uint8Array, start: number): number {
  const view = viewOf(file);
  let at = start;
  for (let size = view.getUint8(at); size !== 0; size = view.getUint8(at)) at += size + 1;
  return at + 1;
}

const colourTable = (flags: number): number => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);

function bareGif(file: Uint8Array): BarePicture | null {
  const signature = lettersAt(file, 0, 6);
  if (signature !== 'GIF89a' && signature !== 'GIF87a') return null;
  const view = viewOf(file);
  let at = 13 + colourTable(view.getUint8(10));
  const parts = [file.subarray(0, at)];
  for (;;) {
    const kind = view.getUint8(at);
    if (kind === 0x3b) break;
    if (kind !== 0x21 && kind !== 0x2c) return null;
    const isImage = kind === 0x2c;
    const label = isImage ? 0 : view.getUint8(at + 1);
    const next = isImage
      ? afterBlocks(file, at + 11 + colourTable(view.getUint8(at + 9)))
      : afterBlocks(file, at + 2);
    // Only how a frame is shown; comments, text and application blocks go.
    if (isImage || (label === 0xf9 && next - at === 8)) parts.push(file.subarray(at, next));
    at = next;
  }
  const bytes = join([...parts, Uint8Array.of(0x3b)]);
  return { type: 'gif', bytes, width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

/** The chunks that a WebP picture needs to be drawn, with the bytes that each may have. */
const webpParts: ReadonlyMap<string, number> = new Map([
  ['VP8 ', Infinity],
  ['VP8L', Infinity],
  ['VP8X', 10],
  ['ALPH', Infinity],
  ['ANIM', 6],
  ['ANMF', Infinity],
]);
const frameHead = 16;

function bareWebp(file: Uint8Array): BarePicture | null {
  if (lettersAt(file, 0, 4) !== 'RIFF' || lettersAt(file, 8, 4) !== 'WEBP') return null;
  const parts = webpChunks(file, 12);
  let size = { width: 0, height: 0 };
  for (const { name, chunk } of parts) {
    if (name === 'VP8X') chunk[8] = (chunk[8] ?? 0) & ~0b0010_1100;
    size = sizeOfWebp(name, chunk) ?? size;
  }
  const head = new Uint8Array(12);
  head.set(file.subarray(0, 12));
  const body = join(parts.map(({ chunk }) => chunk));
  viewOf(head).setUint32(4, body.length + 4, true);
  return { type: 'webp', bytes: join([head, body]), ...size };
}

/** The chunks from there on that may stay, with those of a frame within it. */
function webpChunks(file: Uint8Array, start: number): { name: string; chunk: Uint8Array }[] {
  const view = viewOf(file);
  const found: { name: string; chunk: Uint8Array }[] = [];
  for (let at = start; at < file.length;) {
    const name = lettersAt(file, at, 4);
    const length = view.getUint32(at + 4, true);
    const next = at + 8 + length;
    if (next > file.length) throw new RangeError('the picture has no end');
    const chunk = file.slice(at, next + (length % 2));
    if (length <= (webpParts.get(name) ?? -1))
      found.push({ name, chunk: name === 'ANMF' ? bareFrame(chunk.subarray(0, 8 + length)) : chunk });
    at = next + (length % 2);
  }
  return found;
}

function bareFrame(frame: Uint8Array): Uint8Array {
  const head = frame.slice(0, 8 + frameHead);
  const bare = join([head, ...webpChunks(frame, head.length).map(({ chunk }) => chunk)]);
  viewOf(bare).setUint32(4, bare.length - 8, true);
  return bare;
}

function sizeOfWebp(name: string, chunk: Uint8Array): { width: number; height: number } | null {
  const view = viewOf(chunk);
  const three = (at: number): number => view.getUint16(at, true) + view.getUint8(at + 2) * 65_536;
  if (name === 'VP8X') return { width: three(12) + 1, height: three(15) + 1 };
  if (name === 'VP8 ')
    return { width: view.getUint16(14, true) & 0x3fff, height: view.getUint16(16, true) & 0x3fff };
  if (name !== 'VP8L') return null;
  const bits = view.getUint32(9, true);
  return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
}
