// RE9: an upstream may have lost what it once acknowledged: restored from an older copy, or begun anew. At each
// connection it is asked whether it has all it had; if not, every document is compared with what it has now.
import { z } from 'zod';
import type { Standing } from '../storage/lives.ts';
import type { Log, Rooms } from '../sync/rooms.ts';
import { ask } from './ask.ts';
import { UpstreamAway, type Target } from './forward.ts';
import type { Memory } from './memory.ts';
import type { Unsent } from './unsent.ts';

export type Comparison = {
  /** Asks. Rejects with UpstreamAway. */
  begin(): Promise<void>;
  /** Documents of which we do not know that the upstream has what we have. */
  documents(): Iterable<string>;
  isDoubted(document: string): boolean;
  /** Both sides have everything of it now. */
  noteSame(document: string): void;
  /** The upstream does not take what is ours of it: that is told otherwise, and comparing again would not help. */
  noteRefused(document: string): void;
  /** The connection ended. */
  pause(): void;
};

export type ComparisonOptions = {
  target: () => Target;
  memory: Memory;
  unsent: Unsent;
  rooms: Rooms;
  everyMs: number;
  log: Log;
};

const standingSchema = z.object({ life: z.string(), head: z.number(), hasAll: z.boolean().nullable() });

export function createComparison(options: ComparisonOptions): Comparison {
  const { target, memory, unsent, rooms, log } = options;
  const doubted = new Set<string>();
  /** What was told or heard since the upstream last said how far its log is. */
  const exchanged = new Set<string>();
  /** What it said, remembered once nothing is in doubt. */
  let standing: Standing | null = null;
  let timer: NodeJS.Timeout | null = null;

  const remember = () => {
    if (standing !== null && doubted.size === 0) memory.learn({ store: standing });
  };
  const question = async () => {
    const { store } = memory.known();
    const then = store === null ? '' : `?life=${encodeURIComponent(store.life)}&head=${store.head}`;
    const { life, head, hasAll } = await ask(target(), `/api/v1/store${then}`, standingSchema);
    return { now: { life, head }, hasAll: store === null ? null : hasAll };
  };
  /** After what was exchanged, so that what it says covers it. */
  const lookAgain = () => {
    timer = null;
    const covered = [...exchanged];
    question().then(
      ({ now }) => {
        for (const document of covered) exchanged.delete(document);
        standing = now;
        remember();
      },
      (error: unknown) => log.debug({ upstream: target().url, err: error }, 'its log could not be asked for'),
    );
  };
  const doubtAll = async () => {
    unsent.forget();
    for (const { document } of await rooms.documents()) doubted.add(document);
    log.warn(
      { upstream: target().url, documents: doubted.size },
      'the upstream has lost what it had, or is another one: everything is compared with it',
    );
  };

  return {
    async begin() {
      const wasMet = memory.known().heardAt !== null;
      try {
        const { now, hasAll } = await question();
        const isOther = standing !== null && standing.life !== now.life;
        standing = now;
        // Never asked before: what an older version of us was told may be lost since.
        if (hasAll === false || (hasAll === null && wasMet)) await doubtAll();
        else if (isOther) for (const document of exchanged) doubted.add(document);
        exchanged.clear();
        remember();
      } catch (error) {
        if (error instanceof UpstreamAway) throw error;
        log.debug({ upstream: target().url, err: error }, 'an upstream that cannot say what it has');
      }
    },
    documents: () => doubted,
    isDoubted: (document) => doubted.has(document),
    noteSame(document) {
      if (doubted.delete(document)) remember();
      exchanged.add(document);
      if (standing !== null) timer ??= setTimeout(lookAgain, options.everyMs);
    },
    noteRefused(document) {
      if (doubted.delete(document)) remember();
    },
    pause() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
}
