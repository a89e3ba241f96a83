import type { Job, Write } from './jobs.ts';
import type { LiveDocument } from './live-document.ts';
import type { Participant } from './participant.ts';
import type { PresenceStore } from './presence.ts';

/** A document that is in use, or was until a moment ago. */
export type OpenDocument = {
  readonly name: string;
  /** Null while it loads or sleeps, and after it was dropped from memory. */
  live: LiveDocument | null;
  /**
   * SY11: set while it sleeps, until the next job has loaded it again. Its participants stay, and presence needs
   * only the owners of its client ids.
   */
  asleep: { owners: ReadonlyMap<number, string>; isWaking: boolean } | null;
  /** SY11: how many looks at all documents have found it without a job of a connection since the last one. */
  quietLooks: number;
  readonly participants: Set<Participant>;
  readonly presence: PresenceStore<Participant>;
  /** Jobs waiting to run, in order. */
  jobs: Job[];
  /** SY8: updates whose dependencies have not arrived yet. */
  waiting: Write[];
  /** True from the moment its jobs are taken until the results are sent to everybody. */
  isInTurn: boolean;
  idleTimer: NodeJS.Timeout | null;
  snapshotTimer: NodeJS.Timeout | null;
  /** SY9: runs for a moment after presence was sent; later changes wait for its end. */
  presenceTimer: NodeJS.Timeout | null;
};
