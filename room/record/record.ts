// RC: an incident as a `.muster` file: a zip of the current room, its log, its attached files and its review. It ends
// with a checksum over all bytes before it. Pure; other modules read and write files.
import { z } from 'zod';
import { isSha256 } from '../view/attachments.ts';
import { isUlidText } from '../facts/kind.ts';
import type { HistoryUpdate } from '../log/replay.ts';

/** RC2. Sizes are bytes. */
export const recordLimits = {
  file: 128 * 1024 * 1024,
  unpacked: 256 * 1024 * 1024,
  /** Files beyond this size are only named, not included. */
  attachments: 100 * 1024 * 1024,
  room: 64 * 1024 * 1024,
  log: 64 * 1024 * 1024,
  /** The manifest, and each copy of the review. */
  text: 16 * 1024 * 1024,
  files: 600,
  /** SY13: more than any document takes that a server keeps. */
  loading: { work: 16_000_000, conflicts: 1_000_000 },
  /** More than the updates of a log that people fill with small changes. */
  replaying: { work: 64_000_000, conflicts: 4_000_000 },
} as const;

/** The other files in the zip, besides `attachments/<sha256>`. */
export const recordFiles = {
  manifest: 'muster.json',
  room: 'room.bin',
  log: 'log.bin',
  markdown: 'review.md',
  html: 'review.html',
} as const;

/** A file cannot be opened or imported; the message tells the person why. */
export class RecordRefused extends Error {
  override name = 'RecordRefused';
}

const leftOut = z.object({
  sha256: z.string().refine(isSha256),
  name: z.string().max(300),
  why: z.enum(['not-here', 'erased', 'too-large']),
});

/** The record's manifest. Later format versions are refused. */
export const manifestSchema = z.looseObject({
  format: z.literal('muster-record'),
  version: z.literal(1),
  incident: z.string().refine(isUlidText),
  number: z.string().max(120).nullable(),
  title: z.string().max(300),
  madeAt: z.number().min(0).max(8_640_000_000_000_000),
  madeBy: z.string().max(120),
  /** Names of people by id, as known to the team. */
  people: z.record(z.string().max(120), z.string().max(120)),
  /** Files named in the room but not included in the record. */
  leftOut: z.array(leftOut).max(recordLimits.files),
  /** False when the log was too large to include. */
  hasLog: z.boolean(),
  /** JN9: the team's statements about keys that it no longer vouches for. Absent from records of older versions. */
  endedKeys: z.array(z.string().max(2_000)).max(1_000).optional(),
  /** JN5: the signature of the server that made the record (signature.ts). Absent from records of older versions. */
  signed: z.object({ statement: z.string().max(4 * 1024 * 1024), signature: z.string().max(200) }).optional(),
});
export type RecordManifest = z.output<typeof manifestSchema>;

/** A record in memory. */
export type RecordContents = {
  manifest: RecordManifest;
  /** The whole room as one Yjs update. */
  update: Uint8Array;
  log: readonly HistoryUpdate[];
  /** By SHA-256. */
  attachments: ReadonlyMap<string, Uint8Array>;
  markdown: string;
  html: string;
};

const attachmentName = /^attachments\/([0-9a-f]{64})$/u;

/** The SHA-256 in the name of an attachment; null for other names. */
export const attachmentIn = (name: string): string | null => attachmentName.exec(name)?.[1] ?? null;

/** The size limit of the unpacked file with this name; null for a name that no record has. */
export function mostBytesOf(name: string): number | null {
  if (name === recordFiles.room) return recordLimits.room;
  if (name === recordFiles.log) return recordLimits.log;
  if (Object.values<string>(recordFiles).includes(name)) return recordLimits.text;
  return attachmentIn(name) === null ? null : recordLimits.attachments;
}
