// RE9: an upstream may have lost updates it acknowledged, after a restore from an older copy or a new start. Each
// connection asks whether it still has everything. If not, every document is compared with its present state there.
import { z } from 'zod';
import { gatherChanges } from '../clock.ts';
import type { StoreStanding } from '../storage/lives.ts';
import type { Log, Rooms } from '../sync/rooms.ts';
import { ask } from './ask.ts';
import { UpstreamAway, type Target } from './forward.ts';
import { standingShape, type Memory } from './mirror/memory.ts';
import type { Unsent } from './unsent.ts';

export type Comparison = {
  /** Asks the upstream. Rejects with UpstreamAway. */
  begin(): Promise<void>;
  /** Documents that the upstream may not have completely. */
  documents(): Iterable<string>;
  isDoubted(document: string): boolean;
  /** Both sides now have the whole document. */
  noteSame(document: string): void;
  /** The upstream refuses our changes to it. That is reported elsewhere, and comparing again would not help. */
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

const standingSchema = standingShape.extend({ hasAll: z.boolean().nullable() });

/** Asks the upstream for its log position, and whether it still has everything that it told last. */
async function question({ target, memory }: Pick<ComparisonOptions, 'target' | 'memory'>) {
  const { store } = memory.known();
  const then = store === null ? '' : `?life=${encodeURIComponent(store.life)}&head=${store.head}`;
  const { life, head, hasAll } = await ask(target(), `/api/v1/store${then}`, standingSchema);
  return { now: { life, head }, hasAll: store === null ? null : hasAll };
}

/** Puts every document in doubt. */
async function doubtAll(doubted: Set<string>, { unsent, rooms, log, target }: ComparisonOptions) {
  unsent.forget();
  for (const { document } of await rooms.documents()) doubted.add(document);
  log.warn(
    { upstream: target().url, documents: doubted.size },
    'the upstream has lost data, or is another server: everything is compared with it',
  );
}

export function createComparison(options: ComparisonOptions): Comparison {
  const { target, memory, log } = options;
  const doubted = new Set<string>();
  /** Documents exchanged since the upstream last told its log position. */
  const exchanged = new Set<string>();
  /** The upstream's last answer, stored once no document is in doubt. */
  let standing: StoreStanding | null = null;

  const remember = () => {
    if (standing !== null && doubted.size === 0) memory.learn({ store: standing });
  };
  /** Asks after the exchange, so that the answer covers it. */
  const lookAgain = () => {
    const covered = [...exchanged];
    question(options).then(
      ({ now }) => {
        for (const document of covered) exchanged.delete(document);
        standing = now;
        remember();
      },
      (error: unknown) =>
        log.debug(
          { upstream: target().url, err: error },
          'the log position of the upstream could not be read',
        ),
    );
  };
  const looking = gatherChanges(options.everyMs, lookAgain);

  return {
    async begin() {
      const wasMet = memory.known().heardAt !== null;
      try {
        const { now, hasAll } = await question(options);
        const isOther = standing !== null && standing.life !== now.life;
        standing = now;
        // Never asked before: updates sent by an older version of us may be lost since.
        if (hasAll === false || (hasAll === null && wasMet)) await doubtAll(doubted, options);
        else if (isOther) for (const document of exchanged) doubted.add(document);
        exchanged.clear();
        remember();
      } catch (error) {
        if (error instanceof UpstreamAway) throw error;
        log.debug({ upstream: target().url, err: error }, 'the upstream could not say what it has');
      }
    },
    documents: () => doubted,
    isDoubted: (document) => doubted.has(document),
    noteSame(document) {
      if (doubted.delete(document)) remember();
      exchanged.add(document);
      if (standing !== null) looking.soon();
    },
    noteRefused(document) {
      if (doubted.delete(document)) remember();
    },
    pause: looking.stop,
  };
}
