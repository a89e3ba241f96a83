// RE9: an upstream may have lost updates it acknowledged, after a restore from an older copy or a new start. Each
// connection asks whether it still has everything. If not, every document is compared with its present state there.
import { z } from 'zod';
import { gatherChanges } from '../clock.ts';
import type { StoreStanding } from '../storage/lives.ts';
import type { Log, Rooms } from '../sync/rooms.ts';
import { ask } from './ask.ts';
import { UpstreamAway, type ForwardTarget } from './forward.ts';
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
  target: () => ForwardTarget;
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
  const standing = keepStanding(memory, doubted);
  const looking = gatherChanges(options.everyMs, () => askAfterExchange(options, exchanged, standing.learn));

  return {
    async begin() {
      const wasMet = memory.known().heardAt !== null;
      try {
        const { now, hasAll } = await question(options);
        const before = standing.last();
        const isOther = before !== null && before.life !== now.life;
        standing.set(now);
        // Never asked before: updates sent by an older version of us may be lost since.
        if (hasAll === false || (hasAll === null && wasMet)) await doubtAll(doubted, options);
        else if (isOther) for (const document of exchanged) doubted.add(document);
        exchanged.clear();
        standing.remember();
      } catch (error) {
        if (error instanceof UpstreamAway) throw error;
        log.debug({ upstream: target().url, err: error }, 'the upstream could not say what it has');
      }
    },
    documents: () => doubted,
    isDoubted: (document) => doubted.has(document),
    noteSame(document) {
      if (doubted.delete(document)) standing.remember();
      exchanged.add(document);
      if (standing.last() !== null) looking.soon();
    },
    noteRefused(document) {
      if (doubted.delete(document)) standing.remember();
    },
    pause: looking.stop,
  };
}

/** The upstream's last answer; remembered once no document is in doubt. */
function keepStanding(memory: Memory, doubted: ReadonlySet<string>) {
  let standing: StoreStanding | null = null;
  const remember = () => {
    if (standing !== null && doubted.size === 0) memory.learn({ store: standing });
  };
  return {
    last: () => standing,
    set: (now: StoreStanding) => {
      standing = now;
    },
    remember,
    learn: (now: StoreStanding) => {
      standing = now;
      remember();
    },
  };
}

/** Asks after the exchange, so that the answer covers it. */
function askAfterExchange(
  options: ComparisonOptions,
  exchanged: Set<string>,
  answered: (now: StoreStanding) => void,
): void {
  const covered = [...exchanged];
  question(options).then(
    ({ now }) => {
      for (const document of covered) exchanged.delete(document);
      answered(now);
    },
    (error: unknown) =>
      options.log.debug(
        { upstream: options.target().url, err: error },
        'the log position of the upstream could not be read',
      ),
  );
}
