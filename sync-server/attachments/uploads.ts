// AT9: limits how much one person may upload. Files are stored before a room names them, so without a limit any writer
// could fill the disk with files that nobody ever sees.
import { createRate, type Rate } from '../sync/rate.ts';

export const uploadLimits = {
  burstBytes: 2 * 1024 ** 3,
  bytesPerHour: 1024 ** 3,
} as const;

export type Uploads = {
  /** False when this person has to wait. `bytes` is the size, or the largest possible size. */
  mayKeep(person: string, bytes: number): boolean;
};

export function openUploads(now: () => number): Uploads {
  const rates = new Map<string, Rate>();
  return {
    mayKeep: (person, bytes) => {
      const known = rates.get(person);
      const rate = known ?? createRate(uploadLimits.bytesPerHour / 3_600, uploadLimits.burstBytes, now);
      rates.set(person, rate);
      return rate.take(bytes);
    },
  };
}
