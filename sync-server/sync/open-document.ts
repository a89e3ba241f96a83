import type { Job, Write } from './jobs.ts';
import type { LiveDocument } from './live-document.ts';
import type { Participant } from './participant.ts';
import type { Presence } from './presence.ts';

/** A document that is in use, or was a moment ago. */
export type OpenDocument = {
  readonly name: string;
  /** Null while it loads, and after it was thrown out. */
  live: LiveDocument | null;
  readonly participants: Set<Participant>;
  readonly presence: Presence<Participant>;
  /** What it is asked to do, in order. */
  jobs: Job[];
  /** SY8: updates whose dependencies are not here yet. */
  waiting: Write[];
  /** Between taking its jobs and having told everybody. */
  isInTurn: boolean;
  idleTimer: NodeJS.Timeout | null;
  snapshotTimer: NodeJS.Timeout | null;
  /** SY9: runs for a moment after presence was told; what changes meanwhile waits for it. */
  presenceTimer: NodeJS.Timeout | null;
};
