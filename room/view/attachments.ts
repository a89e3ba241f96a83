// Shared rules for attached files: the room holds a fact with the SHA-256, servers hold the bytes.
import type { Fact } from '../facts/fact.ts';
import type { Room } from './room-view.ts';
import { table } from '../text/words.ts';

/** AT1, AT4: the most bytes per file, and the most files per room. */
export const attachmentLimits = { bytes: 25 * 1024 * 1024, perRoom: 500 } as const;

/** A file's name everywhere: its SHA-256 as 64 lower-case hexadecimal digits. */
export const isSha256 = (text: string): boolean => /^[0-9a-f]{64}$/u.test(text);

/** The files of a room that servers store; concurrent additions may exceed the limit (AT4). */
export const carriedAttachments = (room: Room): readonly Fact<'attachment'>[] =>
  room.attachments.slice(0, attachmentLimits.perRoom);

/**
 * AT3: image types that a browser can show without running anything. SVG and HTML can contain scripts, so they
 * are only offered as downloads.
 */
export const pictureTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const;

const words = table({ bytes: (count: number) => (count === 1 ? '1 byte' : `${count} bytes`) });

/** `1.4 MB`, in steps of 1,000 as file managers show it. */
export function sayBytes(bytes: number): string {
  if (bytes < 1_000) return words.bytes(bytes);
  const units = ['kB', 'MB', 'GB'] as const;
  let value = bytes / 1_000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}
