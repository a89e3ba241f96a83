// RC: an incident as a file, `.muster`: a zip of the room as it stands, its log, its attached files and its review,
// closed by a checksum over every byte before it. Pure; other modules read and write files.
import { z } from 'zod';
import { isSha256 } from '../attachments.ts';
import { isUlidText } from '../facts/kind.ts';
import type { HistoryUpdate } from '../replay.ts';

/** RC2. Sizes are bytes. */
export const recordLimits = {
  file: 128 * 1024 * 1024,
  unpacked: 256 * 1024 * 1024,
  /** Beyond it files are named and left out. */
  attachments: 100 * 1024 * 1024,
  room: 64 * 1024 * 1024,
  log: 64 * 1024 * 1024,
  /** The manifest, and each copy of the review. */
  text: 16 * 1024 * 1024,
  files: 600,
} as const;

/** What is in the zip besides `attachments/<sha256>`. */
export const recordFiles = {
  manifest: 'muster.json',
  room: 'room.bin',
  log: 'log.bin',
  markdown: 'review.md',
  html: 'review.html',
} as const;

/** Why a file cannot be opened or taken in, in words for the person who tried. */
export class RecordRefused extends Error {
  override name = 'RecordRefused';
}

const leftOut = z.object({
  sha256: z.string().refine(isSha256),
  name: z.string().max(300),
  why: z.enum(['not-here', 'erased', 'too-large']),
});

/** What the record says of itself. Of a later version it is not read. */
export const manifestSchema = z.looseObject({
  format: z.literal('muster-record'),
  version: z.literal(1),
  incident: z.string().refine(isUlidText),
  number: z.string().max(120).nullable(),
  title: z.string().max(300),
  madeAt: z.number().min(0).max(8_640_000_000_000_000),
  madeBy: z.string().max(120),
  /** Names of people by their ids, as the team knew them. */
  people: z.record(z.string().max(120), z.string().max(120)),
  /** Files that the room names and that are not in the record. */
  leftOut: z.array(leftOut).max(recordLimits.files),
  /** False where the log was too large to come along. */
  hasLog: z.boolean(),
  /** JN9: what the team said of keys that it no longer vouches for. Absent from what an older version made. */
  endedKeys: z.array(z.string().max(2_000)).max(1_000).optional(),
  /** JN5: what the server that made it signed of it (signature.ts). Absent from what an older version made. */
  signed: z.object({ statement: z.string().max(4 * 1024 * 1024), signature: z.string().max(200) }).optional(),
});
export type RecordManifest = z.output<typeof manifestSchema>;

/** A record in memory. */
export type RecordContents = {
  manifest: RecordManifest;
  /** The whole room as one Yjs update. */
  update: Uint8Array;
  log: readonly HistoryUpdate[];
  /** By their SHA-256. */
  attachments: ReadonlyMap<string, Uint8Array>;
  markdown: string;
  html: string;
};

const attachmentName = /^attachments\/([0-9a-f]{64})$/u;

/** The SHA-256 in such a name; null for other names. */
export const attachmentIn = (name: string): string | null => attachmentName.exec(name)?.[1] ?? null;

/** How large a file of this name may be unpacked; null for a name that no record has. */
export function mostBytesOf(name: string): number | null {
  if (name === recordFiles.room) return recordLimits.room;
  if (name === recordFiles.log) return recordLimits.log;
  if (Object.values<string>(recordFiles).includes(name)) return recordLimits.text;
  return attachmentIn(name) === null ? null : recordLimits.attachments;
}
