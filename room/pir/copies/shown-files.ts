// RV17: what a review shows of attached files: pictures, and the beginning of texts.
import { barePicture, type BarePicture } from '../bare-picture.ts';
import type { Room } from '../../view/room-view.ts';
import { cleanText } from '../markdown/plain-text.ts';
import { makeWithhold } from './private.ts';
import type { Review } from '../review.ts';

/** `isWhole`: the text ends where the file does. */
export type ShownFile = { picture: BarePicture } | { text: string; isWhole: boolean };
/** By SHA-256. */
export type ShownFiles = ReadonlyMap<string, ShownFile>;

/** Bytes of all pictures of a review; a larger file is named with its size and hash alone. */
const mostBytes = 8 * 1024 * 1024;
/** Bytes that are read for one review. */
const mostRead = 64 * 1024 * 1024;
const mostLines = 30;
const longestText = 3_000;
/** A text beyond this is read only by who opens the file. */
const largestText = 4 * 1024 * 1024;

type Named = { name: string; bytes: number; sha256: string };

/**
 * The first files that fit, in the order of `files`. `read` gives null for a file that is not here; its errors are
 * passed on.
 */
export async function showFiles(
  files: readonly Named[],
  read: (sha256: string) => Promise<Uint8Array | null>,
): Promise<ShownFiles> {
  const shown = new Map<string, ShownFile>();
  let left = mostBytes;
  let unread = mostRead;
  for (const { sha256, bytes } of files) {
    if (shown.has(sha256) || unread <= 0 || bytes > Math.max(left, largestText)) continue;
    const file = await read(sha256);
    // Counts the real bytes: the size in a fact is only a claim.
    unread -= file?.length ?? 0;
    const view = file === null ? null : showFile(file);
    if (view === null) continue;
    const size = 'picture' in view ? view.picture.bytes.length : 0;
    if (size > left) continue;
    left -= size;
    shown.set(sha256, view);
  }
  return shown;
}

/** The review with these files. RV8: a file's text leaves out the sender of a report too. */
export function withShown(review: Review, files: ShownFiles, room: Room): Review {
  if (files.size === 0) return review;
  const clean = makeWithhold(room);
  const shown = [...files].map(([sha256, file]): [string, ShownFile] => [
    sha256,
    'text' in file ? { ...file, text: clean(file.text) } : file,
  ]);
  return { ...review, shown: new Map(shown) };
}

/** Null unless the file is text or a picture that browsers show. */
function showFile(file: Uint8Array): ShownFile | null {
  const picture = barePicture(file);
  if (picture !== null) return { picture };
  if (file.length === 0 || file.length > largestText) return null;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch {
    return null;
  }
  // Markup is not a log, and text has no control characters.
  if (Array.from(text).some(isBinary) || /<[!?/a-z]/iu.test(text)) return null;
  const plain = cleanText(text.replaceAll(colour, '')).trimEnd();
  const lines = plain.split('\n');
  const head = lines.slice(0, mostLines).join('\n').slice(0, longestText);
  return plain === '' ? null : { text: head, isWhole: head.length === plain.length };
}

const textControls = new Set(['\t', '\n', '\f', '\r', '\u001b']);
const isBinary = (sign: string): boolean => sign < ' ' && !textControls.has(sign);
/** A colour code of a terminal. */
const colour = new RegExp(String.raw`\u{1b}\[[\d;]*[A-Za-z]`, 'gu');
